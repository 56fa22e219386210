"""Update the work tree and the index when the branch moves, without overwriting any of my text.

A file that still has its old text gets the new one. Any other file stays unchanged and is reported. Untracked files are
never overwritten, whether git ignores them or not. If an untracked file is in the way, the branch does not move at all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from enum import Enum, auto
from functools import cache
from pathlib import Path
from shlex import quote

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.checkout import resume
from apjournal.gitrepo.checkout.plain_files import is_entry, read_plain_file, remove_file, write_file
from apjournal.gitrepo.checkout.quarantine import Quarantined, find_quarantined, sort_quarantined
from apjournal.gitrepo.checkout.resume import Intent
from apjournal.gitrepo.plumbing import ancestry, refs
from apjournal.gitrepo.plumbing.config import write_config
from apjournal.gitrepo.plumbing.faults import RefMoved
from apjournal.gitrepo.plumbing.index import list_skipped_paths, read_index, update_index
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.refs import Move
from apjournal.gitrepo.plumbing.repository import GITIGNORE
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.state_files import may_skip_paths
from apjournal.gitrepo.plumbing.trees import (
    EXECUTABLE,
    SYMLINK,
    Difference,
    compute_empty_tree_id,
    encode_path,
    list_differences,
)
from apjournal.model.handle import Handle
from apjournal.store import journal_paths
from apjournal.store.atomic_write import remove_leftovers, replace_file
from apjournal.store.folder import Folder

_IGNORE = ".gitignore"
"""The path of a `.gitignore` in the root. Git obeys the one in its index if a quarantined one has no file, so apj
writes its own there.
"""


class Plan(Struct, frozen=True):
    """The plan for updating the work tree from `old` to `new`, made before anything moves.

    - `aside`: the paths that are quarantined.
    - `left`: the paths that stay unchanged. They have uncommitted text in other partners' folders or outside the
      journal, or are files outside the journal whose new text is quarantined.
    - `blocked`: the paths that keep the branch from moving. They have uncommitted text of mine, or in shared files,
      that would change, or an untracked file has the path of a new one.
    - `in_the_way`: the blocked paths in other partners' folders, which I cannot commit.
    """

    old: str
    new: str
    changes: tuple[Difference, ...] = ()
    aside: tuple[Quarantined, ...] = ()
    left: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    in_the_way: tuple[str, ...] = ()


class EditedMeanwhile(GitFault):
    """Somebody edited files while sync was updating them. The edits stay, and everything else was rolled back."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"Nothing was merged, because these files were edited during the sync: {', '.join(paths)}.",
            "Sync again. No text was lost.",
        )


class _Step(Enum):
    DONE = auto()
    WRITE = auto()
    REMOVE = auto()
    STAY = auto()


def plan_move(
    git: Git,
    objects: Objects,
    private: Path,
    old: str,
    new: str,
    *,
    me: Handle | None,
    trusted: Collection[str] = (),
) -> Plan:
    """Plan how to update the work tree from `old` (a commit, or the empty tree) to the commit `new`.

    `private` is the folder `.git/apj`. `trusted` is as in `find_quarantine_reason`. Raise `GitFault` if an object of
    `new` is missing from this clone.
    """
    changes = list_differences(objects, old, new)
    aside = find_quarantined(git, objects, changes, old, new, me=me, trusted=trusted)
    skipped = list_skipped_paths(git, private.parent)
    left: list[str] = []
    blocked: list[str] = []
    steps = {change: _plan_step(git.root, change, skipped, aside) for change in changes}
    going = {change.path for change, step in steps.items() if step is _Step.REMOVE}
    is_partners = cache(lambda folder: journal_paths.is_partner_folder(objects.list_names(new, folder)))
    for change, step in steps.items():
        folder = journal_paths.find_owner(change.path)
        is_theirs = folder not in {None, me} and is_partners(folder)
        if (
            step is _Step.REMOVE
            and change.path in aside
            and not is_theirs
            and _is_existing_file_outside_journal(change)
        ):
            left.append(change.path)
        if step is not _Step.STAY or _is_making_room(change.path, going):
            continue
        is_tracked = change.before is not None and change.path not in skipped
        stays = is_theirs if is_tracked else change.path in aside
        stays = stays or not (journal_paths.is_journals(change.path) and (is_theirs or folder in {None, me}))
        (left if stays else blocked).append(change.path)
    in_the_way = tuple(path for path in blocked if journal_paths.find_owner(path) not in {None, me})
    return Plan(old, new, changes, sort_quarantined(aside), tuple(left), tuple(blocked), in_the_way)


def remove_quarantined_files(
    git: Git, objects: Objects, old: str, new: str, *, me: Handle | None, trusted: Collection[str] = ()
) -> tuple[Quarantined, ...]:
    """Remove the files between `old` and `new` that plain git checked out although apj quarantines them.

    Files that somebody has edited since then stay. Return the removed paths.
    """
    changes = list_differences(objects, old, new)
    aside = find_quarantined(git, objects, changes, old, new, me=me, trusted=trusted)
    index = read_index(git)
    there = (change for change in changes if change.path in aside and change.path not in index.skipped)
    due = [
        out
        for change in there
        if index.entries.get(change.path) == change.after
        and _plan_step(git.root, out := Difference(change.path, change.after, change.after), (), aside)
        is not _Step.STAY
    ]
    if due:
        _apply_differences(git, objects, due, Intent(new, new, tuple(aside)))
    return sort_quarantined({change.path: aside[change.path] for change in due})


def _is_existing_file_outside_journal(change: Difference) -> bool:
    """Whether the path is a regular file outside the journal that existed before the change.

    Such a file stays on the disk, although its new text is quarantined.
    """
    return change.before is not None and change.before.mode != SYMLINK and not journal_paths.is_journals(change.path)


def require_free(planned: Plan) -> None:
    """Raise `GitFault` if a path of the plan is blocked."""
    if planned.blocked:
        names = ", ".join(planned.blocked)
        raise GitFault(
            f"Merging would overwrite uncommitted text: {names}.",
            f"{_explain_blocked(planned)}, then sync again. Nothing was merged.",
        )


def _explain_blocked(planned: Plan) -> str:
    """Return advice about the blocked paths. Paths in another partner's folder cannot be committed."""
    mine = [path for path in planned.blocked if path not in planned.in_the_way]
    if not planned.in_the_way:
        return "Commit it or move it elsewhere"
    away = f"(mv -n {' '.join(map(quote, planned.in_the_way))} ~)"
    return (
        f"Commit {', '.join(mine)}, and move the other files elsewhere {away}" if mine else f"Move it elsewhere {away}"
    )


def move_branch_and_files(
    git: Git, objects: Objects, private: Path, ref: str, planned: Plan, *, along: Sequence[Move] = ()
) -> tuple[str, ...]:
    """Move `ref`, the branch that is checked out, to the plan's new commit, and update the files and the index.

    The refs in `along` move first. Return the paths that stay unchanged. Raise `GitFault` if a path is blocked,
    `RefMoved` if the branch has moved since the plan was made, and `EditedMeanwhile` as `finish_intent` does. After
    each of these faults, the branch and the files are as before. After a crash at any moment, `finish_intent` does the
    rest.
    """
    require_free(planned)
    intended = Intent(planned.old, planned.new, tuple(found.path for found in planned.aside), planned.left)
    resume.write_intent(private, intended)
    old = planned.old if planned.old != compute_empty_tree_id(len(planned.old)) else None
    try:
        refs.move_refs(git, [*along, (ref, planned.new, old)])
    except RefMoved:
        resume.remove_intent(private)
        raise
    try:
        return _apply_intent(git, objects, private, intended, planned.changes, head=planned.new)
    except EditedMeanwhile:
        raise
    except GitFault as fault:
        raise GitFault(
            f"The branch was updated, but some of its files were not: {fault.message}",
            f"{fault.hint} The next command that writes in this journal updates these files.",
        ) from fault


def finish_intent(git: Git, objects: Objects, private: Path) -> tuple[str, ...]:
    """Finish the intent that a sync left behind and remove its record. Do nothing if there is none.

    Of the intended changes, the work tree gets those that the checked-out commit contains: all of them if the branch
    moved, none if the sync ended before the branch moved, and some if somebody has committed since then. Return the
    paths that stay unchanged. Running this twice does no harm.

    If somebody edited a file after the sync ended, roll back the branch and all other files, and raise
    `EditedMeanwhile`. The edit is based on the old text, so committing it would revert what arrived.
    """
    found = resume.read_intent(private)
    if found is None:
        return ()
    head = ancestry.resolve_ref(git, "HEAD")
    if head != found.new and objects.read_commit(found.new) is None:
        resume.remove_intent(private)  # the branch never moved, and git has removed the commit since then
        return ()
    changes = list_differences(objects, found.old, found.new)
    return _apply_intent(git, objects, private, found, changes, head=head or found.old)


def find_releasable(
    git: Git, objects: Objects, private: Path, head: str, *, me: Handle | None, trusted: Collection[str] = ()
) -> tuple[Difference, ...]:
    """Find quarantined paths whose reason no longer applies, for example because the colliding path was removed.

    The arguments are as in `plan_move`. `head` is the commit that is checked out.
    """
    if not may_skip_paths(private.parent):
        return ()
    index = read_index(git)
    gone = [
        Difference(path, None, index.entries[path])
        for path in sorted(index.skipped)
        if read_plain_file(git.root, path) is None
    ]
    aside = find_quarantined(git, objects, gone, compute_empty_tree_id(len(head)), head, me=me, trusted=trusted)
    return tuple(change for change in gone if change.path not in aside)


def check_out(git: Git, objects: Objects, found: Sequence[Difference]) -> None:
    """Create the files that `find_releasable` found, unless they exist by now, and make git compare them again."""
    for change in found:
        if _plan_step(git.root, change, (), ()) is _Step.WRITE:
            write_file(git.root, objects, change)
    names = b"".join(encode_path(change.path) + b"\0" for change in found)
    git.run_git("update-index", "--no-skip-worktree", "-z", "--stdin", stdin=names)


def _apply_intent(
    git: Git, objects: Objects, private: Path, found: Intent, changes: Sequence[Difference], *, head: str
) -> tuple[str, ...]:
    """Carry out an intent and return the paths that stay unchanged. `head` is the commit that is checked out.

    Raise `EditedMeanwhile` like `finish_intent`.
    """
    if head != found.new:
        present = set(list_differences(objects, found.old, head))
        changes = [change for change in changes if change in present]
    left = _apply_differences(git, objects, changes, found)
    edited = sorted(set(left).difference(found.left, found.aside))
    if edited and head == found.new and objects.read_commit(found.old):
        _apply_differences(git, objects, list_differences(objects, found.new, found.old), found)
        refs.move_ref(git, f"{refs.HEADS}{refs.read_branch_state(git).branch}", found.old, found.new)
        resume.remove_intent(private)
        raise EditedMeanwhile(edited)
    resume.remove_intent(private)
    return left


def _apply_differences(git: Git, objects: Objects, changes: Sequence[Difference], found: Intent) -> tuple[str, ...]:
    index = read_index(git)
    left = []
    _clear_up(git.root, changes)
    # Removals come first and make room: a folder may become a file or a quarantined name, and a file a folder.
    for change in sorted(changes, key=lambda change: (change.after is not None, change.path not in found.aside)):
        stays = change.path in found.left
        step = _Step.STAY if stays else _plan_step(git.root, change, index.skipped, found.aside)
        if step is _Step.WRITE and not write_file(git.root, objects, change):
            step = _Step.STAY
        elif step is _Step.REMOVE:
            remove_file(git.root, change.path)
        if step is _Step.STAY:
            left.append(change.path)
    if _IGNORE in found.aside and read_plain_file(git.root, _IGNORE) is None:
        replace_file(git.root, _IGNORE, GITIGNORE, was=None)
    update_index(git, index, changes, found.aside)
    if any(change.path not in found.aside and _changes_executable_bit(change) for change in changes):
        write_config(git, "core.fileMode", "false")  # ignore that the file on disk is not executable
    return tuple(left)


def _clear_up(root: Path, changes: Sequence[Difference]) -> None:
    """Remove the temporary files that a killed update with these changes left next to the real files."""
    for folder in {change.path.rpartition("/")[0] for change in changes}:
        with contextlib.suppress(OSError):
            if not Folder(root).is_symlink(folder):
                remove_leftovers(root / folder)


def _plan_step(root: Path, change: Difference, skipped: Collection[str], aside: Collection[str]) -> _Step:
    """Return what remains to be done at a path. Skipped and quarantined paths have no file."""
    before = None if change.path in skipped else change.before
    after = None if change.path in aside else change.after
    now = read_plain_file(root, change.path)
    if is_entry(now, after):
        return _Step.DONE
    if is_entry(now, before) or (change.path == _IGNORE and now == GITIGNORE):
        return _Step.WRITE if after else _Step.REMOVE
    return _Step.STAY


def _changes_executable_bit(change: Difference) -> bool:
    """Whether the file is or was executable in git. The permissions of the file on disk do not change."""
    return any(entry and entry.mode == EXECUTABLE for entry in (change.before, change.after))


def _is_making_room(path: str, going: Collection[str]) -> bool:
    """Whether removing a file makes room for `path`.

    One of the removed files (`going`) is then at a folder above `path`, or below `path`.
    """
    return any(path.startswith(f"{gone}/") or gone.startswith(f"{path}/") for gone in going)
