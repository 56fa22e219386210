"""The form of a screen in the tests, and the weeks that several screens show."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from apjournal.model.views.base import View
from apjournal.model.views.week import DueReport
from apjournal.model.week_record import Unreadable
from apjournal.render.layout.page import Style
from tests.helpers.week_records import (
    ANA,
    BEN,
    CEM,
    DEE,
    GOOD,
    MISSED,
    NEXT_GOALS,
    W48,
    days,
)

Shown = tuple[View, Callable[[Style], str]]
"""A view, and what renders it."""

DUE = DueReport(W48, MISSED.goals, days(W48))

NAMES = ((ANA, "Ana"), (BEN, "Ben"), (CEM, "Cem"), (DEE, "Dee"))

NOTHING_YET = replace(NEXT_GOALS, goals=())

UNREADABLE = replace(GOOD, unreadable=Unreadable(4, 5, "the quote is never closed"))

GONE = replace(NOTHING_YET, unreadable=Unreadable(2, 1, "a line cannot be read"))


def show_as(view: View, text: Callable[..., str]) -> Shown:
    """Return a view as a function of `render` shows it."""
    return view, partial(text, view)
