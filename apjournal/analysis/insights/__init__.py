"""Insights in numbers: promises, distractions, foresight, and plans that help.

Each module computes one kind of number.
"""
