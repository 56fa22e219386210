"""Computations on weeks, kept copies and dates, without files, git or a clock."""
