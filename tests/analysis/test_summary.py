"""The records of a span, and which week to show."""

from __future__ import annotations

from apjournal.analysis.summary import build_summary_view, find_default_since
from apjournal.analysis.week_record import compute_week_record
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.reading import PartnerSummary
from apjournal.model.week_record import WeekRecord
from tests.helpers.weeks import AFTER, ANA, BEN, SCHEDULE, W47, W48, W49, partner, week


def record(name: IsoWeek) -> WeekRecord:
    return compute_week_record(week(name=name), schedule=SCHEDULE, today=AFTER)


def test_a_summary_covers_four_weeks_by_default() -> None:
    assert find_default_since(W48) == IsoWeek(2026, 45)


def test_summary_lists_each_partners_weeks_oldest_first() -> None:
    view = build_summary_view(W47, W48, [(partner(ANA), map(record, (W49, W48, W47))), (partner(BEN, name=None), ())])
    assert (view.since, view.until) == (W47, W48)
    assert view.partners == (
        PartnerSummary(ANA, "Ana Example", (record(W47), record(W48))),
        PartnerSummary(BEN, "Ben", ()),
    )
