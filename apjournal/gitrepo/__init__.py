"""Everything that uses git: objects, ancestry, kept copies, commits, merges and the remote."""
