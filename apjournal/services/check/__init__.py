"""The findings in one file, for `apj check` and for editors."""
