"""Git itself: processes, objects, refs and remotes.

These modules know nothing about journals, except how much data a server may send.
"""
