"""Merge texts without git."""
