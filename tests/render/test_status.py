"""The line for a prompt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apjournal.model.views import DueReport, NextCall, StatusView
from apjournal.render.status import short
from tests.helpers.scenes import AWAY, GOOD, NEXT_GOALS, W48
from tests.helpers.screens import STATUS

NO_GOALS = replace(NEXT_GOALS, goals=())


@pytest.mark.parametrize(
    ("view", "line"),
    [
        (STATUS, "apj W48 3 open, call in 5 d\n"),
        (replace(STATUS, next_call=NextCall(STATUS.next_call.at, 1)), "apj W48 3 open, call tomorrow\n"),
        (replace(STATUS, next_call=NextCall(STATUS.next_call.at, 0), open_goals=0), "apj W48 0 open, call today\n"),
        (replace(STATUS, reports_due=(DueReport(W48, GOOD.goals),)), "apj W48 report due, call in 5 d\n"),
        (replace(STATUS, mine=AWAY), "apj W48 away, call in 5 d\n"),
        (replace(STATUS, mine=NO_GOALS), "apj W48 no goals, call in 5 d\n"),
        (replace(STATUS, mine=None, open_goals=None), "apj W48 no goals, call in 5 d\n"),
        (replace(STATUS, partner=None), ""),
    ],
)
def test_a_prompt_gets_one_short_line_or_nothing(view: StatusView, line: str) -> None:
    assert short(view) == line
