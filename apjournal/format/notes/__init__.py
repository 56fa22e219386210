"""Weekly notes in other forms, for `apj import`. Each reader returns what it understood, and the rest as text."""
