"""Merge branches, decided by who owns each file."""
