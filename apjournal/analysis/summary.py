"""Build the summary: the records of all partners for several weeks."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.views.reading import PartnerSummary, SummaryView
from apjournal.model.week_record import WeekRecord

WEEKS = 4
"""The number of weeks that a summary covers unless the user gives a span."""


def find_default_since(until: IsoWeek) -> IsoWeek:
    """Return the first week of a span of `WEEKS` weeks that ends with `until`."""
    return until + (1 - WEEKS)


def build_summary_view(
    since: IsoWeek, until: IsoWeek, partners: Iterable[tuple[Partner, Iterable[WeekRecord]]]
) -> SummaryView:
    """Return the partners' weeks from `since` to `until`, each partner's oldest first."""
    return SummaryView(
        since=since,
        until=until,
        partners=tuple(
            PartnerSummary(
                partner.partner,
                partner.name or partner.called,
                tuple(sorted((week for week in weeks if since <= week.week <= until), key=lambda week: week.week)),
            )
            for partner, weeks in partners
        ),
    )
