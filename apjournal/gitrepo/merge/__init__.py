"""Merge branches by who owns each file."""
