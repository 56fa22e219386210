"""YAML front matter: nodes, field values, lists, quoting, output."""
