"""Merge texts without using git."""
