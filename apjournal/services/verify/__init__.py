"""Check kept copies against the history."""
