"""Write in my own folder: check whose it is, take the lock, and repeat an edit if the file changes in the meantime."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from apjournal.errors import NeedsAttention
from apjournal.gitrepo.plumbing.digest import hash_text
from apjournal.gitrepo.plumbing.state_files import is_behind, is_pending, is_rebasing
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import get_week_path
from apjournal.session.faults.local_edits import require_on_disk
from apjournal.session.own_words import read_own_week
from apjournal.session.read_once import Scope
from apjournal.session.recovery_copies import RECOVER, save_recovery_copy
from apjournal.session.undo_log import UNDO, record_changes
from apjournal.session.workspace import Workspace
from apjournal.store.atomic_write import ChangedMeanwhile, Text, remove_leftovers, replace_files
from apjournal.store.lock import EDITING, hold_lock, is_shown

if TYPE_CHECKING:
    from apjournal.format.edit.week import WeekEditor
    from apjournal.format.read.result import Reading

T = TypeVar("T")

TextChange = Callable[[bytes | None], bytes]
"""A function that returns the new text of a file, given its current text (None if there is no file)."""
EMPTY_WEEK = b"---\ngoals:\n---\n"
"""The shortest file of a week into which goals can be typed."""
TRIES = 3
"""The number of times that apj tries an edit if somebody saves the file in between."""


class ChangedSinceShown(NeedsAttention):
    """A file changed after its owner saw it and decided what to write."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} was changed after you saw it. Nothing was written.",
            "Compare both versions, then answer again.",
        )


@contextmanager
def journal_lock(workspace: Workspace, *, commits: bool = False, undoable: str = "") -> Iterator[None]:
    """Acquire the journal's lock, and first complete what an interrupted command left unfinished.

    Raise `GitFault` if the journal is not the root of a git work tree, or if another command is running. With
    `commits`, also raise it while an operation of plain git is unfinished, because ending that operation could drop the
    commit. `undoable` is the name of the command if `apj undo` can undo what it writes.
    """
    if not workspace.is_repository:
        raise workspace.make_no_repository_fault()
    workspace.require_readable_config()
    if not workspace.private_folder.exists():
        _protect(workspace)
    with hold_lock(workspace.private_folder):
        workspace.refresh()  # another command may have been running until now
        _finish_interrupted(workspace)
        if commits:
            _ = workspace.idle_repository
        workspace.undoable = undoable
        yield


def _protect(workspace: Workspace) -> None:
    """Write apj's rules into a clone made by plain git before its first write, so that git ignores `private/`."""
    from apjournal.gitrepo.plumbing.repository import open_repository, write_protections

    write_protections(open_repository(workspace.git, workspace.config))


def _finish_interrupted(workspace: Workspace) -> None:
    """Complete the work of a command that was killed or found git's index locked."""
    private, root = workspace.private_folder, workspace.root
    mine = [root / workspace.identity_or_none] if workspace.identity_or_none else []
    for folder in (private, private / RECOVER, private / UNDO, root, *mine):
        remove_leftovers(folder)
    if is_behind(private):
        from apjournal.gitrepo.plumbing.index import update_index_for_commits

        update_index_for_commits(workspace.git, workspace.objects, private)
    if is_pending(private):
        from apjournal.gitrepo.checkout.worktree import EditedMeanwhile, finish_intent

        with suppress(EditedMeanwhile):  # the next sync receives the same commits again
            finish_intent(workspace.git, workspace.require_history().objects, private)
        workspace.refresh()


def edit_own_file(workspace: Workspace, path: str, change: TextChange) -> None:
    """Change one of my files. See `edit_own_files`."""
    edit_own_files(workspace, {path: change})


def edit_own_files(workspace: Workspace, changes: Mapping[str, TextChange]) -> None:
    """Change several files in my folder: all of them, or none if one cannot be changed.

    Each change gets the current bytes of its file, and may be called again. While a rebase is in progress or an editor
    is open, recovery copies are saved, because `git rebase --abort` loses uncommitted text, and an editor overwrites
    changes that it has not read.

    Raise `ValueError` for a path that is not mine, `NeedsAttention` for a file that is missing here,
    `ChangedSinceShown` for a file that changed after its form was shown, and the faults of `replace_files`.
    """
    for attempt in range(TRIES):
        texts = {path: _build_change(workspace, path, change) for path, change in changes.items()}
        due = {path: text for path, text in texts.items() if text.data != text.was}
        if not due:
            return
        try:
            with record_changes(workspace, due):
                replace_files(workspace.root, due)
        except ChangedMeanwhile:
            if attempt == TRIES - 1:
                raise
        else:
            if is_rebasing(workspace.git_folder) or is_shown(workspace.private_folder, EDITING):
                for path, text in due.items():
                    save_recovery_copy(workspace, path, text.data)
            workspace.refresh(Scope.FILES)
            return


def hash_file(data: bytes | None) -> str:
    """Return a hash by which a later change of the file can be detected. `data` is None if there is no file."""
    return "none" if data is None else hash_text(data)


def _build_change(workspace: Workspace, path: str, change: TextChange) -> Text:
    if not path.startswith(f"{workspace.me}/"):
        raise ValueError(f"{path} is not in the folder of {workspace.me}")
    require_on_disk(workspace, path)
    was = workspace.folder.read(path)
    require_as_shown(workspace, path, was)
    return Text(change(was), was)


def require_as_shown(workspace: Workspace, path: str, data: bytes | None) -> None:
    """Raise `ChangedSinceShown` if the current text `data` differs from what its owner was shown."""
    expected = workspace.expected.get(path)
    if expected is not None and expected != hash_file(data):
        raise ChangedSinceShown(path)


def edit_own_week(
    workspace: Workspace, week: IsoWeek, change: Callable[[WeekEditor], WeekEditor], *, begin: bytes = EMPTY_WEEK
) -> str:
    """Change my file of `week`, or create it from the text `begin` if there is none. Return its path.

    Raise `BrokenFile`, and change nothing, if the file cannot be read.
    """
    return rewrite_weeks(workspace, [week], change, begin=begin)[0]


def rewrite_weeks(
    workspace: Workspace,
    weeks: Sequence[IsoWeek],
    change: Callable[[WeekEditor], WeekEditor],
    *,
    begin: bytes = EMPTY_WEEK,
) -> tuple[str, ...]:
    """Change my files of several weeks, all or none. Return their paths."""
    from apjournal.format.edit.week import WeekEditor

    def changed(week: IsoWeek, was: bytes | None) -> bytes:
        return change(WeekEditor.open_week(begin if was is None else was, workspace.me, week, workspace.own_words)).data

    changes = {get_week_path(workspace.me, week): partial(changed, week) for week in weeks}
    edit_own_files(workspace, changes)
    return tuple(changes)


def require_report_readable(workspace: Workspace, *, before: IsoWeek) -> None:
    """Raise `BrokenFile` if the week to report, my newest week with goals before `before`, cannot be read.

    Without this fault, apj would ask for the report of an older week.
    """
    for week in workspace.records.weeks(workspace.me):
        if week < before:
            require_readable(workspace, week)
            found = workspace.records.read_week_if_valid(workspace.me, week)
            if found is not None and found.goals and not found.away:
                return


def require_readable(workspace: Workspace, week: IsoWeek) -> None:
    """Raise `BrokenFile` if my file of `week` cannot be read, or `EditRefused` if its format is too new.

    Raise `NeedsAttention` if the file is missing on this disk, or another file may be meant for this week.
    """
    from apjournal.session.faults.misnamed_weeks import require_rightly_named

    path = get_week_path(workspace.me, week)
    require_on_disk(workspace, path)
    require_rightly_named(workspace, path)
    data = workspace.folder.read(path)
    if data is not None:
        require_read(read_own_week(workspace, data, week), path)


def require_read(reading: Reading[T], path: str) -> T:
    """Return the value of a parsed file.

    Raise `EditRefused` if the file's format is too new for this version of apj, and `BrokenFile`, with its errors, if
    the file cannot be read.
    """
    if reading.value is None:
        from apjournal.format.edit.front_matter import require_known
        from apjournal.model.hints import make_broken_file

        require_known(reading, path)
        raise make_broken_file(path, reading.findings)
    return reading.value
