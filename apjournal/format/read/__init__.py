"""Readers: from bytes to values and findings."""
