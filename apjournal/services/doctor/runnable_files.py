"""Find files by others in the work tree that an editor, a shell or a build could run.

An older version of apj checked them out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from shlex import quote

from apjournal.gitrepo.checkout.quarantine import Reason, find_quarantine_reason
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.index import read_index
from apjournal.gitrepo.plumbing.trees import REGULAR, FileEntry
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PRIVATE, parse_week_path

_RUNNABLE = frozenset({Reason.HIDDEN, Reason.KIND})
_MOST = 20


def find_runnable(workspace: Workspace) -> tuple[str, ...]:
    """Return the files here that apj would not check out now, and that somebody else committed last.

    Git starts only if there is such a file, and only a few files are examined.
    """
    here = list(_list_runnable(workspace))
    history = workspace.history if here else None
    if history is None or history.head is None:
        return ()
    index, mine = read_index(history.git), workspace.get_partner(workspace.me).addresses
    tracked = [path for path in here if path in index.entries and path not in index.skipped]
    found = []
    for path in tracked[:_MOST]:
        commit = next(iter(ancestry.list_newest_changes(history.git, history.head, path, 1)), None)
        made = history.objects.read_commit(commit) if commit else None
        if made is not None and made.author_email.lower() not in mine:
            found.append(path)
    return tuple(found)


def format_removal_command(workspace: Workspace, paths: Sequence[str]) -> str:
    """Return the command that removes files from this clone only, so that git does not report them as deleted."""
    names = " ".join(quote(str(workspace.root / path)) for path in paths)
    return f"git update-index --skip-worktree -- {names} && rm -- {names}"


def _list_runnable(workspace: Workspace) -> Iterator[str]:
    """Yield the files in the root and in others' folders that a program could run and that apj would not check out."""
    passed_over = {".git", PRIVATE, workspace.identity_or_none}
    for folder, folders, files in os.walk(workspace.root):
        below = os.path.relpath(folder, workspace.root)
        is_root = below == os.curdir
        if is_root:
            folders[:] = [name for name in folders if name.casefold() not in passed_over]
        for name in files:
            path = name if is_root else f"{below}/{name}".replace(os.sep, "/")
            if parse_week_path(path):  # most files
                continue
            if find_quarantine_reason(path, FileEntry(REGULAR, ""), me=workspace.identity_or_none) in _RUNNABLE:
                yield path
