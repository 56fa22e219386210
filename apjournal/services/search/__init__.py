"""A search with a regular expression, in a separate process because it may take very long."""
