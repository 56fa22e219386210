"""The journals in the user's settings: a default one, and others with a name each.

The default journal is in `APJ_JOURNAL`, otherwise in the git setting `apj.journal`. The git settings `apj.journal.NAME`
contain the others. Only the user's and the system's settings count. A repository's own settings are ignored, because
they travel with a copied folder and would decide where a note is written.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from apjournal.errors import UsageFault
from apjournal.gitrepo.plumbing.config import read_personal_config, write_personal_config
from apjournal.gitrepo.plumbing.environment import build_environment
from apjournal.model.hints import quote_pathspec
from apjournal.store.folder import find_root, find_without_agreement
from apjournal.store.journal_paths import AGREEMENT

VARIABLE = "APJ_JOURNAL"
KEY = "apj.journal"


class NamedJournal(Struct, frozen=True):
    """A journal in the settings: the name of the setting, and the folder as it was typed."""

    setting: str
    typed: str

    def find_folder(self, environ: Mapping[str, str]) -> Path:
        """Return the journal's folder, with symlinks resolved.

        Raise `UsageFault` if it is not the folder of a journal.
        """
        folder = _expand_home(self.typed, environ)
        if not os.path.isabs(folder):
            raise UsageFault(
                f"{self.setting} is not a full path: {self.typed}",
                f"Set it to a full path: {self._show_setting('~/ours')}",
            )
        found = Path(os.path.realpath(folder))
        if find_root(found) != found:
            raise UsageFault(
                f"{self.setting} is set to {self.typed}, which is not a journal.",
                f"Set it to the folder of a journal: {self._show_setting('FOLDER')}",
            )
        return found

    def _show_setting(self, value: str) -> str:
        return f"{VARIABLE}={value}" if self.setting == VARIABLE else f"git config --global {self.setting} {value}"


def find_default(environ: Mapping[str, str]) -> NamedJournal | None:
    """Return the default journal in the settings, or None.

    Raise `GitFault` if git cannot read its settings.
    """
    if given := environ.get(VARIABLE):
        return NamedJournal(VARIABLE, given)
    value = _read_settings(environ).get(KEY)
    return NamedJournal(KEY, value) if value else None


class Location(Struct, frozen=True):
    """The folder of the journal that a command works on.

    `is_default` says whether it is the user's default journal, rather than one around the current directory.
    """

    root: Path
    is_default: bool = False


def locate_journal(start: Path, environ: Mapping[str, str]) -> Location | None:
    """Return the journal in or above `start`, otherwise the user's default journal, otherwise None.

    Raise `UsageFault` if `start` is in a journal whose agreement is missing, or if the default folder is not a journal.
    """
    root = find_root(start)
    if root is not None:
        return Location(root)
    if lost := find_without_agreement(start):
        raise UsageFault(
            f"{lost} has no {AGREEMENT} with the line apj: 1, which marks a journal.",
            f"Find the last commit that still had it: git log -p -- {quote_pathspec(AGREEMENT)}. "
            f"Restore the file from that commit: git checkout COMMIT -- {quote_pathspec(AGREEMENT)}",
        )
    default = find_default(environ)
    return Location(default.find_folder(environ), is_default=True) if default else None


def list_names(environ: Mapping[str, str]) -> dict[str, NamedJournal]:
    """Return the journals that have a name, by name. Git writes names in lowercase.

    Raise `GitFault` if git cannot read its settings.
    """
    start = f"{KEY}."
    return {
        key.removeprefix(start): NamedJournal(key, value)
        for key, value in _read_settings(environ).items()
        if key.startswith(start) and value
    }


def store_default(root: Path, environ: Mapping[str, str]) -> None:
    """Make the journal in `root` the default one, in the user's own git settings."""
    write_personal_config(KEY, str(root), build_environment(environ, terminal=False))


def _read_settings(environ: Mapping[str, str]) -> dict[str, str]:
    return dict(read_personal_config(build_environment(environ, terminal=False)))


def _expand_home(typed: str, environ: Mapping[str, str]) -> str:
    home = environ.get("HOME") or environ.get("USERPROFILE", "~")
    return os.path.join(home, typed[2:]) if typed.startswith("~/") else typed
