"""Kept copies in git: a local ref for each commit that I kept, and the commits that handwritten lines mean.

A ref keeps git from deleting a commit, which an id in a file does not. The refs are never shared and never removed. A
fresh clone creates them again from the lines of my `kept.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from itertools import chain

from msgspec.structs import replace

from apjournal.errors import GitFault
from apjournal.format.read.kept import read_kept
from apjournal.gitrepo.plumbing import ancestry, refs
from apjournal.gitrepo.plumbing.ancestry import find_newest_change
from apjournal.gitrepo.plumbing.faults import RefMoved
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy, KeptLine
from apjournal.store.journal_paths import KEPT

Key = tuple[IsoWeek, Handle]
"""The week and the partner of a line that was typed without a commit."""

PREFIX = "refs/apj/kept/"

_ABBREVIATED_LENGTHS = range(7, 40)
"""The possible lengths of an abbreviated id."""
_TRIES = 8


_Place = tuple[Handle, IsoWeek, str]
"""The parts of a ref's name: whose folder I kept, the newest week in the folder, and the commit."""


def list_kept_refs(git: Git, keeper: Handle, *below: str) -> tuple[KeptCopy, ...]:
    """Return the copies that local refs protect. All of them were kept by `keeper`, who uses this clone.

    `below` limits the result to some partners (`ben/`) or weeks (`ben/2026-W48/`).
    """
    return make_kept_copies(_list_refs(git, *below), keeper)


def make_kept_copies(found: Mapping[str, str], keeper: Handle) -> tuple[KeptCopy, ...]:
    """Return the copies that the kept refs among `found` (name → commit) protect."""
    return tuple(KeptCopy(keeper, *place, at=None) for place in _parse_kept_refs(found))


def create_kept_refs(git: Git, copies: Collection[KeptCopy]) -> None:
    """Protect kept commits by local refs, before their lines are written to `kept.md`.

    Protect all of them or none. Commits that are protected already stay so. Raise `GitFault` if a commit is missing in
    this clone.
    """
    for _ in range(_TRIES):
        held = _read_kept_refs(git, *(f"{copy.partner}/{copy.week}/" for copy in copies))
        moves = _plan_refs(held, [(copy.partner, copy.week, copy.commit) for copy in copies])
        try:
            if moves:
                refs.move_refs(git, moves)
        except RefMoved:
            continue  # another process has used this number in the meantime
        return
    raise GitFault("The kept copies could not be recorded because their refs keep changing.", "Run the command again.")


def rebuild_kept_refs(git: Git, objects: Objects, lines: Iterable[KeptLine]) -> tuple[KeptLine, ...]:
    """Create the refs for the complete lines of my `kept.md`, which a fresh clone does not have.

    Create all of them or none. Return the lines whose commit is missing from this clone, because nothing is known about
    these copies yet.
    """
    held = _read_kept_refs(git)
    wanted = [(line, (line.partner, line.week, line.commit)) for line in lines if line.commit is not None]
    wanted = [(line, place) for line, place in wanted if place not in held]
    present = objects.read_commits(commit for _, (_, _, commit) in wanted)
    moves = _plan_refs(held, [place for _, place in wanted if place[-1] in present])
    if moves:
        refs.move_refs(git, moves)
    return tuple(line for line, place in wanted if place[-1] not in present)


def merge_kept_lists(keeper: Handle, held: Iterable[KeptCopy], *files: Iterable[KeptLine]) -> tuple[KeptCopy, ...]:
    """Return the copies that `keeper` kept, without repetition, from refs (`held`) and from lines of `kept.md`.

    Lines without a commit are left out.
    """
    found = {(copy.partner, copy.week, copy.commit): copy for copy in held}
    for line in chain.from_iterable(files):
        if line.commit is not None:
            place = (line.partner, line.week, line.commit)
            found[place] = KeptCopy(keeper, *place, at=line.at)
    return tuple(found.values())


def expand_abbreviated_ids(git: Git, lines: Iterable[KeptLine]) -> tuple[KeptLine, ...]:
    """Return the lines with the full ids of commits that somebody abbreviated by hand.

    An id that matches nothing in this clone stays as it is.
    """
    given = tuple(lines)
    short = sorted({line.commit for line in given if line.commit and len(line.commit) in _ABBREVIATED_LENGTHS})
    if not short:
        return given
    names = "".join(f"{commit}^{{commit}}\n" for commit in short).encode("ascii")
    out = git.run_git("cat-file", "--batch-check=%(objectname)", stdin=names).out.decode("utf-8", "replace")
    full = {
        name: oid for name, oid in zip(short, out.splitlines(), strict=True) if oid.startswith(name) and " " not in oid
    }
    return tuple(replace(line, commit=full.get(line.commit or "", line.commit)) for line in given)


def resolve_short_lines(
    git: Git, objects: Objects, tip: str, keeper: Handle, lines: Sequence[KeptLine]
) -> list[KeptLine | None]:
    """Complete the lines that were typed without a commit, such as `- 2026-W48 ana`, and return them in order.

    The commit is the newest one in the partner's folder among the ancestors of the commit that added the line. If the
    line has no time, it gets the time of the commit that added it. The result has None in place of a line that no
    commit of `tip` has added yet, or whose partner had no folder then. One walk through the history of the file finds
    all lines.
    """
    added = _find_commits_adding(git, objects, tip, f"{keeper}/{KEPT}")
    waiting = {key: iter(reversed(commits)) for key, commits in added.items()}  # lines come newest last
    commits = [next(waiting.get(_key(line), iter(())), None) for line in lines]
    return [_complete_line(objects, line, commit) for line, commit in zip(lines, commits, strict=True)]


def _find_commits_adding(git: Git, objects: Objects, tip: str, path: str) -> dict[Key, list[str]]:
    """Return for each short line at `path` the commits that added it, newest first.

    If the file now contains the line n times, return the n newest of these commits.
    """
    said = cache(partial(_count_short_lines, objects))
    now = objects.find_entry(tip, path)
    missing = dict(said(now.oid)) if now else {}
    found: dict[Key, list[str]] = {}
    walk = ancestry.log_raw(git, tip, path) if missing else iter(())
    while missing and (logged := next(walk, None)) is not None:
        for touched in logged.touched:
            after, before = said(touched.text_after), [said(oid) for oid in touched.texts_before]
            for key in [key for key in missing if key in after]:
                new = after[key] - max(version[key] for version in before)
                found.setdefault(key, []).extend([logged.commit] * min(new, missing[key]))
                missing[key] -= max(new, 0)
                if missing[key] <= 0:
                    del missing[key]
    return found


def _count_short_lines(objects: Objects, oid: str | None) -> Counter[Key]:
    """Count how often each line without a commit occurs in a version of `kept.md`."""
    data = objects.read_blob(oid) if oid else None
    file = read_kept(data).value if data else None
    return Counter(_key(line) for line in file.lines if line.commit is None) if file else Counter()


def _key(line: KeptLine) -> Key:
    return (line.week, line.partner)


def _complete_line(objects: Objects, line: KeptLine, added_in: str | None) -> KeptLine | None:
    meant = find_newest_change(objects, added_in, line.partner) if added_in else None
    if added_in is None or meant is None:
        return None
    return replace(line, commit=meant, at=line.at or _get_commit_time(objects, added_in))


def _get_commit_time(objects: Objects, oid: str) -> datetime | None:
    """Return the author's date of a commit, or None if the commit is missing from this clone or has no valid date."""
    found = objects.read_commit(oid)
    return found.at if found else None


def _plan_refs(held: Mapping[_Place, str], wanted: Iterable[_Place]) -> list[refs.Move]:
    """Plan a ref for each wanted commit that no ref protects yet."""
    refs_of = dict(held)
    moves: list[refs.Move] = []
    for place in wanted:
        if place not in refs_of:
            refs_of[place] = _find_next_ref(refs_of, *place[:2])
            moves.append((refs_of[place], place[-1], None))
    return moves


def _read_kept_refs(git: Git, *below: str) -> dict[_Place, str]:
    """Return the ref of each kept commit, by the parts of the ref's name.

    `below` limits the result as in `list_kept_refs`.
    """
    return _parse_kept_refs(_list_refs(git, *below))


def _list_refs(git: Git, *below: str) -> Mapping[str, str]:
    return refs.list_refs(git, *(PREFIX + place for place in below or ("",)))


def _parse_kept_refs(listed: Mapping[str, str]) -> dict[_Place, str]:
    found = {}
    for ref, commit in listed.items():
        try:
            partner, week, number = ref.removeprefix(PREFIX).split("/")
            int(number)
            found[Handle.parse(partner), IsoWeek.parse(week), commit] = ref
        except ValueError:
            continue  # somebody created this ref by hand, so it stays
    return found


def _find_next_ref(held: Mapping[_Place, str], partner: Handle, week: IsoWeek) -> str:
    numbers = [int(ref.rpartition("/")[2]) for place, ref in held.items() if place[:2] == (partner, week)]
    return f"{PREFIX}{partner}/{week}/{max(numbers, default=0) + 1}"
