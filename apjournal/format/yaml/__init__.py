"""YAML front matter: nodes, values of fields, lists, quotes, and output."""
