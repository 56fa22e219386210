"""One file per command: what it does, told in a few calls."""
