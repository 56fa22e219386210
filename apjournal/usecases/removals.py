"""Kept goals that I took out of my weeks since the last commit: each is asked about once, before it is shared."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.analysis.commit_parts import find_removed_goals
from apjournal.analysis.vanished import find_gone_goals
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Amendment, Goal
from apjournal.services.commit.changes import find_pending
from apjournal.session.week_records import read_kept_weeks_of
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_week, journal_lock

Removed = tuple[IsoWeek, Goal]


def list_removed_goals(workspace: Workspace) -> tuple[Removed, ...]:
    """Return the kept goals, as they were last committed, that my weeks no longer have and give no reason for."""
    history = workspace.history
    if history is None or history.head is None:
        return ()
    return tuple(_find_removed(workspace))


def _find_removed(workspace: Workspace) -> Iterator[Removed]:
    me, history = workspace.me, workspace.require_history()
    committed = history.at(history.head or "")
    for week in sorted(find_pending(workspace, history).weeks):
        before, now = committed.read_week_if_valid(me, week), workspace.records.read_week_if_valid(me, week)
        if now is None or not (taken_out := find_removed_goals(before, now)):
            continue
        keeps = read_kept_weeks_of(workspace, me, [week])
        kept = {me: keeps.list_keeps_of(week)} if keeps else {}
        gone = find_gone_goals(now, kept, schedule=workspace.schedule, today=workspace.today)
        yield from ((week, goal) for goal in taken_out if any(goal.goal == one.goal.goal for one in gone))


def give_reason(workspace: Workspace, week: IsoWeek, goal: Goal, reason: str) -> None:
    """Write into `amended` of a week why a goal was removed from it."""
    with journal_lock(workspace):
        edit_own_week(workspace, week, lambda editor: editor.set_amendment(Amendment(goal.id, reason)))
