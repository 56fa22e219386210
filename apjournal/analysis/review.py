"""Compute a review: a partner's report, their goals, and what changed since the reader's kept copy."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.changes.list_changes import list_changes_since
from apjournal.analysis.messages import find_new_messages
from apjournal.analysis.schedule import Schedule
from apjournal.errors import ApjError
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks
from apjournal.model.partner import Partner
from apjournal.model.views.base import Alarm
from apjournal.model.views.review import ReviewView
from apjournal.model.week import Message, Week
from apjournal.model.week_record import ChangeKind, GoalChange, WeekRecord


def find_current_week(
    partner: Handle, names: Collection[IsoWeek], *, schedule: Schedule, now: datetime
) -> IsoWeek | None:
    """Return the partner's week to show: the week that `new-week` would begin, otherwise the current week.

    Return None if neither week has a file. Under peer support, where nobody has to write, return their newest week with
    text instead. `now` is in my time zone.
    """
    planned, this = schedule.find_week_to_plan(now), schedule.find_period(now.date())
    if schedule.agreement.get_role(partner, planned) is Role.SUPPORTS:
        return max((week for week in names if week <= planned and not schedule.is_reported(week)), default=None)
    return next((week for week in (planned, this) if week in names), None)


class ReviewedWeeks(Struct, frozen=True):
    """The weeks of a partner that a review shows: their report, their goals, and all their current weeks.

    A week that is missing in `after` was deleted. `unreadable` contains the weeks whose files cannot be read.
    """

    reported: WeekRecord | None
    current: WeekRecord | None
    after: Mapping[IsoWeek, Week]
    unreadable: Collection[IsoWeek] = ()


class ReaderCopy(Struct, frozen=True):
    """The reader's newest copy of a partner with its weeks, and the commit to which a copy kept now would refer.

    `kept_on` is today in the partner's time zone, which decides whether changes become agreed. `history` is False if
    there is no git history.
    """

    former: CopyWithWeeks | None
    head: str | None
    kept_on: date
    history: bool = True


class Fetched(Struct, frozen=True):
    """What the fetch before a review reported."""

    alarms: Sequence[Alarm] = ()
    offline: bool = False
    problems: Sequence[ApjError] = ()


def build_review_view(
    *,
    reader: Partner,
    partner: Partner,
    weeks: ReviewedWeeks,
    copy: ReaderCopy,
    schedule: Schedule,
    today: date,
    fetched: Fetched,
) -> ReviewView:
    """Return the review of a partner for the reader."""
    former, after, unreadable = copy.former, weeks.after, weeks.unreadable
    before = former.weeks if former else {}
    changes = list_changes_since(before, after, schedule=schedule, unreadable=unreadable) if copy.history else None
    messages = find_new_messages(reader.partner, after, before)
    return ReviewView(
        reader=reader.partner,
        partner=partner.partner,
        since=former.commit if former else None,
        head=copy.head,
        reported=weeks.reported,
        current=weeks.current,
        changes=changes,
        messages=tuple(Message(message.to, message.kind, message.text) for message in messages),
        alarms=tuple(fetched.alarms),
        kept=None,
        reader_name=reader.called,
        partner_name=partner.called,
        since_at=former.at if former else None,
        offline=fetched.offline,
        agreed_anew=find_newly_agreed(before, after, schedule=schedule, kept_on=copy.kept_on, unreadable=unreadable),
        news=has_news(before, after, schedule=schedule),
        role=schedule.agreement.get_role(
            partner.partner, weeks.current.week if weeks.current else schedule.find_period(today)
        ),
        problems=tuple(fetched.problems),
    )


def has_news(before: Mapping[IsoWeek, Week], after: Mapping[IsoWeek, Week], *, schedule: Schedule) -> bool:
    """Whether any week contains something that the kept copy does not contain."""
    return any(is_news(week, before.get(name), schedule) for name, week in after.items())


def is_to_hear(reported: Week, former: CopyWithWeeks | None, *, before: IsoWeek, schedule: Schedule) -> bool:
    """Whether the call that begins the week `before` still covers the earlier week `reported`.

    It does if the partner gives reports, or if that week has news.
    """
    if schedule.agreement.get_role(reported.partner, before) is Role.REPORTS:
        return True
    return is_news(reported, former.weeks.get(reported.week) if former else None, schedule)


def is_news(week: Week, kept: Week | None, schedule: Schedule) -> bool:
    """Whether a week contains something that its kept version does not contain. `kept` is None if there is none."""
    return _get_shown_parts(week, schedule) != _get_shown_parts(kept or Week(week.partner, week.week), schedule)


def _get_shown_parts(week: Week, schedule: Schedule) -> tuple[object, ...]:
    """Return the parts of a week that a review shows.

    It does not show the log and the steps, which are only for their author. Under peer support, it shows the text of
    the week.
    """
    text = "" if schedule.is_reported(week.week) else week.body.strip()
    return week.goals, week.outcomes, week.happened, week.learned, week.amended, week.away, text


def find_newly_agreed(
    before: Mapping[IsoWeek, Week],
    after: Mapping[IsoWeek, Week],
    *,
    schedule: Schedule,
    kept_on: date,
    unreadable: Collection[IsoWeek] = (),
) -> tuple[GoalChange, ...]:
    """Return the changes that become agreed if `after` is kept on `kept_on`: the most important one for each goal."""
    changes = list_changes_since(before, after, schedule=schedule, unreadable=unreadable, kept_on=kept_on)
    agreed: dict[tuple[IsoWeek, str], GoalChange] = {}
    for change in changes:
        if change.agreed:
            agreed.setdefault((change.week, change.goal), change)
    return tuple(agreed.values())


def mark_as_kept(view: ReviewView, *, commit: str, shared: bool) -> ReviewView:
    """Return the review after a copy of `commit` was kept. The changes that became agreed by it are marked."""
    agreed = {(change.week, change.goal) for change in view.agreed_anew}
    changes = tuple(
        replace(change, agreed=True)
        if (change.week, change.goal) in agreed and change.change is not ChangeKind.RESULT_CHANGED
        else change
        for change in view.changes or ()
    )
    return replace(view, changes=None if view.changes is None else changes, kept=commit, shared=shared)
