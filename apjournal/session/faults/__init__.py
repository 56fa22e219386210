"""Mistakes in a journal's files that apj finds before sharing, with the command that fixes each."""
