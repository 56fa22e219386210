"""An open journal: its files, who I am, its history, and writing."""
