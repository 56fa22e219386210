"""Keep the page in my folder that a git host shows."""
