"""Words of commands that people are told to type: as a shell takes them, and as git understands them in any folder."""

from __future__ import annotations

from shlex import quote

_PLAIN = "."
"""Beside letters and digits, what may follow `:/` and is none of git's own signs."""


def quote_pathspec(path: str) -> str:
    """Return a path of the journal for after `--`, from its root: commands are typed in any of its folders."""
    is_plain = path[:1].isalnum() or path[:1] in _PLAIN
    return quote(f"{':/' if is_plain else ':(top)'}{path}")


def git_object_argument(commit: str, path: str) -> str:
    """Return git's name of the text that a commit has at a path; git sees it from the root by itself."""
    return quote(f"{commit}:{path}")
