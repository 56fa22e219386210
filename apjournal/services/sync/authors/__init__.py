"""Whose writing a commit is: unknown addresses, unsigned commits, changed keys, and what was answered about them."""
