"""The chart of the six signs of readiness over time."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.views.insights import Sign
from apjournal.model.views.insights_series import InsightsSeries, Step
from apjournal.render.charts.chart import Chart, Table
from apjournal.render.charts.drawing import Drawing, Mark
from apjournal.render.charts.time_scale import (
    DATES,
    TimeScale,
    build_step_table,
    build_time_scale,
    explain_period,
)
from apjournal.render.layout.text_width import clean_text
from apjournal.render.screens.insights import count_met_signs
from apjournal.render.screens.readiness import SIGN_NAMES
from apjournal.render.words.phrases import count_hundredths

_MARKS: tuple[tuple[Mark, str], ...] = (("full", "there"), ("none", "not there yet"))
_KEY, _LABEL, _BOX, _GAP = 24, 18, 12, 12


def build_signs_chart(series: InsightsSeries, key: str) -> Chart:
    """Return the chart with a row of boxes for each sign."""
    title = f"Signs that {'you' if series.mine else clean_text(series.name)} can go on alone"
    signs = series.steps[-1].signs
    early = "If a row has no boxes, it is too early to say."
    sentence = f"Of six signs, {count_met_signs(signs)}. {explain_period(series, 'Each box')} {early}"
    alternative = f"A row of boxes for each sign. Now: {'; '.join(map(_describe, signs))}."
    scale = build_time_scale(series)
    drawing = Drawing(key, title, alternative, _KEY + len(signs) * (_LABEL + _BOX + _GAP) - _GAP + 6 + DATES)
    _draw_rows(drawing, scale, series.steps)
    return Chart(key, title, sentence, alternative, drawing.render(), _list_numbers(series))


def _describe(sign: Sign) -> str:
    return f"{SIGN_NAMES[sign.indicator]}: {_format_state(sign)}"


def _format_state(sign: Sign) -> str:
    if sign.met is None:
        return f"too early ({sign.n} of {sign.least})"
    return "there" if sign.met else "not there yet"


def _draw_rows(drawing: Drawing, scale: TimeScale, steps: Sequence[Step]) -> None:
    drawing.add_key(0, _MARKS)
    top = _KEY
    for row, newest in enumerate(steps[-1].signs):
        drawing.add_text(SIGN_NAMES[newest.indicator], (0, top + 12))
        drawing.add_text(_format_state(newest), (100, top + 12), "end", "less")
        top += _LABEL
        drawing.add_line("rule", (0, top + _BOX / 2), (100, top + _BOX / 2))
        for mark, is_met in ((_MARKS[0][0], True), (_MARKS[1][0], False)):
            boxes = [(*scale.find_bar(step), top, _BOX) for step in steps if step.signs[row].met is is_met]
            drawing.add_areas(mark, boxes)
        top += _BOX + _GAP
    scale.draw_dates(drawing, top - _GAP + 6)


def _list_numbers(series: InsightsSeries) -> Table:
    names = (SIGN_NAMES[sign.indicator] for sign in series.steps[-1].signs)
    return build_step_table(
        series, names, lambda step: (f"{_format_value(sign)}{_format_state(sign)}" for sign in step.signs)
    )


def _format_value(sign: Sign) -> str:
    """Return the value of a sign, followed by a comma: `62 %, `, or "" if it is too early for a value."""
    if sign.value is None:
        return ""
    if sign.indicator.endswith("gap"):
        return f"{count_hundredths(sign.value)} points, "
    share = sign.indicator in {"foresight_rate", "plans_worked"}
    return f"{count_hundredths(sign.value)} %, " if share else f"{sign.value:g} of {sign.n}, "
