"""Keep the page in my folder up to date that a git host shows."""
