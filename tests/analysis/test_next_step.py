"""What comes next, at each moment of a week."""

from __future__ import annotations

import pytest

from apjournal.analysis.next_step import Standing, next_step


@pytest.mark.parametrize(
    ("standing", "command"),
    [
        (Standing(alarm=True, goals_missing=True), "apj sync"),
        (Standing(alarm=True, mend="apj edit 2026-W48"), "apj sync"),
        (Standing(mend="apj edit 2026-W48", goals_missing=True, left=True), "apj edit 2026-W48"),
        (Standing(report_due=True, goals_missing=True, to_review=("ben",)), "apj new-week"),
        (Standing(goals_missing=True, to_review=("ben",)), "apj new-week"),
        (Standing(report_due=True, to_review=("ben",)), "apj report"),
        (Standing(report_due=True, report_skipped=True, to_review=("ben",), here=("ben",)), "apj review"),
        (Standing(to_review=("cleo", "ben"), here=("ben", "cleo"), unsynced=True), "apj review cleo"),
        (Standing(to_review=("cleo",), here=("ben",)), "apj review cleo"),  # who has left
        (Standing(to_review=("cleo",), here=()), "apj review cleo"),
        (Standing(unsynced=True, coming_missing=True), "apj sync"),
        (Standing(coming_missing=True), "apj new-week"),
        (Standing(call_today=True, to_review=("ben",), here=("ben",)), "apj call"),
        (Standing(call_today=True, here=("ben", "cleo")), "apj call"),
        (Standing(call_today=True), "apj log"),
        (Standing(), "apj log"),
        (Standing(away=True), "apj show"),
        (Standing(sets_goals=False, goals_missing=True, report_due=True, coming_missing=True), "apj show"),
        (Standing(sets_goals=False, to_review=("ana",), here=("ana",)), "apj review"),
        (Standing(to_sign=True, goals_missing=True), "apj new-week"),
        (Standing(to_sign=True, to_review=("ben",), unsynced=True), "apj agree"),
        (Standing(left=True, unsynced=True, goals_missing=True, report_due=True), "apj sync"),
        (Standing(left=True, goals_missing=True, to_review=("ben",), to_sign=True), "apj show"),
    ],
)
def test_the_next_step_is_the_first_that_applies(standing: Standing, command: str) -> None:
    assert next_step(standing) == command
