"""The charts: what they say for few and many weeks, that they are valid SVG, and that no text gets out of its place."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from apjournal.analysis.insights.series import build_insights_series
from apjournal.analysis.schedule import Schedule
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights_series import InsightsSeries
from apjournal.model.week_record import State
from apjournal.render.charts.build import build_charts
from apjournal.render.charts.chart import Chart
from apjournal.render.charts.drawing import Drawing
from apjournal.templating import render_template
from tests.helpers.week_records import goal, week
from tests.helpers.weeks import ANA, BERLIN, agreement, partner

FIRST = IsoWeek(2026, 2)
STATES = (State.DONE, State.PARTLY, State.NOT_DONE, State.UNREPORTED, State.DONE, State.DROPPED)


def lived(weeks: int) -> InsightsSeries:
    """Return the series of so many weeks, with two goals each."""
    records = [
        week(ANA, FIRST + number, goal(1, "Tax", STATES[number % 6]), goal(2, "Desk", State.DONE))
        for number in range(weeks)
    ]
    schedule = Schedule(agreement(started=FIRST.monday), BERLIN)
    today = (FIRST + weeks).monday
    return build_insights_series(partner(ANA), records, schedule=schedule, today=today, mine=True)


def chart(name: str, series: InsightsSeries) -> Chart:
    (found,) = (each for each in build_charts(series) if each.key == f"ana-{name}")
    return found


def texts(drawn: Chart) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(drawn.svg or "").iter("text")]


# ---- all charts


@pytest.mark.parametrize("weeks", [0, 1, 2])
def test_in_the_first_weeks_a_sentence_says_that_it_is_too_early(weeks: int) -> None:
    for each in build_charts(lived(weeks)):
        assert "too early" in each.sentence
        assert (each.svg, each.table) == (None, None)


@pytest.mark.parametrize("weeks", [3, 60, 61, 600, 1200])
def test_every_drawing_has_a_title_a_text_alternative_and_all_numbers(weeks: int) -> None:
    series = lived(weeks)
    assert len(series.steps) <= 60
    for each in build_charts(series):
        if each.svg:
            drawn = ElementTree.fromstring(each.svg)
            assert drawn.get("role") == "img"
            assert (drawn[0].tag, drawn[0].text) == ("title", each.title)
            assert (drawn[1].tag, drawn[1].text) == ("desc", each.alternative)
            assert each.alternative
            assert each.table
            assert {len(row) for row in each.table.rows} == {len(each.table.head)}


def test_ten_years_of_charts_leave_room_on_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html.j2"
    page.write_text(
        "{% from 'site/chart.html.j2' import show_chart %}{% for chart in charts %}{{ show_chart(chart) }}{% endfor %}",
        "utf-8",
    )
    shown = render_template(str(page), charts=build_charts(lived(520)))
    assert shown.count("<figure") == len(build_charts(lived(520)))
    assert len(shown) < 60_000


def test_a_text_in_a_drawing_is_escaped_and_cleaned() -> None:
    drawing = Drawing("k", "<script>", "\x1b[31m", 10)
    drawing.add_text("</svg><b onload='x'>\u202e", (0, 0))
    shown = drawing.render()
    assert "&lt;script&gt;" in shown
    assert "<b" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


# ---- goals by result


def test_the_share_done_begins_with_eight_goals() -> None:
    assert "too early for a share of all goals: 6 of 8" in chart("outcomes", lived(3)).sentence
    assert "5 of 8 goals done: 62 %, 95 % interval 31 to 86." in chart("outcomes", lived(4)).sentence
