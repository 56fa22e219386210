"""The folder of a journal: layout, reading, atomic writing, the lock."""
