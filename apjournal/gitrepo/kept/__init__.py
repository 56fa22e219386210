"""Kept copies in git, and checks whether the shared history still contains them."""
