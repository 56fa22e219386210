"""Record what is read in a journal, so that a value can be remembered until one of its sources changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Generic, TypeVar

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.config import list_config_files, read_config_with_origins
from apjournal.gitrepo.plumbing.environment import build_environment
from apjournal.prompt_cache import Entry, find_git, is_fresh, is_settled, list_surroundings, read_state
from apjournal.session.workspace import Workspace
from apjournal.store.recording_folder import RecordingFolder

T = TypeVar("T")


class RecordedJournal:
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
            settings=listed if self.git or files_alone else None,  # with None, the workspace reports what is wrong
        )
        self.workspace.folder = self.folder

    def build_entry(self, line: str, until: datetime | None) -> Entry | None:
        """Return the cache entry for a line that is valid until `until`, or None if the line's sources are unknown.

        The line may be empty if the entry will not be stored.
        """
        if until is None or self.git is None:
            return None
        workspace, root, environ = self.workspace, str(self.workspace.root), self.workspace.environ
        offset = self.now.utcoffset()
        files = list_config_files(self.settings, workspace.root, environ, self.git)
        zones = self._list_zone_files()
        if offset is None or files is None or zones is None or not self.folder.is_complete:
            return None
        table = workspace.own_words.path
        own = (str(table),) if table else ()
        refs = () if self.files_alone else _list_ref_paths(os.path.join(root, ".git"))
        try:
            states = self.folder.states | {path: read_state(path) for path in (*files, *zones, *refs, *own)}
            surroundings = list_surroundings(root, environ)
        except OSError:
            return None
        moments = int(self.now.timestamp()), int(until.timestamp()), int(offset.total_seconds())
        return Entry(surroundings, since=moments[0], until=moments[1], offset=moments[2], states=states, line=line)

    def _list_zone_files(self) -> tuple[str, ...] | None:
        """Return the files of the time zones in use, and missing files that would take precedence over them.

        Return None if a zone has no file.
        """
        from zoneinfo import TZPATH

        workspace, found = self.workspace, []
        me = workspace.identity_or_none
        mine = workspace.records.partner(me).timezone if me else None
        for name in filter(None, (mine, workspace.agreement.call.timezone)):
            paths = [os.path.join(folder, name) for folder in TZPATH]
            first = next((number for number, path in enumerate(paths) if os.path.isfile(path)), None)
            if first is None:
                return None
            found += paths[: first + 1]
        return tuple(found)


def _list_ref_paths(git_folder: str) -> tuple[str, ...]:
    """Return the paths that change whenever a ref moves, and those of the record of the last fetch.

    They include `shallow`, in which git records where the history of a clone is cut off.
    """
    names = ("HEAD", "packed-refs", "reftable", "shallow", os.path.join("logs", "HEAD"), os.path.join("apj", "fetched"))
    folders = (path for path, _, _ in os.walk(os.path.join(git_folder, "refs")))
    return (*(os.path.join(git_folder, name) for name in names), *folders)


class Remembered(Generic[T]):
    """A value that `read` computes from a journal, and computes again when something that it depends on changed.

    The value depends on the files that were read or missing, on git's refs and settings, and on the day. Nothing is
    remembered if these are unknown, or if a file was changed so recently that a further change might go unnoticed.
    """

    def __init__(self, read: Callable[[Workspace], T], *, partner: str | None, environ: Mapping[str, str]) -> None:
        self._read = read
        self._partner = partner
        self._environ = environ
        self._found: tuple[T, Entry] | None = None

    def get(self, root: Path, now: datetime) -> T:
        """Return the value for the journal at `root` at the moment `now`."""
        if self._found is not None and self._is_fresh(self._found[1], root, now):
            return self._found[0]
        begun, self._found = time.time_ns(), None
        journal = RecordedJournal(root, partner=self._partner, now=now, environ=self._environ, files_alone=False)
        try:
            value = self._read(journal.workspace)
            entry = journal.build_entry("", _find_end_of_day(journal.workspace))
        finally:
            journal.workspace.close()
        if entry is not None and is_settled(entry.states.values(), begun):
            self._found = value, entry
        return value

    def _is_fresh(self, entry: Entry, root: Path, now: datetime) -> bool:
        offset = now.utcoffset()
        with suppress(OSError):
            surroundings = list_surroundings(str(root), self._environ)
            seconds = int(offset.total_seconds()) if offset else 0
            return is_fresh(entry, surroundings, now=now.timestamp(), offset=seconds, read_state=read_state)
        return False


def _find_end_of_day(workspace: Workspace) -> datetime:
    return datetime.combine(workspace.today + timedelta(days=1), clock_time(), workspace.timezone)
