"""Keeping a copy: a ref that holds the commit, a line that everybody sees, a commit of that line alone."""

from __future__ import annotations

from apjournal.errors import ApjError
from apjournal.format.kept import add_kept
from apjournal.gitrepo.commit import IndexBehind, commit_files
from apjournal.gitrepo.kept import remember
from apjournal.model.handle import Handle
from apjournal.model.kept import KeptLine
from apjournal.store.layout import KEPT
from apjournal.workspace.committing import identity
from apjournal.workspace.mine import rewrite
from apjournal.workspace.opened import Workspace
from apjournal.workspace.pending import require_all_lines


def keep(workspace: Workspace, partner: Handle, commit: str) -> tuple[ApjError, ...]:
    """Keep a partner's folder as of `commit`; a copy that was kept before needs no line. Gives what did not follow.

    The ref comes first: the commit can't be lost any more when the line that names it is written. `GitFault` while
    something of plain git is half done here, `BrokenFile` when my `kept.md` has lost a line.
    """
    workspace.require_shared_branch()
    history = workspace.require_history()
    week = history.at(commit).weeks(partner)[0]
    remember(history.git, partner, week, commit)
    if any(line.commit == commit and line.partner == partner for line in workspace.records.kept(workspace.me).lines):
        return ()
    line = KeptLine(week, partner, commit, workspace.now)
    path = f"{workspace.me}/{KEPT}"
    require_all_lines(history, path, workspace.folder.read(path) or b"")
    rewrite(workspace, path, lambda was: add_kept(was, line))
    history = workspace.require_history()
    try:
        commit_files(
            history.git,
            history.ref,
            {path: workspace.folder.read(path)},
            f"{workspace.me} {week}: kept",
            identity(workspace),
            workspace.now,
            parent=history.head,
        )
    except IndexBehind as fault:  # the commit stands
        return (fault,)
    finally:
        workspace.forget()
    return ()
