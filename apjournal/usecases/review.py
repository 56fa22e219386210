"""`apj review`: show a partner's report, then their goals, then what changed since my kept copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from apjournal.analysis import review as analysis
from apjournal.analysis.find_report_week import find_newest_to_report
from apjournal.analysis.status import are_goals_missing
from apjournal.errors import ApjError, NeedsAttention, UsageFault
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.review import ReviewView
from apjournal.model.week_record import WeekRecord
from apjournal.services.sync.result import SyncResult as SyncResult
from apjournal.session.last_fetch import get_last_fetch, is_worth_showing
from apjournal.session.week_records import build_week_records, find_latest_kept_copy, find_own_report_due, read_weeks
from apjournal.session.workspace import Workspace
from apjournal.store.journal_reader import Records

if TYPE_CHECKING:
    from apjournal.services.page.keep_page import WritePage


def list_partners_to_review(workspace: Workspace, partner: str | None) -> tuple[Handle, ...]:
    """Return whom to review: the given partner, otherwise those whose goals I keep, and listeners who have written.

    If there are none, return all other partners. Raise a fault if I am the given partner, or if the journal has no
    other partner.
    """
    if partner is not None:
        named = workspace.resolve_partner(partner)
        if named == workspace.me:
            raise UsageFault("You cannot review your own record.", f"To see your own weeks: apj show {named}")
        return (named,)
    if not workspace.active_partners:
        raise workspace.make_no_partner_fault("Nobody else has joined this journal yet.")
    telling = {
        handle
        for handle in workspace.active_partners
        if workspace.is_listener(handle) and workspace.records.weeks(handle)
    }
    heard = telling.union(workspace.partners_i_keep)
    return tuple(handle for handle in workspace.active_partners if handle in heard) or workspace.active_partners


def fetch_news(workspace: Workspace, *, wanted: bool) -> SyncResult:
    """Fetch what is new without committing any of my changes.

    If `wanted` is False, because the user forbade it, fetch nothing. Without a connection, the result says so.
    """
    if not wanted or not workspace.is_repository:
        return SyncResult()
    workspace.require_readable_config()
    if not workspace.require_history().shared:
        return SyncResult()
    from apjournal.services.sync.sync import fetch_and_merge_only
    from apjournal.session.writing import journal_lock

    with journal_lock(workspace):
        return fetch_and_merge_only(workspace)


def may_keep(view: ReviewView) -> bool:
    """Whether there is something that I have not kept yet, and no alert about the history is open."""
    is_new = view.head is not None and view.head != view.since
    return is_new and (view.news or bool(view.changes or view.messages)) and not view.alarms


def review_partner(workspace: Workspace, partner: Handle, fetched: SyncResult) -> ReviewView:
    """Return the review of a partner, as of the commit to which a copy kept now would refer.

    `fetched` is the result of the fetch, whose alerts the view contains. Reading is possible without a connection.
    """
    history = workspace.history
    head = history.find_newest_change(partner) if history else None
    records = history.at(head) if history and head else workspace.records
    schedule, today = workspace.schedule, workspace.today
    current = analysis.find_current_week(partner, records.weeks(partner), schedule=schedule, now=workspace.now)
    before = current or schedule.find_week_to_plan(workspace.now)
    earlier = find_newest_to_report(records.list_earlier(partner, before), before=before)
    reported = earlier.week if earlier else None
    named = tuple(dict.fromkeys(week for week in (reported, current) if week))
    former = find_latest_kept_copy(workspace, workspace.me, partner, named, now=head)
    looked_at = tuple(sorted({*named, *(former.weeks if former else ())}))
    after, unreadable = read_weeks(records, partner, looked_at)
    seen = {record.week: record for record in _build_records(workspace, partner, named, records)}
    if earlier and not analysis.is_to_hear(earlier, former, before=before, schedule=schedule):
        reported = None
    view = analysis.build_review_view(
        reader=workspace.get_partner(workspace.me),
        partner=workspace.get_partner(partner),
        weeks=analysis.ReviewedWeeks(_get_week(seen, reported), _get_week(seen, current), after, unreadable),
        copy=analysis.ReaderCopy(
            former, head, workspace.get_schedule_of(partner).get_today(workspace.now), history is not None
        ),
        schedule=schedule,
        today=today,
        fetched=analysis.Fetched(fetched.alarms, fetched.offline, () if fetched.offline else fetched.problems),
    )
    at = get_last_fetch(workspace)
    return replace(view, next=_find_next_step(workspace), as_of=at, as_of_said=is_worth_showing(workspace, at))


def _build_records(
    workspace: Workspace, partner: Handle, weeks: Sequence[IsoWeek], records: Records
) -> tuple[WeekRecord, ...]:
    """Return a partner's weeks as I see them, with the kept copies that count for each."""
    keepers = (workspace.me, *workspace.partners_in_scope) if partner in workspace.partners_in_scope else None
    return build_week_records(workspace, partner, weeks, records=records, keepers=keepers)


def _get_week(seen: Mapping[IsoWeek, WeekRecord], week: IsoWeek | None) -> WeekRecord | None:
    return seen.get(week) if week else None


def _find_next_step(workspace: Workspace) -> str:
    """Return `apj new-week` as the next step if I have not set my goals yet, otherwise `apj status`.

    During a call, these two are enough. After the call, `apj status` shows the step that `analysis/next_step.py`
    finds.
    """
    me, schedule = workspace.me, workspace.schedule
    week = schedule.find_week_to_plan(workspace.now)
    if schedule.agreement.get_role(me, week) is Role.LISTENS or workspace.get_partner(me).left is not None:
        return "apj status"
    is_open = find_own_report_due(workspace) or are_goals_missing(
        workspace.records.read_week_if_valid(me, week), week, schedule
    )
    return "apj new-week" if is_open else "apj status"


def keep_copy(workspace: Workspace, view: ReviewView, *, write_page: WritePage) -> ReviewView:
    """Keep a copy of what was shown, and share it. Without a connection, the next sync shares it."""
    return keep_all(workspace, [view], write_page=write_page)[0]


def keep_all(
    workspace: Workspace, views: Sequence[ReviewView], *, write_page: WritePage, shares: bool = True
) -> tuple[ReviewView, ...]:
    """Keep a copy of each record that was shown, all in one commit. With `shares`, share that commit and my page.

    While an alert about a record is open, nothing of it is kept, because the current text may not be what the partners
    agreed on. The view of that record contains the reason.
    """
    history = workspace.require_history()
    copies = {
        view.partner: view.head
        for view in views
        if not view.alarms and view.head is not None and history.at(view.head).weeks(view.partner)
    }
    if not copies:
        return tuple(_mark_not_kept(view) for view in views)
    from apjournal.services.commit.keep_copies import keep_copies
    from apjournal.services.sync.sync import sync_with_remote
    from apjournal.session.writing import journal_lock

    try:
        with journal_lock(workspace, commits=True):
            behind = keep_copies(workspace, copies)
            shared = workspace.require_history().shared
            offline = not shares or not shared or any(view.offline for view in views)
            behind += () if offline else _commit_page(workspace, write_page)
            done = SyncResult(offline=True) if offline else sync_with_remote(workspace)
    except ApjError as fault:
        return (*views[:-1], replace(views[-1], problems=(*views[-1].problems, fault)))
    is_shared = not done.offline and not done.problems
    seen = [
        analysis.mark_as_kept(view, commit=copies[view.partner], shared=is_shared)
        if view.partner in copies
        else _mark_not_kept(view)
        for view in views
    ]
    last = seen[-1]
    alarms = tuple(dict.fromkeys((*last.alarms, *done.alarms)))
    seen[-1] = replace(last, alarms=alarms, problems=(*last.problems, *behind, *done.problems))
    return tuple(seen)


def _commit_page(workspace: Workspace, write_page: WritePage) -> tuple[ApjError, ...]:
    """Write and commit my page, which shows what was kept. Return the faults that occurred after the commit.

    Do nothing while something else of mine is not committed, because the page would show that too. The next sync
    writes it.
    """
    from apjournal.services.commit.commit import commit_mine
    from apjournal.services.commit.pending_changes import find_pending
    from apjournal.services.page.keep_page import keep_page

    if not workspace.records.partner(workspace.me).page:
        return ()
    pending = find_pending(workspace, workspace.require_history())
    if pending.files or pending.deleted or pending.broken:
        return ()
    keep_page(workspace, write_page)
    return commit_mine(workspace).behind


def _mark_not_kept(view: ReviewView) -> ReviewView:
    if view.alarms:
        return view
    nothing = NeedsAttention(
        f"{view.partner_name} has not shared a week yet, so there is nothing to keep.",
        f"After they share a week: apj review {view.partner} --keep",
    )
    return replace(view, problems=(*view.problems, nothing))
