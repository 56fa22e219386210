"""What `doctor` found around the journal."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class State(StrEnum):
    """How one thing stands: in order, to look at, good to know (nothing is wrong), or fixed just now."""

    FINE = "fine"
    LOOK = "look"
    NOTE = "note"
    MENDED = "mended"


class Point(Struct, frozen=True):
    """One thing that was looked at. `advice` says what to do, `command` how; of a `note`, how to have it otherwise.

    `fixable`: `doctor --fix` does it.
    """

    name: str
    state: State
    message: str
    advice: str | None = None
    command: str | None = None
    fixable: bool = False


class DoctorView(View, frozen=True, kw_only=True):
    """What stands in the way of this journal on this machine; `git` is the version, None where there is none."""

    partner: Handle | None
    path: str
    git: str | None
    points: tuple[Point, ...]
    partner_name: Hidden[str] = ""
