"""`apj leave`: end my part in the journal. My record is written to a file, and the others keep their copies."""

from __future__ import annotations

from pathlib import Path

from apjournal.analysis.summary import build_summary_view
from apjournal.errors import ApjError
from apjournal.format.edit.records import set_partner
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.journal import LeaveView, WhatStays
from apjournal.model.views.reading import SummaryView
from apjournal.services.commit.commit import commit_text
from apjournal.session.faults.local_edits import require_on_disk
from apjournal.session.week_records import build_week_records
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_file, journal_lock
from apjournal.store.journal_paths import PARTNER


def read_own_record(workspace: Workspace) -> SummaryView:
    """Return my whole record, from my first week to my last."""
    me = workspace.me
    weeks = tuple(reversed(workspace.records.weeks(me)))
    this = IsoWeek.of(workspace.today)
    first, last = (weeks[0], weeks[-1]) if weeks else (this, this)
    return build_summary_view(first, last, [(workspace.get_partner(me), build_week_records(workspace, me, weeks))])


def choose_place(workspace: Workspace, named: Path | None) -> Path:
    """Return the path for my record: the given one, otherwise an unused name next to the journal's folder.

    A record outside the journal is never shared, and stays if somebody deletes the journal's folder.
    """
    if named is not None:
        return named
    stem = f"{workspace.root.name}-{workspace.me}"
    free = (workspace.root.parent / f"{stem}{f'-{number}' if number > 1 else ''}.md" for number in range(1, 1000))
    return next(path for path in free if not path.exists())


def require_possible(workspace: Workspace) -> None:
    """Raise any fault that would prevent leaving, before a file is written.

    Possible faults are a missing history, an unfinished operation of plain git, and a file that cannot be read.
    """
    workspace.require_history()
    _ = workspace.idle_repository
    path = f"{workspace.me}/{PARTNER}"
    require_on_disk(workspace, path)
    set_partner(workspace.folder.read(path) or b"", workspace.me, left=workspace.today)


def leave_journal(workspace: Workspace, written: Path) -> LeaveView:
    """Record today in my `partner.md` as the day on which I leave, and commit the file.

    If I have already left, the recorded day stays. `written` is the path of my record.
    """
    me = workspace.me
    with journal_lock(workspace, commits=True):
        left = workspace.get_partner(me).left
        if left is None:
            left = workspace.today
            edit_own_file(workspace, f"{me}/{PARTNER}", lambda was: set_partner(was or b"", me, left=left))
        commit, problems = _commit_partner_file(workspace)
    weeks = workspace.records.weeks(me)
    shared = workspace.require_history().shared
    return LeaveView(
        partner=me,
        left=left,
        record=str(written),
        weeks=len(weeks),
        since=min(weeks, default=None),
        until=max(weeks, default=None),
        keeps=tuple(_count_what_stays(workspace)),
        commit=commit,
        shared=shared,
        next="apj sync" if shared and commit else "",
        problems=problems,
    )


def _commit_partner_file(workspace: Workspace) -> tuple[str | None, tuple[ApjError, ...]]:
    path = f"{workspace.me}/{PARTNER}"
    message = f"{workspace.me} {IsoWeek.of(workspace.today)}: partner"
    return commit_text(workspace, {path: workspace.folder.read(path)}, message)


def _count_what_stays(workspace: Workspace) -> list[WhatStays]:
    """Return the number of copies of my goals that each other partner has kept."""
    stays = []
    for handle in workspace.others:
        lines = [line for line in workspace.records.kept(handle).lines if line.partner == workspace.me]
        commits = [line.commit for line in lines if line.commit]
        stays.append(
            WhatStays(handle, len(lines), commits[-1] if commits else None, workspace.get_partner(handle).called)
        )
    return stays
