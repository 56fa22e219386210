"""What `doctor` looks at inside the clone: git itself, locks, the history, its own files, settings, hooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from apjournal.errors import ApjError, GitFault
from apjournal.gitrepo.checkout import resume, worktree
from apjournal.gitrepo.health import risky_settings, stale_locks
from apjournal.gitrepo.health.stale_locks import LeftoverFile
from apjournal.gitrepo.plumbing import index, refs, repository
from apjournal.gitrepo.plumbing.config import DEFAULT_TIMEOUT, is_on, read_time_limit, write_config
from apjournal.gitrepo.plumbing.damaged_files import find_damage
from apjournal.gitrepo.plumbing.repository import Repository
from apjournal.gitrepo.plumbing.state_files import is_behind, is_pending
from apjournal.model.handle import Handle
from apjournal.model.views.doctor import Point, State
from apjournal.services.doctor.runnable_files import find_runnable, put_away
from apjournal.services.sync.unfit_files import list_tracked_private, untrack
from apjournal.session.local_edits import find_local_edits
from apjournal.session.workspace import Workspace

_COMMANDS = ("mkdir ", "find ", "git ", "apj ", "export ", "rm ", "echo ")
_REPLACE = "refs/replace/"


class CheckedPoint(Struct, frozen=True):
    """One check, and how `--fix` repairs what it found. None if a program should not do that."""

    point: Point
    repair: Callable[[], object] | None = None


def add_fix(point: Point, repair: Callable[[], object] | None = None) -> CheckedPoint:
    """Return a point with its fix, marked as fixable if there is one."""
    return CheckedPoint(replace(point, fixable=repair is not None), repair)


def make_fine_point(name: str, message: str) -> CheckedPoint:
    """Return a point that is in order."""
    return CheckedPoint(Point(name, State.FINE, message))


def make_point_of_fault(name: str, fault: ApjError, state: State = State.LOOK) -> CheckedPoint:
    """Turn what a command would stop with into something to look at."""
    advice, _, command = fault.hint.partition(": ")
    if command.startswith(_COMMANDS) and ", or " not in command:
        return CheckedPoint(Point(name, state, fault.message, advice, command))
    return CheckedPoint(Point(name, state, fault.message, fault.hint or None))


def read_git_version(workspace: Workspace) -> str | None:
    """Return git's own name of its version. None without git, or if the journal is not a repository."""
    try:
        return _read_version(workspace)
    except GitFault:
        return None


def _read_version(workspace: Workspace) -> str:
    return workspace.git.run_git("version").line.removeprefix("git version ")


def check_git(workspace: Workspace) -> CheckedPoint:
    """Check for a git that can share, and whether its settings can be read."""
    try:
        workspace.git.require_merge_support()
        workspace.require_readable_config()
        return make_fine_point("git", f"git {_read_version(workspace)}")
    except GitFault as fault:
        return make_point_of_fault("git", fault)


def check_clone(workspace: Workspace, me: Handle | None) -> Iterator[CheckedPoint]:
    """Check the repository around the journal, leftovers first. `me` is my handle in it."""
    try:
        opened = repository.open_repository(workspace.git)
        if damage := find_damage(workspace.git.root):
            raise damage
    except GitFault as fault:
        yield make_point_of_fault("history", fault)
        return
    yield from _check_locks(opened)
    yield from _check_history(workspace, opened)
    yield from _find_interrupted(workspace)
    yield from _set_aside(workspace, me)
    yield from _tracked(workspace, me)
    yield from _check_own_files(opened)
    yield from _check_settings(workspace, opened)


def _check_locks(opened: Repository) -> Iterator[CheckedPoint]:
    found = list(find_leftovers(opened))
    yield from found
    if not found:
        yield make_fine_point("locks", "no locks left behind")


def find_leftovers(opened: Repository) -> Iterator[CheckedPoint]:
    """Find what a killed git left in a repository."""
    for lock in stale_locks.find_locks(opened):
        repair = partial(stale_locks.remove_leftover, opened, lock) if lock.is_stale else None
        yield add_fix(Point("locks", State.LOOK, *_explain_lock(lock)), repair)
    stale = [part for part in stale_locks.find_parts(opened) if part.is_stale]
    if stale:
        many = f"{len(stale)} half-written objects are" if len(stale) > 1 else "A half-written object is"
        message = f"{many} in {opened.git_dir}, left by a git command that was stopped or found the disk full."
        point = Point("locks", State.NOTE, message, "It does no harm. To remove it", "apj doctor --fix")
        yield add_fix(point, partial(_remove_all, opened, stale))


def _remove_all(opened: Repository, left: Iterable[LeftoverFile]) -> None:
    for each in left:
        stale_locks.remove_leftover(opened, each)


def _explain_lock(lock: LeftoverFile) -> tuple[str, str, str | None]:
    minutes = int(lock.age.total_seconds() // 60)
    age = f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
    what = f"{lock.path} is a lock of git, {'a moment' if minutes < 1 else age} old"
    if lock.holder is not None:
        return f"{what}, and process {lock.holder} is running here.", "Wait until it has ended.", None
    if lock.age < stale_locks.OLD_ENOUGH:
        return f"{what}.", "It may be in use; wait ten minutes, then check again", "apj doctor"
    if not lock.certain:
        return f"{what}.", "When no git command runs here, remove it", f"rm {quote(str(lock.path))}"
    return f"{what}, and no process here holds it.", "Remove it", f"rm {quote(str(lock.path))}"


def _check_history(workspace: Workspace, opened: Repository) -> Iterator[CheckedPoint]:
    points = [
        *(Point("history", State.LOOK, *told) for told in _find_history_changes(workspace, opened)),
        *_find_operation_in_progress(workspace, opened),
    ]
    yield from map(CheckedPoint, points)
    if not points:
        yield make_fine_point("history", "the whole history")


def _find_history_changes(workspace: Workspace, opened: Repository) -> Iterator[tuple[str, str, str]]:
    """Find what hides or replaces parts of the history: what is so, what to do, and how."""
    folder = opened.common_dir
    if opened.shallow:
        yield "This clone has only the newest part of the history.", "Fetch the rest", "git fetch --unshallow"
    if opened.grafted:
        remove = f"rm {quote(str(folder / 'info' / 'grafts'))}"
        yield "A grafts file gives commits other parents; apj ignores it.", "Remove it", remove
    for ref in refs.list_refs(workspace.git, _REPLACE):
        remove = f"git replace -d {quote(ref.removeprefix(_REPLACE))}"
        yield f"{ref} makes plain git show another object; apj ignores it.", "Remove it", remove
    if (folder / "objects" / "info" / "alternates").exists():
        what = "This clone borrows objects from another one and loses them if that one goes."
        yield what, "Copy them here", "git repack -a -d"
    if risky_settings.is_partial(workspace.config, workspace.branch_state.remote):
        what = "This clone fetches texts only when they are needed, so without the network some are missing."
        yield what, "Fetch them all", f"git fetch --refetch --no-filter {workspace.branch_state.remote}"


def _find_operation_in_progress(workspace: Workspace, opened: Repository) -> Iterator[Point]:
    try:
        whole = replace(opened, shallow=False, grafted=False)
        repository.require_no_operation_in_progress(workspace.git, whole, workspace.branch_state, workspace.config)
    except GitFault as fault:
        yield make_point_of_fault("history", fault).point


def _find_interrupted(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Find files and index that still have to follow, which the next writing command completes."""
    private = workspace.private_folder
    if is_behind(private):
        point = Point(
            "index",
            State.LOOK,
            "Git's index could not be updated after a commit.",
            "The next commit fixes that",
            "apj sync",
        )
        yield add_fix(point, lambda: index.update_index_for_commits(workspace.git, private))
    if not is_pending(private):
        return
    try:
        resume.read_intent(private)
    except GitFault as fault:
        yield make_point_of_fault("sync", fault)
        return
    point = Point(
        "sync", State.LOOK, "A sync was interrupted before all files were updated.", "The next sync finishes it",
        "apj sync",
    )  # fmt: skip
    yield add_fix(point, lambda: worktree.finish_intent(workspace.git, workspace.objects, private))


def _set_aside(workspace: Workspace, me: Handle | None) -> Iterator[CheckedPoint]:
    """Find files that are missing here although nothing speaks against them any more."""
    history = workspace.require_history()
    if history.head is None or is_on(workspace.config.get("core.sparsecheckout", "false")):
        return
    git, objects = history.git, history.objects
    found = worktree.find_releasable(
        git, objects, workspace.private_folder, history.head, me=me, trusted=repository.OWN_TEXTS
    )
    if found:
        names = ", ".join(change.path for change in found)
        message = f"Still quarantined, although there is no reason for it any more: {names}."
        point = Point("files", State.LOOK, message, "Check it out", "apj doctor --fix")
        yield add_fix(point, lambda: worktree.check_out(git, objects, found))


def check_files(workspace: Workspace, me: Handle | None) -> Iterator[CheckedPoint]:
    """Find files that differ here from what is shared, and should not."""
    for edit in find_local_edits(workspace) if me else ():
        yield CheckedPoint(Point("files", State.LOOK, edit.message, edit.advice, edit.command))


def _tracked(workspace: Workspace, me: Handle | None) -> Iterator[CheckedPoint]:
    """Look for files under `private/` that git tracks, and for files of others that could be run."""
    if private := list_tracked_private(workspace, staged=True):
        message = f"Git tracks what is for you only, so plain git would share it: {', '.join(private)}."
        yield CheckedPoint(Point("files", State.LOOK, message, "Untrack it, then git commit", untrack(private)))
    if me and (others := find_runnable(workspace)):
        message = f"An editor, a shell or a build could run these files of somebody else: {', '.join(others)}."
        yield CheckedPoint(
            Point("files", State.NOTE, message, "If you do not need them here", put_away(workspace, others))
        )


def _check_own_files(opened: Repository) -> Iterator[CheckedPoint]:
    missing = repository.find_missing_protections(opened)
    for path in missing:
        does = {
            "attributes": "choose programs of yours and change file contents",
            "exclude": "let plain `git add` take what is private",
        }
        message = f"{path} does not contain apj's rule, so a file in the journal could {does[path.name]}."
        point = Point("protection", State.LOOK, message, "Write it", "apj doctor --fix")
        yield add_fix(point, lambda: repository.write_protections(opened))
    if not missing:
        yield make_fine_point("protection", "apj's rules in .git/info")


def _check_settings(workspace: Workspace, opened: Repository) -> Iterator[CheckedPoint]:
    found = list(risky_settings.find_risky_settings(workspace.config, workspace.branch_state))
    for setting in found:
        repair = partial(write_config, workspace.git, setting.key, setting.value) if setting.safe else None
        state = State.LOOK if setting.grave else State.NOTE
        point = Point("settings", state, f"{setting.does}.", f"{setting.key} for this clone", setting.command)
        yield add_fix(point, repair)
    timeout = workspace.config.get("apj.timeout")
    if timeout is not None and read_time_limit(workspace.config) is None:
        message = (
            f"apj.timeout is {timeout}, which is not a number of seconds up to a day. apj uses {DEFAULT_TIMEOUT:g}."
        )
        yield CheckedPoint(Point("settings", State.LOOK, message, "Give one", "git config apj.timeout 60"))
    hooks = risky_settings.list_hooks(opened)
    if hooks:
        first = Path(opened.common_dir, "hooks", hooks[0])
        message = f"Plain git runs hooks here ({', '.join(hooks)}); apj runs none."
        yield CheckedPoint(Point("hooks", State.NOTE, message, "To turn one off", f"chmod -x {quote(str(first))}"))
    if not found:
        yield make_fine_point("settings", "git's settings")
