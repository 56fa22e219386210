"""Edits that leave every other byte unchanged."""
