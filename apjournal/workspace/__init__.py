"""A journal opened: folder, history, settings, identity and clock in one value."""
