"""Pure: one function per rule; model values in, findings out."""
