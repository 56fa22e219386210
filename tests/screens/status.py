"""The screens of `apj status`."""

from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace

from apjournal.model.agreement import Cadence
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.calendar import CalendarView, CallSeries
from apjournal.model.views.remind import Reason, RemindView
from apjournal.model.views.status import FileToFix, NextCall, PartnerStatus, StatusView, Unsynced
from apjournal.model.views.week import DueReport, ReceivedMessage
from apjournal.model.week import MessageKind
from apjournal.render.screens import calendar, remind, status
from tests.helpers.week_records import (
    ANA,
    AWAY,
    BEN,
    BERLIN,
    DEE,
    GOOD,
    HARD,
    LISBON,
    NEXT_GOALS,
    W45,
    W48,
    W49,
    days,
)
from tests.screens.sharing import REWRITTEN
from tests.screens.shown import DUE, NAMES, UNREADABLE, Shown, show_as

STATUS = StatusView(
    partner=ANA,
    today=date(2026, 11, 25),
    week=W48,
    next_call=NextCall(datetime(2026, 11, 30, 9, 0, tzinfo=LISBON), 5),
    open_goals=3,
    reports_due=(),
    partners=(PartnerStatus(BEN, W48, 3, 1, True, 0, name="Ben", newest=days(W48)),),
    messages=(),
    unsynced=Unsynced(("ana/2026-W48.md",), 0, 0),
    alarms=(),
    next="apj review",
    name="Ana",
    mine=GOOD,
    call_elsewhere=(("Ben", datetime(2026, 11, 30, 10, 0, tzinfo=BERLIN)),),
    year_ago="Say no to the second workshop.",
)


_CALL = datetime(2026, 11, 30, 9, 0, tzinfo=LISBON)


def _partner_status(handle: str, **known: object) -> PartnerStatus:
    found = next((partner, name) for partner, name in NAMES if partner == handle)
    nothing: dict[str, object] = {"week": W48, "goals": 2, "unread": 0, "kept": None, "quiet_weeks": 0, "newest": W48}
    return PartnerStatus(partner=found[0], name=found[1], **(nothing | known))  # type: ignore[arg-type]


_FOUR_PARTNERS = replace(
    STATUS,
    partners=(
        _partner_status("ben", unread=2, kept=True),
        _partner_status("cem", quiet_weeks=4, goals=0, newest=days(IsoWeek(2026, 44))),
        _partner_status("dee", unkept=True, copied=True, kept=True),
    ),
    messages=(
        ReceivedMessage(BEN, W48, "ana", MessageKind.OFFER, "shall we go through it on Thursday?"),
        ReceivedMessage(DEE, W48, "ana", MessageKind.THANK, "the call on Sunday helped"),
        ReceivedMessage(DEE, W48, "ana", None, "I am off next week"),
    ),
    call_elsewhere=(
        ("Ben", datetime(2026, 11, 30, 10, 0, tzinfo=BERLIN)),
        ("Cem", datetime(2026, 11, 30, 10, 0, tzinfo=BERLIN)),
        ("Dee", datetime(2026, 12, 1, 1, 0, tzinfo=BERLIN)),
    ),
    unsynced=Unsynced(tuple(f"ana/2026-W{number}.md" for number in range(44, 49)), 3, 2),
    year_ago=None,
)

_TODAY = replace(
    STATUS,
    today=date(2026, 11, 30),
    week=W49,
    next_call=NextCall(datetime(2026, 11, 30, 9, 0, tzinfo=LISBON), 0),
    reports_due=(DueReport(W48, GOOD.goals, days(W48)),),
    mine=None,
    open_goals=0,
    partners=(_partner_status("ben", goals=0), _partner_status("cem", goals=None)),
    call_elsewhere=(),
    unsynced=Unsynced((), 0, 0),
    alarms=REWRITTEN.alarms,
    year_ago=None,
    next="apj sync",
)

STATUSES: dict[str, Shown] = {
    "calendar": show_as(
        CalendarView(
            partner=ANA,
            calls=CallSeries(_CALL, 20, Cadence.WEEKLY, (), has_time=True),
            reports=None,
            zones=("Europe/Lisbon",),
            text="BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        ),
        calendar.render_text,
    ),
    "remind": show_as(RemindView(reason=Reason.REPORT, call_at=_CALL, today=_CALL.date()), remind.render_text),
    "status-wednesday": show_as(STATUS, status.render_text),
    "status-four-partners": show_as(_FOUR_PARTNERS, status.render_text),
    "status-monday-with-alarm": show_as(_TODAY, status.render_text),
    "status-stranger": show_as(
        replace(
            STATUS,
            partner=None,
            name="",
            mine=None,
            open_goals=None,
            unsynced=None,
            call_elsewhere=(),
            year_ago=None,
            next="apj show",
        ),
        status.render_text,
    ),
    "status-hard-week": show_as(
        replace(STATUS, mine=HARD, open_goals=0, reports_due=(), next="apj new-week", messages=()), status.render_text
    ),
    "status-missed-report": show_as(
        replace(STATUS, mine=NEXT_GOALS, reports_due=(DUE,), next="apj report"),
        status.render_text,
    ),
    "status-three-weeks-missed": show_as(
        replace(
            STATUS, mine=None, open_goals=0, reports_due=(replace(DUE, week=W45, days=days(W45)),), next="apj new-week"
        ),
        status.render_text,
    ),
    "status-away": show_as(
        replace(STATUS, mine=AWAY, next_call=NextCall(datetime(2027, 1, 4, tzinfo=LISBON), 1)), status.render_text
    ),
    "status-unreadable": show_as(
        replace(
            STATUS,
            mine=UNREADABLE,
            to_fix=(
                FileToFix("agreement.md", "apj check agreement.md"),
                FileToFix(UNREADABLE.path, "apj edit 2026-W48"),
            ),
            next="apj check agreement.md",
        ),
        status.render_text,
    ),
    "status-set-aside": show_as(replace(STATUS, mine=replace(HARD, away=True)), status.render_text),
}
