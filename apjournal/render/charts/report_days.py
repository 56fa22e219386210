"""The chart of how many days after the call each report was complete."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from apjournal.model.views.insights_series import InsightsSeries, Step
from apjournal.render.charts.chart import Chart, Table
from apjournal.render.charts.drawing import Drawing, Mark
from apjournal.render.charts.stacks import draw_stacks
from apjournal.render.charts.time_scale import DATES, build_step_table, build_time_scale, explain_period
from apjournal.render.words.phrases import format_count

_TITLE = "From the call to the report"
_WEEK = 7
_MARKS: tuple[tuple[Mark, str], ...] = (
    ("full", "by the call"),
    ("half", "up to a week later"),
    ("none", "later"),
    ("unknown", "no report"),
)
_KEY_HEIGHT, _UNIT, _HIGHEST = 44, 16, 70


def build_report_days_chart(series: InsightsSeries, key: str) -> Chart:
    """Return the chart with a bar for each number of days, as high as the number of weeks with that many."""
    days = [each for step in series.steps for each in step.report_days]
    if not days:
        return Chart(key, _TITLE, "It is too early to say: no shared report has a date yet.")
    counts = [_group_weeks(step) for step in series.steps]
    alternative = f"{'; '.join(_list_totals(counts))}."
    sentence = f"{alternative} Half of the reports came {_describe_days(median(days))}. "
    sentence += explain_period(series, "Each bar")
    most = max(map(sum, counts))
    height = min(_HIGHEST, most * _UNIT)
    drawing, scale = Drawing(key, _TITLE, alternative, _KEY_HEIGHT + height + DATES), build_time_scale(series)
    drawing.add_key(0, _MARKS[:2])
    drawing.add_key(18, _MARKS[2:])
    marks, box = [mark for mark, _ in _MARKS], (_KEY_HEIGHT, height)
    draw_stacks(drawing, scale, series.steps, counts, marks=marks, box=box, most=most)
    scale.draw_dates(drawing, _KEY_HEIGHT + height)
    return Chart(key, _TITLE, sentence, alternative, drawing.render(), _list_numbers(series))


def _group_weeks(step: Step) -> tuple[int, int, int, int]:
    by_the_call = sum(days <= 0 for days in step.report_days)
    soon = sum(0 < days <= _WEEK for days in step.report_days)
    return by_the_call, soon, len(step.report_days) - by_the_call - soon, step.unreported


def _list_totals(counts: Sequence[Sequence[int]]) -> list[str]:
    totals = [sum(column) for column in zip(*counts, strict=True)]
    by_the_call, soon, later, missing = totals
    told = [f"{by_the_call} of {format_count(sum(totals), 'report')} complete by the day of the call"]
    told += [f"{soon} up to a week later"] if soon else []
    told += [f"{later} after that"] if later else []
    return [*told, *([f"{format_count(missing, 'week')} without a complete report"] if missing else [])]


def _describe_days(days: float) -> str:
    if days <= 0:
        return "by the day of the call"
    return f"within {format_count(int(days), 'day')} after the call" if days >= 1 else "within a day after the call"


def _list_numbers(series: InsightsSeries) -> Table:
    head = ("By the call", "Up to a week later", "Later", "No report", "Days after the call")
    return build_step_table(series, head, _list_cells)


def _list_cells(step: Step) -> tuple[str, ...]:
    days = ", ".join(f"{each}".replace("-", "\N{MINUS SIGN}") for each in step.report_days)
    return (*map(str, _group_weeks(step)), days)
