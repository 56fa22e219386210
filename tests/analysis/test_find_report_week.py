"""The state of a goal, and which report apj asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from apjournal.analysis.find_report_week import (
    find_newest_to_report,
    find_week_with_due_report,
    get_state,
    is_report_complete,
)
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import EarlierTerms, Mode, Terms
from apjournal.model.week import Result, Week
from apjournal.model.week_record import State
from tests.helpers.weeks import (
    ANA,
    BEN,
    BERLIN,
    DUE,
    PEERS,
    SCHEDULE,
    SUNDAY,
    W47,
    W48,
    W49,
    agreement,
    outcome,
    week,
)


@pytest.mark.parametrize("result", list(Result))
@pytest.mark.parametrize("over", [False, True])
def test_a_goal_with_an_outcome_has_its_result_as_state(result: Result, over: bool) -> None:
    assert get_state(outcome("runs", result.value), over=over) == result.value


def test_a_goal_without_an_outcome_is_open_until_its_due_day_is_over() -> None:
    assert get_state(None, over=False) is State.OPEN
    assert get_state(None, over=True) is State.UNREPORTED


def test_a_report_is_complete_when_each_goal_has_an_outcome() -> None:
    assert not is_report_complete(week("Runs", "Tax", outcomes={"runs": "done"}))
    assert is_report_complete(week("Runs", "Tax", outcomes={"runs": "done", "tax": "dropped"}))


def test_the_week_to_report_on_is_the_newest_earlier_one_with_goals() -> None:
    empty, away, older = week(), week("Runs", name=W47, away=True), week("Tax", name=W47 + -1)
    assert find_newest_to_report([week("Plan", name=W49), empty, away, older], before=W49) == older
    assert find_newest_to_report([empty, away], before=W49) is None


def test_a_report_is_due_from_the_day_of_the_call_that_ends_its_period() -> None:
    assert find_week_with_due_report([week("Runs")], before=W49, schedule=SCHEDULE, today=DUE) == week("Runs")
    assert find_week_with_due_report([week("Runs")], before=W49, schedule=SCHEDULE, today=SUNDAY) is None


def test_once_the_newest_report_is_complete_no_older_report_is_due() -> None:
    given = week("Runs", outcomes={"runs": "done"})
    assert find_week_with_due_report([given, week("Tax", name=W47)], before=W49, schedule=SCHEDULE, today=DUE) is None


def test_no_report_is_due_under_peer_support_or_without_goals() -> None:
    assert find_week_with_due_report([week("Runs")], before=W49, schedule=PEERS, today=DUE) is None
    assert find_week_with_due_report([], before=W49, schedule=SCHEDULE, today=DUE) is None


def test_no_report_is_due_from_a_listener() -> None:
    listening = Schedule(agreement(mode=Mode.ONE_SIDED, listeners=(ANA,)), BERLIN)
    assert find_week_with_due_report([week("Runs")], before=W49, schedule=listening, today=DUE) is None
    assert find_week_with_due_report([week("Runs", by=BEN)], before=W49, schedule=listening, today=DUE) is not None


@pytest.mark.parametrize("mode", [Mode.PEER_SUPPORT, Mode.ONE_SIDED])
def test_no_report_is_due_after_the_role_changed(mode: Mode) -> None:
    changed = agreement(mode=mode, listeners=(ANA,), earlier=(EarlierTerms(W48, Terms(mode=Mode.TWO_SIDED)),))
    assert find_week_with_due_report([week("Runs")], before=W49, schedule=Schedule(changed, BERLIN), today=DUE) is None
    back = agreement(listeners=(ANA,), earlier=(EarlierTerms(W48, Terms(mode=mode)),))
    assert find_week_with_due_report([week("Runs")], before=W49, schedule=Schedule(back, BERLIN), today=DUE) is None


def test_after_a_return_to_weekly_calls_no_earlier_report_is_due() -> None:
    between = (EarlierTerms(W47, Terms(mode=Mode.TWO_SIDED)), EarlierTerms(W48, Terms(mode=Mode.PEER_SUPPORT)))
    returned = Schedule(agreement(earlier=between), BERLIN)
    assert find_week_with_due_report([week("Runs", name=W47)], before=W49, schedule=returned, today=DUE) is None
    assert (
        find_week_with_due_report([week("Runs", name=W49)], before=W49 + 1, schedule=returned, today=date(2026, 12, 7))
        is not None
    )


def test_finding_the_week_to_report_on_does_not_read_older_weeks() -> None:
    def weeks() -> Iterator[Week]:
        yield week("Runs", name=W48)
        raise AssertionError("the older weeks are left alone")

    assert find_newest_to_report(weeks(), before=W49) is not None
