"""`apj remind`: find out whether something of mine is due, or something waits for me."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from functools import cached_property
from pathlib import Path

from apjournal.analysis.calls.remind import find_call_times, find_end_of_reminder
from apjournal.analysis.status import are_goals_missing
from apjournal.errors import NeedsAttention
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.remind import Reason, RemindView
from apjournal.model.views.status import AwaitedAcceptance, PartnerStatus, Waiting
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week import Week
from apjournal.prompt_cache import REMINDER
from apjournal.services.status.ask_remote import fetch_without_merging, has_unmerged_weeks
from apjournal.services.status.awaited_acceptance import find_unsigned, find_waiting_acceptance
from apjournal.services.status.cached_line import compute_and_cache
from apjournal.services.status.partner_status import read_partner_status
from apjournal.session.last_fetch import get_last_fetch
from apjournal.session.week_records import find_own_report_due
from apjournal.session.workspace import Workspace

_LONG_SILENT = 4
"""`remind` mentions a partner who has been silent for this many weeks."""


def ask_remote(root: Path, *, partner: str | None, now: datetime, environ: Mapping[str, str]) -> bool:
    """Fetch what is new in the journal at `root` without merging it.

    Return whether this worked or the journal has no remote.
    """
    workspace = Workspace(root, partner=partner, now=now, environ=environ, terminal=False)
    with closing(workspace):
        return fetch_without_merging(workspace)


def find_reminder(
    root: Path,
    *,
    partner: str | None,
    now: datetime,
    environ: Mapping[str, str],
    format_line: Callable[[RemindView], str],
) -> RemindView:
    """Return the most urgent reminder in the journal at `root`.

    If `partner` is None, the reminder's line is cached for the next time where possible. Raise `UsageFault` if it is
    unknown who I am.
    """

    def compute(workspace: Workspace) -> tuple[RemindView, str, datetime | None]:
        view = _ReminderSearch(workspace).build_view()
        return view, format_line(view), find_end_of_reminder(workspace.schedule, workspace.now)

    return compute_and_cache(root, REMINDER, compute, partner=partner, now=now, environ=environ)


class _ReminderSearch:
    """Searches for the most urgent reason to remind me, and reads only the files that this needs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._me = workspace.me
        self._others = workspace.active_partners
        mine = self._read_week(self._me, workspace.schedule.find_period(workspace.today))
        self._skipped_report = mine is not None and mine.report_skipped is not None
        talked = mine is not None and mine.call is not None
        self._call = find_call_times(workspace.schedule, workspace.now, talked=talked)

    def build_view(self) -> RemindView:
        """Return the most urgent reminder."""
        has_left = self._workspace.get_partner(self._me).left is not None
        reason = None if has_left else next(self._find_reasons(), None)
        call = self._call
        is_about_call = reason in {Reason.CALL, Reason.GOALS} or (reason is Reason.REPORT and self._is_before_call())
        is_about_fetched = reason is Reason.SILENCE or (reason is Reason.NEWS and not self._has_unmerged_weeks)
        return RemindView(
            reason=reason,
            call_at=call.at if is_about_call else None,
            as_of=get_last_fetch(self._workspace) if is_about_fetched else None,
            today=self._workspace.today,
            has_begun=call.has_begun,
            has_time=self._workspace.schedule.agreement.call.time is not None,
            pair=len(self._others) == 1,
            exit_code=NeedsAttention.exit_code if reason else 0,
        )

    def _find_reasons(self) -> Iterator[Reason]:
        """Yield each reason to remind me, the most urgent first."""
        if self._call.is_near and not self._is_call_off():
            yield Reason.CALL
        if not self._skipped_report and find_own_report_due(self._workspace):
            yield Reason.REPORT
        if self._others and self._call.is_evening and self._lacks_goals():
            yield Reason.GOALS
        if self._has_unmerged_weeks or any(map(self._has_news, self._others)):
            yield Reason.NEWS
        if any(change and change.mine for change in self._list_changes_of_agreement()):
            yield Reason.AGREEMENT
        if self._call.is_weekday and any(map(self._is_silent, self._others)):
            yield Reason.SILENCE

    def _is_before_call(self) -> bool:
        return self._call.is_today and not self._is_call_off()

    def _is_call_off(self) -> bool:
        """Whether there is no call, because I am the only partner, or because it would begin a week off."""
        return not self._others or self._is_away(self._me) or all(map(self._is_away, self._others))

    def _is_away(self, partner: Handle) -> bool:
        week = self._read_week(partner, self._call.week)
        return week is not None and week.away

    def _lacks_goals(self) -> bool:
        week, schedule = self._call.week, self._workspace.schedule
        sets_goals = schedule.agreement.get_role(self._me, week) is Role.REPORTS
        return sets_goals and are_goals_missing(self._read_week(self._me, week), week, schedule)

    def _read_week(self, partner: Handle, week: IsoWeek) -> Week | None:
        return self._workspace.records.read_week_if_valid(partner, week)

    @cached_property
    def _has_unmerged_weeks(self) -> bool:
        """Whether the last fetch brought weeks of others that are not merged yet."""
        history = self._workspace.history
        return history is not None and has_unmerged_weeks(history, self._others)

    def _has_news(self, partner: Handle) -> bool:
        status, messages = self._statuses[partner]
        return bool(messages or status.unread or status.unkept)

    def _is_silent(self, partner: Handle) -> bool:
        return self._statuses[partner][0].quiet_weeks >= _LONG_SILENT

    @cached_property
    def _statuses(self) -> dict[Handle, tuple[PartnerStatus, tuple[ReceivedMessage, ...]]]:
        return {handle: read_partner_status(self._workspace, handle) for handle in self._others}

    def _list_changes_of_agreement(self) -> tuple[Waiting | AwaitedAcceptance | None, ...]:
        return find_waiting_acceptance(self._workspace, self._me), find_unsigned(self._workspace, self._me)
