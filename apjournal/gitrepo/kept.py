"""Kept copies in git: a local ref for each commit that I kept, and which commit a line written by hand means.

A commit's id in a text file does not keep the commit alive; a ref does. The refs never travel: they are made anew from
the lines of my `kept.md` in a fresh clone, and they are never removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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


def remember(git: Git, partner: Handle, week: IsoWeek, commit: str) -> None:
    """Hold on to a commit by a local ref, before the line in `kept.md` is written. Doing it again changes nothing.

    Raises `GitFault` when the commit is not here.
    """
    for _ in range(_TRIES):
        held = _held(git, f"{partner}/{week}/")
        if any(kept.commit == commit for kept in held):
            return
        try:
            refs.move(git, _next_ref(held, partner, week), commit, None)
        except RefMoved:
            continue  # another apj took the number meanwhile
        return
    raise GitFault(f"The copy of {partner}'s {week} can't be held: its refs keep changing.", "Run the command again.")


def rebuild(git: Git, objects: Objects, lines: Iterable[KeptLine]) -> tuple[KeptLine, ...]:
    """Make the refs that the complete lines of my `kept.md` call for, as after a fresh clone; all of them or none.

    Gives the lines whose commit is not here: about those nothing can be told yet.
    """
    held = _held(git)
    known = {(kept.partner, kept.week, kept.commit) for kept in held}
    wanted = [line for line in lines if line.commit is not None and (line.partner, line.week, line.commit) not in known]
    present = objects.commits(line.commit for line in wanted if line.commit)
    moves: list[refs.Move] = []
    for line in wanted:
        if line.commit in present and (line.partner, line.week, line.commit) not in known:
            ref = _next_ref(held, line.partner, line.week)
            held[KeptCommit(line.partner, line.week, line.commit)] = ref
            known.add((line.partner, line.week, line.commit))
            moves.append((ref, line.commit, None))
    if moves:
        refs.move_all(git, moves)
    return tuple(line for line in wanted if line.commit not in present)


def all_kept(git: Git, *files: Iterable[KeptLine]) -> tuple[KeptCommit, ...]:
    """Give every commit that I kept, each once: those of the refs, and those of the complete lines with their time."""
    found = {(kept.partner, kept.week, kept.commit): kept for kept in _held(git)}
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


def as_meant(git: Git, objects: Objects, tip: str, keeper: Handle, line: KeptLine) -> KeptLine | None:
    """Complete a line written by hand, such as `- 2026-W48 ana`.

    Its commit is the newest one in the partner's folder that is an ancestor of the commit which added the line, its
    time that of the latter. None when no commit of `tip` has added it yet, or when there was no such folder then.
    """
    for logged in ancestry.log_raw(git, tip, f"{keeper}/{KEPT}"):
        for touched in logged.touched:
            before = max(_times(objects, oid, line) for _, oid in touched.before)
            if _times(objects, touched.after[1], line) > before:
                meant = ancestry.newest_change(git, logged.commit, line.partner)
                return replace(line, commit=meant, at=line.at or _written(objects, logged.commit)) if meant else None
    return None


def _written(objects: Objects, oid: str) -> datetime | None:
    """Give the time of a commit, as it says."""
    found = objects.commit(oid)
    return found.at if found else None


def _times(objects: Objects, oid: str, line: KeptLine) -> int:
    """Count how often a version of `kept.md` says the same without naming a commit."""
    data = objects.blob(oid)
    file = read_kept(data).value if data else None
    asked = (line.week, line.partner, None)
    return sum((old.week, old.partner, old.commit) == asked for old in file.lines) if file else 0


def _held(git: Git, below: str = "") -> dict[KeptCommit, str]:
    """Give the kept commits whose refs begin with `PREFIX` + `below`, each with its ref."""
    found = {}
    for ref, commit in refs.under(git, PREFIX + below).items():
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
