"""Which week is shown, and under which names."""

from __future__ import annotations

from apjournal.analysis.show import build_show_view, find_newest_up_to
from apjournal.analysis.week_record import compute_week_record
from tests.helpers.weeks import AFTER, ANA, BEN, SCHEDULE, W47, W48, W49, partner, week


def test_show_picks_the_newest_week_that_has_begun() -> None:
    assert find_newest_up_to(W48, [W49, W47]) == W47
    assert find_newest_up_to(W48, [W48, W47]) == W48
    assert find_newest_up_to(W47, [W49]) is None


def test_the_view_of_show_has_the_names_of_the_partners() -> None:
    record = compute_week_record(week("Runs"), schedule=SCHEDULE, today=AFTER)
    view = build_show_view([record], [partner(ANA), partner(BEN, name=None)], today=AFTER)
    assert (view.weeks, view.today) == ((record,), AFTER)
    assert view.names == ((ANA, "Ana Example"), (BEN, "Ben"))
    assert build_show_view([], [partner(ANA)], today=AFTER, absent=W49).absent == W49
