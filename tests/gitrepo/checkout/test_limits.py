from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.checkout import limits
from apjournal.gitrepo.plumbing import objects
from apjournal.gitrepo.plumbing.faults import IncompleteDelivery
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers import repos


@pytest.fixture
def read(git: Git) -> Iterator[Objects]:
    with Objects(git) as read:
        yield read


def tree(root: Path, **entries: str) -> str:
    """Write a tree. An entry is the id of a blob, or after "tree " that of a tree."""
    lines = (
        f"040000 tree {oid[5:]}\t{name}\n" if oid.startswith("tree ") else f"100644 blob {oid}\t{name}\n"
        for name, oid in entries.items()
    )
    return repos.git(root, "mktree", "--missing", stdin="".join(lines).encode())


def committed(root: Path, oid: str) -> str:
    return repos.git(root, "commit-tree", oid, "-m", "x", **repos.who(repos.ANA))


def nested(root: Path, levels: int, names: str, inner: str | None = None) -> str:
    """Write nested folders, each with several entries for the next one, and return the outermost.

    The innermost has a file, or is the tree `inner`.
    """
    if inner is None:
        inner, levels = tree(root, x=repos.git(root, "hash-object", "-w", "--stdin", stdin=b"x")), levels - 1
    trees, oid = [], inner
    for _ in range(levels):
        trees.append("".join(f"040000 tree {oid}\t{name}\n" for name in names))
        data = b"".join(b"40000 %b\0" % name.encode() + bytes.fromhex(oid) for name in names)
        oid = sha1(b"tree %d\0" % len(data) + data).hexdigest()
    written = repos.git(root, "mktree", "--batch", "--missing", stdin="\n".join(trees).encode()).split()
    assert oid in {inner, *written[-1:]}
    return oid


def refuse(read: Objects, commits: list[str]) -> None:
    """Check the limits for commits, the last of which is the newest."""
    limits.require_bounded(read, commits, commits[-1])


def test_a_tree_within_the_limits_is_accepted(read: Objects, root: Path) -> None:
    refuse(read, [committed(root, nested(root, 99, "a")), committed(root, nested(root, 15, "ab"))])


def test_a_few_small_trees_with_countless_paths_are_refused(read: Objects, root: Path) -> None:
    bomb = committed(root, nested(root, 90, "abcdefgh"))
    with pytest.raises(GitFault, match="more files"):
        refuse(read, [bomb])


def test_folders_nested_too_deeply_are_refused(read: Objects, root: Path) -> None:
    for levels in (101, 250):
        with pytest.raises(GitFault, match="too deep"):
            refuse(read, [committed(root, nested(root, levels, "a"))])


@pytest.mark.parametrize("together", [1, 200])
def test_the_depth_of_folders_includes_trees_that_were_measured_before(
    read: Objects, root: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(limits, "_TOGETHER", together)
    half = nested(root, 60, "a")
    whole = nested(root, 60, "a", half)
    with pytest.raises(GitFault, match="too deep"):
        refuse(read, [committed(root, half), committed(root, whole)])


def test_a_folder_with_too_many_files_is_refused(read: Objects, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = committed(root, nested(root, 3, "abc"))
    monkeypatch.setattr(limits, "MOST_PATHS", 8)
    with pytest.raises(GitFault, match="more files"):
        refuse(read, [commit])
    monkeypatch.setattr(objects, "LARGEST_BLOB", 40)
    monkeypatch.setattr(limits, "MOST_PATHS", 10)
    with pytest.raises(GitFault, match="more files"):
        refuse(read, [commit])


def test_a_large_tree_in_the_history_is_accepted_up_to_a_higher_limit(
    read: Objects, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, few = committed(root, nested(root, 3, "abc")), committed(root, nested(root, 1, "a"))
    monkeypatch.setattr(limits, "MOST_PATHS", 8)
    refuse(read, [many, few])
    assert limits.is_bounded(read, [few], few)
    assert not limits.is_bounded(read, [few, many], many)
    monkeypatch.setattr(limits, "MOST_OLD_PATHS", 8)
    assert not limits.is_bounded(read, [many], few)


def test_a_missing_folder_is_reported_as_missing_and_not_as_too_large(read: Objects, root: Path) -> None:
    with pytest.raises(IncompleteDelivery):
        refuse(read, [committed(root, tree(root, a="tree " + "1" * 40))])


@pytest.mark.parametrize("mode", [b"040000", b"40755", b"0240000"])
def test_folders_with_an_unusually_written_mode_are_counted(read: Objects, root: Path, mode: bytes) -> None:
    oid = nested(root, 2, "ab")
    for _ in range(20):
        entries = b"".join(b"%b %b\0" % (mode, name) + bytes.fromhex(oid) for name in (b"a", b"b"))
        oid = repos.raw_object(root, "tree", entries)
    with pytest.raises(GitFault):
        refuse(read, [committed(root, oid)])


def test_the_refusal_of_a_tree_says_how_many_files_it_contains(
    read: Objects, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_PATHS", 8)
    for commit, said in (
        (nested(root, 3, "abc"), "(9 now, at most 8)"),
        (nested(root, 40, "abcdefgh"), "(over 1,000,000,000 now, at most 8)"),
        (nested(root, 102, "a"), "(at most 8)"),
    ):
        assert said in limits.make_refusal(read, committed(root, commit)).message
