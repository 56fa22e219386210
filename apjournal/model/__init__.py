"""The values of a journal: frozen, without knowledge of files, git, clocks or terminals."""
