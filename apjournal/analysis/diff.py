"""Goals and results of one week against the copy that was kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from apjournal.analysis.changes import list_changes_of_week
from apjournal.analysis.kept import copies_for_reader, find_counting_copy
from apjournal.analysis.schedule import Schedule
from apjournal.model.handle import Handle
from apjournal.model.kept import Keep
from apjournal.model.partner import Partner
from apjournal.model.views.diff import DiffView
from apjournal.model.week import Week


def build_diff_view(
    week: Week,
    *,
    partner: Partner,
    schedule: Schedule,
    today: date,
    keeps: Sequence[Keep] | None,
    reader: Handle | None = None,
    unreadable: bool = False,
) -> DiffView:
    """Return the changes of a week; the arguments are as for `record_week`."""
    seen = None if keeps is None else copies_for_reader(reader, keeps)
    copy = None if seen is None else find_counting_copy(week.week, seen, schedule=schedule, today=today)
    changes = None
    if seen is not None:
        changes = list_changes_of_week(week, seen, schedule=schedule, today=today, unreadable=unreadable)
    return DiffView(
        partner=week.partner,
        week=week.week,
        kept_commit=copy.commit if copy else None,
        kept_by=copy.keeper if copy else None,
        changes=changes,
        partner_name=partner.called,
        kept_at=copy.at if copy else None,
    )


def has_changed(view: DiffView) -> bool:
    """Whether there is a change after the fact; what was agreed is none."""
    return any(not change.agreed for change in view.changes or ())
