"""The one line for a prompt."""

from __future__ import annotations

import pytest

from apjournal.model.agreement import Role
from apjournal.model.week import Week
from apjournal.usecases.prompt import build_short_status
from tests.helpers.weeks import DUE, W48, WEDNESDAY, week


@pytest.mark.parametrize(
    ("mine", "said"),
    [
        (week("Runs", "Tax", "Grant"), "3 open"),
        (week("Runs", "Tax", outcomes={"tax": "done"}), "1 open"),
        (week("Runs", outcomes={"runs": "done"}), "0 open"),
        (week(), "no goals yet"),
        (None, "no goals yet"),
        (week("Runs", away=True), "away"),
    ],
)
def test_the_prompt_shows_the_state_of_this_week(mine: Week | None, said: str) -> None:
    line = build_short_status(W48, mine, role=Role.REPORTS, today=WEDNESDAY, call=DUE)
    assert line == f"apj W48 {said}, call in 5 d"


@pytest.mark.parametrize(("role", "said"), [(Role.LISTENS, "listening"), (Role.SUPPORTS, "peer support")])
def test_the_prompt_shows_listening_or_peer_support_instead_of_goals(role: Role, said: str) -> None:
    assert build_short_status(W48, None, role=role, today=WEDNESDAY, call=DUE) == f"apj W48 {said}, call in 5 d"
    assert build_short_status(W48, week(away=True), role=role, today=DUE, call=DUE) == "apj W48 away, call today"


def test_the_prompt_says_that_a_file_cannot_be_read() -> None:
    line = build_short_status(W48, None, role=Role.REPORTS, today=WEDNESDAY, call=DUE, unreadable=True)
    assert line == "apj W48 cannot be read, call in 5 d"


def test_the_prompt_announces_the_call_on_its_day() -> None:
    assert build_short_status(W48, None, role=Role.REPORTS, today=DUE, call=DUE) == "apj W48 no goals yet, call today"
