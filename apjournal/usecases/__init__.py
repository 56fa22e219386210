"""The use cases, with one module for each command: what the command does, in a few calls."""
