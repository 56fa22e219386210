"""What `status` and `remind` both look at, and the lines that are kept for a prompt and for `remind`."""
