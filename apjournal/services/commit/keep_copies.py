"""Keep copies: protect each commit by a ref, and commit a line for it in `kept.md`, which everybody sees.

Other lines in `kept.md` settle findings. They are written and committed in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from apjournal.errors import ApjError, GitFault
from apjournal.format.edit.kept import add_kept, add_settled
from apjournal.gitrepo.kept.kept_refs import create_kept_refs
from apjournal.gitrepo.plumbing import ancestry
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy, KeptLine, SettledLine
from apjournal.services.commit.changed_file import require_all_lines
from apjournal.services.commit.commit import commit_text
from apjournal.session.faults.local_edits import require_on_disk
from apjournal.session.faults.misnamed_copies import require_no_slips
from apjournal.session.workspace import Workspace
from apjournal.session.writing import TextChange, edit_own_file
from apjournal.store.journal_paths import KEPT


def keep_copies(workspace: Workspace, copies: Mapping[Handle, str]) -> tuple[ApjError, ...]:
    """Keep a copy of each partner's folder as of the given commit, in one commit of mine.

    Return the faults that occurred after the commit. A copy that was kept before gets no new line. Uncommitted lines
    are committed too. The refs are created first, so that the commits are safe before the lines refer to them.

    Raise `GitFault` while a plain git operation is in progress in this clone, or if a commit to keep is not in its
    history. Raise `BrokenFile` if my `kept.md` lacks a committed line, or contains a line that identifies no copy.
    """
    workspace.require_shared_branch()
    history = workspace.require_history()
    _require_merged(workspace, copies)
    found = [
        KeptCopy(workspace.me, partner, history.at(commit).weeks(partner)[0], commit, workspace.now)
        for partner, commit in copies.items()
    ]
    create_kept_refs(history.git, found)
    known = {(line.partner, line.commit) for line in workspace.records.kept(workspace.me).lines}
    new = [copy for copy in found if (copy.partner, copy.commit) not in known]
    lines = [KeptLine(copy.week, copy.partner, copy.commit, copy.at) for copy in new]
    return _commit_kept(workspace, lambda was: reduce(add_kept, lines, was or b""), max(copy.week for copy in found))


def settle_findings(workspace: Workspace, lines: Sequence[SettledLine]) -> tuple[ApjError, ...]:
    """Write and commit lines that settle findings. Return the faults that occurred after the commit.

    Raise the same faults as `keep_copies`.
    """
    workspace.require_shared_branch()
    return _commit_kept(workspace, lambda was: add_settled(was, lines), workspace.schedule.find_period(workspace.today))


def _commit_kept(workspace: Workspace, change: TextChange, week: IsoWeek) -> tuple[ApjError, ...]:
    path = f"{workspace.me}/{KEPT}"
    require_on_disk(workspace, path)
    history, data = workspace.require_history(), workspace.folder.read(path) or b""
    require_all_lines(history, path, data)
    require_no_slips(history, path, data)
    edit_own_file(workspace, path, change)
    _, behind = commit_text(workspace, {path: workspace.folder.read(path)}, f"{workspace.me} {week}: kept")
    return behind


def _require_merged(workspace: Workspace, copies: Mapping[Handle, str]) -> None:
    """Raise `GitFault` if a commit to keep is not an ancestor of mine, because nobody could check its line.

    This happens while received commits cannot be merged, and after a sync was undone.
    """
    history = workspace.require_history()
    head = history.head
    missing = (
        frozenset(copies.values())
        if head is None
        else ancestry.find_unreachable_from(history.git, head, copies.values())
    )
    if missing is None:
        raise GitFault(
            (
                "No copy was kept. The history here is not complete, so apj cannot tell which commit the "
                "copy would refer to."
            ),
            "Run git fsck to see what is missing, then clone again.",
        )
    if missing:
        named = [partner for partner, commit in copies.items() if commit in missing]
        names = " and ".join(workspace.get_partner(partner).called for partner in named)
        raise GitFault(
            f"No copy was kept. Changes from {names} are not merged here yet.",
            f"First merge the changes: apj sync. Then: apj review {named[0]} --keep",
        )
