"""Readers of files, from bytes to values and findings."""
