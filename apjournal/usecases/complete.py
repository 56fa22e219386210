"""What a shell can complete in a journal: handles, weeks and goals, read from files without git."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from apjournal.model.agreement import DAYS
from apjournal.model.isoweek import IsoWeek
from apjournal.store.folder import Folder, find_root
from apjournal.store.journal_reader import Records

RELATIVE_WEEKS = ("this", "next", "last", "yesterday")

_YEAR = 4
"""The number of digits in a year."""


def find_root_to_complete(start: Path, read_environ: Callable[[], Mapping[str, str]]) -> Path | None:
    """Return the root of the journal in or above `start`, otherwise that of the default journal, otherwise None.

    The environment is read only for the default journal, because cleaning it takes a fifth of the time.
    """
    if root := find_root(start):
        return root
    from apjournal.session.named_journals import locate_journal

    found = locate_journal(start, read_environ())
    return found.root if found else None


def list_journal_names(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of journals in git's settings."""
    from apjournal.session.named_journals import list_names

    return tuple(sorted(list_names(environ)))


def list_partners(root: Path) -> tuple[str, ...]:
    """Return the handles of the partners of a journal."""
    return Records(Folder(root)).partners()


def list_weeks(root: Path, partner: str | None) -> tuple[str, ...]:
    """Return the weeks of `partner` that have a file, newest first.

    If `partner` is None, return those of all partners.
    """
    records = Records(Folder(root))
    partners = [handle for handle in records.partners() if partner in {None, handle}]
    return tuple(map(str, sorted({week for handle in partners for week in records.weeks(handle)}, reverse=True)))


def list_spoken_days(begun: str) -> tuple[str, ...]:
    """Return the days in words that begin with what has been typed so far: `last-…`, `next-…` or `2-…`."""
    first, dash, _ = begun.partition("-")
    if dash and first in {"last", "next"}:
        return tuple(f"{first}-{day}" for day in DAYS)
    return (f"{first}-weeks-ago", f"{first}-days-ago") if dash and first.isdigit() and len(first) < _YEAR else ()


def list_goals(root: Path, *, partner: str | None, now: datetime, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the goals of my newest week up to next week, as a mapping from id to text.

    If an id would need quotes in a shell, it is replaced by the goal's number.
    """
    from apjournal.session.workspace import Workspace

    workspace = Workspace(root, partner=partner, now=now, environ=environ, terminal=False, files_alone=True)
    me = workspace.identity_or_none
    if me is None:
        return {}
    weeks = (week for week in workspace.records.weeks(me) if week <= IsoWeek.of(workspace.today) + 1)
    found = (workspace.records.read_week_if_valid(me, week) for week in weeks)
    goals = next((mine.goals for mine in found if mine and mine.goals), ())
    return {
        goal.id if goal.id.replace("-", "").replace("_", "").isalnum() else str(number): goal.goal
        for number, goal in enumerate(goals, 1)
    }
