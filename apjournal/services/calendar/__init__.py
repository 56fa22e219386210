"""A partner's calls and reports as a calendar file."""
