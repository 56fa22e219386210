"""Merging of texts, without git."""
