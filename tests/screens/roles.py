"""The screens of partners who set no goals, of a waiting change, and of partners who left or are silent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from apjournal.analysis.next_step import list_ways_on
from apjournal.model.agreement import Agreement, Cadence, Mode, Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.reading import PartnerSummary, ShowView, SummaryView
from apjournal.model.views.review import ReviewView
from apjournal.model.views.status import AwaitedAcceptance, NextCall, PartnerStatus, StatusView, Unsynced, Waiting
from apjournal.model.views.week import NewWeekView, ReceivedMessage
from apjournal.model.week import Message, MessageKind
from apjournal.model.week_record import State
from apjournal.render import summary
from apjournal.render.screens import new_week, review, show, status
from tests.helpers.week_records import (
    ANA,
    BEN,
    CEM,
    COMMIT,
    DEE,
    KEPT_AT,
    LISBON,
    OLDER,
    W47,
    W48,
    W49,
    days,
    goal,
    week,
)
from tests.screens.shown import Shown, show_as

TOLD = week(
    BEN,
    W48,
    report_due=None,
    ends=date(2026, 11, 30),
    role=Role.SUPPORTS,
    learned=("An empty hour is not lost",),
    messages=(Message("ana", MessageKind.ASK, "May I read you a page on Thursday?"),),
    body="## Went well\n"
    "- Two quiet mornings with the second letter, and a walk to the lighthouse in between\n- Olga\n\n"
    "## To ana\n- ask: May I read you a page on Thursday?\n\n### Which one\nThe third.\n\n"
    "## Notes\nThe suite goes by itself now.\n",
)
COUNTED_BEFORE = week(CEM, W47, goal(1, "Three runs", State.DONE))
_REVIEW = ReviewView(
    reader=ANA,
    partner=BEN,
    since=COMMIT,
    head=OLDER,
    reported=None,
    current=TOLD,
    changes=(),
    messages=TOLD.messages,
    alarms=(),
    kept=None,
    reader_name="Ana",
    partner_name="Ben",
    since_at=KEPT_AT,
    role=Role.SUPPORTS,
    next="apj review",
)
_STATUS = StatusView(
    partner=ANA,
    today=date(2026, 11, 25),
    week=W48,
    next_call=NextCall(datetime(2026, 11, 30, 9, 0, tzinfo=LISBON), 5),
    open_goals=0,
    reports_due=(),
    partners=(),
    messages=(),
    unsynced=Unsynced((), 0, 0),
    alarms=(),
    next="apj show",
    name="Ana",
)
_ON_THE_DAY = replace(
    _STATUS, today=date(2026, 11, 30), week=W49, next_call=NextCall(datetime(2026, 11, 30, 9, 0, tzinfo=LISBON), 0)
)


def _partner(handle: str, name: str, **known: object) -> PartnerStatus:
    nothing: dict[str, object] = {"week": W48, "goals": 0, "unread": 0, "kept": None, "quiet_weeks": 0, "newest": W48}
    return PartnerStatus(partner=handle, name=name, **(nothing | known))  # type: ignore[arg-type]


QUIET = _partner(BEN, "Ben", week=None, quiet_weeks=4, newest=days(IsoWeek(2026, 44)))


def _status(view: StatusView = _STATUS, **more: Any) -> Shown:
    return show_as(replace(view, **more), status.render_text)


def _new_week(**more: Any) -> Shown:
    view = NewWeekView(path="ana/2026-W49.md", week=W49, created=False, carried=())
    return show_as(replace(view, **more), new_week.render_text)


ROLES: dict[str, Shown] = {
    "review-peer": show_as(_REVIEW, review.render_text),
    "review-peer-without-words": show_as(replace(_REVIEW, current=None, messages=(), next=""), review.render_text),
    "review-listener": show_as(
        replace(_REVIEW, current=None, role=Role.LISTENS, messages=TOLD.messages, next=""), review.render_text
    ),
    "status-listener": _status(
        role=Role.LISTENS,
        partners=(
            _partner(BEN, "Ben", goals=2, unkept=True, copied=True),
            _partner(CEM, "Cem", goals=3),
            _partner(DEE, "Dee"),
        ),
        next="apj review ben",
    ),
    "status-peers": _status(
        role=Role.SUPPORTS,
        partners=(
            _partner(BEN, "Ben", role=Role.SUPPORTS, unkept=True, copied=True),
            _partner(CEM, "Cem", role=Role.SUPPORTS),
            _partner(DEE, "Dee", role=Role.SUPPORTS, away=True),
        ),
        messages=(ReceivedMessage(BEN, W48, "ana", MessageKind.ASK, "May I read you a page on Thursday?"),),
        next="apj new-week",
    ),
    "status-peer-has-told": _status(role=Role.SUPPORTS, mine=replace(TOLD, partner=ANA)),
    "status-with-a-listener": _status(partners=(_partner(BEN, "Ben", role=Role.LISTENS, kept=True),), next="apj log"),
    "status-to-sign": _status(
        partners=(_partner(BEN, "Ben", goals=2, away=True),),
        waiting=Waiting(None, Cadence.FORTNIGHTLY, ("Ben",), (), mine=True),
        next="apj agree",
    ),
    "status-to-sign-for-all": _status(waiting=Waiting(Mode.PEER_SUPPORT, Cadence.MONTHLY, (), ("Ben",), mine=True)),
    "status-changed-by-hand": _status(unsigned=AwaitedAcceptance(("Ben",), mine=True), next="apj agree"),
    "status-unsigned-by-others": _status(unsigned=AwaitedAcceptance(("Ben", "Cem"), mine=False)),
    "status-waits-for-ben": _status(waiting=Waiting(None, None, ("Ana",), ("Ben", "Cem"), mine=False)),
    "status-waits-for-a-quiet-partner": _status(
        partners=(QUIET,), waiting=Waiting(None, Cadence.MONTHLY, ("Ana",), ("Ben",), mine=False)
    ),
    "status-quiet-on-the-day": _status(
        _ON_THE_DAY,
        partners=(QUIET,),
        review_on=date(2026, 11, 23),
        ways=list_ways_on(Agreement(cadence=Cadence.FORTNIGHTLY)),
        next="apj call",
    ),
    "status-ready-on-the-day": _status(_ON_THE_DAY, ready=True, ways=list_ways_on(Agreement()), next="apj call"),
    "status-ready-on-another-day": _status(ready=True, ways=list_ways_on(Agreement()), next="apj log"),
    "status-quiet-on-another-day": _status(partners=(QUIET,), review_on=date(2026, 11, 23), next="apj log"),
    "status-left": _status(
        partners=(_partner(BEN, "Ben", left=date(2026, 11, 23), unkept=True, copied=True),),
        gone=(_partner(CEM, "Cem", left=date(2026, 11, 24)),),
        next="apj review",
    ),
    "status-mine-has-ended": _status(left=date(2026, 11, 23)),
    "new-week-listener": _new_week(role=Role.LISTENS, heard=("Ben", "Cem"), next="apj review ben"),
    "new-week-peer": _new_week(role=Role.SUPPORTS, created=True, next="apj edit 2026-W49"),
    "show-peer": show_as(ShowView(weeks=(TOLD,), names=((BEN, "Ben"),)), show.render_text),
    "summary-peers": show_as(
        SummaryView(
            since=W47,
            until=W48,
            partners=(PartnerSummary(BEN, "Ben", (TOLD,)), PartnerSummary(CEM, "Cem", (COUNTED_BEFORE, TOLD))),
        ),
        summary.render_text,
    ),
}
