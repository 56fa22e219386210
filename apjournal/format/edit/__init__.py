"""Edits that do not change any other byte."""
