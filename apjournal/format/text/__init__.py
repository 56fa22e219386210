"""Bytes and lines: documents, fences, positions and text edits."""
