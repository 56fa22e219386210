"""Accept the agreement."""
