"""The whole history, for `apj verify`."""
