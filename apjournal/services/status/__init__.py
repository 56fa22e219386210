"""What `status` and `remind` both read, and the cached lines for a prompt and for `remind`."""
