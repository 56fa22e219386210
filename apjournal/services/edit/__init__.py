"""Open an editor."""
