"""The screens of the call, by name: for two, for one who reports, and for a circle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from apjournal.analysis.calls.agenda import plan_agenda
from apjournal.model.handle import Handle
from apjournal.model.views.call import CallView, Speaker
from apjournal.model.views.status import NextCall
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week import CallRecord, Medium, MessageKind
from apjournal.model.week_record import State, Unreadable, WeekRecord
from apjournal.render.screens import call
from tests.helpers.week_records import (
    ANA,
    AWAY,
    BEN,
    BEN_WEEK,
    BERLIN,
    CEM,
    GOOD,
    HARD,
    HOSTILE,
    LISBON,
    LONG_AGO,
    MISSED,
    NEXT_GOALS,
    W48,
    W49,
    goal,
    week,
)
from tests.screens.roles import TOLD
from tests.screens.shown import Shown, show_as

BENS_NEXT = week(BEN, W49, goal(1, "Finish the slides for the talk in Porto"), goal(2, "Swim twice"))
MESSAGES = (
    ReceivedMessage(BEN, W49, "ana", MessageKind.ASK, "Which train takes bikes without a reservation?"),
    ReceivedMessage(ANA, W48, "ben", MessageKind.OFFER, "I did mine last week, shall we go through it on Thursday?"),
    ReceivedMessage(ANA, W48, "ben", MessageKind.THANK, "for the pencil"),
    ReceivedMessage(ANA, W48, "ben", None, "The key is under the third stone."),
)
NAMES: dict[Handle, str] = {ANA: "Ana", BEN: "Ben", CEM: "Cem"}


def _speaker(handle: Handle, reported: WeekRecord | None, current: WeekRecord | None) -> Speaker:
    return Speaker(handle, NAMES[handle], reported, current)


def _call(speakers: Sequence[Speaker], minutes: int = 20, *, reports: bool = True, **known: object) -> CallView:
    view = CallView(
        week=W49,
        minutes=minutes,
        parts=plan_agenda(speakers, minutes, reports=reports),
        next_call=NextCall(datetime(2026, 12, 7, 9, 0, tzinfo=LISBON), 7),
        path="ana/2026-W49.md",
        recorded=None,
        first=W49.monday,
        end=(W49 + 1).monday,
        circle=len(speakers) > 2,
        names=tuple(NAMES.items()),
        call_elsewhere=(("Ben", datetime(2026, 12, 7, 10, 0, tzinfo=BERLIN)),),
    )
    return call.add_spoken_lines(replace(view, **known))


def _of_two(mine: WeekRecord | None, hers: WeekRecord | None = NEXT_GOALS, **known: object) -> CallView:
    return _call([_speaker(ANA, mine, hers), _speaker(BEN, BEN_WEEK, BENS_NEXT)], **known)  # type: ignore[arg-type]


def _peers(**known: object) -> CallView:
    told = replace(TOLD, partner=ANA, goals=(goal(1, "A letter to Olga"),))
    speakers = [_speaker(ANA, None, told), _speaker(BEN, None, TOLD), _speaker(CEM, None, None)]
    return _call(speakers, reports=False, circle=False, messages=MESSAGES[:2], **known)  # type: ignore[arg-type]


_MANY = week(ANA, W48, *(goal(number, f"A goal of many words, number {number}", State.DONE) for number in range(1, 16)))
_QUIET = replace(GOOD, unreadable=Unreadable(4, 5, "the quote is never closed"))


def _shown(view: CallView) -> Shown:
    return show_as(view, call.render_text)


CALLS: dict[str, Shown] = {
    "call-good-week": _shown(_of_two(GOOD, messages=MESSAGES)),
    "call-hard-week": _shown(_of_two(HARD)),
    "call-week-away": _shown(_of_two(None, replace(AWAY, week=W49))),
    "call-missed-report": _shown(_of_two(MISSED, None)),
    "call-three-weeks-missed": _shown(_of_two(LONG_AGO, None)),
    "call-in-writing": _shown(
        _of_two(GOOD, recorded=CallRecord(Medium.ASYNC), talked=((Medium.VOICE, 5), (Medium.ASYNC, 3)))
    ),
    "call-many-goals": _shown(_of_two(_MANY, replace(_MANY, week=W49))),
    "call-one-reports": _shown(_call([_speaker(ANA, GOOD, NEXT_GOALS)], minutes=15, call_elsewhere=())),
    "call-of-three-minutes": _shown(_of_two(GOOD, minutes=3)),
    "call-circle": _shown(
        _call(
            [_speaker(ANA, GOOD, NEXT_GOALS), _speaker(BEN, BEN_WEEK, BENS_NEXT), _speaker(CEM, None, None)],
            messages=MESSAGES,
        )
    ),
    "call-peer-support": _shown(_peers()),
    "call-peer-support-of-two-minutes": _shown(_peers(minutes=2)),
    "call-hostile": _shown(
        _call(
            [_speaker(BEN, HOSTILE, HOSTILE)], call_elsewhere=(("B\x1b[5m", datetime(2026, 12, 7, 10, tzinfo=BERLIN)),)
        )
    ),
    "call-unreadable": _shown(_of_two(_QUIET, replace(_QUIET, week=W49, goals=(), body=""))),
}
