"""Read weekly notes in other forms, for `apj import`. What a reader does not understand stays as text."""
