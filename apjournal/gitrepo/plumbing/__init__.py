"""Git itself: processes, objects, refs, remotes. Knows nothing of journals, except the limits of what may arrive."""
