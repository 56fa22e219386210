"""Compute the signs that a partner can go on alone. They are a list to discuss, not one overall figure."""

from __future__ import annotations

from collections.abc import Mapping

from apjournal.analysis.insights.stats import CALLS, FORECASTS, NEEDED, RATE
from apjournal.model.agreement import Agreement
from apjournal.model.views.insights import Calibration, Figures, Rhythm, Sign

_EXACT = 9  # decimals, so that values that are equal on paper are equal here


def check_readiness(figures: Figures, rhythm: Rhythm, agreement: Agreement) -> tuple[Sign, ...]:
    """Compare the numbers of one partner with the agreed thresholds, or with the default ones if none are agreed."""
    needed = {**NEEDED, **dict(agreement.readiness)}
    came = figures.foresight.foreseen_came + figures.foresight.surprise
    hit, calm = figures.resilience.hit, figures.resilience.calm
    fewer = min(hit.of, calm.of)
    gap = abs(hit.done / hit.of - calm.done / calm.of) if fewer >= RATE else None
    mean_gap = _compute_gap(figures.calibration)
    return (
        _build_week_sign(needed, "reported_weeks", figures.reported, n=figures.weeks, least=0),
        _build_week_sign(needed, "rhythm", rhythm.reported, n=rhythm.of, least=CALLS),
        _build_maximum_sign(needed, "calibration_gap", mean_gap, n=figures.forecasts, least=FORECASTS),
        _build_minimum_sign(needed, "foresight_rate", figures.foresight.foreseen_came, of=came),
        _build_minimum_sign(needed, "plans_worked", figures.plans.worked, of=figures.plans.used),
        _build_maximum_sign(needed, "resilience_gap", gap, n=fewer, least=RATE),
    )


def _compute_gap(calibration: Calibration | None) -> float | None:
    return abs(calibration.mean_confidence / 100 - calibration.kept_rate) if calibration else None


def _build_week_sign(needed: Mapping[str, float], name: str, count: int, *, n: int, least: int) -> Sign:
    value = count if n >= least else None
    need = needed[name]
    whole = int(need) if need == int(need) else need
    return Sign(name, value, whole, None if value is None else value >= need, n, least)


def _build_minimum_sign(needed: Mapping[str, float], name: str, part: int, *, of: int) -> Sign:
    value, share = part / of if of >= RATE else None, needed[name] / 100
    return Sign(name, value, share, None if value is None else round(value - share, _EXACT) >= 0, of, RATE)


def _build_maximum_sign(needed: Mapping[str, float], name: str, value: float | None, *, n: int, least: int) -> Sign:
    share = needed[name] / 100
    return Sign(name, value, share, None if value is None else round(value - share, _EXACT) <= 0, n, least)
