"""Git itself: processes, objects, refs, remotes. Knows nothing of journals, except how much may arrive."""
