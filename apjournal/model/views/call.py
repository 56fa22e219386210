"""The view of `call`: the agenda of a call."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View
from apjournal.model.views.status import NextCall
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week import CallRecord, Medium
from apjournal.model.week_record import WeekRecord


class Topic(StrEnum):
    """What a part of the call is about, in speaking order."""

    REPORT = "report"
    GOALS = "goals"
    TOLD = "told"
    """What a partner wrote under peer support, without reports or goals to talk about."""
    EACH_OTHER = "each other"


class Speaker(Struct, frozen=True):
    """A partner who speaks.

    `reported` is the newest week that they report on, and `current` the week that the call begins. Either is None if
    there is no file for that week.
    """

    partner: Handle
    name: str
    reported: WeekRecord | None
    current: WeekRecord | None


class CallPart(Struct, frozen=True):
    """One part of the call. `partner` is None if everybody speaks in this part, and `minutes` is its length.

    `title` and `lines` are the sentences on the screen, which `render.call` adds.
    """

    title: str
    partner: Handle | None
    minutes: int
    lines: tuple[str, ...]
    topic: Hidden[Topic] = Topic.EACH_OTHER
    speakers: Hidden[tuple[Speaker, ...]] = ()


class CallView(View, frozen=True, kw_only=True):
    """The call that begins `week`, with its parts in speaking order. Their minutes add up to `minutes`.

    - `next_call`: the call after it.
    - `path`: the reader's file of the week (None without a file).
    - `recorded`: how the partners talked, according to that file.
    - `talked`: how often the partners talked in the reader's last weeks, by medium.
    - `as_of`: the time of the last fetch.
    - `as_of_said`: the same time if it is worth showing, otherwise None.
    - `first`: the day of this call, and `end`: the day of the next call.
    """

    week: IsoWeek
    minutes: int
    parts: tuple[CallPart, ...]
    next_call: NextCall
    path: str | None
    recorded: CallRecord | None
    first: Hidden[date]
    end: Hidden[date]
    as_of: datetime | None = None
    as_of_said: Hidden[datetime | None] = None
    circle: Hidden[bool] = False
    names: Hidden[tuple[tuple[Handle, str], ...]] = ()
    messages: Hidden[tuple[ReceivedMessage, ...]] = ()
    call_elsewhere: Hidden[tuple[tuple[str, datetime], ...]] = ()
    talked: Hidden[tuple[tuple[Medium, int], ...]] = ()
    aims: Hidden[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    """Each speaker with their aims. Filled only in the first call of a month."""
    is_review_due: Hidden[bool] = False
    """Whether the partners review the agreement in this call."""
