"""Merging branches by who owns each file."""
