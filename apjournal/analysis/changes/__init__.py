"""Find changes: kept versions of a week, goals matched from version to version, and words that differ."""
