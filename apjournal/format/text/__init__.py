"""Bytes and lines: documents, fences, positions, text edits."""
