"""Open the journal of a command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from datetime import datetime
from pathlib import Path

from apjournal.errors import UsageFault
from apjournal.gitrepo.plumbing.environment import build_environment
from apjournal.model.date_words import format_full_date, format_time
from apjournal.model.hints import explain_repair
from apjournal.model.views.base import LocalEdit
from apjournal.session.workspace import Workspace
from apjournal.store.folder import find_root
from apjournal.store.journal_paths import AGREEMENT

_RECENT = 20  # how many commits are searched for one of mine: between two of mine, a partner shares a few


def open_journal(
    root: Path, *, partner: str | None, now: datetime, environ: Mapping[str, str], terminal: bool
) -> Workspace:
    """Open the journal in the folder `root`."""
    return Workspace(root, partner=partner, now=now, environ=environ, terminal=terminal)


def open_files(start: Path, *, now: datetime) -> Workspace:
    """Open the journal in or above `start` for reading its files, without running git.

    Raise `UsageFault` if there is none.
    """
    root = find_root(start)
    if root is None:
        raise UsageFault(f"There is no journal in {start} or above it.", "Give the folder of a journal.")
    return Workspace(root, partner=None, now=now, environ={}, terminal=False, files_alone=True, settings=())


def explain_missing_terms(workspace: Workspace) -> str | None:
    """Return a warning if the agreement cannot be read, so that default terms apply, otherwise None."""
    reading = workspace.records.agreement_file()
    if reading is None or not reading.broken:
        return None
    if reading.newer:
        return f"{AGREEMENT} has a newer format than this version of apj can read; the default terms apply here."
    hint = explain_repair(AGREEMENT, reading.findings)
    return f"{AGREEMENT} cannot be read. Until you fix it, the default terms apply. {hint}"


def find_local_edits_of(workspace: Workspace, paths: Iterable[str]) -> tuple[LocalEdit, ...]:
    """Return the files among `paths` and those shown that are misnamed, or that differ from the shared version.

    My own files that are links are always included.
    """
    from apjournal.session.faults.local_edits import find_linked_files, find_local_edits
    from apjournal.session.faults.misnamed_weeks import find_misnamed_weeks

    shown = {*workspace.source.asked, *paths}
    edits, me = find_local_edits(workspace, paths=shown), workspace.identity_or_none
    if me is None:
        return edits
    return (
        *find_linked_files(workspace, [me]),
        *edits,
        *find_misnamed_weeks(workspace, (me, *workspace.partners_in_scope), shown),
    )


def explain_unknown_zones(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each time zone on which my days depend and which this machine does not know."""
    from apjournal.session.faults.unknown_time_zones import find_unknown_timezones

    return tuple(
        f"{each.place}: {each.message}. Until you correct it, apj uses another time zone."
        for each in find_unknown_timezones(workspace)
    )


def warn_of_clock(workspace: Workspace) -> str | None:
    """Return a warning if the clock shows a time before my last action in this journal, otherwise None.

    With a wrong clock, a line may be written to the wrong week. My last action is the later of my newest commit, if
    git has not packed it, and the last fetch.
    """
    me = workspace.identity_or_none
    if me is None or not workspace.is_repository:
        return None
    from apjournal.gitrepo.plumbing.loose_objects import read_loose_history
    from apjournal.session.last_fetch import get_last_fetch

    mine = workspace.records.partner(me).addresses
    recent = read_loose_history(workspace.git_folder, _RECENT)
    commit = next((each for each in recent if each.author_email.lower() in mine), None)
    times = ((commit.at if commit else None, "newest commit is from"), (get_last_fetch(workspace), "last sync was on"))
    last = max(((at, what) for at, what in times if at is not None), default=None)
    if last is None or workspace.now >= last[0]:
        return None
    return (
        f"The clock shows {_format_moment(workspace, workspace.now)}, but your {last[1]} "
        f"{_format_moment(workspace, last[0])}. Check the clock and the week below."
    )


def _format_moment(workspace: Workspace, at: datetime) -> str:
    here = at.astimezone(workspace.timezone)
    return f"{format_full_date(here)}, {format_time(here)}"


def clean_process(environ: MutableMapping[str, str], *, terminal: bool) -> None:
    """Remove every environment variable of this process that could make git use another repository or program."""
    cleaned = build_environment(environ, terminal=terminal)
    environ.clear()
    environ.update(cleaned)
