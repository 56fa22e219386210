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
"""The first line of a page. By this line, apj recognises a page that it may write again."""


def is_page(data: bytes) -> bool:
    """Whether apj wrote the README with this text, so that it may write it again."""
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

    - `days`: the week that the task is about.
    - `of`: the name of the partner whose goals are to be kept, or "".
    - `exists`: whether the file exists. If it does, the text is added to it.
    - `link`: a link that opens the host's editor (None if apj does not know the host's links).
    - `is_filled`: whether the editor then contains the text already.
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

    If a partner has a page of their own, `page` is its path, and they have no tasks here.
    """

    partner: Handle
    name: str
    role: Role
    weeks: dict[IsoWeek, WeekRecord]
    tasks: tuple[Task, ...] = ()
    page: str | None = None


class HostPage(Struct, frozen=True):
    """The page of one partner, who is the first in `partners`.

    - `weeks`: the weeks whose goals it shows, and `reported`: the weeks before, whose reports it shows.
    - `call_at`: the moment of the next call, and `elsewhere`: the same moment for partners in other time zones.
    - `names`: the names of all partners.
    - `begin`: what a partner types who has not joined yet (None if everybody has joined).
    """

    call_at: datetime
    elsewhere: tuple[tuple[str, datetime], ...]
    weeks: tuple[WeekDays, ...]
    reported: WeekDays
    partners: tuple[PagePartner, ...]
    names: dict[Handle, str]
    begin: Task | None = None
