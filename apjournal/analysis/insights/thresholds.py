"""How many cases a number takes before it is said, and what partners need by default to go on alone."""

from __future__ import annotations

from collections.abc import Mapping

RATE = 8
"""Cases from which on a rate is given, with its interval."""
FORECASTS = 20
"""Goals with a confidence from which on this is held against what came of them."""
CALLS = 8
"""How many calls the rhythm looks back."""
QUIET = 8
"""Counted weeks after which an area without a goal is named."""

NEEDED: Mapping[str, float] = {
    "reported_weeks": 8,
    "rhythm": 7,
    "calibration_gap": 15,
    "foresight_rate": 60,
    "plans_worked": 60,
    "resilience_gap": 20,
}
"""The signs of readiness: the first two in weeks, the gaps in points at most, the others in per cent at least.

Partners change them in `agreement.md` under `readiness`, in the same units.
"""
