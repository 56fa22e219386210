"""Arguments that several commands share and whose meaning depends on the journal."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.analysis.find_by_name import find_span_end, find_week
from apjournal.errors import UsageFault
from apjournal.model.isoweek import IsoWeek
from apjournal.patterns import make_pattern
from apjournal.session.workspace import Workspace

_LIKE_A_WEEK = make_pattern(r"[-+]?\d.*|[wW]\d+")  # no handle begins with a digit


def parse_partner_and_week(
    workspace: Workspace, partner: str | None, week: str | None
) -> tuple[str | None, IsoWeek | None]:
    """Parse PARTNER and WEEK for a command about the past. A single word that is not a partner may be a week (`W48`).

    A number without a year means the newest week with that number up to the week to plan. If the nearest week with that
    number already has a file, it means that week. Raise `UsageFault` for an invalid week, even if it is a single word
    that only looks like a week.
    """
    schedule, today = workspace.schedule, workspace.today
    newest, planned = schedule.find_week_to_plan(workspace.now), list_planned_weeks(workspace)
    if week is not None:
        return partner, find_week(week, schedule, today, newest=newest, planned=planned)
    if partner is None or partner in workspace.records.partners():
        return partner, None
    try:
        return None, find_week(partner, schedule, today, newest=newest, planned=planned)
    except UsageFault:
        if _LIKE_A_WEEK.fullmatch(partner):
            raise
        return partner, None


def find_since(workspace: Workspace, name: str) -> IsoWeek:
    """Return the first week of a look back.

    A number without a year is never a week in the future, even if that week has a file. Raise `UsageFault` if `name` is
    neither a week nor a year.
    """
    schedule, today = workspace.schedule, workspace.today
    return find_span_end(name, schedule, today, last=False, newest=schedule.find_period(today))


def list_planned_weeks(workspace: Workspace) -> frozenset[IsoWeek]:
    """Return the weeks after the current one for which any partner has a file."""
    records, this = workspace.records, workspace.schedule.find_period(workspace.today)
    return frozenset(week for handle in records.partners() for week in records.weeks(handle) if week > this)


def require_period_start(workspace: Workspace, weeks: Sequence[IsoWeek], *, otherwise: str) -> tuple[IsoWeek, ...]:
    """Return those of `weeks` that begin a period. Other weeks have no file of their own.

    Raise `UsageFault` if none of them begins a period. `otherwise` is the command to suggest, without its week.
    """
    beginning = tuple(week for week in weeks if workspace.schedule.is_period_start(week))
    if not beginning:
        period = workspace.schedule.find_period(workspace.schedule.find_call_day(weeks[0]))
        raise UsageFault(
            f"No period begins in {weeks[0]}, which belongs to the period of {period}.",
            f"Use the period's first week: {otherwise} {period}",
        )
    return beginning


def require_once(names: Sequence[str], how: str) -> None:
    """Raise `UsageFault` if a goal occurs twice in `names`. `how` is the verb for what the user did with the goal."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageFault(f"{twice} is {how} twice.", "Give each goal once.")


def join_to_one_line(words: str) -> str:
    """Return the words on one line. Raise `UsageFault` if there are no words."""
    line = " ".join(words.split())
    if not line:
        raise UsageFault("The note is empty.", "Type the note after the command. It needs no quotes.")
    return line
