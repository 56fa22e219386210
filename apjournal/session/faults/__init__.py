"""Mistakes in a journal's files that apj finds before sharing, each with the command that fixes it."""
