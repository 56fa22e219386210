"""Goals and results of one week against the copy that was kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from apjournal.analysis.changes import changes_of
from apjournal.analysis.kept import copy_of, seen_by
from apjournal.analysis.schedule import Schedule
from apjournal.model.handle import Handle
from apjournal.model.kept import Keep
from apjournal.model.partner import Partner
from apjournal.model.views.diff import DiffView
from apjournal.model.week import Week


def diff_view(
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
    seen = None if keeps is None else seen_by(reader, keeps)
    copy = None if seen is None else copy_of(week.week, seen, schedule=schedule, today=today)
    changes = None
    if seen is not None:
        changes = changes_of(week, seen, schedule=schedule, today=today, unreadable=unreadable)
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
