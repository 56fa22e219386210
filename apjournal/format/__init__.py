"""Text to model and back: what a file says, where it says it, and edits that change nothing else."""
