"""Edits that leave every other byte as it was."""
