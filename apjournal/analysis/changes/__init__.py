"""What changed: the kept versions of a week, its goals matched from version to version, and differing words."""
