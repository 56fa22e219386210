"""Read the whole record of a journal, and cache what the next build of its pages can use."""
