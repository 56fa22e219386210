"""Writing in my own folder: the owner guard, the lock, and edits that are redone when the file moved on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from apjournal.errors import BrokenFile
from apjournal.format.edit_week import WeekEditor
from apjournal.format.week import read_week
from apjournal.gitrepo.signs import is_behind, is_pending, is_rebasing
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import week_path
from apjournal.store.lock import locked
from apjournal.store.write import ChangedMeanwhile, remove_leftovers, replace_file
from apjournal.workspace.opened import Workspace

EMPTY_WEEK = b"---\ngoals:\n---\n"
"""The shortest file of a week, ready for goals to be typed."""
TRIES = 3
"""How often an edit is redone when somebody saved the file in between."""


@contextmanager
def writing(workspace: Workspace) -> Iterator[None]:
    """Hold the journal's lock, with what was interrupted finished first.

    `GitFault` where the journal is not the root of a git work tree, or another command is at work.
    """
    if not workspace.is_repository:
        raise workspace.no_repository()
    with locked(workspace.private_folder):
        workspace.forget_refs()  # until now somebody else may have moved them
        _finish(workspace)
        yield


def _finish(workspace: Workspace) -> None:
    """Finish what a command that was killed, or met a locked index, has left to do."""
    private, root = workspace.private_folder, workspace.root
    for folder in (private, root, *([root / workspace.whoever] if workspace.whoever else ())):
        remove_leftovers(folder)
    if is_behind(private):
        from apjournal.gitrepo.index import catch_up

        catch_up(workspace.git, private)
    if is_pending(private):
        from apjournal.gitrepo.worktree import EditedMeanwhile, finish

        for handle in workspace.records.partners():
            remove_leftovers(root / handle)
        with suppress(EditedMeanwhile):  # what arrived then arrives again
            finish(workspace.git, workspace.require_history().objects, private)
        workspace.forget()


def rewrite(workspace: Workspace, path: str, change: Callable[[bytes | None], bytes]) -> None:
    """Change one of my files; `change` gets the bytes as they are now and may be called again.

    While a rebase is under way a copy is kept too: `git rebase --abort` forgets what is not committed.

    Raises `ValueError` for a path that is not mine, and what `replace_file` raises.
    """
    if not path.startswith(f"{workspace.me}/"):
        raise ValueError(f"{path} is not in the folder of {workspace.me}")
    for attempt in range(TRIES):
        was = workspace.folder.read(path)
        new = change(was)
        if new == was:
            return
        try:
            replace_file(workspace.root, path, new, was=was)
        except ChangedMeanwhile:
            if attempt == TRIES - 1:
                raise
        else:
            if is_rebasing(workspace.git_folder):
                from apjournal.workspace.copies import save_copy

                save_copy(workspace, path, new)
            workspace.forget_files()
            return


def rewrite_week(
    workspace: Workspace, week: IsoWeek, change: Callable[[WeekEditor], WeekEditor], *, begin: bytes = EMPTY_WEEK
) -> str:
    """Change my file of `week`, begun as `begin` where there is none; gives its path.

    Raises `BrokenFile` when it can't be read; then it is left as it is.
    """
    path = week_path(workspace.me, week)
    rewrite(workspace, path, lambda was: _changed(workspace, week, was, change, begin))
    return path


def rewrite_weeks(
    workspace: Workspace, weeks: Sequence[IsoWeek], change: Callable[[WeekEditor], WeekEditor]
) -> tuple[str, ...]:
    """Change my files of several weeks, all of them or, where one can't be changed, none; gives their paths."""
    for week in weeks:
        was = workspace.folder.read(week_path(workspace.me, week))
        _changed(workspace, week, was, change, EMPTY_WEEK)
    return tuple(rewrite_week(workspace, week, change) for week in weeks)


def _changed(
    workspace: Workspace, week: IsoWeek, was: bytes | None, change: Callable[[WeekEditor], WeekEditor], begin: bytes
) -> bytes:
    try:
        return change(WeekEditor.open(begin if was is None else was, workspace.me, week)).data
    except BrokenFile as error:
        path = week_path(workspace.me, week)
        raise BrokenFile(error.message, error.hint, tuple(finding.at(path) for finding in error.findings)) from error


def require_report_readable(workspace: Workspace, *, before: IsoWeek) -> None:
    """Raise `BrokenFile` when the week whose report comes next, the newest with goals before `before`, can't be read.

    Otherwise an older one would be taken for it.
    """
    for week in workspace.records.weeks(workspace.me):
        if week < before:
            require_readable(workspace, week)
            found = workspace.records.readable_week(workspace.me, week)
            if found is not None and found.goals and not found.away:
                return


def require_readable(workspace: Workspace, week: IsoWeek) -> None:
    """Raise `BrokenFile` when my file of `week` is there and can't be read."""
    path = week_path(workspace.me, week)
    data = workspace.folder.read(path)
    reading = None if data is None else read_week(data, workspace.me, week)
    if reading is not None and reading.broken:
        raise BrokenFile(
            f"{path} can't be read as it is.",
            f"Mend it: apj check --fix {path}, or: apj edit {week}",
            tuple(finding.at(path) for finding in reading.findings if finding.level == "error"),
        )
