"""The chart of if-then plans over time: how often plans were needed, used, and successful."""

from __future__ import annotations

from apjournal.model.views.insights import Plans
from apjournal.model.views.insights_series import InsightsSeries, Step
from apjournal.render.charts.chart import Chart, Table
from apjournal.render.charts.drawing import Drawing
from apjournal.render.charts.time_scale import (
    DATES,
    TimeScale,
    build_step_table,
    build_time_scale,
    explain_period,
)
from apjournal.render.screens.insights import format_rate
from apjournal.render.words.phrases import format_count

_TITLE = "If-then plans"
_WIDTH = 76
_TOP, _LINES = 16, 120
_APART = 14
"""The least distance in pixels between the labels of two lines that end close to each other."""
_HIGHEST = 12
"""How far down in pixels the baseline of the highest label is at least."""


def build_plans_chart(series: InsightsSeries, key: str) -> Chart:
    """Return the chart with three lines that count plans since the beginning of the record: needed, used, worked."""
    total = series.steps[-1].so_far.plans
    written = f"{format_count(total.written, 'plan').capitalize()} written"
    if not total.triggered:
        return Chart(key, _TITLE, f"{written}, and none has been needed yet.")
    rate = format_rate(total.worked, total.used)
    sentence = (
        f"{written}. {', '.join(_list_labels(total))}. {f'Worked when used: {rate}. ' if rate else ''}"
        f"The lines count from the beginning. {explain_period(series, 'Each step of a line')}"
    )
    alternative = f"Three rising lines, which end at {', '.join(_list_labels(total))}."
    drawing, scale = Drawing(key, _TITLE, alternative, _TOP + _LINES + DATES), build_time_scale(series, _WIDTH)
    _draw_lines(drawing, scale, series, total)
    return Chart(key, _TITLE, sentence, alternative, drawing.render(), _list_numbers(series))


def _list_counts(plans: Plans) -> tuple[int, int, int]:
    return plans.triggered, plans.used, plans.worked


def _list_labels(plans: Plans) -> list[str]:
    return [f"{number} {what}" for number, what in zip(_list_counts(plans), ("needed", "used", "worked"), strict=True)]


def _draw_lines(drawing: Drawing, scale: TimeScale, series: InsightsSeries, total: Plans) -> None:
    bottom, unit = _TOP + _LINES, _LINES / total.triggered
    drawing.add_line("rule", (0, _TOP), (_WIDTH, _TOP))
    scale.draw_dates(drawing, bottom)
    lowest = float(bottom)
    ends = [0.0, *(scale.place(step.end) for step in series.steps)]
    counts = zip(*(_list_counts(step.so_far.plans) for step in series.steps), strict=True)
    lines = zip(("thin dashed", "thin", "line"), counts, _list_labels(total), strict=True)
    for above, (kind, numbers, label) in reversed(list(enumerate(lines))):
        points = [(x, bottom - number * unit) for x, number in zip(ends, (0, *numbers), strict=True)]
        drawing.add_curve(kind, points)
        x, y = points[-1]
        drawing.add_dot("point", (x, y), 3)
        lowest = max(min(y + 4, lowest), _HIGHEST + above * _APART)  # leaves room for the labels above
        drawing.add_text(label, (x + 2, lowest))
        lowest -= _APART


def _list_numbers(series: InsightsSeries) -> Table:
    head = ("Written", "Needed", "Used", "Worked", "Forgotten", "Worked so far")
    return build_step_table(series, head, _list_cells)


def _list_cells(step: Step) -> tuple[str, ...]:
    own, so_far = step.own.plans, step.so_far.plans
    numbers = (own.written, own.triggered, own.used, own.worked, own.forgotten)
    return (*map(str, numbers), f"{so_far.worked} of {so_far.used}")
