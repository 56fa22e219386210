"""Choose which week to show, and build the view of the weeks that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.views.reading import ShowView
from apjournal.model.week_record import WeekRecord


def find_newest_up_to(week: IsoWeek, names: Iterable[IsoWeek]) -> IsoWeek | None:
    """Return the newest of the weeks in `names` that is not after `week`, or None."""
    return max((name for name in names if name <= week), default=None)


def build_show_view(
    weeks: Sequence[WeekRecord], partners: Iterable[Partner], *, today: date, absent: IsoWeek | None = None
) -> ShowView:
    """Return a view of these weeks, each with the name of its partner. `absent` is a week that has no file."""
    names = tuple((partner.partner, partner.name or partner.called) for partner in partners)
    return ShowView(weeks=tuple(weeks), names=names, today=today, absent=absent)
