"""Compute my status: my week, the due report, my partners, what is not shared, and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import chain

from msgspec import Struct

from apjournal.analysis.calls.agenda import is_review_due_in
from apjournal.analysis.next_step import NextStepFacts, find_next_step, list_ways_on
from apjournal.analysis.schedule import Schedule
from apjournal.errors import TrustFault
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.views.base import Alarm, LocalEdit
from apjournal.model.views.status import (
    AwaitedAcceptance,
    ComingWeek,
    FileToFix,
    NextCall,
    PartnerStatus,
    StatusView,
    Unsynced,
    Waiting,
)
from apjournal.model.views.week import DueReport, ReceivedMessage
from apjournal.model.week import Week
from apjournal.model.week_record import ChangeKind, GoalRecord, State, WeekRecord

_OPEN = (State.OPEN, State.UNREPORTED)


class OwnWeeks(Struct, frozen=True):
    """My weeks. Each is None if there is no file.

    - `mine`: the record of this week.
    - `planned`: my file of `Schedule.find_week_to_plan`.
    - `due`: the week that `find_week_with_due_report` finds.
    - `year_ago`: my file of `find_week_a_year_before`.
    - `ready`: whether most of the signs that I can go on alone are present.
    """

    mine: WeekRecord | None
    planned: Week | None
    due: WeekRecord | None
    year_ago: Week | None = None
    ready: bool = False


class OtherPartners(Struct, frozen=True):
    """The other partners, as `build_partner_status` returns them, their new messages, and their names and time zones.

    `gone` contains the partners who left recently and have shared nothing new since.
    """

    partners: Sequence[PartnerStatus]
    messages: Sequence[ReceivedMessage] = ()
    gone: Sequence[PartnerStatus] = ()
    zones: Sequence[tuple[str, tzinfo]] = ()


class CloneState(Struct, frozen=True):
    """The state of this clone: what is not shared, the alerts that stopped the last sync, and files to fix.

    `to_fix` contains the files that block the next step. `local_edits` contains the files that differ from what is
    shared although they should not. `unfinished` says what to finish with git before anything can be shared, such as a
    rebase, or "".
    """

    unsynced: Unsynced | None = None
    alarms: Sequence[Alarm] = ()
    to_fix: Sequence[FileToFix] = ()
    local_edits: Sequence[LocalEdit] = ()
    unfinished: str = ""

    @property
    def is_unsynced(self) -> bool:
        """Whether there is something to share or to fetch."""
        return self.unsynced is not None and bool(self.unsynced.files or self.unsynced.ahead or self.unsynced.behind)

    @property
    def repair(self) -> str:
        """The command to run before all others, or "".

        It restores my missing files or fixes my unreadable files.
        """
        missing = (edit.command for edit in self.local_edits if edit.mine)
        return next(chain(missing, (file.command for file in self.to_fix)), "")


class AgreementState(Struct, frozen=True):
    """A change to the agreement that not everyone has accepted yet.

    `waiting` was proposed with apj, and `unsigned` was made without it.
    """

    waiting: Waiting | None = None
    unsigned: AwaitedAcceptance | None = None


def build_status_view(
    me: Partner | None,
    *,
    schedule: Schedule,
    now: datetime,
    weeks: OwnWeeks,
    others: OtherPartners,
    clone: CloneState,
    agreed: AgreementState,
) -> StatusView:
    """Return the status of `me`. `now` is in my time zone. Partners with something new come first."""
    mine, planned, due, partners = weeks.mine, weeks.planned, weeks.due, others.partners
    call = find_next_call(schedule, now, talked=mine is not None and mine.call is not None)
    this = schedule.find_period(now.date())
    missing = are_goals_missing(planned, schedule.find_week_to_plan(now), schedule)
    coming = schedule.find_week_to_plan(now) != this
    agreement = schedule.agreement
    role = agreement.get_role(me.partner, schedule.find_week_to_plan(now)) if me else Role.REPORTS
    speaks = role is not Role.LISTENS
    news = _to_review(partners, others.messages)
    standing = NextStepFacts(
        sets_goals=me is not None and speaks,
        away=mine is not None and mine.away,
        goals_missing=missing and not coming,
        coming_missing=missing and coming,
        report_due=due is not None,
        report_skipped=mine is not None and mine.report_skipped is not None,
        to_review=news,
        here=tuple(partner.partner for partner in partners if partner.left is None),
        unsynced=clone.is_unsynced,
        call_today=schedule.find_call_day(this) == now.date() and not (mine and mine.call) and (speaks or bool(news)),
        alarm=bool(clone.alarms),
        to_sign=any(change is not None and change.mine for change in (agreed.waiting, agreed.unsigned)),
        left=me is not None and me.left is not None,
        repair=clone.repair,
        unfinished=bool(clone.unfinished),
    )
    return StatusView(
        partner=me.partner if me else None,
        today=now.date(),
        week=this,
        next_call=call,
        open_goals=len(_list_open(mine)) if me else None,
        reports_due=(build_due_report(due, schedule),) if due else (),
        partners=tuple(sorted(partners, key=lambda partner: partner.partner not in news)),
        messages=tuple(others.messages),
        unsynced=clone.unsynced,
        alarms=tuple(clone.alarms),
        next=find_next_step(standing),
        name=me.called if me else "",
        mine=mine,
        coming=_build_coming_week(planned, schedule) if coming else None,
        call_elsewhere=list_call_times_elsewhere(call.at, others.zones),
        year_ago=choose_memory(weeks.year_ago),
        role=role,
        left=me.left if me else None,
        waiting=agreed.waiting,
        unsigned=agreed.unsigned,
        gone=tuple(others.gone),
        review_on=agreement.review_on if is_review_due_in(schedule, this) else None,
        unwritten=me is not None
        and me.left is None
        and bool(partners)
        and not agreement.rules
        and not agreement.unreadable,
        ready=weeks.ready,
        ways=list_ways_on(agreement.get_terms_in(this)),
        to_fix=tuple(clone.to_fix),
        local_edits=tuple(clone.local_edits),
        unfinished=clone.unfinished,
        exit_code=TrustFault.exit_code if clone.alarms else 0,
    )


def _build_coming_week(planned: Week | None, schedule: Schedule) -> ComingWeek | None:
    if planned is None or not planned.goals:
        return None
    last = schedule.find_due_day(planned.week) - timedelta(days=1)
    return ComingWeek(planned.week, len(planned.goals), schedule.find_call_day(planned.week), last)


def find_next_call(schedule: Schedule, now: datetime, *, talked: bool = False) -> NextCall:
    """Return the time of the next call, in the time zone of `now`.

    A call in progress is the next call until we have `talked`.
    """
    at = schedule.find_coming_call(now, talked=talked)
    is_now = schedule.is_now(at, now)
    return NextCall(at, 0 if is_now else (at.date() - now.date()).days, now=is_now)


def list_call_times_elsewhere(at: datetime, zones: Sequence[tuple[str, tzinfo]]) -> tuple[tuple[str, datetime], ...]:
    """Return the local time of a call for each partner in whose time zone it is another time of day.

    `zones` contains the partners' names and time zones.
    """
    return tuple(
        (name, at.astimezone(zone)) for name, zone in zones if at.astimezone(zone).utcoffset() != at.utcoffset()
    )


def build_due_report(week: WeekRecord, schedule: Schedule) -> DueReport:
    """Return a week whose report is due, with the goals in its file that have no outcome yet."""
    return DueReport(week.week, _list_open(week), schedule.build_week_days(week.week))


def find_week_a_year_before(week: IsoWeek, schedule: Schedule) -> IsoWeek:
    """Return the week with the same number a year before, or W52 if that year has no W53.

    If that week begins no period, return the first week of its period.
    """
    try:
        same = IsoWeek(week.year - 1, week.number)
    except ValueError:
        same = IsoWeek(week.year - 1, 52)
    return schedule.find_period(schedule.find_call_day(same))


def choose_memory(week: Week | None) -> str | None:
    """Return a line that recalls a week: what was learned in it, otherwise its first goal, or None."""
    if week is None:
        return None
    return next(iter((*week.learned, *(goal.goal for goal in week.goals))), None)


def _list_open(week: WeekRecord | None) -> tuple[GoalRecord, ...]:
    goals = week.goals if week else ()
    return tuple(goal for goal in goals if goal.state in _OPEN and goal.change is not ChangeKind.REMOVED)


def are_goals_missing(planned: Week | None, week: IsoWeek, schedule: Schedule) -> bool:
    """Whether I have not written goals for `week` yet. `planned` is my file of that week, or None if there is none.

    Under peer support, any file is enough.
    """
    if planned is None:
        return True
    return schedule.is_reported(week) and not planned.goals and not planned.away


def _to_review(partners: Sequence[PartnerStatus], messages: Sequence[ReceivedMessage]) -> tuple[Handle, ...]:
    writers = {message.partner for message in messages}
    return tuple(status.partner for status in partners if status.unread or status.unkept or status.partner in writers)
