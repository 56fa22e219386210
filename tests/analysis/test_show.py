"""Which week is shown, and under which names."""

from __future__ import annotations

from apjournal.analysis.record import record_week
from apjournal.analysis.show import newest_up_to, show_view
from tests.helpers.weeks import AFTER, ANA, BEN, SCHEDULE, W47, W48, W49, partner, week


def test_the_newest_week_up_to_now_is_shown() -> None:
    assert newest_up_to(W48, [W49, W47]) == W47
    assert newest_up_to(W48, [W48, W47]) == W48
    assert newest_up_to(W47, [W49]) is None


def test_weeks_are_shown_with_the_names_of_the_partners() -> None:
    record = record_week(week("Runs"), schedule=SCHEDULE, today=AFTER)
    view = show_view([record], [partner(ANA), partner(BEN, name=None)], today=AFTER)
    assert (view.weeks, view.today) == ((record,), AFTER)
    assert view.names == ((ANA, "Ana Example"), (BEN, "Ben"))
    assert show_view([], [partner(ANA)], today=AFTER, absent=W49).absent == W49
