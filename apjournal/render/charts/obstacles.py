"""The chart of what got in the way over time, by kind, and how much of it was expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from apjournal.model.views.insights import Derailer
from apjournal.model.views.insights_series import InsightsSeries, Step
from apjournal.model.week import ObstacleKind
from apjournal.render.charts.chart import Chart, Table
from apjournal.render.charts.drawing import Drawing, Mark
from apjournal.render.charts.stacks import draw_stacks
from apjournal.render.charts.time_scale import (
    DATES,
    TimeScale,
    build_step_table,
    build_time_scale,
    explain_period,
)
from apjournal.render.screens.insights import format_rate
from apjournal.render.words.phrases import format_count

_TITLE = "What got in the way"
_MARKS: tuple[tuple[Mark, str], ...] = (("full", "expected"), ("none", "not expected"))
_KEY = 24
_LABEL, _BARS, _GAP = 18, 30, 12
_LEAST_CASES = 3


def build_obstacles_chart(series: InsightsSeries, key: str) -> Chart:
    """Return the chart with a row of bars for each kind of obstacle, the most frequent kind first."""
    total = series.steps[-1].so_far
    kinds = [derailer for derailer in total.derailers if derailer.count]
    if not kinds:
        return Chart(key, _TITLE, "No report mentions anything that got in the way.")
    came = sum(derailer.count for derailer in kinds)
    expected = total.foresight.foreseen_came
    rate = format_rate(expected, came)
    most = max(derailer.count for step in series.steps for derailer in step.own.derailers)
    sentence = (
        f"{expected} of {came} expected{f': {rate}' if rate else ''}. {explain_period(series, 'Each bar')} "
        f"The tallest counts {format_count(most, 'case')}."
    )
    alternative = f"A row of bars for each kind: {'; '.join(map(_describe_kind, kinds))}."
    scale = build_time_scale(series)
    drawing = Drawing(key, _TITLE, alternative, _KEY + len(kinds) * (_LABEL + _BARS + _GAP) - _GAP + DATES)
    _draw_rows(drawing, scale, series.steps, kinds, max(most, _LEAST_CASES))
    return Chart(key, _TITLE, sentence, alternative, drawing.render(), _list_numbers(series, kinds))


def _describe_kind(derailer: Derailer) -> str:
    return f"{derailer.kind} {_describe_count(derailer)}"


def _describe_count(derailer: Derailer) -> str:
    return f"{derailer.count}, {derailer.foreseen} expected"


def _draw_rows(drawing: Drawing, scale: TimeScale, steps: Sequence[Step], kinds: Sequence[Derailer], most: int) -> None:
    drawing.add_key(0, _MARKS)
    top = _KEY
    for derailer in kinds:
        of_kind = [_find_kind(step, derailer.kind) for step in steps]
        drawing.add_text(str(derailer.kind), (0, top + 12))
        drawing.add_text(_describe_count(derailer), (100, top + 12), "end", "less")
        box = (top + _LABEL, _BARS)
        counts = [(each.foreseen, each.count - each.foreseen) for each in of_kind]
        draw_stacks(drawing, scale, steps, counts, marks=[mark for mark, _ in _MARKS], box=box, most=most)
        bottom = top + _LABEL + _BARS
        drawing.add_line("axis" if derailer is kinds[-1] else "rule", (0, bottom), (100, bottom))
        top = bottom + _GAP
    scale.draw_dates(drawing, top - _GAP)


def _find_kind(step: Step, kind: ObstacleKind) -> Derailer:
    return next((each for each in step.own.derailers if each.kind is kind), Derailer(kind, 0, 0, 0))


def _list_numbers(series: InsightsSeries, kinds: Sequence[Derailer]) -> Table:
    def list_cells(step: Step) -> Iterator[str]:
        found = (_find_kind(step, derailer.kind) for derailer in kinds)
        yield from (_describe_count(each) if each.count else "0" for each in found)
        so_far = step.so_far.foresight
        yield f"{so_far.foreseen_came} of {so_far.foreseen_came + so_far.surprise}"

    names = (str(derailer.kind).capitalize() for derailer in kinds)
    return build_step_table(series, (*names, "Expected so far"), list_cells)
