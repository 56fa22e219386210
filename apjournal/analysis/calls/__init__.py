"""Calls: their agenda, their dates in a calendar, and reminders of them."""
