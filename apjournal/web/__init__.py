"""`apj web`: the pages of a journal on this machine, and forms for everything that a week needs.

Only the command `web` imports this package.
"""
