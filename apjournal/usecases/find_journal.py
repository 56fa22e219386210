"""Find the journal that a command works on: one around the current directory, the default one, or a named one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from apjournal.errors import UsageFault
from apjournal.patterns import make_pattern
from apjournal.session import named_journals
from apjournal.session.named_journals import Location
from apjournal.session.named_journals import locate_journal as locate_journal

_NAME = make_pattern(r"[A-Za-z][A-Za-z0-9-]*")
"""Matches a name that git allows for a setting."""


def require_journal(start: Path, environ: Mapping[str, str]) -> Location:
    """Return the journal that `locate_journal` finds. Raise `UsageFault` if there is none."""
    found = locate_journal(start, environ)
    if found is None:
        raise UsageFault(f"There is no journal in {start} or above it.", "Start one: apj init, or try: apj demo")
    return found


def find_named_journal(name: str, environ: Mapping[str, str]) -> Path:
    """Return the folder of the journal with this name in git's settings.

    Raise `UsageFault` if there is no journal with that name.
    """
    found = named_journals.list_names(environ).get(name.lower())
    if found is None:
        hint = (
            f"To give a journal this name: git config --global {named_journals.KEY}.{name} FOLDER"
            if _NAME.fullmatch(name)
            else "Check the path after -C."
        )
        raise UsageFault(f"There is no folder {name}, and no journal with that name.", hint)
    return found.find_folder(environ)


def has_default(environ: Mapping[str, str]) -> bool:
    """Whether the settings contain a default journal, even one that no longer exists."""
    return named_journals.find_default(environ) is not None


def make_default(root: Path, environ: Mapping[str, str]) -> None:
    """Make the journal in `root` the default one, in the user's own git settings."""
    named_journals.store_default(root, environ)
