"""Merge versions of a file without git."""
