"""Shares with their intervals, against published worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.analysis.insights.stats import Rate, compute_rate, compute_wilson_interval


@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_wilson_interval_equals_newcombes_table(part: int, of: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 857-872, Table I, method 3: Wilson's without continuity correction."""
    found = compute_wilson_interval(part, of)
    assert tuple(round(end, 4) for end in found) == (low, high)


def test_the_wilson_interval_is_exact_at_both_ends() -> None:
    assert compute_wilson_interval(0, 8)[0] == 0
    assert compute_wilson_interval(8, 8)[1] == 1


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_wilson_interval_contains_its_share_and_mirrors_the_rest(counts: tuple[int, int]) -> None:
    part, of = counts
    low, high = compute_wilson_interval(part, of)
    assert 0 <= low <= part / of <= high <= 1
    assert compute_wilson_interval(of - part, of) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(("of", "is_said"), [(0, False), (7, False), (8, True), (9, True)])
def test_a_rate_needs_eight_cases(of: int, is_said: bool) -> None:
    assert (compute_rate(of // 2, of) is not None) is is_said


def test_a_rate_has_its_interval() -> None:
    assert compute_rate(43, 71) == Rate(43 / 71, *compute_wilson_interval(43, 71))
