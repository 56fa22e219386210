"""The charts: what they say for few and many weeks, that they are valid SVG, and that no text gets out of its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apjournal.analysis.insights.series import build_insights_series
from apjournal.analysis.schedule import Schedule
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights_series import InsightsSeries, Period
from apjournal.model.week import ObstacleKind, PlanUse
from apjournal.model.week_record import HappenedRecord, State
from apjournal.render.charts.build import build_charts
from apjournal.render.charts.chart import Chart
from apjournal.render.charts.drawing import Drawing
from apjournal.templating import render_template
from tests.helpers.random_records import read_records
from tests.helpers.week_records import goal, week
from tests.helpers.weeks import ANA, BERLIN, agreement, partner
from tests.second_count.random_journals import Written, journals

BOX = re.compile(r"M([\d.e-]+) ([\d.e-]+)h([\d.e-]+)v([\d.e-]+)h-")
FIRST = IsoWeek(2026, 2)
FOCUS, STRESS, UNFORESEEN = ObstacleKind.FOCUS, ObstacleKind.STRESS, ObstacleKind.UNFORESEEN
STATES = (State.DONE, State.PARTLY, State.NOT_DONE, State.UNREPORTED, State.DONE, State.DROPPED)


def lived(
    weeks: int,
    *,
    happened: tuple[HappenedRecord, ...] = (),
    surprise_every: int = 0,
    confidence: int | None = None,
    late_by: tuple[int, ...] = (),
) -> InsightsSeries:
    """Return the series of so many weeks, with two goals each. The first reports came `late_by` days."""
    records = [
        week(
            ANA,
            FIRST + number,
            goal(1, "Tax", STATES[number % 6]),
            goal(2, "Desk", State.DONE, confidence=confidence),
            happened=(came(UNFORESEEN),) if surprise_every and number % surprise_every == 0 else happened,
        )
        for number in range(weeks)
    ]
    schedule = Schedule(agreement(started=FIRST.monday), BERLIN)
    today = (FIRST + weeks).monday
    reported_on = {
        FIRST + number: (FIRST + number + 1).monday + timedelta(days=late) for number, late in enumerate(late_by)
    }
    return build_insights_series(
        partner(ANA), records, schedule=schedule, today=today, mine=True, reported_on=reported_on
    )


def came(kind: ObstacleKind, plan: PlanUse | None = None, *, foreseen: bool = False) -> HappenedRecord:
    return HappenedRecord(kind, None, plan, foreseen)


def chart(name: str, series: InsightsSeries) -> Chart:
    (found,) = (each for each in build_charts(series) if each.key == f"ana-{name}")
    return found


def list_points(drawn: ElementTree.Element) -> Iterator[tuple[float, float]]:
    """Yield the ends of the lines, the corners of the areas and curves, and the edges of the dots."""
    for line in drawn.iter("line"):
        for end in "12":
            yield float(line.attrib[f"x{end}"].rstrip("%")), float(line.attrib[f"y{end}"])
    for dot in drawn.iter("circle"):
        for edge in (-1, 1):
            radius = float(dot.attrib["r"])
            yield float(dot.attrib["cx"].rstrip("%")), float(dot.attrib["cy"]) + edge * radius
    for path in drawn.iter("path"):
        for left, top, width, height in BOX.findall(path.attrib["d"]):
            yield float(left), float(top)
            yield float(left) + float(width), float(top) + float(height)
        if "L" in path.attrib["d"]:
            for x, y in (point.split() for point in path.attrib["d"].strip("MZ").split("L")):
                yield float(x), float(y)


def texts(drawn: Chart) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(drawn.svg or "").iter("text")]


# ---- all charts


@pytest.mark.parametrize("weeks", [0, 1, 2])
def test_in_the_first_weeks_a_sentence_replaces_the_charts(weeks: int) -> None:
    (only,) = build_charts(lived(weeks))
    assert only.sentence == f"It is too early to say. The charts need 3 weeks, and there are {weeks}."
    assert (only.svg, only.table) == (None, None)


@pytest.mark.parametrize("weeks", [3, 54, 55, 600, 1200])
def test_every_chart_has_a_title_a_text_alternative_and_all_numbers(weeks: int) -> None:
    series = lived(weeks)
    assert len(series.steps) <= 55
    for each in build_charts(series):
        if each.svg:
            drawn = ElementTree.fromstring(each.svg)
            assert drawn.get("role") == "img"
            assert (drawn[0].tag, drawn[0].text) == ("title", each.title)
            assert (drawn[1].tag, drawn[1].text) == ("desc", each.alternative)
            assert each.alternative
            assert each.table
            assert {len(row) for row in each.table.rows} == {len(each.table.head)}


@pytest.mark.slow
@settings(max_examples=20)
@given(written=journals(), period=st.sampled_from(Period))
def test_no_part_of_a_chart_of_any_journal_lies_outside_its_area(written: Written, period: Period) -> None:
    schedule, records = read_records(written)
    series = build_insights_series(
        partner(ANA), records, schedule=schedule, today=written.today, mine=True, period=period
    )
    for each in build_charts(series):
        drawn = ElementTree.fromstring(each.svg or "<svg height='0'/>")
        outside = [
            (x, y) for x, y in list_points(drawn) if not (0 <= x <= 100.1 and 0 <= y <= float(drawn.attrib["height"]))
        ]
        assert (each.key, outside) == (each.key, [])
        heights = [float(text.attrib["y"]) for text in drawn.iter("text")]
        assert all(0 < height <= float(drawn.attrib["height"]) for height in heights)


def test_the_charts_of_ten_years_are_small_enough_for_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html.j2"
    page.write_text(
        "{% from 'site/chart.html.j2' import show_chart %}{% for chart in charts %}{{ show_chart(chart) }}{% endfor %}",
        "utf-8",
    )
    shown = render_template(str(page), charts=build_charts(lived(520)))
    assert shown.count("<figure") == len(build_charts(lived(520)))
    assert len(shown) < 60_000


def test_text_in_a_chart_is_escaped_and_cleaned() -> None:
    drawing = Drawing("k", "<script>", "\x1b[31m", 10)
    drawing.add_text("</svg><b onload='x'>\u202e", (0, 0))
    shown = drawing.render()
    assert "&lt;script&gt;" in shown
    assert "<b" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


# ---- goals by result


def test_the_chart_of_goals_shows_the_share_done_from_eight_goals_on() -> None:
    assert "it needs 8 goals, and there are 6." in chart("outcomes", lived(3)).sentence
    assert "5 of 8 goals were done: 63 %, 95 % interval 31 to 86." in chart("outcomes", lived(4)).sentence


# ---- the other charts


def test_the_chart_of_obstacles_shows_how_often_each_kind_was_expected() -> None:
    happened = (came(FOCUS, foreseen=True), came(FOCUS), came(STRESS))
    drawn = chart("obstacles", lived(3, happened=happened))
    assert (
        drawn.sentence
        == "3 of 9 expected: 33 %, 95 % interval 12 to 65. Each bar is a week. The tallest counts 2 cases."
    )
    assert texts(drawn)[2:6] == ["focus", "6, 3 expected", "stress", "3, 0 expected"]
    assert drawn.table
    assert drawn.table.rows[2] == ("19 to 25 Jan (2026-W04)", "2, 1 expected", "1, 0 expected", "3 of 9")


def test_a_sentence_replaces_a_chart_without_data() -> None:
    assert chart("obstacles", lived(3)).sentence == "No report mentions anything that got in the way."
    assert chart("plans", lived(3)).sentence == "No plans written, and none has been needed yet."
    assert (chart("obstacles", lived(3)).svg, chart("plans", lived(3)).svg) == (None, None)


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        ((came(FOCUS, PlanUse.WORKED), came(FOCUS, PlanUse.FORGOTTEN)), ["4 worked", "4 used", "8 needed"]),
        ((came(FOCUS, PlanUse.WORKED),), ["4 worked", "4 used", "4 needed"]),
        ((came(FOCUS, PlanUse.DID_NOT_WORK),), ["0 worked", "4 used", "4 needed"]),
        ((came(FOCUS, PlanUse.FORGOTTEN),), ["0 worked", "0 used", "4 needed"]),
    ],
)
def test_the_labels_in_the_chart_of_plans_neither_overlap_nor_leave_it(
    happened: tuple[HappenedRecord, ...], words: list[str]
) -> None:
    drawn = chart("plans", lived(4, happened=happened))
    labels = [
        each for each in ElementTree.fromstring(drawn.svg or "").iter("text") if "less" not in each.attrib.values()
    ]
    assert [each.text for each in labels] == words
    heights = [float(each.attrib["y"]) for each in labels]
    assert all(lower - upper >= 12 for lower, upper in pairwise(heights))
    assert heights[-1] >= 12


def test_the_curves_in_the_chart_of_plans_rise_with_their_counts() -> None:
    drawn = chart("plans", lived(4, happened=(came(FOCUS, PlanUse.WORKED), came(FOCUS, PlanUse.FORGOTTEN))))
    curves = [
        path.attrib["d"] for path in ElementTree.fromstring(drawn.svg or "").iter("path") if "L" in path.attrib["d"]
    ]
    ends = [[float(point.split()[1]) for point in curve.strip("M").split("L")] for curve in curves]
    assert [end[0] for end in ends] == [136, 136, 136]
    assert sorted(end[-1] for end in ends) == [16, 76, 76]


@pytest.mark.parametrize(("weeks", "early"), [(3, True), (5, False)])
def test_the_chart_of_surprises_needs_eight_goals_of_each_kind_of_week(weeks: int, early: bool) -> None:
    drawn = chart("surprises", lived(2 * weeks, surprise_every=2))
    assert f"{weeks} of {2 * weeks} weeks had a surprise" in drawn.sentence
    assert ("too early to compare the two" in drawn.sentence) is early
    assert ('class="point"' in (drawn.svg or "")) is not early


@pytest.mark.parametrize(("weeks", "early"), [(19, True), (20, False)])
def test_the_chart_of_confidence_needs_twenty_forecasts(weeks: int, early: bool) -> None:
    drawn = chart("calibration", lived(weeks, confidence=80))
    assert (
        f"too early to say. This chart needs 20 goals with a confidence, and there are {weeks}." in drawn.sentence
    ) is early
    assert (drawn.svg is None) is early


def test_the_chart_of_signs_has_three_kinds_of_boxes() -> None:
    drawn = chart("signs", lived(9))
    assert drawn.title == "Signs that you can go on alone"
    assert drawn.sentence.startswith("Of six signs, two are there.")
    assert texts(drawn)[2:6] == ["Weeks reported in full", "there", "Last calls", "there"]
    assert "too early (0 of 20)" in texts(drawn)
    assert drawn.table
    assert (drawn.table.rows[0][1], drawn.table.rows[-1][1]) == ("1 of 1, not there yet", "8 of 9, there")


def test_the_chart_of_reports_groups_weeks_by_days_since_the_call() -> None:
    drawn = chart("report-days", lived(8, late_by=(0, 7, -1, 0, 8)))
    assert drawn.alternative == (
        "2 of 5 reports complete by the day of the call; 1 up to a week later; 1 after that; "
        "1 week without a complete report."
    )
    assert "Half of the reports came within 3 days after the call." in drawn.sentence
    assert drawn.table
    assert [row[-1] for row in drawn.table.rows] == ["0", "7", "\N{MINUS SIGN}1", "", "8", "", "", ""]
    assert "no shared report has a date yet" in chart("report-days", lived(3)).sentence
