"""Find the errors and warnings in one file, for `apj check` and for editors."""
