"""A search with a regular expression, which may take any time, in a process of its own."""
