"""A week compared with its kept copy."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from apjournal.model.views.reading import DiffView
from apjournal.model.week import Week
from apjournal.usecases.diff import build_diff_view, has_changed, name_copy_without_goals
from tests.helpers.weeks import (
    AFTER,
    ANA,
    BEN,
    CLEO,
    MONDAY,
    SCHEDULE,
    W47,
    W48,
    WEDNESDAY,
    at,
    keep,
    kept,
    partner,
    week,
)


def diff(now: Week, **more: Any) -> DiffView:
    return build_diff_view(now, partner=partner(ANA), schedule=SCHEDULE, today=AFTER, **more)


def test_diff_names_the_copy_and_the_changes_since_then() -> None:
    view = diff(week("Run far today"), keeps=kept((week("Run far"), MONDAY)))
    assert (view.partner, view.week, view.partner_name) == (ANA, W48, "Ana")
    assert (view.kept_commit, view.kept_by, view.kept_at) == ("a" * 40, BEN, at(MONDAY))
    assert [change.change.value for change in view.changes or ()] == ["reworded"]
    assert has_changed(view)


def test_diff_shows_no_changes_of_a_week_that_nobody_kept() -> None:
    view = diff(week("Run far"), keeps=[])
    assert (view.kept_commit, view.kept_by, view.kept_at, view.changes) == (None, None, None, ())
    assert not has_changed(view)


def test_diff_without_history_has_no_known_changes() -> None:
    view = diff(week("Run far"), keeps=None)
    assert (view.kept_commit, view.changes) == (None, None)
    assert not has_changed(view)


def test_diff_does_not_count_an_agreed_change_as_changed() -> None:
    view = diff(week("Runs"), keeps=kept((week("Runs", "Tax"), MONDAY), (week("Runs"), WEDNESDAY)))
    assert [change.agreed for change in view.changes or ()] == [True]
    assert not has_changed(view)


def test_diff_compares_with_the_readers_own_copy() -> None:
    keeps = [keep(week("Run far")), keep(week("Run far today"), by=CLEO, commit="b")]
    view = diff(week("Run far"), keeps=keeps, reader=BEN)
    assert (view.kept_by, view.changes) == (BEN, ())


def test_diff_shows_no_changes_of_an_unreadable_week() -> None:
    view = diff(week("Run far today"), keeps=kept((week("Run far"), MONDAY)), unreadable=True)
    assert view.changes == ()


def test_diff_names_the_readers_newest_copy_of_a_week_without_readable_goals() -> None:
    own, newer, others = keep(week(), commit="a"), keep(week(), commit="b"), keep(week(), by=CLEO, commit="c")
    view = name_copy_without_goals(diff(week("Run far"), keeps=[]), [own, newer, others], BEN)
    assert (view.kept_commit, view.kept_by, view.kept_goals, view.changes) == (newer.commit, BEN, False, ())
    assert name_copy_without_goals(diff(week("Run far"), keeps=[]), [own, others], ANA).kept_by == CLEO


def test_diff_does_not_name_a_copy_whose_line_is_about_an_earlier_week() -> None:
    early = replace(keep(week()), week=W47)
    assert name_copy_without_goals(diff(week("Run far"), keeps=[]), [early], BEN).kept_commit is None
