"""SSH keys and commit signatures."""
