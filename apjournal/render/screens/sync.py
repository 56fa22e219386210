"""`apj sync` and `apj commit`: what was pushed and merged, alerts, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from apjournal.errors import BrokenFile, NeedsAttention
from apjournal.model.views.base import Alarm
from apjournal.model.views.sync import Note, Received, SyncView
from apjournal.render.layout.page import Page, Style, make_dim, make_red
from apjournal.render.notes import split_command, write_skipped
from apjournal.render.words.phrases import format_count, format_number

if TYPE_CHECKING:
    from apjournal.model.week_record import GoalChange


REWRITTEN = frozenset({"tip_went_back", "rewrite", "branch_gone", "kept_lost"})
"""The codes of alerts that stop a sync, before it merges or sends anything, until the user decides."""

_KEPT = frozenset({"kept_lost", "week_deleted"})
"""The codes of alerts whose command shows the copy that I kept."""


UNCHANGED = "Nothing of yours was changed or sent."
TALK = "There may be a harmless reason, such as a restored backup. Talk first."
"""What to do before accepting a rewritten history."""


def show_alarms(page: Page, alarms: Sequence[Alarm]) -> None:
    """Add each alert with the git command that shows what it is about."""
    for alarm in alarms:
        page.add_paragraph(make_red(alarm.message))
        show_git_command(page, alarm)


def show_advice(page: Page, alarms: Sequence[Alarm]) -> None:
    """If an alert stopped the sync, add what to do about it."""
    if does := explain_way_on(alarms):
        page.add_paragraph(TALK)
        page.add_command("Then: ", "apj sync --accept-rewrite", does)


def explain_way_on(alarms: Sequence[Alarm]) -> str:
    """Return what `apj sync --accept-rewrite` does about the alerts that stopped a sync, or "" if none did."""
    code = next((alarm.code for alarm in alarms if alarm.code in REWRITTEN), None)
    if code is None:
        return ""
    return f"{'puts the branch back' if code == 'branch_gone' else 'keeps both versions'} and continues"


def show_git_command(page: Page, alarm: Alarm) -> None:
    """Add the git command that shows what an alert is about."""
    if alarm.show:
        page.add_command(name_git_command(alarm), alarm.show, indent=2)


def name_git_command(alarm: Alarm) -> str:
    """Return the words before the git command that shows what an alert is about."""
    return "You still have your copy:  " if alarm.code in _KEPT else "See it:  "


_FILES_NAMED = 4
_COMMITS_NAMED = 10


def render_text(view: SyncView, style: Style) -> str:
    """Return a report of the sync, beginning with my changes.

    If the shared history was rewritten, that comes first.
    """
    page = Page(style)
    _show_done(page, view)
    if not list_rewritten(view):
        _show_outcome(page, view)
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def render_besides(view: SyncView, style: Style) -> str:
    """Return what a stopped sync reports except the rewritten history, which the page shows in its own way."""
    page = Page(style)
    _show_rest(page, view)
    return page.render_page()


def list_rewritten(view: SyncView) -> list[Alarm]:
    """Return the alerts about a rewritten history. The first one is the reason why the sync stopped."""
    return [alarm for alarm in view.alarms if alarm.code in REWRITTEN]


def render_received(view: SyncView, style: Style) -> str:
    """Return a report of what was received, for a command that sends nothing."""
    page = Page(style)
    _show_done(page, view)
    if view.offline:
        page.add_paragraph("apj cannot reach the shared journal now. You see what you last received.")
    elif not (view.received or view.alarms or view.problems):
        page.add_paragraph("Nothing new has arrived.")
    return page.render_page()


def _show_done(page: Page, view: SyncView) -> None:
    if rewritten := list_rewritten(view):
        _show_stopped(page, rewritten, view.changes)
    _show_rest(page, view)


def _show_rest(page: Page, view: SyncView) -> None:
    show_alarms(page, [alarm for alarm in view.alarms if alarm.code not in REWRITTEN])
    _show_mine(page, view)
    _show_received(page, view.received, {str(handle): name for handle, name in view.names})
    for note in view.notes:
        _show_note(page, note)
    for edit in view.local_edits:
        page.add_paragraph(edit.message, hang=2)
        page.add_command(f"{edit.advice}: ", edit.command, indent=2)


def _show_note(page: Page, note: Note) -> None:
    """Add a note. A command at its end gets a line of its own, so that it can be copied."""
    text, command = split_command(note)
    if not command:
        page.add_paragraph(text)
        return
    said, _, label = text.rpartition(". ")
    page.add_paragraph(f"{said}.")
    page.add_command(label, command, indent=2)


def _show_stopped(page: Page, rewritten: Sequence[Alarm], changes: Sequence[GoalChange]) -> None:
    """Add why a sync stopped before it changed anything.

    The first alert is the reason, and the others are its details.
    """
    page.add_paragraph(make_red(rewritten[0].message), f" {UNCHANGED}")
    for alarm in rewritten[1:]:
        page.add_paragraph(alarm.message, indent=2, hang=2)
    for heading, entries in group_by_file(changes):
        _show_text_changes(page, heading, entries)
    for alarm in rewritten:
        show_git_command(page, alarm)
    show_advice(page, rewritten)


def group_by_file(changes: Sequence[GoalChange]) -> Iterator[tuple[str, tuple[GoalChange, ...]]]:
    """Yield the changes in each file, with words that say which file it is and how many of its goals changed."""
    for (partner, week), group in groupby(changes, key=lambda change: (change.partner, change.week)):
        entries = tuple(group)
        number = len({change.goal for change in entries})
        goals = "one goal" if number == 1 else f"{format_number(number)} goals"
        yield f"In {partner}/{week}.md, {goals} changed:", entries


def _show_text_changes(page: Page, heading: str, changes: Sequence[GoalChange]) -> None:
    from apjournal.render.screens.diff import show_changes_by_goal

    page.add_paragraph(heading, indent=2)
    show_changes_by_goal(page, changes, weeks=False, indent=4)


def _show_mine(page: Page, view: SyncView) -> None:
    if view.committed:
        files = ", ".join(view.files) if len(view.files) <= _FILES_NAMED else format_count(len(view.files), "file")
        page.add_paragraph(f"Committed: {files or 'your changes'}", make_dim(f"  {view.committed:.7}"), hang=2)
    for skipped in map(write_skipped, view.skipped):
        page.add_paragraph(f"Not committed: {skipped.path}, {skipped.reason}", hang=2)


def _show_received(page: Page, received: Sequence[Received], names: dict[str, str]) -> None:
    """Add the received commits in order, grouped by partner, or by email address if no partner lists it."""
    senders = [(commit, _get_sender(commit, names)) for commit in received]
    for sender in dict.fromkeys(sender for _, sender in senders):
        commits = [commit for commit, from_ in senders if from_ == sender]
        page.add_paragraph(f"From {sender}: {format_count(len(commits), 'commit')}")
        for commit in commits[:_COMMITS_NAMED]:
            page.add_paragraph(make_dim(f"{commit.commit:.7}  "), commit.subject, indent=2, hang=9)
        if len(commits) > _COMMITS_NAMED:
            page.add_paragraph(make_dim(f"and {format_count(len(commits) - _COMMITS_NAMED, 'more commit')}"), indent=2)


def _get_sender(commit: Received, names: dict[str, str]) -> str:
    if commit.partner is None:
        return commit.address or "somebody without an email address"
    return names.get(commit.partner) or commit.partner.capitalize()


def show_no_remote(page: Page) -> None:
    """Add a sentence which says that the journal has no remote, and the command that adds one."""
    page.add_paragraph("This journal has no remote, so it exists only on this machine.")
    page.add_command("To share it: ", "git remote add origin URL", "then: apj sync")


def _is_stopped(view: SyncView) -> bool:
    """Whether a problem stopped the sync. An unreadable file in my folder does not stop it."""
    return any(not isinstance(problem, BrokenFile) for problem in view.problems)


def _show_outcome(page: Page, view: SyncView) -> None:
    """Add a sentence about what the sync did."""
    if any(isinstance(problem, NeedsAttention) for problem in view.problems):
        return  # nothing was done
    if view.no_remote:
        show_no_remote(page)
    elif view.offline:
        if not view.all_shared:
            page.add_paragraph("Not shared yet. Your text is safe here and goes out with the next sync.")
        elif not view.skipped:
            page.add_paragraph("Nothing to share.")
    elif view.pushed:
        page.add_paragraph(f"Shared: {format_count(view.sent, 'commit')}." if view.sent else "Shared.")
    elif view.fetched and not view.received and not view.alarms and not _is_stopped(view):
        page.add_paragraph("Nothing new on either side.")
    elif not (view.fetched or view.committed or view.skipped or view.notes or view.alarms or _is_stopped(view)):
        page.add_paragraph("Nothing to commit.")
