"""Sync: fetch, check, merge, push, and apply."""
