"""Whose each address is when something arrives."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.gitrepo.kept import KeptCommit
from apjournal.model.handle import Handle
from apjournal.workspace.history import History
from apjournal.workspace.opened import Workspace


def addresses(
    workspace: Workspace, history: History, theirs: str, held: Iterable[KeptCommit]
) -> dict[Handle, frozenset[str]]:
    """Give everybody's addresses: mine as they are here, since nobody else says them, the others' as shared.

    Who says none there any more, because a file or the folder is gone, has those of before: as of my newest commit,
    else as of a commit that I kept (`held`).
    """
    commits = [commit for commit in (theirs, history.head) if commit]
    kept = {keep.partner: keep.commit for keep in held}
    handles = dict.fromkeys((*(handle for commit in commits for handle in history.at(commit).partners()), *kept))

    def said(handle: Handle) -> frozenset[str]:
        places = (*commits, kept[handle]) if handle in kept else commits
        found = (history.at(commit).partner(handle).addresses for commit in places)
        return next(filter(None, found), frozenset())

    me = workspace.me
    return {handle: said(handle) for handle in handles if handle != me} | {me: workspace.records.partner(me).addresses}
