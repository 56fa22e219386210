"""`apj sync` and `apj commit`: what went out, what came in, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from apjournal.errors import Attention, BrokenFile
from apjournal.model.views.base import Alarm
from apjournal.model.views.sync import Received, SyncView
from apjournal.render import alarms
from apjournal.render.phrases import count, in_words
from apjournal.render.terminal import Page, Style, dim, red

if TYPE_CHECKING:
    from apjournal.model.record import Change

_FILES_NAMED = 4
_COMMITS_NAMED = 10


def text(view: SyncView, style: Style) -> str:
    """Write what was done, mine first; when the shared history was rewritten, that before anything else."""
    page = Page(style)
    _done(page, view)
    if not any(alarm.code in alarms.REWRITTEN for alarm in view.alarms):
        _outcome(page, view)
    if view.next:
        page.next(view.next)
    return page.text()


def received_text(view: SyncView, style: Style) -> str:
    """Write what came in, where nothing was to be sent."""
    page = Page(style)
    _done(page, view)
    if view.offline:
        page.say("The shared journal cannot be reached now. You see what was last received.")
    elif not (view.received or view.alarms or view.problems):
        page.say("Nothing new has arrived.")
    return page.text()


def _done(page: Page, view: SyncView) -> None:
    rewritten = [alarm for alarm in view.alarms if alarm.code in alarms.REWRITTEN]
    others = [alarm for alarm in view.alarms if alarm.code not in alarms.REWRITTEN]
    if rewritten:
        _stopped(page, rewritten, view.changes)
    alarms.facts(page, others)
    _mine(page, view)
    _theirs(page, view.received, {str(handle): name for handle, name in view.names})
    for note in view.notes:
        page.say(note)
    for edit in view.local_edits:
        page.say(edit.message, hang=2)
        page.command(f"{edit.advice}: ", edit.command, indent=2)


def _stopped(page: Page, rewritten: Sequence[Alarm], changes: Sequence[Change]) -> None:
    """Write why a sync stopped before it touched anything; the first alarm says it, the others are its details."""
    page.say(red(rewritten[0].message), " Nothing of yours was changed or sent.")
    for alarm in rewritten[1:]:
        page.say(alarm.message, indent=2, hang=2)
    for (partner, week), entries in groupby(changes, key=lambda change: (change.partner, change.week)):
        _differently(page, f"{partner}/{week}.md", tuple(entries))
    for alarm in rewritten:
        alarms.seen_with(page, alarm)
    alarms.advice(page, rewritten)


def _differently(page: Page, path: str, changes: Sequence[Change]) -> None:
    from apjournal.render.changes import by_goal

    number = len({change.goal for change in changes})
    goals = "one goal reads" if number == 1 else f"{in_words(number)} goals read"
    page.say(f"In {path} {goals} differently:", indent=2)
    by_goal(page, changes, weeks=False, indent=4)


def _mine(page: Page, view: SyncView) -> None:
    if view.committed:
        files = ", ".join(view.files) if len(view.files) <= _FILES_NAMED else count(len(view.files), "file")
        page.say(f"Committed: {files or 'what was changed'}", dim(f"  {view.committed:.7}"), hang=2)
    for skipped in view.skipped:
        page.say(f"Left as it is: {skipped.path}, {skipped.reason}", hang=2)


def _theirs(page: Page, received: Sequence[Received], names: dict[str, str]) -> None:
    """Show what arrived by partner, or by email address if it is nobody's, in order of arrival."""
    senders = [(commit, _sender(commit, names)) for commit in received]
    for sender in dict.fromkeys(sender for _, sender in senders):
        commits = [commit for commit, from_ in senders if from_ == sender]
        page.say(f"From {sender}: {count(len(commits), 'commit')}")
        for commit in commits[:_COMMITS_NAMED]:
            page.say(dim(f"{commit.commit:.7}  "), commit.subject, indent=2, hang=9)
        if len(commits) > _COMMITS_NAMED:
            page.say(dim(f"and {count(len(commits) - _COMMITS_NAMED, 'more commit')}"), indent=2)


def _sender(commit: Received, names: dict[str, str]) -> str:
    if commit.partner is None:
        return f"somebody at {commit.address}" if commit.address else "somebody without an address"
    return names.get(commit.partner) or commit.partner.capitalize()


def no_remote(page: Page) -> None:
    """Write that the journal is shared with nobody, and how it would be."""
    page.say("Nothing is shared: this journal has no remote, so it is only on this machine.")
    page.command("To share it: ", "git remote add origin URL", "then: apj sync")


def _is_stopped(view: SyncView) -> bool:
    """Whether something kept it from going on; a broken file of mine does not."""
    return any(not isinstance(problem, BrokenFile) for problem in view.problems)


def _outcome(page: Page, view: SyncView) -> None:
    """Show in a sentence how things are now."""
    if any(isinstance(problem, Attention) for problem in view.problems):
        return  # nothing was done
    if view.no_remote:
        no_remote(page)
    elif view.offline:
        page.say("Not shared yet. What you wrote is safe here, and goes out with the next sync.")
    elif view.pushed:
        page.say(f"Shared: {count(view.sent, 'commit')}." if view.sent else "Shared.")
    elif view.fetched and not view.received and not view.alarms and not _is_stopped(view):
        page.say("Nothing new on either side.")
    elif not (view.fetched or view.committed or view.skipped or view.notes or view.alarms):
        page.say("Nothing to commit.")
