"""Keeping a copy: a ref that holds the commit, a line that everybody sees, a commit of that line alone."""

from __future__ import annotations

from apjournal.format.kept import add_kept
from apjournal.gitrepo.commit import commit_files
from apjournal.gitrepo.kept import remember
from apjournal.model.handle import Handle
from apjournal.model.kept import KeptLine
from apjournal.store.layout import KEPT
from apjournal.workspace.committing import identity
from apjournal.workspace.mine import rewrite
from apjournal.workspace.opened import Workspace


def keep(workspace: Workspace, partner: Handle, commit: str) -> bool:
    """Keep a partner's folder as of `commit`; False when that copy was kept before, and no line is due.

    The ref comes first: the commit can't be lost any more when the line that names it is written. `GitFault` while
    something of plain git is half done here.
    """
    _ = workspace.settled
    history = workspace.require_history()
    week = history.at(commit).weeks(partner)[0]
    remember(history.git, partner, week, commit)
    if any(line.commit == commit and line.partner == partner for line in workspace.records.kept(workspace.me).lines):
        return False
    line = KeptLine(week, partner, commit, workspace.now)
    path = f"{workspace.me}/{KEPT}"
    rewrite(workspace, path, lambda was: add_kept(was, line))
    history = workspace.require_history()
    commit_files(
        history.git,
        history.ref,
        {path: workspace.folder.read(path)},
        f"{workspace.me} {week}: kept",
        identity(workspace),
        workspace.now,
        parent=history.head,
    )
    workspace.forget()
    return True
