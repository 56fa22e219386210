"""The folder of a journal: its paths, reading, atomic writing, and the lock."""
