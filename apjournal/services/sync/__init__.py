"""Sync: fetch, assess, merge, push, apply."""
