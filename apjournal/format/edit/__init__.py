"""Edit files without changing any other byte."""
