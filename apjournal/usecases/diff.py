"""`apj diff`: goals and results of a week against the kept copy, word by word."""

from __future__ import annotations

from apjournal.analysis.diff import build_diff_view, has_changed
from apjournal.analysis.show import find_newest_up_to
from apjournal.errors import GitFault, NeedsAttention, UsageFault
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.diff import DiffView
from apjournal.model.week import Week, get_week_path
from apjournal.session.arguments import parse_partner_and_week
from apjournal.session.week_records import find_newest_readable, list_keepers_of, read_kept_weeks_of
from apjournal.session.workspace import Workspace


def compare_week(workspace: Workspace, partner: str | None, week: str | None) -> DiffView:
    """Compare a partner's week (mine too) with the copy that was kept of it; by default her newest one up to now."""
    partner, wanted = parse_partner_and_week(workspace, partner, week)
    handle = workspace.resolve_partner(partner)
    chosen = wanted or _find_newest_week(workspace, handle)
    reading = workspace.records.week(handle, chosen)
    found = read_kept_weeks_of(workspace, handle, [chosen])
    keeps = found.list_keeps_of(chosen) if found else None
    if reading is None and not any(chosen in keep.weeks for keep in keeps or ()):
        raise UsageFault(
            f"There is no {get_week_path(handle, chosen)}.", f"See which weeks there are: apj show {handle}"
        )
    broken = reading is not None and reading.broken
    now = find_newest_readable(workspace, handle, chosen) if broken else reading and reading.value
    return build_diff_view(
        now or Week(handle, chosen),
        partner=workspace.get_partner(handle),
        schedule=workspace.get_schedule_of(handle),
        today=workspace.today,
        keeps=keeps,
        reader=workspace.identity_or_none,
        unreadable=broken,
    )


def get_exit_code(view: DiffView) -> int:
    """Return the exit code that says whether something changed; without history that is unknown."""
    if view.changes is None:
        return GitFault.exit_code
    return NeedsAttention.exit_code if has_changed(view) else 0


def _find_newest_week(workspace: Workspace, partner: Handle) -> IsoWeek:
    this = workspace.schedule.find_period(workspace.today)
    kept = (line.week for lines in list_keepers_of(workspace, partner).values() for line in lines)
    found = find_newest_up_to(this, {*workspace.records.weeks(partner), *kept})
    if found is None:
        raise UsageFault(
            f"{workspace.get_partner(partner).called} has no week yet.", "See where things stand: apj status"
        )
    return found
