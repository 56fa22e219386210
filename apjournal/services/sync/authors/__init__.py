"""Decide who wrote a commit: unknown email addresses, unsigned commits and changed keys."""
