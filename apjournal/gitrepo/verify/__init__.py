"""Read the whole history for `apj verify`."""
