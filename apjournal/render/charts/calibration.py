"""The chart that compares confidence with results, in three groups."""

from __future__ import annotations

from apjournal.analysis.insights.stats import FORECASTS, compute_rate
from apjournal.model.views.insights import Bin, Calibration
from apjournal.model.views.insights_series import InsightsSeries
from apjournal.render.charts.chart import Chart, Table
from apjournal.render.charts.drawing import Drawing
from apjournal.render.screens.insights import format_rate
from apjournal.render.words.phrases import count_hundredths

_TITLE = "Confidence and results"
_TOP, _HEIGHT, _NAMES = 18, 150, 38


def build_calibration_chart(series: InsightsSeries, key: str) -> Chart:
    """Return the chart of the share of goals done in each group of confidence."""
    figures = series.steps[-1].so_far
    found = figures.calibration
    if found is None:
        return Chart(
            key,
            _TITLE,
            (
                f"It is too early to say. This chart needs {FORECASTS} goals with a confidence, and there "
                f"are {figures.forecasts}."
            ),
        )
    sentence = (
        f"{found.n} goals had a confidence, on average {round(found.mean_confidence)} %, and "
        f"{count_hundredths(found.kept_rate)} % of them were done. "
        "Each line shows the share done in one group, with its 95 % interval. "
        "Above the dotted line, more was done than expected."
    )
    alternative = f"The share done by confidence: {'; '.join(map(_describe_bin, found.bins))}."
    drawing = Drawing(key, _TITLE, alternative, _TOP + _HEIGHT + _NAMES)
    _draw_groups(drawing, found)
    return Chart(key, _TITLE, sentence, alternative, drawing.render(), _list_numbers(found))


def _name_bin(each: Bin) -> str:
    return f"{each.from_} to {each.to}" if each.from_ else f"confidence up to {each.to}"


def _describe_bin(each: Bin) -> str:
    rate = format_rate(each.kept, each.n)
    return f"{_name_bin(each)} %: {each.kept} of {each.n} done{f', {rate}' if rate else ''}"


def _find_height(share: float) -> float:
    return _TOP + _HEIGHT * (1 - share)


def _draw_groups(drawing: Drawing, found: Calibration) -> None:
    for share in (0, 0.5, 1):
        drawing.add_line("axis" if not share else "rule", (0, _find_height(share)), (100, _find_height(share)))
    drawing.add_line("thin dashed", (0, _find_height(0)), (100, _find_height(1)))
    for each in found.bins:
        left = each.from_ - 1 if each.from_ else 0
        width, middle = each.to - left - 0.6, (left + each.to) / 2
        rate = compute_rate(each.kept, each.n)
        if rate:
            high, low = _find_height(rate.high), _find_height(rate.low)
            drawing.add_curve(
                "band", [(left, high), (left + width, high), (left + width, low), (left, low)], closed=True
            )
            drawing.add_line("line", (left, _find_height(rate.share)), (left + width, _find_height(rate.share)))
        drawing.add_text(f"{_name_bin(each)} %", (middle, _find_height(0) + 16), "middle", "less")
        drawing.add_text(f"{each.kept} of {each.n}", (middle, _find_height(0) + 33), "middle")
    drawing.add_text("100 % done", (0, _find_height(1) - 3), kind="less")


def _list_numbers(found: Calibration) -> Table:
    rows = (
        (f"{_name_bin(each)} %", str(each.n), str(each.kept), format_rate(each.kept, each.n)) for each in found.bins
    )
    return Table(("Confidence", "Goals", "Done", "Share done"), tuple(rows))
