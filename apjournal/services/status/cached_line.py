"""Compute a line from a journal, and keep it for the next time with the sources that it was computed from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.config import list_config_files, read_config_with_origins
from apjournal.gitrepo.plumbing.environment import build_environment
from apjournal.prompt_cache import Draft, Entry, find_git, list_surroundings, read_state
from apjournal.session.workspace import Workspace
from apjournal.store.recording_folder import RecordingFolder

T = TypeVar("T")
Compute = Callable[[Workspace], tuple[T, str, datetime | None]]
"""Computes a value from a journal. Also returns its line, and the moment until which the line is valid.

That moment is None if it is not known.
"""


def compute_and_keep(
    root: Path,
    name: str,
    compute: Compute[T],
    *,
    partner: str | None,
    now: datetime,
    environ: Mapping[str, str],
    files_alone: bool = False,
) -> T:
    """Return the value that `compute` finds in the journal at `root`, and keep its line as the entry `name`.

    The line is kept only if that is possible, and without `partner`. With `files_alone`, git is asked only for its
    settings.
    """
    try:
        draft = Draft(str(root), name) if partner is None else None
    except OSError:
        draft = None
    journal = _RecordedJournal(root, partner=partner, now=now, environ=environ, files_alone=files_alone)
    entry = None
    try:
        value, line, until = compute(journal.workspace)
        entry = journal.build_entry(line, until)
    finally:
        journal.workspace.close()
        if draft is not None:
            with suppress(OSError):  # a full disk, or somebody has removed the folder
                draft.keep(entry)
    return value


class _RecordedJournal:
    """A journal that records everything that is read in it."""

    def __init__(
        self, root: Path, *, partner: str | None, now: datetime, environ: Mapping[str, str], files_alone: bool
    ) -> None:
        self.folder = RecordingFolder(root)
        self.git = find_git(environ)
        self.now = now
        self.files_alone = files_alone
        try:
            self.settings = read_config_with_origins(root, build_environment(environ, terminal=False))
        except GitFault:
            self.settings, self.git = (), None
        listed = tuple((name, value) for _, name, value in self.settings)
        self.workspace = Workspace(
            root,
            partner=partner,
            now=now,
            environ=environ,
            terminal=False,
            files_alone=files_alone,
            settings=listed if self.git or files_alone else None,  # None: then the workspace says what is wrong
        )
        self.workspace.folder = self.folder

    def build_entry(self, line: str, until: datetime | None) -> Entry | None:
        """Return the entry for a line that is valid until a moment. None if its sources are not known."""
        if until is None or self.git is None:
            return None
        workspace, root, environ = self.workspace, str(self.workspace.root), self.workspace.environ
        offset = self.now.utcoffset()
        files = list_config_files(self.settings, workspace.root, environ, self.git)
        zones = self._list_zone_files()
        if offset is None or files is None or zones is None or not self.folder.is_complete:
            return None
        refs = () if self.files_alone else _list_ref_paths(os.path.join(root, ".git"))
        try:
            states = self.folder.states | {path: read_state(path) for path in (*files, *zones, *refs)}
            surroundings = list_surroundings(root, environ)
        except OSError:
            return None
        moments = int(self.now.timestamp()), int(until.timestamp()), int(offset.total_seconds())
        return Entry(surroundings, since=moments[0], until=moments[1], offset=moments[2], states=states, line=line)

    def _list_zone_files(self) -> tuple[str, ...] | None:
        """Return the files of the time zones in use, including missing ones that would take precedence.

        None if a zone has no file.
        """
        from zoneinfo import TZPATH

        workspace, found = self.workspace, []
        mine = workspace.records.partner(workspace.me).timezone
        for name in filter(None, (mine, workspace.agreement.call.timezone)):
            paths = [os.path.join(folder, name) for folder in TZPATH]
            first = next((number for number, path in enumerate(paths) if os.path.isfile(path)), None)
            if first is None:
                return None
            found += paths[: first + 1]
        return tuple(found)


def _list_ref_paths(git_folder: str) -> tuple[str, ...]:
    """Return the paths whose states change whenever a ref moves, and the note of the last fetch."""
    names = ("packed-refs", "reftable", os.path.join("logs", "HEAD"), os.path.join("apj", "fetched"))
    return (*(os.path.join(git_folder, name) for name in names), *_list_folders(os.path.join(git_folder, "refs")))


def _list_folders(folder: str) -> Iterator[str]:
    for path, _, _ in os.walk(folder):
        yield path
