"""Kept copies in git: a local ref for each commit that I kept, and which commit a line written by hand means.

A commit's id in a text file does not keep the commit alive; a ref does. The refs never travel: they are made anew from
the lines of my `kept.md` in a fresh clone, and they are never removed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from apjournal.errors import GitFault
from apjournal.format.kept import read_kept
from apjournal.gitrepo import ancestry, refs
from apjournal.gitrepo.faults import RefMoved
from apjournal.gitrepo.objects import Objects
from apjournal.gitrepo.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptLine
from apjournal.store.layout import KEPT

PREFIX = "refs/apj/kept/"

_SHORT = re.compile(r"[0-9a-f]{7,39}")
_TRIES = 8


@dataclass(frozen=True, slots=True)
class KeptCommit:
    """A commit of a partner's folder that I kept, and when, where a line says so; `week` was her newest one then."""

    partner: Handle
    week: IsoWeek
    commit: str
    at: datetime | None = None


def remembered(git: Git) -> tuple[KeptCommit, ...]:
    """Give what the local refs hold on to."""
    return tuple(_held(git))


def remember(git: Git, copies: Collection[KeptCommit]) -> None:
    """Hold on to commits by local refs, before the lines in `kept.md` are written. Doing it again changes nothing.

    All of them are held or none. Raises `GitFault` when one is not here.
    """
    for _ in range(_TRIES):
        moves = _to_make(_held(git, *(f"{copy.partner}/{copy.week}/" for copy in copies)), copies)
        try:
            if moves:
                refs.move_all(git, moves)
        except RefMoved:
            continue  # another apj took a number meanwhile
        return
    raise GitFault("The copies can't be held: their refs keep changing.", "Run the command again.")


def rebuild(git: Git, objects: Objects, lines: Iterable[KeptLine]) -> tuple[KeptLine, ...]:
    """Make the refs that the complete lines of my `kept.md` call for, as after a fresh clone; all of them or none.

    Gives the lines whose commit is not here: about those nothing can be told yet.
    """
    held = _held(git)
    wanted = [(line, _copy(line, line.commit)) for line in lines if line.commit is not None]
    wanted = [(line, copy) for line, copy in wanted if copy not in held]
    present = objects.commits(copy.commit for _, copy in wanted)
    moves = _to_make(held, [copy for _, copy in wanted if copy.commit in present])
    if moves:
        refs.move_all(git, moves)
    return tuple(line for line, copy in wanted if copy.commit not in present)


def all_kept(held: Iterable[KeptCommit], *files: Iterable[KeptLine]) -> tuple[KeptCommit, ...]:
    """Give every commit that I kept, each once: those that refs hold, and those of complete lines with their time."""
    found = {(kept.partner, kept.week, kept.commit): kept for kept in held}
    for line in (line for lines in files for line in lines):
        if line.commit is not None:
            key = (line.partner, line.week, line.commit)
            found[key] = KeptCommit(*key, at=line.at)
    return tuple(found.values())


def in_full(git: Git, lines: Iterable[KeptLine]) -> tuple[KeptLine, ...]:
    """Write out the ids of commits that somebody abbreviated by hand; one that fits nothing here stays as it is."""
    given = tuple(lines)
    short = sorted({line.commit for line in given if line.commit and _SHORT.fullmatch(line.commit)})
    if not short:
        return given
    names = "".join(f"{commit}^{{commit}}\n" for commit in short).encode("ascii")
    out = git.run("cat-file", "--batch-check=%(objectname)", stdin=names).out.decode("utf-8", "replace")
    full = {
        name: oid for name, oid in zip(short, out.splitlines(), strict=True) if oid.startswith(name) and " " not in oid
    }
    return tuple(replace(line, commit=full.get(line.commit or "", line.commit)) for line in given)


def as_meant(git: Git, objects: Objects, tip: str, keeper: Handle, lines: Sequence[KeptLine]) -> list[KeptLine | None]:
    """Complete lines written by hand that say the same, such as `- 2026-W48 ana`, in the order of their file.

    The commit of each is the newest one in the partner's folder that is an ancestor of the commit which added the line,
    its time that of the latter. None for one that no commit of `tip` has added yet, or when there was no such folder.
    """
    added = _adders(git, objects, tip, f"{keeper}/{KEPT}", lines[0], _times(objects, tip, keeper, lines[0]))
    commits = [*reversed(added), *([None] * len(lines))]  # lines come newest last; what is not committed comes behind
    return [_completed(git, objects, line, commit) for line, commit in zip(lines, commits, strict=False)]


def _adders(git: Git, objects: Objects, tip: str, path: str, line: KeptLine, wanted: int) -> list[str]:
    """Give the newest commits that added a line to a file, newest first: one for each time that it stands there now."""
    found: list[str] = []
    walk = ancestry.log_raw(git, tip, path)
    while len(found) < wanted and (logged := next(walk, None)) is not None:
        for touched in logged.touched:
            before = max(_times_in(objects, oid, line) for _, oid in touched.before)
            found += [logged.commit] * (_times_in(objects, touched.after[1], line) - before)
    return found[:wanted]


def _completed(git: Git, objects: Objects, line: KeptLine, added_in: str | None) -> KeptLine | None:
    meant = ancestry.newest_change(git, added_in, line.partner) if added_in else None
    if added_in is None or meant is None:
        return None
    return replace(line, commit=meant, at=line.at or _written(objects, added_in))


def _written(objects: Objects, oid: str) -> datetime | None:
    """Give the time of a commit, as it says."""
    found = objects.commit(oid)
    return found.at if found else None


def _times(objects: Objects, tip: str, keeper: Handle, line: KeptLine) -> int:
    entry = objects.entry(tip, f"{keeper}/{KEPT}")
    return _times_in(objects, entry.oid, line) if entry else 0


def _times_in(objects: Objects, oid: str, line: KeptLine) -> int:
    """Count how often a version of `kept.md` says the same without naming a commit."""
    data = objects.blob(oid)
    file = read_kept(data).value if data else None
    asked = (line.week, line.partner, None)
    return sum((old.week, old.partner, old.commit) == asked for old in file.lines) if file else 0


def _copy(line: KeptLine, commit: str) -> KeptCommit:
    """Give what a line names, without its time, as the refs know it."""
    return KeptCommit(line.partner, line.week, commit)


def _to_make(held: Mapping[KeptCommit, str], wanted: Iterable[KeptCommit]) -> list[refs.Move]:
    """Plan a ref for each commit that none holds yet."""
    refs_of = dict(held)
    moves: list[refs.Move] = []
    for copy in wanted:
        if copy not in refs_of:
            refs_of[copy] = _next_ref(refs_of, copy.partner, copy.week)
            moves.append((refs_of[copy], copy.commit, None))
    return moves


def _held(git: Git, *below: str) -> dict[KeptCommit, str]:
    """Give the kept commits whose refs begin with `PREFIX` and one of `below` (without it: all), each with its ref."""
    found = {}
    for ref, commit in refs.under(git, *(PREFIX + place for place in below or ("",))).items():
        try:
            partner, week, number = ref.removeprefix(PREFIX).split("/")
            int(number)
            found[KeptCommit(Handle.parse(partner), IsoWeek.parse(week), commit)] = ref
        except ValueError:
            continue  # a ref that somebody made by hand: it is left alone
    return found


def _next_ref(held: Mapping[KeptCommit, str], partner: Handle, week: IsoWeek) -> str:
    numbers = [
        int(ref.rpartition("/")[2]) for kept, ref in held.items() if (kept.partner, kept.week) == (partner, week)
    ]
    return f"{PREFIX}{partner}/{week}/{max(numbers, default=0) + 1}"
