"""Kept copies in git, and whether the history still contains them."""
