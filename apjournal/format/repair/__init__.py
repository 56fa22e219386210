"""Propose repairs for broken files."""
