"""What is talked over in the call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.views.status import NextCall
    from apjournal.model.views.week import ReceivedMessage
    from apjournal.model.week import CallRecord, Medium
    from apjournal.model.week_view import WeekRecord


class Topic(StrEnum):
    """What a part of the call is about, in speaking order."""

    REPORT = "report"
    GOALS = "goals"
    TOLD = "told"
    """What somebody tells under peer support, where there are neither reports nor goals to talk over."""
    EACH_OTHER = "each other"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A partner who speaks: the newest week that she reports on, and her file for the week that the call begins."""

    partner: Handle
    name: str
    reported: WeekRecord | None
    current: WeekRecord | None


@dataclass(frozen=True, slots=True)
class CallPart:
    """One part of the call. `partner` is None when all speak in it, `minutes` are minutes.

    `title` and `lines` are the sentences that the screen says; `render.call` fills them in.
    """

    title: str
    partner: Handle | None
    minutes: int
    lines: tuple[str, ...]
    topic: Topic = screen_only(Topic.EACH_OTHER)
    speakers: tuple[Speaker, ...] = screen_only(())


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView(View):
    """The call that begins `week`: its parts in speaking order, whose minutes add up to `minutes`.

    `next_call` is the one after it. `recorded` is what my file of the week says of how the two talked, and `path` that
    file. `talked` counts how they did in my last weeks. `as_of` is when what the others shared was last fetched;
    `as_of_said` is the same where that is worth saying. `first` is the day of the call, and `end` that of the next one.
    """

    week: IsoWeek
    minutes: int
    parts: tuple[CallPart, ...]
    next_call: NextCall
    path: str | None
    recorded: CallRecord | None
    first: date = field(metadata={"json": False})
    end: date = field(metadata={"json": False})
    as_of: datetime | None = None
    as_of_said: datetime | None = screen_only()
    circle: bool = screen_only(False)
    names: tuple[tuple[Handle, str], ...] = screen_only(())
    messages: tuple[ReceivedMessage, ...] = screen_only(())
    call_elsewhere: tuple[tuple[str, datetime], ...] = screen_only(())
    talked: tuple[tuple[Medium, int], ...] = screen_only(())
