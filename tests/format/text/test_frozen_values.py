from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from apjournal.format.text.frozen_values import make_fast_constructor
from apjournal.model.finding import Span
from apjournal.model.week import Goal


def test_a_value_made_quickly_is_the_same_value() -> None:
    span = make_fast_constructor(Span)(1, 2, 3, 4)
    assert span == Span(1, 2, 3, 4)
    assert hash(span) == hash(Span(1, 2, 3, 4))
    assert repr(span) == repr(Span(1, 2, 3, 4))
    assert type(span) is Span


def test_defaults_and_names_of_arguments_are_those_of_the_class() -> None:
    assert make_fast_constructor(Goal)(1, "run", goal="Run", area="sport") == Goal(1, "run", goal="Run", area="sport")


def test_a_value_made_quickly_is_frozen() -> None:
    span = make_fast_constructor(Span)(1, 2, 3, 4)
    with pytest.raises(FrozenInstanceError):
        span.start = 2  # type: ignore[misc]
