"""The whole record of a journal, and what the last build of its pages left for the next one."""
