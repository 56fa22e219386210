"""Pure: everything that is computed from weeks, kept copies and the day."""
