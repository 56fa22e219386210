"""Signs that somebody can go on alone: value, threshold, whether it is met, and no value for too few cases."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace

from apjournal.analysis.insights.count import count_weeks
from apjournal.analysis.insights.forecasts import compute_calibration
from apjournal.analysis.insights.readiness import check_readiness
from apjournal.model.agreement import Agreement
from apjournal.model.views.insights import Figures, Foresight, Plans, Resilience, Rhythm, Sign, Tally

NOTHING = count_weeks(())
NO_CALLS = Rhythm(0, 0, 0, 0)


def sign(name: str, figures: Figures = NOTHING, *, rhythm: Rhythm = NO_CALLS) -> Sign:
    (found,) = (one for one in check_readiness(figures, rhythm, Agreement()) if one.indicator == name)
    return found


def told(found: Sign) -> tuple[float | None, bool | None, int]:
    return found.value, found.met, found.n


def test_readiness_has_six_indicators_with_default_thresholds() -> None:
    found = check_readiness(NOTHING, NO_CALLS, Agreement())
    assert [(one.indicator, one.needed) for one in found] == [
        ("reported_weeks", 8),
        ("rhythm", 7),
        ("calibration_gap", 0.15),
        ("foresight_rate", 0.6),
        ("plans_worked", 0.6),
        ("resilience_gap", 0.2),
    ]


@pytest.mark.parametrize(("reported", "met"), [(7, False), (8, True), (9, True)])
def test_the_indicator_of_reported_weeks_is_met_at_eight_or_more(reported: int, met: bool) -> None:
    assert told(sign("reported_weeks", replace(NOTHING, weeks=12, reported=reported))) == (reported, met, 12)


@pytest.mark.parametrize(("calls", "value", "met"), [(7, None, None), (8, 7, True)])
def test_the_rhythm_indicator_needs_eight_calls(calls: int, value: int | None, met: bool | None) -> None:
    assert told(sign("rhythm", rhythm=Rhythm(7, calls, 0, 0))) == (value, met, calls)


@pytest.mark.parametrize(("reported", "met"), [(6, False), (7, True), (8, True)])
def test_the_rhythm_indicator_is_met_at_seven_or_more_of_eight_calls(reported: int, met: bool) -> None:
    assert sign("rhythm", rhythm=Rhythm(reported, 8, 0, 0)).met is met


@pytest.mark.parametrize("n", [19, 20, 21])
def test_the_calibration_indicator_needs_twenty_forecasts(n: int) -> None:
    figures = replace(NOTHING, calibration=compute_calibration(Counter({(100, True): n})), forecasts=n)
    assert told(sign("calibration_gap", figures)) == ((0, True, n) if n >= 20 else (None, None, n))


@pytest.mark.parametrize(("confidence", "met"), [(64, True), (65, True), (66, False), (35, True), (34, False)])
def test_the_calibration_indicator_is_met_up_to_a_gap_of_fifteen_points(confidence: int, met: bool) -> None:
    half = compute_calibration(Counter({(confidence, True): 10, (confidence, False): 10}))
    assert sign("calibration_gap", replace(NOTHING, calibration=half, forecasts=20)).met is met


@pytest.mark.parametrize(("came", "surprise", "value"), [(7, 0, None), (8, 0, 1), (9, 0, 1), (0, 9, 0)])
def test_the_foresight_indicator_needs_eight_cases(came: int, surprise: int, value: float | None) -> None:
    figures = replace(NOTHING, foresight=Foresight(came, 5, surprise))
    assert told(sign("foresight_rate", figures)) == (value, None if value is None else value == 1, came + surprise)


@pytest.mark.parametrize(("came", "met"), [(5, False), (6, True), (7, True)])
def test_the_foresight_indicator_is_met_at_six_in_ten_or_more(came: int, met: bool) -> None:
    assert sign("foresight_rate", replace(NOTHING, foresight=Foresight(came, 0, 10 - came))).met is met


@pytest.mark.parametrize(("used", "value"), [(7, None), (8, 1), (9, 1)])
def test_the_plans_worked_indicator_needs_eight_uses(used: int, value: float | None) -> None:
    figures = replace(NOTHING, plans=Plans(30, used + 9, used, used, 9))
    assert told(sign("plans_worked", figures)) == (value, None if value is None else True, used)


@pytest.mark.parametrize(("worked", "met"), [(5, False), (6, True), (7, True)])
def test_the_plans_worked_indicator_is_met_at_six_in_ten_or_more(worked: int, met: bool) -> None:
    assert sign("plans_worked", replace(NOTHING, plans=Plans(30, 10, 10, worked, 0))).met is met


@pytest.mark.parametrize(("hit", "calm", "n"), [(7, 20, 7), (20, 7, 7), (8, 20, 8), (9, 9, 9)])
def test_the_resilience_indicator_needs_eight_goals_in_each_kind_of_week(hit: int, calm: int, n: int) -> None:
    figures = replace(NOTHING, resilience=Resilience(Tally(hit, hit), Tally(calm, calm)))
    assert told(sign("resilience_gap", figures)) == ((0, True, n) if n >= 8 else (None, None, n))


@pytest.mark.parametrize(("done", "met"), [(5, False), (6, True), (10, True)])
def test_the_resilience_indicator_is_met_up_to_a_gap_of_twenty_points(done: int, met: bool) -> None:
    figures = replace(NOTHING, resilience=Resilience(Tally(done, 10), Tally(8, 10)))
    assert sign("resilience_gap", figures).met is met


def test_readiness_uses_the_thresholds_of_the_agreement() -> None:
    needs = (("reported_weeks", 2.0), ("rhythm", 6.5), ("foresight_rate", 62.5), ("resilience_gap", 5.0))
    figures = replace(NOTHING, weeks=3, reported=2)
    figures = replace(figures, resilience=Resilience(Tally(8, 10), Tally(9, 10)), foresight=Foresight(5, 0, 3))
    signs = check_readiness(figures, Rhythm(6, 8, 0, 0), Agreement(readiness=needs))
    found = {one.indicator: (one.needed, one.met) for one in signs}
    assert found == {
        "reported_weeks": (2, True),
        "rhythm": (6.5, False),
        "calibration_gap": (0.15, None),
        "foresight_rate": (0.625, True),
        "plans_worked": (0.6, None),
        "resilience_gap": (0.05, False),
    }
