"""apj: a plain-text, git-backed journal for two people who keep each other honest."""

__version__ = "0.1.0"
