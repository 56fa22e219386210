"""Compute the numbers of `apj insights`: results of goals, obstacles that came or were expected, and plans that help.

Each module computes one kind of number.
"""
