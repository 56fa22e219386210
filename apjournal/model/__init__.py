"""The values of a journal. They are frozen, and know nothing about files, git, clocks or terminals."""
