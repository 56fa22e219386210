"""Commit changes and keep copies."""
