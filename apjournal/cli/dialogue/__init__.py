"""Dialogues in a terminal."""
