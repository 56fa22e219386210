"""Find lines of my `kept.md` that identify no copy. apj refuses to share such a line, and I may remove it later."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.format.read.kept import read_kept
from apjournal.gitrepo.kept.kept_refs import expand_abbreviated_ids
from apjournal.gitrepo.plumbing import ancestry
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding
from apjournal.model.handle import Handle
from apjournal.model.hints import make_broken_file
from apjournal.model.kept import KeptLine
from apjournal.session.history import History


def find_slips(history: History, path: str, data: bytes) -> tuple[Finding, ...]:
    """Return an error for each uncommitted line whose commit is not in the history.

    Return nothing if the history in this clone is incomplete.
    """
    reading = read_kept(data)
    if reading.value is None or history.head is None:
        return ()
    before = history.objects.read_file(history.head, path)
    old = read_kept(before).value if before else None
    known = {line.commit for line in old.lines} if old else set()
    added = {
        number: line for number, line in enumerate(reading.value.lines) if line.commit and line.commit not in known
    }
    new = expand_abbreviated_ids(history.git, list(added.values()))
    present = history.objects.read_commits(line.commit for line in new if line.commit)
    outside = ancestry.find_unreachable_from(history.git, history.head, present)
    if outside is None or not (new and ancestry.is_whole(history.git, history.head)):
        return ()
    return tuple(
        make_finding(
            "kept_unknown",
            f"{(line.commit or '')[:12]} is not a commit in this clone; write: - {line.week} {line.partner}",
            reading.places["lines", number],
        )
        for number, line in zip(added, new, strict=True)
        if line.commit not in present or line.commit in outside
    )


def require_no_slips(history: History, path: str, data: bytes) -> None:
    """Raise `BrokenFile` if an uncommitted line of my `kept.md` identifies no copy."""
    broken = make_broken_file(
        path,
        find_slips(history, path, data),
        "refers to a copy that this clone does not have, so the line is not committed",
    )
    if broken.findings:
        raise broken


def find_lines_without_copy(history: History, lines: Iterable[KeptLine]) -> frozenset[KeptLine]:
    """Return the lines whose commit is not in this clone. Removing such a line loses no copy.

    Return nothing if the history in this clone is incomplete.
    """
    asked = [line for line in lines if line.commit]
    if history.head is None or not asked or not ancestry.is_whole(history.git, history.head):
        return frozenset()
    full = expand_abbreviated_ids(history.git, asked)
    present = history.objects.read_commits(line.commit for line in full if line.commit)
    return frozenset(line for line, whole in zip(asked, full, strict=True) if whole.commit not in present)


def find_withdrawn_commits(history: History, keeper: Handle, now: Iterable[KeptLine], new: str) -> frozenset[str]:
    """Return the commits whose line a keeper removed or has not committed yet.

    `now` contains the current lines, and `new` is the tip that arrived. A kept commit that this clone contains is left
    out, because a ref protects it.
    """
    base = history.head and ancestry.find_merge_base(history.git, history.head, new)
    here = _collect_commits(now)
    before, head, there = (
        _collect_commits(history.at(tip).kept(keeper).lines) if tip else frozenset()
        for tip in (base, history.head, new)
    )
    return (before - here) | (here - head - there)


def _collect_commits(lines: Iterable[KeptLine]) -> frozenset[str]:
    return frozenset(line.commit for line in lines if line.commit)
