"""Diagnose a clone and its machine."""
