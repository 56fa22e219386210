"""`apj sync`: send what I wrote, and merge what the others wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from apjournal.gitrepo.plumbing.index import refresh_index
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.skipped import SkipReason
from apjournal.model.views.sync import AskYes, SyncView
from apjournal.model.week import Amendment, Goal, get_week_path
from apjournal.services.calendar.keep_calendar import keep_calendar
from apjournal.services.commit.commit import build_commit_view, commit_mine
from apjournal.services.commit.pending_changes import find_pending
from apjournal.services.page.keep_page import WritePage, keep_page
from apjournal.services.sync import sync
from apjournal.services.sync.result import SyncResult
from apjournal.session.faults.local_edits import find_linked_files, find_local_edits
from apjournal.session.unwanted_files import remove_unwanted
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_file, edit_own_week, journal_lock
from apjournal.store.journal_paths import parse_week_name

Removed = tuple[IsoWeek, Goal]


class SyncChoices(Struct, frozen=True):
    """What a person chose for a sync by the options of `apj sync`. `offline` stops after the commit."""

    offline: bool = False
    with_deletions: bool = False
    share_anyway: bool = False
    accept_rewrite: bool = False


USUAL = SyncChoices()
"""A sync without any option."""


def sync_journal(
    workspace: Workspace,
    *,
    write_page: WritePage,
    choices: SyncChoices = USUAL,
    ask_yes: AskYes | None = None,
    when_committed: Callable[[str], None] = lambda commit: None,
) -> SyncView:
    """Commit my own text, so that nothing can lose it, then share it.

    `ask_yes` asks the questions that a sync cannot decide. Before the first question, `when_committed` is called with
    the commit of my text.
    """
    with journal_lock(workspace, commits=True):
        if not choices.offline:
            workspace.require_shared_branch()
        remove_unwanted(workspace)
        stays = (*keep_calendar(workspace), *keep_page(workspace, write_page))
        mine = commit_mine(workspace, with_deletions=choices.with_deletions, share_anyway=choices.share_anyway)
        view = build_commit_view(mine)
        if mine.commit:
            when_committed(mine.commit)
        done = (
            SyncResult()
            if choices.offline or mine.waits
            else sync.sync_with_remote(workspace, accept_rewrite=choices.accept_rewrite, ask_yes=ask_yes)
        )
        view = replace(view, notes=(*stays, *view.notes))
        if done.merged != "none" and not done.problems:
            view, done = _share_page(workspace, write_page, view, done, share_anyway=choices.share_anyway)
        elsewhere = () if mine.waits else (*find_linked_files(workspace, [workspace.me]), *find_local_edits(workspace))
        if mine.commit or done.received:
            _refresh_index(workspace)
    return replace(
        _add_sync_result(workspace, view, done),
        offline=done.offline or choices.offline,
        no_remote=not choices.offline and not workspace.is_shared,
        all_shared=mine.commit is None and _is_head_shared(workspace),
        local_edits=tuple(elsewhere),
    )


def _is_head_shared(workspace: Workspace) -> bool:
    """Whether my newest commit was on the remote when apj last fetched."""
    history = workspace.history
    return history is not None and history.head is not None and history.head == history.server_tip


def _share_page(
    workspace: Workspace, write_page: WritePage, view: SyncView, done: SyncResult, *, share_anyway: bool
) -> tuple[SyncView, SyncResult]:
    """Write my page again if what a sync received changes it, and share it.

    Return the view of both commits, and the result of both syncs. Reports of the first commit are not repeated.
    """
    if not workspace.records.partner(workspace.me).page:
        return view, done
    stays = keep_page(workspace, write_page)
    mine = commit_mine(workspace, share_anyway=share_anyway)
    second, told = build_commit_view(mine), {problem.message for problem in view.problems}
    view = replace(
        view,
        notes=(*view.notes, *(one for one in (*stays, *second.notes) if one not in view.notes)),
        skipped=(*view.skipped, *(one for one in second.skipped if one not in view.skipped)),
        problems=(*view.problems, *(one for one in second.problems if one.message not in told)),
    )
    if mine.commit is None:
        return view, done
    again = sync.sync_with_remote(workspace)
    return view, replace(
        again,
        fetched=True,
        merged=done.merged,
        pushed=done.pushed or again.pushed,
        sent=done.sent + again.sent,
        received=(*done.received, *again.received),
        alarms=(*done.alarms, *again.alarms),
        changes=(*done.changes, *again.changes),
        notes=(*done.notes, *again.notes),
        problems=(*done.problems, *again.problems),
    )


def _refresh_index(workspace: Workspace) -> None:
    """Update git's index, so that `status` need not read all my files. Do nothing if git would run a filter."""
    if not any(name.startswith("filter.") for name in workspace.config):
        refresh_index(workspace.git)


def fetch_and_merge(workspace: Workspace) -> SyncView:
    """Fetch what is new and merge it. Do not commit or send anything of mine."""
    with journal_lock(workspace):
        done = sync.fetch_and_merge_only(workspace)
    return _add_sync_result(workspace, SyncView(committed=None), done)


def _add_sync_result(workspace: Workspace, view: SyncView, done: SyncResult) -> SyncView:
    """Return the view of a commit, extended by the result of the sync after it, with the names after that sync."""
    names = tuple((handle, workspace.get_partner(handle).called) for handle in workspace.records.partners())
    return replace(
        view,
        fetched=done.fetched,
        merged=done.merged,
        pushed=done.pushed,
        received=done.received,
        sent=done.sent,
        alarms=done.alarms,
        offline=done.offline,
        notes=(*view.notes, *done.notes),
        changes=done.changes,
        names=names,
        problems=(*view.problems, *done.problems),
    )


def undo_last_sync(workspace: Workspace) -> SyncView:
    """Undo the last sync on this machine."""
    from apjournal.services.sync import undo

    with journal_lock(workspace, commits=True):
        notes = undo.undo_last_merge(workspace)
    return SyncView(committed=None, notes=notes)


class MissingAnswers(Struct, frozen=True):
    """What a sync has to ask me about my changes.

    `in_own_words` contains my weeks that are not shared because they have results in my own words. `removed` contains
    the goals that were kept and committed, and that my weeks no longer contain, without a reason.
    """

    in_own_words: tuple[IsoWeek, ...] = ()
    removed: tuple[Removed, ...] = ()


def find_missing_answers(workspace: Workspace) -> MissingAnswers:
    """Compare my files with their last commit, and return what has to be asked about them."""
    history = workspace.history
    if history is None:
        return MissingAnswers()
    pending = find_pending(workspace, history)
    names = (one.path.rpartition("/")[2] for one in pending.skipped if one.reason is SkipReason.OWN_WORDS)
    in_own_words = tuple(week for name in names if (week := parse_week_name(name)))
    changed = sorted(pending.weeks) if history.head is not None else []
    return MissingAnswers(in_own_words, tuple(_find_removed(workspace, changed)) if changed else ())


def _find_removed(workspace: Workspace, weeks: Sequence[IsoWeek]) -> Iterator[Removed]:
    from apjournal.analysis.changes.vanished import find_vanished_goals
    from apjournal.analysis.changes.week_edits import find_removed_goals
    from apjournal.session.week_records import read_kept_weeks_of

    me, history = workspace.me, workspace.require_history()
    committed = history.at(history.head or "")
    for week in weeks:
        before, now = committed.read_week_if_valid(me, week), workspace.records.read_week_if_valid(me, week)
        if now is None or not (taken_out := find_removed_goals(before, now)):
            continue
        keeps = read_kept_weeks_of(workspace, me, [week])
        kept = {me: keeps.list_keeps_of(week)} if keeps else {}
        gone = find_vanished_goals(now, kept, schedule=workspace.schedule, today=workspace.today)
        yield from ((week, goal) for goal in taken_out if any(goal.goal == one.goal.goal for one in gone))


def translate_results(workspace: Workspace, week: IsoWeek) -> None:
    """Replace my own words for results in a week with the English ones."""
    from apjournal.format.edit.english_results import write_english_results

    def translated(was: bytes | None) -> bytes:
        return write_english_results(was or b"", workspace.me, week, workspace.own_words)

    with journal_lock(workspace, undoable="sync"):
        edit_own_file(workspace, get_week_path(workspace.me, week), translated)


def write_reason(workspace: Workspace, week: IsoWeek, goal: Goal, reason: str) -> None:
    """Write the reason for removing a goal under `amended` in the goal's week."""
    with journal_lock(workspace):
        edit_own_week(workspace, week, lambda editor: editor.set_amendment(Amendment(goal.id, reason)))
