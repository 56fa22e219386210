"""Text to model and back: what a file contains, where, and edits that change nothing else."""
