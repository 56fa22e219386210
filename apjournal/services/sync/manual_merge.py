"""Explain a merge that only a person can make, and how to make it with plain git.

Plain git then checks out files that sync would quarantine, so apj removes these files afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from shlex import quote

from apjournal.errors import GitFault
from apjournal.gitrepo.checkout import worktree
from apjournal.gitrepo.checkout.quarantine import (
    Quarantined,
    Reason,
    find_quarantined,
    sort_quarantined,
)
from apjournal.gitrepo.merge.contested_paths import Conflict
from apjournal.gitrepo.merge.merge import MergeFailure
from apjournal.gitrepo.plumbing.repository import OWN_TEXTS
from apjournal.gitrepo.plumbing.trees import compute_empty_tree_id, list_differences
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.views.sync import Note, NoteKind
from apjournal.services.commit.commit import get_identity
from apjournal.services.sync.notes import make_quarantine_note
from apjournal.session.history import History
from apjournal.session.workspace import Workspace


def make_strange_remote_fault() -> GitFault:
    """Return the fault for a remote that never had anything in common with this clone."""
    return GitFault("The remote's history has nothing in common with this journal.", "Compare the URL: git remote -v")


def make_merge_failure_fault(stopped: MergeFailure, branch: str, commands: Iterable[str]) -> GitFault:
    """Return the fault for a merge into `branch` that stopped, with the `commands` for a manual merge.

    The server still has what this clone accepted, so if the histories are unrelated, git moved the branch.
    """
    if stopped.unrelated:
        return GitFault(
            f"Your branch {branch} no longer has a commit in common with the shared history. Perhaps it was moved by "
            "git pull --rebase or git reset. Your files are unchanged.",
            "To see where the branch was: git reflog. To merge both histories: apj sync --accept-rewrite",
        )
    if stopped.conflicts:
        first = stopped.conflicts[0]
        names = ", ".join(conflict.path for conflict in stopped.conflicts)
        return GitFault(
            f"Merge conflict in {names}: both devices changed the same lines. Your files are unchanged.",
            f"Choose in a terminal: apj edit. Or look at both versions: {first.show[0]} and {first.show[1]}. "
            f"Then: {', '.join(commands)}",
        )
    return GitFault(stopped.violations[0], "apj changed nothing. To see both sides: git log --all")


def find_paths_plain_merge_checks_out(
    workspace: Workspace, history: History, base: str | None, theirs: str
) -> Sequence[Quarantined]:
    """Return the paths that a manual merge of the commit `theirs` checks out although sync would quarantine them.

    `base` is the merge base.
    """
    git, old = history.git, base or compute_empty_tree_id(len(theirs))
    changes = list_differences(history.objects, old, theirs)
    return sort_quarantined(
        find_quarantined(git, history.objects, changes, old, theirs, me=workspace.me, trusted=OWN_TEXTS)
    )


def list_merge_commands(
    workspace: Workspace,
    conflicts: Iterable[Conflict],
    along: Iterable[Quarantined],
    base: str | None,
    name: str,
    then: str,
) -> Iterator[str]:
    """Yield the git commands that merge another commit with mine.

    - `conflicts`: the files that a person has to edit before the commit.
    - `along`: quarantined paths that git also checks out.
    - `base`: the merge base.
    - `name`: the ref or id under which git knows the other commit.
    - `then`: the command to run afterwards.

    Git must know the author, and must not create symlinks from what arrives.
    """
    yield from list_author_commands(workspace)
    if any(found.reason is Reason.SYMLINK for found in along):
        yield "git config core.symlinks false"
    option = "" if base else "--allow-unrelated-histories "
    yield f"git merge {option}{quote(name)}"
    paths = [quote_pathspec(conflict.path) for conflict in conflicts]
    if paths:
        yield "edit the file" if len(paths) == 1 else "edit these files"
        yield f"git add -A -- {' '.join(paths)}"
    yield from ("git commit --no-edit", then)


def list_author_commands(workspace: Workspace) -> Iterator[str]:
    """Yield the git commands that set the author's name and email address, if git does not know them yet."""
    me = get_identity(workspace)
    for key, value in (("user.name", me.name), ("user.email", me.email)):
        if key not in workspace.config:
            yield f"git config {key} {quote(value)}"


def list_quarantine_notes(along: Iterable[Quarantined], me: Handle) -> Iterator[Note]:
    """Yield a note for each quarantined path that a manual merge checks out."""
    for found in along:
        yield make_quarantine_note(NoteKind.COMES_WITH_MERGE, found.reason, [found.path], me)


def remove_plainly_merged(workspace: Workspace, history: History, own: Collection[str]) -> Iterator[Note]:
    """Remove files that a manual merge checked out although apj quarantines them, and yield notes about them.

    `own` contains the commits that only I have. A merge of commits in `own` brought nothing from others.
    """
    git, objects = history.git, history.objects
    for commit in objects.read_commits(own).values():
        if any(parent not in own for parent in commit.parents[1:]):
            mine = commit.parents[0]
            for found in worktree.remove_quarantined_files(
                git, objects, mine, commit.id, me=workspace.me, trusted=OWN_TEXTS
            ):
                yield make_quarantine_note(NoteKind.REMOVED_AGAIN, found.reason, [found.path], workspace.me)
