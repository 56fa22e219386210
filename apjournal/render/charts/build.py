"""All charts of one partner's record."""

from __future__ import annotations

from collections.abc import Callable

from apjournal.model.views.insights_series import InsightsSeries
from apjournal.render.charts.chart import Chart
from apjournal.render.charts.outcomes import build_outcomes_chart

_CHARTS: dict[str, Callable[[InsightsSeries, str], Chart]] = {
    "outcomes": build_outcomes_chart,
}


def build_charts(series: InsightsSeries) -> tuple[Chart, ...]:
    """Return the charts in the order of the page. Each says what it shows, or what it is too early for."""
    return tuple(build(series, f"{series.partner}-{name}") for name, build in _CHARTS.items())
