"""The sentences for few and for many cases, bars, and lines for one, two and more."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from msgspec.structs import replace

from apjournal.analysis.insights.forecasts import compute_calibration
from apjournal.analysis.insights.readiness import check_readiness as signs_of
from apjournal.model.views.insights import (
    CarriedGoal,
    Derailer,
    Figures,
    Foresight,
    InsightsView,
    Plans,
    PlanWorth,
    Promises,
    Resilience,
    Rhythm,
    Tally,
)
from apjournal.model.week import ObstacleKind
from apjournal.render.layout.page import Style
from apjournal.render.screens import insights, readiness
from tests.helpers.week_records import W47, W48
from tests.screens.insights import INSIGHTS

NOTHING: InsightsView = replace(INSIGHTS["insights-nothing-yet"][0], weeks=9, goals=20, since=None)  # type: ignore[assignment]
PLAN = PlanWorth(ObstacleKind.FOCUS, "Mail", "I close it", worked=3, used=4, forgotten=2, week=W48)


def text(**known: object) -> str:
    return insights.render_text(replace(NOTHING, **known), Style(100))


def line(about: str, **known: object) -> str:
    return next(each.strip() for each in text(**known).splitlines() if about in each)


def promises(of: int) -> Promises:
    return Promises(of, 0, 0, 0, 0, of, (0.5, 1.0) if of >= 8 else None)


@pytest.mark.parametrize("of", [7, 8, 9])
def test_with_fewer_than_eight_promises_insights_shows_no_rate(of: int) -> None:
    assert ("%" in text(promises=promises(of))) is (of >= 8)
    assert f"{of} of {of} done" in text(promises=promises(of))


@pytest.mark.parametrize("came", [7, 8, 9])
def test_with_fewer_than_eight_entries_insights_shows_neither_rates_nor_bars(came: int) -> None:
    shown = text(derailers=(Derailer(ObstacleKind.FOCUS, came, 2, 0),), foresight=Foresight(2, 0, came - 2))
    assert f"You expected 2 of {came}" in shown
    assert ("%" in shown, "█" in shown) == (came >= 8, came >= 8)


@pytest.mark.parametrize("used", [7, 8, 9])
def test_with_fewer_than_eight_uses_of_plans_insights_shows_no_rate(used: int) -> None:
    shown = text(plans=Plans(20, used, used, used, 0))
    assert f"{used} worked" in shown
    assert ("%" in shown) is (used >= 8)


@pytest.mark.parametrize("n", [19, 20, 21])
def test_with_fewer_than_twenty_forecasts_insights_shows_no_confidence(n: int) -> None:
    assert ("Confidence" in text(calibration=compute_calibration(Counter({(80, True): n})))) is (n >= 20)


@pytest.mark.parametrize(
    ("sign", "below", "at", "above"),
    [
        ("Last calls", {"rhythm": Rhythm(7, 7, 0, 0)}, {"rhythm": Rhythm(7, 8, 0, 0)}, None),
        ("Expected obstacles", *({"foresight": Foresight(came, 9, 0)} for came in (7, 8, 9))),
        ("Plans that worked", *({"plans": Plans(30, used, used, used, 0)} for used in (7, 8, 9))),
        ("With a surprise", *({"resilience": Resilience(Tally(1, of), Tally(2, 9))} for of in (7, 8, 9))),
        (
            "Confidence and results",
            *({"calibration": compute_calibration(Counter({(80, True): n}))} for n in (19, 20, 21)),
        ),
    ],
)
def test_a_sign_of_readiness_with_too_few_cases_has_no_value(
    sign: str, below: dict[str, object], at: dict[str, object], above: dict[str, object] | None
) -> None:
    for known, is_said in ((below, False), (at, True), (above or at, True)):
        shown = _sign(sign, known)
        assert ("too early to say" in shown) is not is_said
        assert "%" not in shown or is_said
        assert ("there" in shown) is is_said


def _sign(sign: str, known: dict[str, object]) -> str:
    view = replace(NOTHING, **known)
    n = view.calibration.n if view.calibration else 19
    counted = {name: getattr(view, name) for name in Figures.__struct_fields__ if hasattr(view, name)}
    figures = Figures(reported=3, hit=0, forecasts=n, **counted)
    view = replace(view, readiness=signs_of(figures, view.rhythm, view.agreement))
    shown = readiness.render_text(view, Style(100))
    start = shown.index(sign)
    return re.split(r"\n(?=  [^ ]|    [A-Z]|\n)", shown[start:])[0]


def test_a_sign_of_readiness_with_too_few_cases_shows_the_number_of_cases() -> None:
    assert "too early to say (3 of 8)" in _sign("Expected obstacles", {"foresight": Foresight(3, 0, 0)})


def test_insights_shows_the_number_next_to_every_bar() -> None:
    for name, (_, render) in INSIGHTS.items():
        for style in (Style(80), Style(80, utf8=False)):
            bars = [each for each in render(style).splitlines() if re.search(r"[█#]{2}", each)]
            assert all(re.match(r"  [a-z]+ +[█#]+ +\d+( |$)", each) for each in bars), name


def test_insights_draws_a_bar_for_every_count_above_zero() -> None:
    rows = (
        Derailer(ObstacleKind.FOCUS, 90, 0, 0),
        Derailer(ObstacleKind.STRESS, 1, 0, 0),
        Derailer(ObstacleKind.OTHER, 0, 0, 3),
    )
    shown = text(derailers=rows, foresight=Foresight(0, 0, 91)).splitlines()
    bars = {each.split()[0]: each.count("█") for each in shown if each.startswith(("  focus", "  stress", "  other"))}
    assert bars == {"focus": 24, "stress": 1, "other": 0}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((1,), "Focus, once."),
        ((3, 1), "Focus, 3 of 4 times."),
        ((2, 2, 1), "Focus and interest, 2 of 5 times each."),
        ((2, 2, 2), "No kind stands out."),
    ],
)
def test_insights_mentions_the_most_frequent_kinds_of_obstacle(counts: tuple[int, ...], said: str) -> None:
    rows = tuple(Derailer(kind, number, 0, 0) for kind, number in zip(ObstacleKind, counts, strict=False))
    assert said in text(derailers=rows, foresight=Foresight(0, 0, sum(counts)))


def test_insights_counts_log_lines_if_no_report_mentions_an_obstacle() -> None:
    assert "No report mentions anything that got in the way." in text()
    shown = text(derailers=(Derailer(ObstacleKind.FOCUS, 0, 0, 2),))
    assert "0   2 in the log" in shown
    assert "expected" not in shown


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, ""), (1, " 1 other did not come."), (2, " 2 others did not come.")],
)
def test_insights_counts_expected_obstacles_that_did_not_happen(number: int, said: str) -> None:
    rows = (Derailer(ObstacleKind.FOCUS, 1, 1, 0),)
    assert line("You expected", derailers=rows, foresight=Foresight(1, number, 0)) == f"You expected 1 of 1.{said}"


@pytest.mark.parametrize(
    ("worth", "said"),
    [
        (PLAN, '"I close it" worked 3 of 4 times you used it; twice it was forgotten.'),
        (replace(PLAN, worked=1, used=1, forgotten=0), '"I close it" worked the one time you used it.'),
        (replace(PLAN, forgotten=1), '"I close it" worked 3 of 4 times you used it; once it was forgotten.'),
        (replace(PLAN, forgotten=3), '"I close it" worked 3 of 4 times you used it; 3 times it was forgotten.'),
    ],
)
def test_insights_shows_how_often_a_plan_worked(worth: PlanWorth, said: str) -> None:
    assert line("I close it", ledger=(worth,)) == said


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        (Plans(0, 0, 0, 0, 0), "No plan has been written yet."),
        (Plans(1, 0, 0, 0, 0), "1 plan written, and none has been needed yet."),
        (Plans(5, 1, 0, 0, 1), "5 plans written; needed once: 1 forgotten."),
        (Plans(5, 4, 3, 2, 1), "5 plans written; needed 4 times: 2 worked, 1 did not, 1 forgotten."),
    ],
)
def test_insights_counts_plans_by_their_result(plans: Plans, said: str) -> None:
    assert said in text(plans=plans)


def test_insights_lists_two_of_many_carried_goals_and_counts_the_rest() -> None:
    goals = tuple(CarriedGoal(name, W47, times, None, name) for name, times in (("a", 1), ("b", 2), ("c", 1), ("d", 1)))
    assert line("Carried", carried=goals).split(maxsplit=1)[1] == "a, second week; b, third week; two more."
    assert line("Carried", carried=goals[:2]).endswith("b, third week.")


@pytest.mark.parametrize(("met", "said"), [(0, "none is there yet"), (1, "one is there"), (3, "three are there")])
def test_insights_says_in_words_how_many_signs_are_present(met: int, said: str) -> None:
    signs = tuple(replace(sign, met=True) if place < met else sign for place, sign in enumerate(NOTHING.readiness))
    assert line("To talk over", readiness=signs) == f"To talk over: of six signs that you can go on alone, {said}."


@pytest.mark.parametrize("name", [name for name in INSIGHTS if "hostile" not in name])
def test_the_screen_of_insights_has_at_most_25_lines(name: str) -> None:
    assert INSIGHTS[name][1](Style(80)).count("\n") <= 25
