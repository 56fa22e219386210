"""The page in a partner's folder: what everybody promised and reported, and links for writing at the git host."""

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
"""The first line of a page. It tells apj that it may write the file."""


def is_page(data: bytes) -> bool:
    """Whether apj wrote a README and so may write it again."""
    return data.startswith(FIRST_LINE.encode("utf-8"))


class TaskKind(StrEnum):
    """The kinds of files that a partner can write at the host."""

    BEGIN = auto()
    GOALS = auto()
    REPORT = auto()
    KEEP = auto()
    LOG = auto()


class Task(Struct, frozen=True):
    """Something that a partner can write at the host: the file at `path`, and the text to type there.

    `days` is the week that the task is about. If a partner's goals are to be kept, `of` is the partner's name. `exists`
    says whether the file exists; if it does, the text is added to it. `link` opens the host's editor (None if the host
    is not known). `is_filled` says whether the editor then already contains the text.
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

    If a partner has their own page, `page` is its path, and they have no tasks here.
    """

    partner: Handle
    name: str
    role: Role
    weeks: dict[IsoWeek, WeekRecord]
    tasks: tuple[Task, ...] = ()
    page: str | None = None


class HostPage(Struct, frozen=True):
    """The page of one partner, who is the first in `partners`.

    It shows the goals of `weeks` and the reports of `reported`, the period before them. `call_at` is the moment of the
    next call. `elsewhere` is the same moment for partners in other time zones. `names` are the names of all partners.
    `begin` is what a partner types who has not joined yet (None if everybody has joined).
    """

    call_at: datetime
    elsewhere: tuple[tuple[str, datetime], ...]
    weeks: tuple[WeekDays, ...]
    reported: WeekDays
    partners: tuple[PagePartner, ...]
    names: dict[Handle, str]
    begin: Task | None = None
