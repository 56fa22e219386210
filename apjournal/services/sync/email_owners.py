"""Whose each address is when something arrives."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.gitrepo.kept.kept_refs import KeptCommit
from apjournal.gitrepo.plumbing import ancestry
from apjournal.model.handle import Handle
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PARTNER


def collect_addresses(
    workspace: Workspace, history: History, theirs: str, held: Iterable[KeptCommit]
) -> dict[Handle, frozenset[str]]:
    """Return everybody's addresses: mine as they are here and as my other devices say, the others' as shared.

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
    return {handle: said(handle) for handle in handles if handle != me} | {
        me: _collect_my_addresses(workspace, history, theirs)
    }


def _collect_my_addresses(workspace: Workspace, history: History, theirs: str) -> frozenset[str]:
    """Return my addresses: another device of mine may have added some, and nobody else may."""
    me, here = workspace.me, workspace.records.partner(workspace.me).addresses
    there = history.at(theirs).partner(me).addresses
    if there <= here:
        return here
    newest = next(iter(ancestry.list_newest_changes(history.git, theirs, f"{me}/{PARTNER}", 1)), "")
    commit = history.objects.read_commit(newest)
    return here | there if commit is not None and commit.author_email.lower() in here else here
