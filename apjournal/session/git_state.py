"""Values that a session reads once from git."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from apjournal.session.read_once import Scope

if TYPE_CHECKING:
    from apjournal.gitrepo.merge.backups import Backups
    from apjournal.gitrepo.plumbing.index_stat import IndexStat
    from apjournal.model.kept import KeptCopy
    from apjournal.session.workspace import Workspace


def read_index_stat(workspace: Workspace) -> IndexStat:
    """Return what git's index records about the files in this clone."""
    from apjournal.gitrepo.plumbing.index_stat import read_index_stat

    commit = workspace.committed
    return read_index_stat(workspace.root, workspace.git_folder, len(commit.commit) if commit else 40)


def read_protected_copies(workspace: Workspace) -> tuple[KeptCopy, ...]:
    """Return my kept copies whose commits are protected by refs."""
    from apjournal.gitrepo.kept.kept_refs import make_kept_copies

    return make_kept_copies(workspace.own_refs, workspace.me)


def read_own_refs(workspace: Workspace) -> Mapping[str, str]:
    """Return the refs for kept copies and backups, which are never shared, with their commits."""
    from apjournal.gitrepo.kept import kept_refs
    from apjournal.gitrepo.merge import backups
    from apjournal.gitrepo.plumbing.refs import list_refs

    return list_refs(workspace.git, kept_refs.PREFIX, *backups.PREFIXES)


def take_backups(workspace: Workspace) -> Backups:
    """Return the backup refs, and forget them, because the caller is about to change them."""
    from apjournal.gitrepo.merge.backups import PREFIXES

    found = workspace.own_refs
    del workspace.seen[Scope.KEPT_REFS]["own_refs"]
    return {ref: commit for ref, commit in found.items() if ref.startswith(PREFIXES)}


def read_commits_made_here(workspace: Workspace) -> frozenset[str]:
    """Return the commits that were made in this clone with `git commit`, according to HEAD's reflog."""
    from apjournal.gitrepo.plumbing.ancestry import list_commits_made_here

    return list_commits_made_here(workspace.git)


def is_git_installed(environ: Mapping[str, str]) -> bool:
    """Whether git can be run. On Unix, this searches the PATH itself, because importing shutil takes longer."""
    path = environ.get("PATH")
    if not path or os.name == "nt":
        from shutil import which

        return which("git", path=path) is not None
    found = (os.path.join(folder, "git") for folder in path.split(os.pathsep))
    return any(os.access(each, os.X_OK) and not os.path.isdir(each) for each in found)
