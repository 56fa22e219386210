"""`apj sync` and `apj commit`: what went out, what came in, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.handle import Handle
from apjournal.model.views import Received, SyncView
from apjournal.render import alarms
from apjournal.render.phrases import count
from apjournal.render.terminal import Page, Style, dim

_FILES_NAMED = 4
_COMMITS_NAMED = 10


def text(view: SyncView, style: Style) -> str:
    """Write what was done, mine first; when the shared history was rewritten, that before anything else."""
    page = Page(style)
    rewritten = [alarm for alarm in view.alarms if alarm.code in alarms.REWRITTEN]
    others = [alarm for alarm in view.alarms if alarm.code not in alarms.REWRITTEN]
    if rewritten:
        alarms.stopped(page, rewritten, view.changes)
    alarms.facts(page, others)
    _mine(page, view)
    _theirs(page, view.received, {str(handle): name for handle, name in view.names})
    for note in view.notes:
        page.say(note)
    if not rewritten:
        _outcome(page, view)
    if view.next:
        page.next(view.next)
    return page.text()


def _mine(page: Page, view: SyncView) -> None:
    if view.committed:
        files = ", ".join(view.files) if len(view.files) <= _FILES_NAMED else count(len(view.files), "file")
        page.say(f"Committed: {files or 'what was changed'}", dim(f"  {view.committed:.7}"), hang=2)
    for skipped in view.skipped:
        page.say(f"Left as it is: {skipped.path}, {skipped.reason}", hang=2)


def _theirs(page: Page, received: Sequence[Received], names: dict[str, str]) -> None:
    """Name what came in by partner, in the order in which it came."""
    for partner in dict.fromkeys(commit.partner for commit in received):
        commits = [commit for commit in received if commit.partner == partner]
        page.say(f"From {_called(partner, names)}: {count(len(commits), 'commit')}")
        for commit in commits[:_COMMITS_NAMED]:
            page.say(dim(f"{commit.commit:.7}  "), commit.subject, indent=2, hang=9)
        if len(commits) > _COMMITS_NAMED:
            page.say(dim(f"and {count(len(commits) - _COMMITS_NAMED, 'more commit')}"), indent=2)


def _called(partner: Handle | None, names: dict[str, str]) -> str:
    if partner is None:
        return "somebody whose address is not known"
    return names.get(partner) or partner.capitalize()


def _outcome(page: Page, view: SyncView) -> None:
    """Say in a sentence where things stand now."""
    if view.offline:
        page.say("The shared journal can't be reached now. What you wrote is safe here.")
    elif view.pushed:
        page.say(f"Shared: {count(view.sent, 'commit')}." if view.sent else "Shared.")
    elif view.fetched and not view.received and not view.alarms:
        page.say("Nothing new on either side.")
    elif not (view.fetched or view.committed or view.skipped or view.notes or view.alarms):
        page.say("Nothing to commit.")
