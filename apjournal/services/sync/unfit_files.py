"""Find files that must not be sent: those under `private/`, and conflict markers that were committed with plain git."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

from apjournal.errors import NeedsAttention
from apjournal.format.read.conflict_markers import find_conflict_markers
from apjournal.gitrepo.plumbing.index import list_skipped_paths, read_index
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.model.hints import quote_pathspec
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PRIVATE, is_journals

_NAMED = 3


def find_unfit(workspace: Workspace, own: Sequence[str], base: str | None, theirs: str | None) -> NeedsAttention | None:
    """Return a fault if the commits in `own` must not be sent, otherwise None.

    `theirs` is the server's tip, and `base` the merge base. Both are None before anything is shared. Private files
    count in every commit, since all commits are sent. Conflict markers count only in the newest commit.
    """
    if not own:
        return None
    return _find_private(workspace, own, base, theirs) or _find_markers(workspace.require_history(), base)


def list_tracked_private(workspace: Workspace, *, staged: bool = False) -> tuple[str, ...]:
    """Return the files under `private/` that git tracks: in the newest commit or, with `staged`, in the index.

    Files that others committed are left out, because they are quarantined.
    """
    skipped = list_skipped_paths(workspace.git, workspace.git_folder)
    if staged:
        paths = [path for path in read_index(workspace.git).entries if _is_private(path.partition("/")[0])]
    else:
        head = workspace.require_history().head
        paths = [path for path, _ in _list_private_files(workspace.objects, head)] if head else []
    return tuple(path for path in paths if "/" in path and path not in skipped)


def format_untrack_command(paths: Sequence[str], *, gone_too: bool = False) -> str:
    """Return the git command after which git no longer tracks files under `private/`. The files stay on the disk.

    With `gone_too`, the command also works if git does not track some of them any more.
    """
    folders = sorted({path.partition("/")[0] for path in paths})
    named = paths if len(paths) <= _NAMED else folders
    option = " --ignore-unmatch" if gone_too else ""
    return f"git rm -r -q --cached{option} -- {' '.join(map(quote_pathspec, named))}"


def _is_private(folder: str) -> bool:
    return folder.casefold() == PRIVATE


def _find_private(
    workspace: Workspace, own: Sequence[str], base: str | None, theirs: str | None
) -> NeedsAttention | None:
    objects = workspace.objects
    known = {oid for commit in (base, theirs) if commit for _, oid in _list_private_files(objects, commit)}
    for number, commit in enumerate(own):
        paths = [path for path, oid in _list_private_files(objects, commit) if oid not in known]
        if not paths:
            continue
        from apjournal.services.sync.manual_merge import list_author_commands

        back_to = base or (own[number - 1] if number else None)
        reset = f"git reset --soft {back_to[:10]}" if back_to else "git update-ref -d HEAD"
        anew = 'git commit -q --allow-empty -m "Without what is private"'
        commands = (
            *list_author_commands(workspace),
            reset,
            format_untrack_command(paths, gone_too=True),
            anew,
            "apj sync",
        )
        many = paths[0] if len(paths) == 1 else f"{len(paths)} files under {paths[0].partition('/')[0]}/"
        return NeedsAttention(
            f"Your commit {commit[:7]} contains {many}, which is private. Nothing was sent.",
            f"To keep {many} only on this machine: {' && '.join(commands)}",
        )
    return None


def _find_markers(history: History, base: str | None) -> NeedsAttention | None:
    if history.head is None:
        return None
    for path, oid in _list_changed_files(history.objects, base, history.head):
        if not is_journals(path):
            continue
        found = next(iter(find_conflict_markers(history.objects.read_blob(oid) or b"")), None)
        if found is not None:
            line = found.span.line if found.span else 1
            return NeedsAttention(
                f"The committed {path} contains conflict markers at line {line}. Nothing was sent.",
                "Keep one version, or both, and remove the markers: apj edit, then apj sync. "
                f"See the markers: apj check {quote(path)}",
            )
    return None


def _list_private_files(objects: Objects, commit: str) -> Iterator[tuple[str, str]]:
    """Yield the paths and blob ids of the files under `private/` in a commit. Uppercase and lowercase do not matter."""
    for entry in objects.list_folder(commit) or ():
        if entry.is_folder and _is_private(entry.name):
            yield from _list_changed_files(objects, None, commit, entry.name)


def _list_changed_files(objects: Objects, old: str | None, new: str, folder: str = "") -> Iterator[tuple[str, str]]:
    """Yield the files of the commit `new` that differ from `old`, with their blob ids."""
    before = {entry.name: entry.oid for entry in objects.list_folder(old, folder) or ()} if old else {}
    for entry in objects.list_folder(new, folder) or ():
        if before.get(entry.name) == entry.oid:
            continue
        path = f"{folder}/{entry.name}" if folder else entry.name
        if entry.is_folder:
            yield from _list_changed_files(objects, old, new, path)
        else:
            yield path, entry.oid
