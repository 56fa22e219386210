"""Insights in numbers: results of goals, obstacles that came and were expected, and plans that help.

Each module computes one kind of number.
"""
