"""What `doctor` found around the journal."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class State(StrEnum):
    """The state of one check: fine, to check, good to know (nothing is wrong), or just fixed."""

    FINE = "fine"
    LOOK = "look"
    NOTE = "note"
    FIXED = "fixed"


class Point(Struct, frozen=True):
    """One check.

    `advice` says what to do and `command` how, or for a `note` how to change it. `fixable`: `doctor --fix` does it.
    """

    name: str
    state: State
    message: str
    advice: str | None = None
    command: str | None = None
    fixable: bool = False


class DoctorView(View, frozen=True, kw_only=True):
    """The problems of this journal on this machine. `git` is the version, None if there is none."""

    partner: Handle | None
    path: str
    git: str | None
    points: tuple[Point, ...]
    partner_name: Hidden[str] = ""
