"""Rates with their uncertainty: a share of few cases says little, and shows it."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from apjournal.analysis.insights.thresholds import RATE

_Z = 1.959963984540054  # the 97.5 % point of the normal distribution, for an interval of 95 %


class Rate(NamedTuple):
    """A share, and the interval in which it likely lies; 0 to 1."""

    share: float
    low: float
    high: float


def compute_rate(part: int, of: int) -> Rate | None:
    """Return the share of `part` in `of` cases with its interval; None while there are too few."""
    return Rate(part / of, *compute_wilson_interval(part, of)) if of >= RATE else None


def compute_wilson_interval(part: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, `of` at least 1.

    By Wilson: Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22 (1927); the formula without correction for continuity, method 3 in Newcombe: Two-sided
    confidence intervals for the single proportion, Statistics in Medicine 17 (1998).
    """
    share, square = part / of, _Z * _Z
    middle = share + square / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    # At both ends the formula gives exactly 0 and 1, but floating point comes only near.
    return (0.0 if part == 0 else (middle - half) / whole, 1.0 if part == of else (middle + half) / whole)
