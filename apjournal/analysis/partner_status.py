"""Compute the status of another partner as I see it: their goals, what I have not read, and whether they are silent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from msgspec import Struct

from apjournal.analysis.changes.list_changes import compare_weeks, count_changed_goals, list_changes_since
from apjournal.analysis.review import find_current_week, has_news
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks
from apjournal.model.partner import Partner
from apjournal.model.views.status import PartnerStatus
from apjournal.model.week import Week
from apjournal.model.week_record import ChangeKind


class PartnerFiles(Struct, frozen=True):
    """A partner's weeks.

    - `names`: the weeks that have a file.
    - `weeks`: the current contents of some weeks, among them the partner's current week and the one before.
    - `unreadable`: the weeks whose files cannot be read.
    """

    names: Collection[IsoWeek]
    weeks: Mapping[IsoWeek, Week]
    unreadable: Collection[IsoWeek] = ()


class CopiesBetween(Struct, frozen=True):
    """My newest copy of a partner (`mine`), and the partner's newest copy of me (`theirs`), each with its weeks.

    Either is None if there is no copy. `my_week` is my current week, or None if it has no file. `i_keep` says whether I
    keep copies of this partner.
    """

    mine: CopyWithWeeks | None
    theirs: CopyWithWeeks | None
    my_week: Week | None
    i_keep: bool = True


def build_partner_status(
    partner: Partner,
    *,
    schedule: Schedule,
    now: datetime,
    files: PartnerFiles,
    copies: CopiesBetween,
    history: bool,
) -> PartnerStatus:
    """Return the status of `partner`. `now` is in my time zone. `history` is False if there is no git history."""
    names, weeks, unreadable, my_copy = files.names, files.weeks, files.unreadable, copies.mine
    this = schedule.find_period(now.date())
    week = find_current_week(partner.partner, names, schedule=schedule, now=now)
    current = weeks.get(week) if week else None
    is_elsewhere = current is not None and current.goals_elsewhere is not None
    before = my_copy.weeks if my_copy else {}
    newest = max(names, default=None)
    role = schedule.agreement.get_role(partner.partner, this)
    writes = role is Role.REPORTS and partner.left is None
    return PartnerStatus(
        partner=partner.partner,
        week=week,
        goals=None if week in unreadable and not is_elsewhere else len(current.goals) if current else 0,
        unread=count_changed_goals(list_changes_since(before, weeks, schedule=schedule, unreadable=unreadable))
        if history
        else None,
        kept=_has_kept(copies.theirs, copies.my_week) if history else None,
        quiet_weeks=count_quiet_weeks(newest, this, schedule) if newest and writes else 0,
        name=partner.called,
        newest=schedule.build_week_days(newest) if newest else None,
        copied=my_copy is not None,
        unkept=history and copies.i_keep and has_news(before, weeks, schedule=schedule),
        role=role,
        away=current is not None and current.away,
        goals_elsewhere=current.goals_elsewhere if current else None,
        left=partner.left,
    )


def count_quiet_weeks(newest: IsoWeek, this: IsoWeek, schedule: Schedule) -> int:
    """Return the number of weeks between `newest`, the newest week that has a file, and the current week.

    Neither of the two counts.
    """
    went_by = schedule.find_former_week(this)
    return max(0, went_by - newest)


def _has_kept(copy: CopyWithWeeks | None, mine: Week | None) -> bool:
    """Whether `copy` contains my current goals. Outcomes may have changed since it was kept."""
    kept = copy.weeks.get(mine.week) if copy and mine else None
    if mine is None or kept is None or not kept.goals:
        return False
    changes = compare_weeks(kept, mine)
    return all(change.change is ChangeKind.RESULT_CHANGED for change in changes)
