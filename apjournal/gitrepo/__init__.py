"""Git through one door: objects, ancestry, kept copies, commits, merging, the remote."""
