"""The network: a remote, its URL, and the reasons why it cannot be reached."""
