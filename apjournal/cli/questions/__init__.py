"""Questions that several dialogues ask."""
