"""Merge texts, without git."""
