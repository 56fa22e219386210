"""Create or join a journal."""
