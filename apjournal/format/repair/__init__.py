"""Proposals for broken files."""
