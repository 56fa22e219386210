"""Weekly notes of other forms, for `apj import`. Each reader returns what it understood, and the rest as text."""
