"""One file per command: the text that a person reads."""
