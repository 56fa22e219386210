"""`apj call`: prepare a call between the partners, and record how they talked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from msgspec.structs import replace

from apjournal.analysis.calls import agenda
from apjournal.analysis.calls.remind import NEAR, is_reached
from apjournal.analysis.find_report_week import find_newest_to_report
from apjournal.analysis.messages import find_new_messages
from apjournal.analysis.review import find_current_week
from apjournal.analysis.schedule import list_zones
from apjournal.analysis.status import list_call_times_elsewhere
from apjournal.errors import UsageFault
from apjournal.format.edit.week import WeekEditor
from apjournal.format.read.aims import read_aims
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.call import CallView, Speaker
from apjournal.model.views.status import NextCall
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week import CallRecord, Medium, get_week_path
from apjournal.session.last_fetch import get_last_fetch, is_worth_showing
from apjournal.session.week_records import build_week_records, find_latest_kept_copy, read_weeks
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_week, journal_lock


def prepare_call(workspace: Workspace) -> CallView:
    """Return what the next call needs: everybody's report, their goals for the week that it begins, and messages.

    Raise `UsageFault` if there is nobody to talk to, or nobody who sets goals.
    """
    me, schedule, records = workspace.me, workspace.schedule, workspace.records
    heard = _list_partners_on_call(workspace)
    week = _find_week_of_call(workspace, (me, *heard))
    speaking = [handle for handle in (me, *heard) if _is_speaking(workspace, handle, week)]
    if not speaking:
        raise UsageFault("Nobody in this journal sets goals yet.", "See who listens: apj agree")
    order = agenda.order_speakers(speaking, me, schedule.count_calls(week))
    speakers = tuple(_build_speaker(workspace, handle, week) for handle in order)
    mine, fetched = records.read_week_if_valid(me, week), get_last_fetch(workspace)
    at = schedule.find_call_time(schedule.find_following_week(week)).astimezone(workspace.timezone)
    return CallView(
        week=week,
        minutes=schedule.agreement.call.minutes,
        parts=agenda.plan_agenda(speakers, schedule.agreement.call.minutes, reports=schedule.is_reported(week)),
        next_call=NextCall(at, (at.date() - workspace.today).days),
        path=get_week_path(me, week) if mine else None,
        recorded=mine.call if mine else None,
        first=schedule.find_call_day(week),
        end=schedule.find_call_day(schedule.find_following_week(week)),
        circle=len(speakers) > agenda.PAIR,
        names=tuple((handle, workspace.get_partner(handle).called) for handle in (me, *heard)),
        messages=tuple(message for handle in heard for message in _list_messages(workspace, handle, week)),
        call_elsewhere=list_call_times_elsewhere(at, list_zones(map(workspace.get_partner, heard))),
        aims=_list_aims(workspace, order) if agenda.is_first_call_of_month(schedule, week) else (),
        is_review_due=agenda.is_review_due_in(schedule, week),
        talked=agenda.count_media(records.list_earlier(me, week)),
        as_of=fetched,
        as_of_said=is_worth_showing(workspace, fetched),
    )


def _list_aims(workspace: Workspace, handles: Iterable[Handle]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the partners who have written aims, each as a name and the aims."""
    partners = [workspace.get_partner(handle) for handle in handles]
    return tuple((partner.called, aims) for partner in partners if (aims := read_aims(partner.body)))


def record_call(workspace: Workspace, week: IsoWeek, medium: Medium, minutes: int | None = None) -> CallRecord:
    """Record how we talked, and for how many `minutes`, in my file of the week that the call begins.

    Minutes that the file already contains stay unless we did not talk. The day is recorded if it is not the agreed
    one.
    """
    on = None if workspace.today == workspace.schedule.find_call_day(week) else workspace.today
    noted = CallRecord(medium, minutes, on)

    def note(editor: WeekEditor) -> WeekEditor:
        nonlocal noted
        before = editor.week.call
        if minutes is None and before is not None and medium is not Medium.NONE:
            noted = replace(noted, minutes=before.minutes)
        return editor.set_call(noted)

    with journal_lock(workspace):
        edit_own_week(workspace, week, note)
    return noted


def add_note(workspace: Workspace, week: IsoWeek, part: str, text: str) -> str:
    """Add a note on a part of the call below `## Call` in my file of the week. Return the file's path."""
    with journal_lock(workspace):
        return edit_own_week(workspace, week, lambda editor: editor.add_call_note(f"{part}: {text}"))


def find_usual_medium(workspace: Workspace, week: IsoWeek) -> Medium | None:
    """Return the medium that we use most often, or None before the day of the call."""
    is_ahead = workspace.today < workspace.schedule.find_call_day(week)
    return None if is_ahead else workspace.agreement.call.medium or Medium.VOICE


def is_call_day(workspace: Workspace) -> bool:
    """Whether the call is today."""
    schedule, today = workspace.schedule, workspace.today
    return schedule.find_call_day(schedule.find_period(today)) == today


def is_near(workspace: Workspace) -> bool:
    """Whether the call of today begins within the hour or has begun. A call without a time of day may begin now."""
    schedule, now = workspace.schedule, workspace.now
    at = schedule.find_call_time(schedule.find_period(workspace.today))
    return schedule.agreement.call.time is None or is_reached(at.astimezone(UTC) - NEAR, now)


def is_noted(workspace: Workspace, week: IsoWeek) -> bool:
    """Whether my file records how we talked. Listeners have no week files."""
    return _is_speaking(workspace, workspace.me, week)


def find_own_goals(workspace: Workspace, week: IsoWeek) -> str | None:
    """Return the path of my file of the week if it contains goals, otherwise None."""
    mine = workspace.records.read_week_if_valid(workspace.me, week)
    return mine.path if mine and mine.goals else None


def list_partners_to_keep(workspace: Workspace) -> tuple[Handle, ...]:
    """Return the partners who tell me their goals in the call, and of whom I may keep a copy."""
    heard = _list_partners_on_call(workspace)
    week = _find_week_of_call(workspace, (workspace.me, *heard))
    return tuple(handle for handle in heard if _is_speaking(workspace, handle, week))


def _list_partners_on_call(workspace: Workspace) -> tuple[Handle, ...]:
    """Return the partners in my call: those whose goals I keep, and listeners.

    If there are none, return all partners. Raise a fault if the journal has no other partner.
    """
    kept, this = workspace.partners_i_keep, workspace.schedule.find_period(workspace.today)
    found = tuple(
        handle for handle in workspace.active_partners if handle in kept or not _is_speaking(workspace, handle, this)
    )
    if not workspace.active_partners:
        raise workspace.make_no_partner_fault("Nobody else has joined this journal yet.")
    return found or workspace.active_partners


def _is_speaking(workspace: Workspace, handle: Handle, week: IsoWeek) -> bool:
    return workspace.schedule.agreement.get_role(handle, week) is not Role.LISTENS


def _find_week_of_call(workspace: Workspace, handles: tuple[Handle, ...]) -> IsoWeek:
    schedule, records = workspace.schedule, workspace.records
    this, planned = schedule.find_period(workspace.today), schedule.find_week_to_plan(workspace.now)
    return agenda.find_week_of_call(planned, this, [records.weeks(handle) for handle in handles])


def _build_speaker(workspace: Workspace, handle: Handle, week: IsoWeek) -> Speaker:
    """Return what a partner talks about: their report and goals or, under peer support, their newest text."""
    records, schedule = workspace.records, workspace.schedule
    if schedule.is_reported(week):
        earlier, current = find_newest_to_report(records.list_earlier(handle, week), before=week), week
    else:
        told = find_current_week(handle, records.weeks(handle), schedule=schedule, now=workspace.now)
        earlier, current = None, told or week
    named = [*([earlier.week] if earlier else []), current]
    seen = {record.week: record for record in build_week_records(workspace, handle, named)}
    return Speaker(
        handle, workspace.get_partner(handle).called, seen.get(earlier.week) if earlier else None, seen.get(current)
    )


def _list_messages(workspace: Workspace, other: Handle, week: IsoWeek) -> tuple[ReceivedMessage, ...]:
    """Return the messages between me and another partner that their recipient has not kept yet.

    The other partner's messages come first.
    """
    return (*_list_unread(workspace, workspace.me, other, week), *_list_unread(workspace, other, workspace.me, week))


def _list_unread(workspace: Workspace, reader: Handle, writer: Handle, week: IsoWeek) -> tuple[ReceivedMessage, ...]:
    records, history = workspace.records, workspace.history
    earlier = find_newest_to_report(records.list_earlier(writer, week), before=week)
    named = (*((earlier.week,) if earlier else ()), week)
    head = history.head if history else None
    copy = find_latest_kept_copy(workspace, reader, writer, named, now=head)
    weeks, _ = read_weeks(records, writer, sorted({*named, *(copy.weeks if copy else ())}))
    return find_new_messages(reader, weeks, copy.weeks if copy else {})
