"""Dialogues on a terminal."""
