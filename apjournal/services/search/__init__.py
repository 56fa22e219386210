"""Search with a regular expression in a separate process, because a search may take very long."""
