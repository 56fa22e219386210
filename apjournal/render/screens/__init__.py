"""The text that a person reads, with one module for each command."""
