"""The values of a journal: frozen, and knowing nothing of files, git, clocks or terminals."""
