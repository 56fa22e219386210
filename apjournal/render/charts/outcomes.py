"""The chart of goals over time, by result, with the share done so far."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.analysis.insights.stats import RATE, Rate, compute_rate
from apjournal.model.views.insights import Promises
from apjournal.model.views.insights_series import InsightsSeries, Step
from apjournal.render.charts.chart import Chart, Table
from apjournal.render.charts.drawing import Drawing, Mark
from apjournal.render.charts.stacks import draw_stacks
from apjournal.render.charts.time_scale import (
    DATES,
    TimeScale,
    build_step_table,
    build_time_scale,
    explain_period,
    name_step,
)
from apjournal.render.screens.insights import format_rate
from apjournal.render.words.phrases import count_hundredths, format_count

_TITLE = "Goals by result"
_WIDTH = 86
_SHARE, _SHARE_HEIGHT = 16, 100
_KEY = _SHARE + _SHARE_HEIGHT + 22
_BARS, _BARS_HEIGHT = _KEY + 34, 90
_HEIGHT = _BARS + _BARS_HEIGHT + DATES
_LEAST_GOALS = 5  # otherwise a week with two goals could be as tall as one with ten
_MARKS: tuple[tuple[Mark, str], ...] = (
    ("full", "done"),
    ("half", "partly"),
    ("none", "not done"),
    ("unknown", "no report"),
)


def build_outcomes_chart(series: InsightsSeries, key: str) -> Chart:
    """Return the chart with bars for the results and, from 8 goals on, a line for the share done."""
    total = series.steps[-1].so_far.promises
    rates = [(step, rate) for step in series.steps if (rate := _get_rate(step))]
    alternative = _describe(series, rates)
    drawing, scale = Drawing(key, _TITLE, alternative, _HEIGHT), build_time_scale(series, _WIDTH)
    _draw_share(drawing, scale, rates)
    drawing.add_key(_KEY, _MARKS)
    _draw_bars(drawing, scale, series.steps)
    scale.draw_dates(drawing, _BARS + _BARS_HEIGHT)
    return Chart(key, _TITLE, _write_caption(series, total), alternative, drawing.render(), _list_numbers(series))


def _get_rate(step: Step) -> Rate | None:
    return compute_rate(step.so_far.promises.done, step.so_far.promises.of)


def _write_caption(series: InsightsSeries, total: Promises) -> str:
    rate = format_rate(total.done, total.of)
    done = f"{total.done} of {format_count(total.of, 'goal')} were done{f': {rate}' if rate else ''}."
    line = "The line shows the share of all goals so far that were done. The band shows its 95 % interval."
    early = f"It is too early for a share of all goals: it needs {RATE} goals, and there are {total.of}."
    return f"{done} {explain_period(series, 'Each bar')} {line if rate else early}"


def _describe(series: InsightsSeries, rates: list[tuple[Step, Rate]]) -> str:
    first, last = name_step(series, series.steps[0]), name_step(series, series.steps[-1])
    shown = f"Bars from {first} to {last}."
    if not rates:
        return shown
    shares = (
        f"{count_hundredths(rate.share)} % after {name_step(series, step)}" for step, rate in (rates[0], rates[-1])
    )
    return f"{shown} The share done so far: {', '.join(dict.fromkeys(shares))}."


def _draw_share(drawing: Drawing, scale: TimeScale, rates: list[tuple[Step, Rate]]) -> None:
    for share in (0, 0.5, 1):
        drawing.add_line("rule", (0, _find_height(share)), (_WIDTH, _find_height(share)))
    _draw_rates(drawing, scale, rates)
    drawing.add_text("100 % done so far", (0, _find_height(1) - 3), kind="less")
    drawing.add_text("0 %", (0, _find_height(0) - 3), kind="less")


def _draw_rates(drawing: Drawing, scale: TimeScale, rates: list[tuple[Step, Rate]]) -> None:
    if not rates:
        return
    middles = [(scale.find_middle(step), rate) for step, rate in rates]
    upper = [(x, _find_height(rate.high)) for x, rate in middles]
    lower = [(x, _find_height(rate.low)) for x, rate in reversed(middles)]
    line = [(x, _find_height(rate.share)) for x, rate in middles]
    drawing.add_curve("band", [*upper, *lower], closed=True)
    drawing.add_curve("line", line)
    x, y = line[-1]
    drawing.add_dot("point", (x, y))
    drawing.add_text(f"{count_hundredths(rates[-1][1].share)} %", (x + 2, y + 4), kind="strong")


def _find_height(share: float) -> float:
    return _SHARE + _SHARE_HEIGHT * (1 - share)


def _draw_bars(drawing: Drawing, scale: TimeScale, steps: Sequence[Step]) -> None:
    most = max(_LEAST_GOALS, *(step.own.promises.of for step in steps))
    drawing.add_line("rule", (0, _BARS), (_WIDTH, _BARS))
    drawing.add_text(format_count(most, "goal"), (0, _BARS - 3), kind="less")
    counts = [(own.done, own.partly, own.not_done, own.unreported) for own in (step.own.promises for step in steps)]
    draw_stacks(drawing, scale, steps, counts, marks=[mark for mark, _ in _MARKS], box=(_BARS, _BARS_HEIGHT), most=most)


def _list_numbers(series: InsightsSeries) -> Table:
    head = ("Done", "Partly", "Not done", "No report", "Dropped", "Done so far")
    return build_step_table(series, head, _list_cells)


def _list_cells(step: Step) -> tuple[str, ...]:
    own, so_far = step.own.promises, step.so_far.promises
    numbers = (own.done, own.partly, own.not_done, own.unreported, own.dropped)
    rate = format_rate(so_far.done, so_far.of)
    done = f"{so_far.done} of {so_far.of}{f', {rate}' if rate else ''}"
    return (*map(str, numbers), done)
