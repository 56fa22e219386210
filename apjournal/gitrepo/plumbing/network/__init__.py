"""The network: a remote, its URL, and what git says if it cannot be reached."""
