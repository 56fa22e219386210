"""The checks of `doctor` inside the clone: git, locks, history, files, settings and hooks."""

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
from apjournal.model.views.doctor import Point, PointKind, PointState, make_point
from apjournal.services.doctor.runnable_files import find_runnable, format_removal_command
from apjournal.services.sync.unfit_files import format_untrack_command, list_tracked_private
from apjournal.session.faults.local_edits import find_linked_files, find_local_edits
from apjournal.session.workspace import Workspace

_REPLACE = "refs/replace/"
_FIX = "apj doctor --fix"
_IGNORE = ".gitignore"


class CheckedPoint(Struct, frozen=True):
    """The result of one check, and the repair that `--fix` makes (None if a person has to make it)."""

    point: Point
    repair: Callable[[], object] | None = None


def add_fix(point: Point, repair: Callable[[], object] | None = None) -> CheckedPoint:
    """Return a result with its repair, marked as fixable if there is one."""
    return CheckedPoint(replace(point, fixable=repair is not None), repair)


def make_fine_point(name: str, **about: str) -> CheckedPoint:
    """Return the result of a check that found no problem."""
    return CheckedPoint(make_point(name, PointKind.IN_ORDER, state=PointState.FINE, **about))


def make_point_of_fault(name: str, fault: ApjError, state: PointState = PointState.LOOK) -> CheckedPoint:
    """Return the result of a check that found a fault which would stop a command."""
    return CheckedPoint(make_point(name, PointKind.PROBLEM, state=state, message=fault.message, hint=fault.hint))


def read_git_version(workspace: Workspace) -> str | None:
    """Return git's version in git's own words, or None if git is missing or the journal is not a repository."""
    try:
        return _read_version(workspace)
    except GitFault:
        return None


def _read_version(workspace: Workspace) -> str:
    return workspace.git.run_git("version").line.removeprefix("git version ")


def check_git(workspace: Workspace) -> CheckedPoint:
    """Check whether git is new enough to share, and whether its settings can be read."""
    try:
        workspace.git.require_merge_support()
        workspace.require_readable_config()
        return make_fine_point("git", version=_read_version(workspace))
    except GitFault as fault:
        return make_point_of_fault("git", fault)


def check_clone(workspace: Workspace, me: Handle | None) -> Iterator[CheckedPoint]:
    """Check the repository of the journal, leftover files first. `me` is the handle of this clone's user."""
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
    yield from _find_releasable_files(workspace, me)
    yield from _find_tracked_files(workspace, me)
    yield from _check_own_files(opened)
    yield from _check_ignore_file(workspace)
    yield from _check_settings(workspace, opened)


def _check_locks(opened: Repository) -> Iterator[CheckedPoint]:
    found = list(find_leftovers(opened))
    yield from found
    if not found:
        yield make_fine_point("locks")


def find_leftovers(opened: Repository) -> Iterator[CheckedPoint]:
    """Yield a result for each file that a killed git left in a repository."""
    for lock in stale_locks.find_locks(opened):
        repair = partial(stale_locks.remove_leftover, opened, lock) if lock.is_stale else None
        yield add_fix(_make_lock_point(lock), repair)
    stale = [part for part in stale_locks.find_parts(opened) if part.is_stale]
    if stale:
        point = make_point(
            "locks",
            PointKind.HALF_WRITTEN_OBJECTS,
            state=PointState.NOTE,
            command=_FIX,
            objects=str(len(stale)),
            folder=str(opened.git_dir),
        )
        yield add_fix(point, partial(_remove_all, opened, stale))


def _remove_all(opened: Repository, left: Iterable[LeftoverFile]) -> None:
    for each in left:
        stale_locks.remove_leftover(opened, each)


def _make_lock_point(lock: LeftoverFile) -> Point:
    path, minutes = str(lock.path), str(int(lock.age.total_seconds() // 60))
    if lock.holder is not None:
        return make_point("locks", PointKind.LOCK_HELD, path=path, minutes=minutes, holder=str(lock.holder))
    if lock.age < stale_locks.OLD_ENOUGH:
        return make_point("locks", PointKind.LOCK_RECENT, command="apj doctor", path=path, minutes=minutes)
    kind = PointKind.LOCK_STALE if lock.certain else PointKind.LOCK_OLD
    return make_point("locks", kind, command=f"rm {quote(path)}", path=path, minutes=minutes)


def _check_history(workspace: Workspace, opened: Repository) -> Iterator[CheckedPoint]:
    points = [*_find_history_changes(workspace, opened), *_find_operation_in_progress(workspace, opened)]
    yield from map(CheckedPoint, points)
    if not points:
        yield make_fine_point("history")


def _find_history_changes(workspace: Workspace, opened: Repository) -> Iterator[Point]:
    """Yield a result for everything that hides or replaces parts of the history."""
    folder = opened.common_dir
    if opened.shallow:
        yield make_point("history", PointKind.SHALLOW, command="git fetch --unshallow")
    if opened.grafted:
        remove = f"rm {quote(str(folder / 'info' / 'grafts'))}"
        yield make_point("history", PointKind.GRAFTED, command=remove)
    for ref in refs.list_refs(workspace.git, _REPLACE):
        remove = f"git replace -d {quote(ref.removeprefix(_REPLACE))}"
        yield make_point("history", PointKind.REPLACED, command=remove, ref=ref)
    if (folder / "objects" / "info" / "alternates").exists():
        yield make_point("history", PointKind.BORROWING, command="git repack -a -d")
    if risky_settings.is_partial(workspace.config, workspace.branch_state.remote):
        fetch = f"git fetch --refetch --no-filter {workspace.branch_state.remote}"
        yield make_point("history", PointKind.PARTIAL, command=fetch)


def _find_operation_in_progress(workspace: Workspace, opened: Repository) -> Iterator[Point]:
    try:
        whole = replace(opened, shallow=False, grafted=False)
        repository.require_no_operation_in_progress(workspace.git, whole, workspace.branch_state, workspace.config)
    except GitFault as fault:
        yield make_point_of_fault("history", fault).point


def _find_interrupted(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Yield a result if the files or the index are behind the branch. The next command that writes updates them."""
    private = workspace.private_folder
    if is_behind(private):
        point = make_point("index", PointKind.INDEX_BEHIND, command="apj sync")
        yield add_fix(point, lambda: index.update_index_for_commits(workspace.git, workspace.objects, private))
    if not is_pending(private):
        return
    try:
        resume.read_intent(private)
    except GitFault as fault:
        yield make_point_of_fault("sync", fault)
        return
    point = make_point("sync", PointKind.SYNC_INTERRUPTED, command="apj sync")
    yield add_fix(point, lambda: worktree.finish_intent(workspace.git, workspace.objects, private))


def _find_releasable_files(workspace: Workspace, me: Handle | None) -> Iterator[CheckedPoint]:
    """Yield a result if files are still quarantined although the reason no longer applies."""
    history = workspace.require_history()
    if history.head is None or is_on(workspace.config.get("core.sparsecheckout", "false")):
        return
    git, objects = history.git, history.objects
    found = worktree.find_releasable(
        git, objects, workspace.private_folder, history.head, me=me, trusted=repository.OWN_TEXTS
    )
    if found:
        point = make_point("files", PointKind.RELEASABLE, *(change.path for change in found), command=_FIX)
        yield add_fix(point, lambda: worktree.check_out(git, objects, found))


def check_files(workspace: Workspace, me: Handle | None) -> Iterator[CheckedPoint]:
    """Yield a result for each file that differs from its shared version on this disk although it should not."""
    for edit in (*find_linked_files(workspace, [me]), *find_local_edits(workspace)) if me else ():
        yield CheckedPoint(
            make_point("files", PointKind.LOCAL_EDIT, command=edit.command, message=edit.message, advice=edit.advice)
        )


def _find_tracked_files(workspace: Workspace, me: Handle | None) -> Iterator[CheckedPoint]:
    """Yield results for files under `private/` that git tracks, and for files by others that a program could run."""
    if private := list_tracked_private(workspace, staged=True):
        yield CheckedPoint(
            make_point("files", PointKind.PRIVATE_TRACKED, *private, command=format_untrack_command(private))
        )
    if me and (others := find_runnable(workspace)):
        away = format_removal_command(workspace, others)
        yield CheckedPoint(make_point("files", PointKind.RUNNABLE, *others, state=PointState.NOTE, command=away))


def _check_own_files(opened: Repository) -> Iterator[CheckedPoint]:
    missing = repository.find_missing_protections(opened)
    for path in missing:
        kind = PointKind.NO_ATTRIBUTES_RULE if path.name == "attributes" else PointKind.NO_EXCLUDE_RULE
        point = make_point("protection", kind, command=_FIX, path=str(path))
        yield add_fix(point, lambda: repository.write_protections(opened))
    if not missing:
        yield make_fine_point("protection")


def _check_ignore_file(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Yield a result if the committed `.gitignore` does not ignore `private/`."""
    history = workspace.require_history()
    text = history.at(history.head).source.read(_IGNORE) if history.head else repository.GITIGNORE
    rules = {line.strip().strip(b"/*") for line in (text or b"").splitlines()}
    if repository.GITIGNORE.strip().strip(b"/") not in rules:
        command = f"printf '\\nprivate/\\n' >> {_IGNORE} && git add {_IGNORE} && git commit -m 'ignore private/'"
        yield CheckedPoint(make_point("protection", PointKind.NO_IGNORE_RULE, state=PointState.NOTE, command=command))


def _check_settings(workspace: Workspace, opened: Repository) -> Iterator[CheckedPoint]:
    found = list(risky_settings.find_risky_settings(workspace.config, workspace.branch_state))
    for setting in found:
        repair = partial(write_config, workspace.git, setting.key, setting.value) if setting.safe else None
        state = PointState.LOOK if setting.grave else PointState.NOTE
        about = {"risk": setting.risk, "key": setting.key, "value": setting.found}
        yield add_fix(
            make_point("settings", PointKind.RISKY_SETTING, state=state, command=setting.command, **about), repair
        )
    timeout = workspace.config.get("apj.timeout")
    if timeout is not None and read_time_limit(workspace.config) is None:
        usual, example = f"{DEFAULT_TIMEOUT:g}", "git config apj.timeout 60"
        yield CheckedPoint(make_point("settings", PointKind.BAD_TIMEOUT, command=example, timeout=timeout, usual=usual))
    hooks = risky_settings.list_hooks(opened)
    if hooks:
        first = Path(opened.common_dir, "hooks", hooks[0])
        off = f"chmod -x {quote(str(first))}"
        yield CheckedPoint(make_point("hooks", PointKind.HOOKS, *hooks, state=PointState.NOTE, command=off))
    if not found:
        yield make_fine_point("settings")
