"""Everything that uses git: objects, ancestry, kept copies, commits, merging, the remote."""
