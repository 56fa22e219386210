"""Find the lines of my `kept.md` that count: those with a ref in this clone, and those that I added on another device.

A line that somebody else adds to my file does not count. It could make a change look old, or stop every sync because it
refers to a copy that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apjournal.format.read.kept import read_kept
from apjournal.gitrepo.kept import kept_refs
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.model.handle import Handle
from apjournal.model.kept import KeptLine
from apjournal.session.read_once import Scope
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import KEPT


def filter_confirmed_lines(workspace: Workspace, lines: Iterable[KeptLine], tip: str | None) -> tuple[KeptLine, ...]:
    """Return `lines` of my `kept.md` without those that only others have added, as of the commit `tip`.

    If `tip` is None, return all lines. The first commit of a history does not count as an addition by others, so nobody
    can hide what I kept by starting the history again. apj reads the history only for lines whose commit has no ref
    here.
    """
    given = tuple(lines)
    unknown = _find_unprotected_commits(workspace, given)
    if not unknown or tip is None:
        return given
    mine, others = set[str](), set[str]()
    addresses = workspace.get_partner(workspace.me).addresses
    for commit, added in _list_added_commits(workspace, tip):
        found = workspace.objects.read_commit(commit)
        is_mine = commit in workspace.commits_made_here or (
            found is not None and (not found.parents or found.author_email.lower() in addresses)
        )
        (mine if is_mine else others).update(added & unknown)
        if unknown <= mine:
            break
    return tuple(line for line in given if line.commit not in others - mine)


def find_newest_confirmed_line(workspace: Workspace, partner: Handle, tip: str | None) -> KeptLine | None:
    """Return the last of my lines about a partner that `filter_confirmed_lines` returns, or None.

    Usually the refs are enough to find it.
    """
    newest = workspace.records.find_newest_kept(workspace.me, partner)
    if newest is None or _is_held(workspace, newest):
        return newest
    lines = workspace.records.list_kept_about(workspace.me, partner)
    return next(reversed(filter_confirmed_lines(workspace, lines, tip)), None)


def _is_held(workspace: Workspace, line: KeptLine) -> bool:
    """Whether a ref for the line's week protects the line's commit."""
    if line.commit is None:
        return False
    held = kept_refs.list_kept_refs(workspace.git, workspace.me, f"{line.partner}/{line.week}/")
    return any(copy.commit.startswith(line.commit) for copy in held)


def _find_unprotected_commits(workspace: Workspace, lines: Iterable[KeptLine]) -> set[str]:
    """Return the commits in these lines that no ref in this clone protects."""
    named = {line.commit for line in lines if line.commit}
    held = {copy.commit for copy in workspace.protected_copies} if named else set()
    unheld = named - held
    return unheld - {short for short in unheld if any(commit.startswith(short) for commit in held)}  # typed by hand


def protect_new_copies(workspace: Workspace) -> None:
    """If my `kept.md` has a line without a ref, create the missing refs, for example after `git clone`."""
    if _find_unprotected_commits(workspace, workspace.records.kept(workspace.me).lines):
        protect_confirmed_copies(workspace)


def protect_confirmed_copies(workspace: Workspace) -> None:
    """Create the missing refs for the lines of my `kept.md` that count, after checking which of them do.

    Refs are missing in a fresh clone, and if I kept a copy on another device.
    """
    lines = workspace.records.kept(workspace.me).lines
    confirmed = filter_confirmed_lines(workspace, lines, workspace.require_history().head)
    kept_refs.rebuild_kept_refs(workspace.git, workspace.objects, confirmed)
    workspace.refresh(Scope.KEPT_REFS)


def _list_added_commits(workspace: Workspace, tip: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each commit that changed my `kept.md`, newest first, with the commits in the lines that it added."""
    for log in ancestry.log_raw(workspace.git, tip, f"{workspace.me}/{KEPT}"):
        for touched in log.touched:
            before = set[str]().union(*(_read_named(workspace.objects, oid) for oid in touched.texts_before))
            yield log.commit, _read_named(workspace.objects, touched.text_after) - before


def _read_named(objects: Objects, oid: str | None) -> set[str]:
    data = objects.read_blob(oid) if oid else None
    file = read_kept(data).value if data else None
    return {line.commit for line in file.lines if line.commit} if file else set()
