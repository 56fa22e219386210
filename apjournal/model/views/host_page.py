"""The page in a partner's folder: what all promised and reported, and links for writing at the git host."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto

from msgspec import Struct

from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.base import WeekDays
from apjournal.model.week_record import WeekRecord

FIRST_LINE = "<!-- apj writes this file at each sync, and replaces any other text in it. -->"
"""The first line of a page, by which apj knows a file that it may write."""


def is_page(data: bytes) -> bool:
    """Whether apj wrote a README, so that it may write it again."""
    return data.startswith(FIRST_LINE.encode("utf-8"))


class TaskKind(StrEnum):
    """What a partner can write at the host."""

    BEGIN = auto()
    GOALS = auto()
    REPORT = auto()
    KEEP = auto()
    LOG = auto()


class Task(Struct, frozen=True):
    """Something that a partner can write at the host: the file at `path`, and the text to type there.

    `days` is the week that it is about, and `of` the name of the partner whose goals are kept. `exists`: the file
    exists, and the text goes into it. `link` opens the host's editor (None: the host is not known). `is_filled`: the
    editor then already contains the text.
    """

    kind: TaskKind
    path: str
    text: str
    days: WeekDays
    of: str
    exists: bool
    link: str | None
    is_filled: bool


class PagePartner(Struct, frozen=True):
    """A partner on the page: their weeks, and what they can write.

    A partner who keeps a page of their own has no tasks here, but the path of that page.
    """

    partner: Handle
    name: str
    role: Role
    weeks: dict[IsoWeek, WeekRecord]
    tasks: tuple[Task, ...] = ()
    page: str | None = None


class HostPage(Struct, frozen=True):
    """The page of one partner, whose entry in `partners` is the first.

    It shows the goals of `weeks` and the reports of `reported`, the period before them. `call_at` is the moment of the
    next call, and `elsewhere` the same moment for partners whose clocks show another time. `names` are the names of all
    partners. `begin` is what somebody types who has not joined yet (None if nobody is missing).
    """

    call_at: datetime
    elsewhere: tuple[tuple[str, datetime], ...]
    weeks: tuple[WeekDays, ...]
    reported: WeekDays
    partners: tuple[PagePartner, ...]
    names: dict[Handle, str]
    begin: Task | None = None
