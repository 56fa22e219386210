"""Facts that both `status` and `remind` need, and the cached lines for a prompt and for `remind`."""
