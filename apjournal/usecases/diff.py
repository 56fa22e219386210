"""`apj diff`: compare the goals and results of a week with the kept copy, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from apjournal.analysis.changes.kept_versions import find_counting_copy, list_copies_for_reader
from apjournal.analysis.changes.list_changes import list_changes_of_week
from apjournal.analysis.schedule import Schedule
from apjournal.analysis.show import find_newest_up_to
from apjournal.errors import GitFault, NeedsAttention, UsageFault
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks, KeptCopy
from apjournal.model.partner import Partner
from apjournal.model.views.reading import DiffView
from apjournal.model.week import Week, get_week_path
from apjournal.session.arguments import parse_partner_and_week
from apjournal.session.week_records import (
    are_goals_unread,
    list_keepers_of,
    read_kept_weeks_of,
    read_present_week,
)
from apjournal.session.workspace import Workspace


def build_diff_view(
    week: Week,
    *,
    partner: Partner,
    schedule: Schedule,
    today: date,
    keeps: Sequence[CopyWithWeeks] | None,
    reader: Handle | None = None,
    unreadable: bool = False,
) -> DiffView:
    """Return the changes of a week. The arguments are as for `compute_week_record`."""
    seen = None if keeps is None else list_copies_for_reader(reader, keeps)
    copy = None if seen is None else find_counting_copy(week.week, seen, schedule=schedule, today=today)
    changes = None
    if seen is not None:
        changes = list_changes_of_week(week, seen, schedule=schedule, today=today, unreadable=unreadable)
    return DiffView(
        partner=week.partner,
        week=week.week,
        kept_commit=copy.commit if copy else None,
        kept_by=copy.keeper if copy else None,
        kept_goals=copy is not None,
        changes=changes,
        partner_name=partner.called,
        kept_at=copy.at if copy else None,
    )


def name_copy_without_goals(view: DiffView, copies: Sequence[KeptCopy], reader: Handle | None) -> DiffView:
    """Return the view with the newest of `copies` that contain the week, if no copy contains goals to compare with.

    The file of the week has no goals in these copies, or cannot be read. The reader's own copies come before others'.
    """
    if view.changes is None or view.kept_commit is not None:
        return view
    held = [copy for copy in copies if copy.week >= view.week]
    copy = next(reversed([copy for copy in held if copy.keeper == reader] or held), None)
    return replace(view, kept_commit=copy.commit, kept_by=copy.keeper, kept_at=copy.at) if copy else view


def has_changed(view: DiffView) -> bool:
    """Whether there is a change on which the partners did not agree."""
    return any(not change.agreed for change in view.changes or ())


def compare_week(workspace: Workspace, partner: str | None, week: str | None) -> DiffView:
    """Compare a partner's week, or mine, with its kept copy.

    If no week is given, compare the newest week up to now. Raise `UsageFault` if there is no such week.
    """
    partner, wanted = parse_partner_and_week(workspace, partner, week)
    handle = workspace.resolve_partner(partner)
    chosen = wanted or _find_newest_week(workspace, handle)
    reading = workspace.records.week(handle, chosen)
    found = read_kept_weeks_of(workspace, handle, [chosen])
    copies = found.list_copies_with_file(chosen) if found else ()
    if reading is None and not copies:
        raise UsageFault(f"There is no {get_week_path(handle, chosen)}.", f"To see the newest week: apj show {handle}")
    view = build_diff_view(
        read_present_week(workspace, workspace.records, handle, chosen),
        partner=workspace.get_partner(handle),
        schedule=workspace.get_schedule_of(handle),
        today=workspace.today,
        keeps=found.list_keeps_of(chosen) if found else None,
        reader=workspace.identity_or_none,
        unreadable=reading is not None and (reading.broken or are_goals_unread(reading)),
    )
    view = name_copy_without_goals(view, copies, workspace.identity_or_none)
    return replace(view, keeper=_name_keeper(workspace, view.kept_by)) if view.kept_by else view


def _name_keeper(workspace: Workspace, keeper: Handle) -> str:
    return "you" if keeper == workspace.identity_or_none else workspace.get_partner(keeper).called


def get_exit_code(view: DiffView) -> int:
    """Return the exit code: 0 if nothing changed, 1 if something changed, 4 if that is unknown without history."""
    if view.changes is None:
        return GitFault.exit_code
    return NeedsAttention.exit_code if has_changed(view) else 0


def _find_newest_week(workspace: Workspace, partner: Handle) -> IsoWeek:
    this = workspace.schedule.find_period(workspace.today)
    kept = (line.week for lines in list_keepers_of(workspace, partner).values() for line in lines)
    found = find_newest_up_to(this, {*workspace.records.weeks(partner), *kept})
    if found is None:
        raise UsageFault(f"{workspace.get_partner(partner).called} has no week yet.", "To see the partners: apj status")
    return found
