"""Whose writing a commit is: unknown addresses, unsigned commits and changed keys."""
