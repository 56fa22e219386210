"""Build all charts of one partner's record."""

from __future__ import annotations

from collections.abc import Callable

from apjournal.model.views.insights_series import InsightsSeries
from apjournal.render.charts.calibration import build_calibration_chart
from apjournal.render.charts.chart import Chart
from apjournal.render.charts.obstacles import build_obstacles_chart
from apjournal.render.charts.outcomes import build_outcomes_chart
from apjournal.render.charts.plans import build_plans_chart
from apjournal.render.charts.report_days import build_report_days_chart
from apjournal.render.charts.signs import build_signs_chart
from apjournal.render.charts.surprises import build_surprises_chart

_CHARTS: dict[str, Callable[[InsightsSeries, str], Chart]] = {
    "outcomes": build_outcomes_chart,
    "obstacles": build_obstacles_chart,
    "plans": build_plans_chart,
    "surprises": build_surprises_chart,
    "calibration": build_calibration_chart,
    "report-days": build_report_days_chart,
    "signs": build_signs_chart,
}

_LEAST_STEPS = 3


def build_charts(series: InsightsSeries) -> tuple[Chart, ...]:
    """Return the charts in the order of the page.

    In the first weeks, a sentence says that it is too early for a chart.
    """
    if len(series.steps) < _LEAST_STEPS:
        early = f"It is too early to say. The charts need {_LEAST_STEPS} weeks, and there are {len(series.steps)}."
        return (Chart(f"{series.partner}-charts", "Charts", early),)
    return tuple(build(series, f"{series.partner}-{name}") for name, build in _CHARTS.items())
