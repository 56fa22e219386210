"""The work tree: applying changes, resuming, quarantine."""
