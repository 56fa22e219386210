"""Handle other branches on the remote: a new name of my branch, or a second branch that contains this journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from shlex import quote

from msgspec import Struct

from apjournal.errors import GitFault, TrustFault
from apjournal.gitrepo.plumbing import ancestry, refs
from apjournal.gitrepo.plumbing.network import remote
from apjournal.gitrepo.plumbing.network.remote import BranchList, Remote
from apjournal.gitrepo.plumbing.network.urls import Transport
from apjournal.gitrepo.plumbing.refs import ACCEPTED, HEADS, REFUSED, REMOTES
from apjournal.gitrepo.plumbing.repository import make_wrong_branch_fault
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.views.sync import AskYes, NoteKind, make_note
from apjournal.services.sync.result import SyncResult
from apjournal.session.history import History
from apjournal.session.last_fetch import read_last_url
from apjournal.session.workspace import Workspace

_CHECK_FILE = "branches"
"""The file in `.git/apj` that contains the last day on which apj looked for a second branch."""
_MOST = 5
"""The greatest number of branches that apj fetches to check them."""


def explain_missing_branch(
    workspace: Workspace, place: Remote, found: BranchList, *, put_back: bool, ask_yes: AskYes | None = None
) -> GitFault | TrustFault | None:
    """Return the fault for a branch of mine that is missing on the remote, or None if it may be pushed.

    With `put_back`, it may be pushed unless new clones get another branch that contains all of it. `ask_yes` asks
    whether an empty new remote is to get the journal.
    """
    standing = workspace.branch_state
    if standing.server_tip is None:
        there = found.find_other_branch(standing.branch)
        return make_wrong_branch_fault(workspace.git, standing, there) if there else None
    name = find_new_name(workspace, place, found)
    if name is not None and (name == found.head or not put_back):
        return _make_rename_fault(workspace, place, name, is_given=name == found.head)
    if put_back:
        return None
    former, now = read_last_url(workspace.private_folder), place.fetch.shown
    if found.branches or former in {None, now}:  # the remote has not changed, so it lost the branch or withholds it
        from apjournal.services.sync.alarm_sentences import make_branch_missing_fault

        return make_branch_missing_fault(standing.branch, place.name)
    if ask_yes and ask_yes(make_note(NoteKind.ASK_EMPTY_REMOTE, url=now, former=former or "")):
        return None
    return GitFault(
        f"Until now the journal was shared through {former}, but {now} is empty.",
        "If the journal has moved, share it through the new URL: apj sync --accept-rewrite, or correct the URL: "
        f"git remote set-url {quote(place.name)} URL",
    )


def explain_partial_branch(workspace: Workspace, place: Remote, found: BranchList) -> GitFault | None:
    """Return the fault for a branch on the remote that contains only part of what I accepted, or None.

    My own branch is missing on the remote.
    """
    for second in list_second_branches(workspace, place, found):
        return GitFault(
            f"The branch {second.name} there also contains this journal, but not everything that you accepted.",
            f"To continue with {second.name} after you have talked: {format_follow_command(workspace, second.name)}",
        )
    return None


def find_new_name(workspace: Workspace, place: Remote, found: BranchList) -> str | None:
    """Return the branch that replaced mine, which is missing on the remote.

    Return None if no branch contains what I accepted.
    """
    history = workspace.require_history()
    known = history.server_tip
    _forget_branch(history.git, history.branch)
    holding = (
        name
        for name, tip in _list_other_branches(history, place, found)
        if known is not None and ancestry.is_ancestor(history.git, known, tip)
    )
    return next(holding, None)


def _make_rename_fault(workspace: Workspace, place: Remote, name: str, *, is_given: bool) -> GitFault:
    mine, follow = workspace.branch_state.branch, format_follow_command(workspace, name)
    message = (
        f"The branch {mine} no longer exists at {place.fetch.shown}. "
        f"The branch {name} there contains everything that was shared."
    )
    if is_given:
        return GitFault(message, f"To continue with {name}: {follow}")
    return GitFault(
        message,
        f"If your branch was renamed: {follow}, or to restore {mine} from this clone: apj sync --accept-rewrite",
    )


class SecondBranch(Struct, frozen=True):
    """Another branch on the remote that also contains this journal.

    - `is_given`: whether new clones get this branch instead of mine.
    - `more`: the number of its commits that my branch on the remote does not have.
    - `moved`: whether the branch moved since the last check.
    """

    name: str
    is_given: bool
    more: int
    moved: bool


def list_second_branches(workspace: Workspace, place: Remote, found: BranchList) -> list[SecondBranch]:
    """Return the other branches that also contain this journal. The one that a new clone gets comes first."""
    history = workspace.require_history()
    git, mine, seen = history.git, history.server_tip, refs.list_refs(history.git, remote.INCOMING)
    if mine is None:
        return []
    return [
        SecondBranch(
            name,
            name == found.head,
            len(ancestry.list_commits_not_in(git, mine, tip)),
            seen.get(remote.INCOMING + name) != tip,
        )
        for name, tip in _list_other_branches(history, place, found)
        if ancestry.find_merge_base(git, mine, tip)
    ]


def make_second_branch_fault(workspace: Workspace, place: Remote, second: SecondBranch) -> GitFault:
    """Return the fault for a second branch with this journal. It says what the partners can do about it."""
    mine, name = workspace.branch_state.branch, second.name
    count = f"{second.more} commits" if second.more > 1 else "a commit"
    more = f"{count} that {mine} does not have"
    message = f"Two branches at {place.fetch.shown} contain this journal: {mine}, which you use, and {name}"
    if second.is_given:
        message += f", the default branch of new clones{f', which has {more}' if second.more else ''}."
        return GitFault(message, f"To switch to {name} and keep your commits: {format_follow_command(workspace, name)}")
    if not second.more:
        return GitFault(
            f"{message}. {mine} contains all of it.", f"To remove {name}: {_format_delete_command(place, name)}"
        )
    there = f"git branch -m {quote(name)} {quote(mine)} && {_format_upstream_command(mine)}"
    return GitFault(
        f"{message}, which has {more}.",
        f"To merge the two, the partner who uses {name} runs this, then apj sync: {there}",
    )


def find_second_branch_daily(workspace: Workspace, place: Remote) -> SyncResult:
    """Once a day, look for a second branch with this journal, and return what to report.

    If new clones get that branch, the result is a problem, otherwise a note. It is reported again if the branch moved
    since the last check.
    """
    note, day = workspace.private_folder / _CHECK_FILE, workspace.today.isoformat()
    with suppress(OSError):
        note.parent.mkdir(exist_ok=True)
        if note.exists() and note.read_text("utf-8", "replace") == day:
            return SyncResult()
        note.write_text(day, "utf-8")
    found = remote.list_branches(workspace.git, place)
    if not isinstance(found, BranchList) or len(found.branches) < 2:
        return SyncResult()
    seconds = [
        (second, make_second_branch_fault(workspace, place, second))
        for second in list_second_branches(workspace, place, found)
    ]
    return SyncResult(
        notes=tuple(
            make_note(NoteKind.PROBLEM, message=fault.message, hint=fault.hint)
            for second, fault in seconds
            if second.moved and not second.is_given
        ),
        problems=tuple(fault for second, fault in seconds if second.is_given),
    )


def _format_delete_command(place: Remote, name: str) -> str:
    """Return the git command that deletes a branch on the remote.

    If the remote is a folder, the command does not push.
    """
    if place.fetch.transport is Transport.FILE:
        return f"git -C {quote(place.fetch.url)} branch -D {quote(name)}"
    return f"git push {quote(place.name)} --delete {quote(name)}"


def format_follow_command(workspace: Workspace, name: str) -> str:
    """Return the git commands, on one line, after which this clone shares the branch `name`."""
    standing = workspace.branch_state
    mine, new = quote(standing.branch), quote(name)
    merge = _format_upstream_command(name)
    if HEADS + name not in standing.commits:
        return f"git branch -m {mine} {new} && {merge}"
    follow = f"git config --replace-all {quote(f'branch.{name}.remote')} {quote(standing.remote)} && {merge}"
    return f"git switch {new} && git merge {mine} && git branch -D {mine} && {follow}"


def _format_upstream_command(name: str) -> str:
    """Return the git command after which a branch follows the remote's branch of the same name.

    The command replaces all values of the setting, because an earlier rename may have left several.
    """
    return f"git config --replace-all {quote(f'branch.{name}.merge')} {quote(HEADS + name)}"


def adopt_renamed_branch(workspace: Workspace) -> None:
    """If my branch was renamed to follow the remote, copy the accepted tip from the old name to the new one.

    Do so only if a fetch found a branch with the new name, because a name that exists only in this clone proves
    nothing.
    """
    standing = workspace.branch_state
    if standing.accepted is not None or standing.checked_out is None:
        return
    names = [ref.removeprefix(ACCEPTED) for ref in standing.commits if ref.startswith(ACCEPTED)]
    former = [name for name in names if HEADS + name not in standing.commits]
    if len(former) != 1:
        return
    git, (old,), new = workspace.git, former, standing.branch
    accepted, seen = standing.commits[ACCEPTED + old], refs.list_refs(git, remote.INCOMING + new, standing.shown_ref)
    if not seen:
        return
    if REFUSED + old not in standing.commits:  # the new branch contained this accepted tip
        accepted = ancestry.find_merge_base(git, accepted, next(iter(seen.values()))) or accepted
    stale = (ACCEPTED + old, REFUSED + old, f"{REMOTES}{standing.remote}/{old}")
    away = [(ref, None, standing.commits[ref]) for ref in stale if ref in standing.commits]
    if new.startswith(f"{old}/") or old.startswith(f"{new}/"):  # git cannot store a ref below another ref
        refs.move_refs(git, away)
        away = []
    _forget_branch(git, old)
    refs.move_refs(git, [*away, (ACCEPTED + new, accepted, None)])
    workspace.refresh()


def _list_other_branches(history: History, place: Remote, found: BranchList) -> Iterator[tuple[str, str]]:
    """Yield the other branches with their commits, which this clone already has or fetches.

    The branch that a new clone gets comes first.
    """
    names = sorted(found.branches.keys() - {history.branch}, key=lambda name: (name != found.head, name))
    left = _MOST
    for name in names:
        tip = found.branches[name]
        if history.objects.read_commit(tip) is None:
            left -= 1
            answer = remote.fetch_branch(history.git, history.objects, place, name) if left >= 0 else None
            if not isinstance(answer, remote.Tip):
                continue
            tip = answer.commit
        else:
            history.git.run_git("update-ref", remote.INCOMING + name, tip, ok=(0, 1, 128))
        yield name, tip


def _forget_branch(git: Git, branch: str) -> None:
    """Remove this clone's ref of a branch that was deleted on the remote.

    Otherwise, no branch could have a name that begins with the deleted name and a slash.
    """
    git.run_git("update-ref", "-d", remote.INCOMING + branch, ok=(0, 1, 128))
