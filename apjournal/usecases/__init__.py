"""One file per command: what it does, in a few calls."""
