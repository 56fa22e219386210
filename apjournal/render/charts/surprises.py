"""The chart of weeks with and without a surprise: how many there were, and the goals done in each."""

from __future__ import annotations

from apjournal.analysis.insights.stats import RATE, compute_rate
from apjournal.model.views.insights import Tally
from apjournal.model.views.insights_series import InsightsSeries, Step
from apjournal.render.charts.chart import Chart, Table
from apjournal.render.charts.drawing import Drawing
from apjournal.render.charts.stacks import draw_stacks
from apjournal.render.charts.time_scale import DATES, build_step_table, build_time_scale, explain_period
from apjournal.render.screens.insights import format_rate

_TITLE = "Weeks with and without a surprise"
_ROW, _SHARES = 42, 84
_KEY = _SHARES + 38
_BARS, _UNIT, _HIGHEST = _KEY + 24, 14, 60


def build_surprises_chart(series: InsightsSeries, key: str) -> Chart:
    """Return the chart of the share done in weeks with and without a surprise, and of when surprises came.

    Each share is shown with its interval.
    """
    figures = series.steps[-1].so_far
    hit, calm = figures.resilience.hit, figures.resilience.calm
    rows = (("With a surprise", hit), ("Other weeks", calm))
    too_few = (
        ""
        if min(hit.of, calm.of) >= RATE
        else f" It is too early to compare the two: each kind of week needs {RATE} goals."
    )
    sentence = (
        f"{figures.hit} of {figures.weeks} weeks had a surprise. In these weeks, {hit.done} of "
        f"{hit.of} goals were done; "
        f"in the other weeks, {calm.done} of {calm.of}.{too_few} {explain_period(series, 'Each bar')}"
    )
    alternative = f"{'; '.join(_describe(name, tally) for name, tally in rows)}."
    most = max(step.own.weeks for step in series.steps)
    height = min(_HIGHEST, most * _UNIT)
    drawing, scale = Drawing(key, _TITLE, alternative, _BARS + height + DATES), build_time_scale(series)
    for number, (name, tally) in enumerate(rows):
        _draw_share(drawing, number * _ROW, name, tally)
    _draw_scale(drawing)
    drawing.add_key(_KEY, (("full", "a surprise"), ("none", "no surprise")))
    counts = [(step.own.hit, step.own.weeks - step.own.hit) for step in series.steps]
    draw_stacks(drawing, scale, series.steps, counts, marks=("full", "none"), box=(_BARS, height), most=most)
    scale.draw_dates(drawing, _BARS + height)
    return Chart(key, _TITLE, sentence, alternative, drawing.render(), _list_numbers(series))


def _describe(name: str, tally: Tally) -> str:
    rate = format_rate(tally.done, tally.of)
    return f"{name}: {tally.done} of {tally.of} goals done{f', {rate}' if rate else ''}"


def _draw_share(drawing: Drawing, top: float, name: str, tally: Tally) -> None:
    drawing.add_text(name, (0, top + 12))
    drawing.add_text(f"{tally.done} of {tally.of} goals done", (100, top + 12), "end", "less")
    y = top + 26
    drawing.add_line("rule", (0, y), (100, y))
    rate = compute_rate(tally.done, tally.of)
    if rate:
        drawing.add_line("interval", (100 * rate.low, y), (100 * rate.high, y))
        drawing.add_dot("point", (100 * rate.share, y), 5)


def _draw_scale(drawing: Drawing) -> None:
    drawing.add_text("0 %", (0, _SHARES + 8), "start", "less")
    drawing.add_text("50 %", (50, _SHARES + 8), "middle", "less")
    drawing.add_text("100 % done", (100, _SHARES + 8), "end", "less")


def _list_numbers(series: InsightsSeries) -> Table:
    head = ("Weeks with a surprise", "Other weeks", "Done with a surprise so far", "Done in other weeks so far")
    return build_step_table(series, head, _list_cells)


def _list_cells(step: Step) -> tuple[str, ...]:
    hit, calm = step.so_far.resilience.hit, step.so_far.resilience.calm
    weeks = (str(step.own.hit), str(step.own.weeks - step.own.hit))
    return (*weeks, f"{hit.done} of {hit.of}", f"{calm.done} of {calm.of}")
