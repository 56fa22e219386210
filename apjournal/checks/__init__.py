"""Pure: one function per rule. Model values in, findings out."""
