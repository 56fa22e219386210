"""`apj status --short`: one line for a shell prompt, from files only."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from apjournal.errors import ApjError, GitFault
from apjournal.gitrepo.plumbing.config import list_config_files, read_config_with_origins
from apjournal.gitrepo.plumbing.environment import build_environment
from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Week
from apjournal.prompt_cache import Draft, Entry, find_git, list_surroundings, read_state
from apjournal.session.workspace import Workspace
from apjournal.store.folder import find_root
from apjournal.store.recording_folder import RecordingFolder


def build_short_status(
    week: IsoWeek, mine: Week | None, *, role: Role, today: date, call: date, unreadable: bool = False
) -> str:
    """Return my status this week from my file, such as `apj W48 3 open, call in 5 d`.

    `mine` is None if I have no file, or if the file is `unreadable`.
    """
    standing = "cannot be read" if unreadable else _describe_week(mine, role)
    return f"apj W{week.number:02} {standing}, {_format_time_to_call((call - today).days)}"


def _describe_week(mine: Week | None, role: Role) -> str:
    if mine is not None and mine.away:
        return "away"
    if role is not Role.REPORTS:
        return "listening" if role is Role.LISTENS else "peer support"
    if mine is None or not mine.goals:
        return "no goals yet" if mine is None or mine.goals_elsewhere is None else "goals not read"
    return f"{sum(mine.find_outcome(goal) is None for goal in mine.goals)} open"


def _format_time_to_call(days: int) -> str:
    return f"call in {days} d" if days > 0 else "call today"


def build_prompt_line(start: Path, *, partner: str | None, now: datetime, environ: Mapping[str, str]) -> str:
    """Return the line. It is empty outside a journal, without an identity, or if something cannot be read.

    Without `partner`, the line is cached for the next prompt if possible.
    """
    root = find_root(start)
    if root is None:
        return ""
    try:
        draft = Draft(str(root)) if partner is None else None
    except OSError:
        draft = None
    entry = None
    try:
        line, entry = _Answer(root, partner=partner, now=now, environ=environ).compute()
    finally:
        if draft is not None:
            with suppress(OSError):  # a full disk, or somebody has removed the folder
                draft.keep(entry)
    return line


class _Answer:
    """Computes the line, and records the files from which it was made."""

    def __init__(self, root: Path, *, partner: str | None, now: datetime, environ: Mapping[str, str]) -> None:
        self.folder = RecordingFolder(root)
        self.git = find_git(environ)
        self.now = now
        try:
            self.settings = read_config_with_origins(root, build_environment(environ, terminal=False))
        except GitFault:
            self.settings, self.git = (), None
        self.workspace = Workspace(
            root,
            partner=partner,
            now=now,
            environ=environ,
            terminal=False,
            files_alone=True,
            settings=tuple((name, value) for _, name, value in self.settings),
        )
        self.workspace.folder = self.folder

    def compute(self) -> tuple[str, Entry | None]:
        """Return the line, and its entry for the cache.

        The entry is None if nobody knows how long the line is valid.
        """
        workspace = self.workspace
        try:
            me = workspace.identity_or_none
            if me is None:
                return "", None
            schedule, today = workspace.schedule, workspace.today
            week = schedule.find_period(today)
            mine = workspace.records.week(me, week)
            talked = mine is not None and mine.value is not None and mine.value.call is not None
            next_call = schedule.find_coming_call(workspace.now, talked=talked).date()
            role = schedule.agreement.get_role(me, week)
        except ApjError:
            return "", None
        value, unreadable = (mine.value, mine.broken) if mine else (None, False)
        line = build_short_status(week, value, role=role, today=today, call=next_call, unreadable=unreadable) + "\n"
        return line, self._build_entry(line)

    def _build_entry(self, line: str) -> Entry | None:
        workspace, root, environ = self.workspace, str(self.workspace.root), self.workspace.environ
        until = workspace.schedule.find_next_change(workspace.now)
        offset = self.now.utcoffset()
        files = list_config_files(self.settings, workspace.root, environ, self.git) if self.git else None
        zones = self._list_zone_files()
        if until is None or offset is None or files is None or zones is None or not self.folder.is_complete:
            return None
        try:
            states = self.folder.states | {path: read_state(path) for path in (*files, *zones)}
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
