"""Read files: turn bytes into values and findings."""
