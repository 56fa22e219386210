"""Find the journal that a command means: the one around the user, the default one, or one by its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from apjournal.errors import UsageFault
from apjournal.model.hints import quote_pathspec
from apjournal.patterns import make_pattern
from apjournal.session import named_journals
from apjournal.store.folder import find_root, find_without_agreement
from apjournal.store.journal_paths import AGREEMENT

_NAME = make_pattern(r"[A-Za-z][A-Za-z0-9-]*")
"""A name that git allows for a setting."""


class Location(Struct, frozen=True):
    """Where a command's journal is, and whether it is the user's default journal, not one around the user."""

    root: Path
    is_default: bool = False


def locate_journal(start: Path, environ: Mapping[str, str]) -> Location | None:
    """Find the journal in or above `start`, otherwise the user's default journal. None if there is neither.

    Raise `UsageFault` if `start` is in a journal that has lost its agreement, or if the default journal is not one.
    """
    root = find_root(start)
    if root is not None:
        return Location(root)
    if lost := find_without_agreement(start):
        raise UsageFault(
            f"{lost} has no {AGREEMENT} with the line apj: 1, which marks a journal.",
            f"Find the last commit that still had it: git log -p -- {quote_pathspec(AGREEMENT)}. "
            f"Restore it from there: git checkout COMMIT -- {quote_pathspec(AGREEMENT)}",
        )
    default = named_journals.find_default(environ)
    return Location(default.find_folder(environ), is_default=True) if default else None


def require_journal(start: Path, environ: Mapping[str, str]) -> Location:
    """Find the journal as `locate_journal` does. Raise `UsageFault` if there is none."""
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
            f"Name a journal: git config --global {named_journals.KEY}.{name} FOLDER"
            if _NAME.fullmatch(name)
            else "Check its path."
        )
        raise UsageFault(f"There is no folder {name}, and no journal with that name.", hint)
    return found.find_folder(environ)


def has_default(environ: Mapping[str, str]) -> bool:
    """Whether something names a default journal, even one that is gone."""
    return named_journals.find_default(environ) is not None


def make_default(root: Path, environ: Mapping[str, str]) -> None:
    """Make the journal in `root` the default one, in the user's own git settings."""
    named_journals.remember_default(root, environ)
