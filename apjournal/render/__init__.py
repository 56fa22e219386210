"""One file per view: text for people, documents for programs."""
