"""Turn plain data into text for people, into pages, and into documents for programs."""
