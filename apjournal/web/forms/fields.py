"""What all forms share: their fields, and the result of a form that was sent."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from apjournal.errors import ApjError, UsageFault
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import ObstacleKind
from apjournal.render.layout.page import Style
from apjournal.render.words.goal_words import explain_kind
from apjournal.render.words.phrases import format_week

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

STYLE = Style(quiet=True, whole=True)
"""The style of the sentences that show the result of a form."""
KINDS = (("", "no answer"), *((kind.value, explain_kind(kind)) for kind in ObstacleKind))
Choice = TypeVar("Choice", bound=StrEnum)


class Sent(Struct, frozen=True):
    """What a form did, in the sentences of the terminal, and the problems that stopped part of it.

    `page` is a page that shows the result itself, or "". If a rewritten history stopped sharing, `stopped` contains
    the values that explain it, otherwise None.
    """

    text: str
    problems: tuple[ApjError, ...] = ()
    page: str = ""
    stopped: Mapping[str, Any] | None = None


def format_days(workspace: Workspace, week: IsoWeek) -> str:
    """Return the days of a week's period, such as `30 Nov to 6 Dec (W49)`."""
    days = workspace.schedule.build_week_days(week)
    return format_week(days.week, days.first, days.end)


def require_text(given: Mapping[str, str]) -> str:
    """Return the text that was typed. Raise `UsageFault` if there is none."""
    text = given.get("text", "")
    if not text.strip():
        raise UsageFault("The note is empty.", "Type a line.")
    return text


def parse_choice(choices: type[Choice], given: str) -> Choice | None:
    """Return the chosen value, or None if nothing was chosen. Raise `UsageFault` for an unknown value."""
    if not given:
        return None
    try:
        return choices(given)
    except ValueError:
        raise UsageFault(f"{given} is not one of the choices.", "Choose one in the form.") from None
