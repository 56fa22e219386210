"""Texts that several processes make."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

import pytest

from apjournal.store.make_texts import ENOUGH, make_texts

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def say(name: str) -> str:
    return f"{name} öé\n" * 3_000  # more than a pipe holds


NAMES = [f"week-{number}" for number in range(7)]
MAKES = {name: partial(say, name) for name in NAMES}


@pytest.mark.parametrize("processes", [0, 1, 2, 3, 9])
def test_texts_are_the_same_and_in_order_with_any_number_of_processes(processes: int) -> None:
    made = make_texts(MAKES, set(NAMES[2:]), processes)
    assert [*made.items()] == [(name, say(name)) for name in NAMES]


def test_texts_apart_are_made_by_other_processes_and_the_rest_by_this_one() -> None:
    makes = {name: lambda: str(os.getpid()) for name in NAMES}
    made = make_texts(makes, set(NAMES[2:]), 2)
    assert {made[name] for name in NAMES[:2]} == {str(os.getpid())}
    assert len({made[name] for name in NAMES[2:]} - {str(os.getpid())}) == 2


def test_a_few_texts_are_made_by_this_process() -> None:
    makes = {str(number): lambda: str(os.getpid()) for number in range(ENOUGH - 1)}
    assert {*make_texts(makes, set(makes)).values()} == {str(os.getpid())}


def test_what_another_process_did_not_make_is_made_here() -> None:
    def say_here() -> str:
        if os.getpid() != here:
            raise ValueError("another process")
        return "here"

    here = os.getpid()
    makes: dict[str, Callable[[], str]] = {**MAKES, "last": say_here}
    assert make_texts(makes, {"week-1", "week-5", "last"}, 2)["last"] == "here"


def test_texts_are_made_here_if_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fail)
    assert make_texts(MAKES, set(NAMES), 2) == {name: say(name) for name in NAMES}
