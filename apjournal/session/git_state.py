"""Values from git about a clone that are read once in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apjournal.gitrepo.plumbing.index_stat import IndexStat
    from apjournal.model.kept import KeptCopy
    from apjournal.session.workspace import Workspace


def read_index_stat(workspace: Workspace) -> IndexStat:
    """Return git's index entries of the files here."""
    from apjournal.gitrepo.plumbing.index_stat import read_index_stat

    commit = workspace.committed
    return read_index_stat(workspace.root, workspace.git_folder, len(commit.commit) if commit else 40)


def read_held_copies(workspace: Workspace) -> tuple[KeptCopy, ...]:
    """Return the commits that I kept and that refs protect."""
    from apjournal.gitrepo.kept.kept_refs import list_kept_refs

    return list_kept_refs(workspace.git, workspace.me)


def read_commits_made_here(workspace: Workspace) -> frozenset[str]:
    """Return the commits that were made in this clone with plain git, according to its log."""
    from apjournal.gitrepo.plumbing.ancestry import list_commits_made_here

    return list_commits_made_here(workspace.git)
