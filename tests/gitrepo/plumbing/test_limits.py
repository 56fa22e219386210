from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import limits, objects
from apjournal.gitrepo.plumbing.faults import IncompleteDelivery
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers import repos


@pytest.fixture
def read(git: Git) -> Iterator[Objects]:
    with Objects(git) as read:
        yield read


def tree(journal: Path, **entries: str) -> str:
    """Write a tree; an entry is the id of a blob, or after "tree " that of a tree."""
    lines = (
        f"040000 tree {oid[5:]}\t{name}\n" if oid.startswith("tree ") else f"100644 blob {oid}\t{name}\n"
        for name, oid in entries.items()
    )
    return repos.git(journal, "mktree", "--missing", stdin="".join(lines).encode())


def committed(journal: Path, oid: str) -> str:
    return repos.git(journal, "commit-tree", oid, "-m", "x", **repos.who(repos.ANA))


def nested(journal: Path, levels: int, names: str) -> str:
    """Write folders in each other, each standing there once for each name; gives the outermost."""
    oid = tree(journal, x=repos.git(journal, "hash-object", "-w", "--stdin", stdin=b"x"))
    for _ in range(levels - 1):
        oid = tree(journal, **dict.fromkeys(names, f"tree {oid}"))
    return oid


def refuse(read: Objects, commits: list[str]) -> None:
    """Hold the bounds against commits, the last of which is the newest."""
    limits.require_bounded(read, commits, commits[-1])


def test_a_tree_within_the_limits_is_accepted(read: Objects, journal: Path) -> None:
    refuse(read, [committed(journal, nested(journal, 99, "a")), committed(journal, nested(journal, 15, "ab"))])


def test_a_small_tree_that_expands_to_countless_files_is_refused(read: Objects, journal: Path) -> None:
    bomb = committed(journal, nested(journal, 90, "abcdefgh"))
    with pytest.raises(GitFault, match="more files"):
        refuse(read, [bomb])


def test_folders_nested_too_deeply_are_refused(read: Objects, journal: Path) -> None:
    for levels in (101, 250):
        with pytest.raises(GitFault, match="deeper"):
            refuse(read, [committed(journal, nested(journal, levels, "a"))])


def test_depth_is_counted_even_when_the_lower_half_was_checked_before(read: Objects, journal: Path) -> None:
    half = nested(journal, 60, "a")
    whole = half
    for _ in range(60):
        whole = tree(journal, a=f"tree {whole}")
    with pytest.raises(GitFault, match="deeper"):
        refuse(read, [committed(journal, half), committed(journal, whole)])


def test_a_folder_with_too_many_files_is_refused(read: Objects, journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = committed(journal, nested(journal, 3, "abc"))
    monkeypatch.setattr(limits, "MOST_PATHS", 8)
    with pytest.raises(GitFault, match="more files"):
        refuse(read, [commit])
    monkeypatch.setattr(objects, "LARGEST_BLOB", 40)
    monkeypatch.setattr(limits, "MOST_PATHS", 10)
    with pytest.raises(GitFault, match="more files"):
        refuse(read, [commit])


def test_a_large_tree_that_a_later_commit_removed_is_accepted_up_to_a_higher_limit(
    read: Objects, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, few = committed(journal, nested(journal, 3, "abc")), committed(journal, nested(journal, 1, "a"))
    monkeypatch.setattr(limits, "MOST_PATHS", 8)
    refuse(read, [many, few])
    assert limits.is_bounded(read, [few], few)
    assert not limits.is_bounded(read, [few, many], many)
    monkeypatch.setattr(limits, "MOST_PASSING", 8)
    assert not limits.is_bounded(read, [many], few)


def test_a_missing_folder_is_reported_as_missing_and_not_as_an_attack(read: Objects, journal: Path) -> None:
    with pytest.raises(IncompleteDelivery):
        refuse(read, [committed(journal, tree(journal, a="tree " + "1" * 40))])


def test_folders_whose_mode_has_a_leading_zero_are_counted(read: Objects, journal: Path) -> None:
    oid = nested(journal, 2, "ab")
    for _ in range(20):
        entries = b"".join(b"040000 %b\0" % name + bytes.fromhex(oid) for name in (b"a", b"b"))
        oid = repos.raw_object(journal, "tree", entries)
    with pytest.raises(GitFault):
        refuse(read, [committed(journal, oid)])


def test_a_refusal_says_how_many_files_there_are(read: Objects, journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PATHS", 8)
    for commit, said in (
        (nested(journal, 3, "abc"), "(9 now, at most 8)"),
        (nested(journal, 40, "abcdefgh"), "(over 1,000,000,000 now, at most 8)"),
        (nested(journal, 102, "a"), "(at most 8)"),
    ):
        assert said in limits.make_refusal(read, committed(journal, commit)).message
