"""`apj show`: show one week in full, of one partner or of all."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.analysis.show import build_show_view, find_newest_up_to
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.reading import ShowView
from apjournal.session.arguments import parse_partner_and_week
from apjournal.session.week_records import build_all_week_records, read_kept_weeks_of
from apjournal.session.workspace import Workspace


def show_weeks(workspace: Workspace, partner: str | None, week: str | None) -> ShowView:
    """Return a week of one partner or of everybody.

    If no week is given, return each partner's newest week up to now.
    """
    partner, wanted = parse_partner_and_week(workspace, partner, week)
    who = workspace.records.partners() if partner is None else (workspace.resolve_partner(partner),)
    this = workspace.schedule.find_period(workspace.today)
    chosen = {handle: wanted or find_newest_up_to(this, _list_weeks(workspace, handle)) for handle in who}
    asked = {handle: [week] for handle, week in chosen.items() if week is not None}
    records = [record for _, found in build_all_week_records(workspace, asked) for record in found]
    is_absent = wanted is not None and not records and any(_list_weeks(workspace, handle) for handle in who)
    named = dict.fromkeys((*who, *(copy.partner for record in records for copy in record.kept_by or ())))
    return build_show_view(
        records,
        [workspace.get_partner(handle) for handle in named],
        today=workspace.today,
        absent=wanted if is_absent else None,
    )


def _list_weeks(workspace: Workspace, partner: Handle) -> Sequence[IsoWeek]:
    """Return the partner's weeks that have a file. If there are none, return the weeks that somebody kept."""
    weeks = workspace.records.weeks(partner)
    keeps = None if weeks else read_kept_weeks_of(workspace, partner, None)
    return keeps.weeks if keeps else weeks
