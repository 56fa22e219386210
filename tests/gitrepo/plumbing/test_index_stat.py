"""The index's entries of files: an unchanged one has the committed text, whatever was done to it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.index_stat import IndexStat, read_index_stat
from tests.helpers.repos import git

LONG = f"ana/{'long ' * 40}.md"
TEXTS = {"ana/one.md": "one\n", "ana/two words.md": "two\n", LONG: "long\n", "ben/drei-ü.md": "three\n"}
Change = Callable[[Path], object]


def _rewrite(path: Path, text: str, *, keeps_time: bool = False) -> None:
    before = path.stat()
    path.write_text(text, "utf-8")
    if keeps_time:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _replace(path: Path) -> None:
    beside = path.with_suffix(".new")
    beside.write_text("xxx\n", "utf-8")
    before = path.stat()
    os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    beside.replace(path)


def _link(path: Path) -> None:
    path.unlink()
    path.symlink_to("elsewhere")


CHANGES: dict[str, Change] = {
    "left as it is": lambda path: None,
    "touched": lambda path: path.touch(),
    "longer": lambda path: _rewrite(path, "a longer text\n"),
    "as long": lambda path: _rewrite(path, "xxx\n"),
    "as long, at the same time": lambda path: _rewrite(path, "xxx\n", keeps_time=True),
    "replaced at the same time": _replace,
    "deleted": lambda path: path.unlink(),
    "a link": _link,
}


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for work trees whose files are older than their index."""
    return tmp_path_factory.mktemp("settled")


def _commit(root: Path, version: int, *options: str) -> IndexStat:
    git(root.parent, "init", "-q", *options, str(root))
    for path, text in TEXTS.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    time.sleep(0.02)
    git(root, "add", "-A")
    git(root, "update-index", f"--index-version={version}", "--refresh", "--force-write-index")
    return read_index_stat(root, root / ".git", 64 if options else 40)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(version=st.sampled_from([2, 3, 4]), done=st.lists(st.sampled_from(sorted(CHANGES)), min_size=4, max_size=4))
def test_only_a_file_with_its_committed_text_counts_as_unchanged(settled: Path, version: int, done: list[str]) -> None:
    root = settled / f"{time.monotonic_ns()}"
    found = _commit(root, version)
    for path, change in zip(TEXTS, done, strict=True):
        CHANGES[change](root / path)
        oid = compute_blob_id(TEXTS[path].encode())
        is_unchanged = found.has_text(path, oid)
        assert is_unchanged is (change == "left as it is"), f"{path} was {change}"
        assert not found.has_text(path, compute_blob_id(b"another text\n"))
    texts = {path: compute_blob_id(text.encode()) for path, text in sorted(TEXTS.items())}
    same = {path for path, change in zip(TEXTS, done, strict=True) if change == "left as it is"}
    fresh = read_index_stat(root, root / ".git", 40)
    assert found.find_unchanged(texts) == fresh.find_unchanged({"a/new.md": texts[min(texts)], **texts}) == same


def test_an_index_with_sha256_ids_can_be_read(tmp_path: Path) -> None:
    found = _commit(tmp_path / "journal", 2, "--object-format=sha256")
    assert found.has_text("ana/one.md", compute_blob_id(b"one\n", 64))


def test_a_file_changed_at_the_time_of_the_index_does_not_count_as_unchanged(tmp_path: Path) -> None:
    root = tmp_path / "journal"
    _commit(root, 2)
    written = (root / "ana/one.md").stat().st_mtime_ns
    os.utime(root / ".git/index", ns=(written, written))
    assert not read_index_stat(root, root / ".git", 40).has_text("ana/one.md", compute_blob_id(b"one\n"))


def test_a_file_in_an_unfinished_merge_does_not_count_as_unchanged(tmp_path: Path) -> None:
    root = tmp_path / "journal"
    _commit(root, 2)
    oid = compute_blob_id(b"one\n")
    lines = "".join(f"100644 {oid} {stage}\tana/one.md\n" for stage in (1, 2))
    git(root, "update-index", "--force-remove", "ana/one.md")
    git(root, "update-index", "--index-info", stdin=lines.encode())
    found = read_index_stat(root, root / ".git", 40)
    unchanged = {path for path, text in TEXTS.items() if found.has_text(path, compute_blob_id(text.encode()))}
    assert unchanged == TEXTS.keys() - {"ana/one.md"}
    assert found.is_unmerged


@pytest.mark.parametrize("version", [2, 3, 4])
def test_an_index_of_any_version_without_conflicts_is_not_unmerged(tmp_path: Path, version: int) -> None:
    root = tmp_path / "journal"
    assert _commit(root, version).is_unmerged is False
    git(root, "write-tree")  # git notes the tree in an extension of the index
    assert read_index_stat(root, root / ".git", 40).is_unmerged is False


def test_conflicts_in_a_split_index_of_git_are_unknown(tmp_path: Path) -> None:
    root = tmp_path / "journal"
    _commit(root, 2)
    git(root, "update-index", "--split-index", "--force-write-index")
    assert read_index_stat(root, root / ".git", 40).is_unmerged is None


@pytest.mark.parametrize("version", [2, 4])
def test_in_a_damaged_index_conflicts_are_unknown(tmp_path: Path, version: int) -> None:
    root = tmp_path / "journal"
    _commit(root, version)
    data = bytearray((root / ".git/index").read_bytes())
    data[51] ^= 1  # the size of the first file
    (root / ".git/index").write_bytes(data)
    found = read_index_stat(root, root / ".git", 40)
    assert found.is_unmerged is None
    assert not found.has_text(min(TEXTS), compute_blob_id(TEXTS[min(TEXTS)].encode()))


def test_a_name_is_not_confused_with_a_longer_name_that_ends_with_it(tmp_path: Path) -> None:
    root, short = tmp_path / "journal", f"ana/{'s' * 120}/{'s' * 132}"  # 257 bytes, so its length reads \x01\x01
    for path, text in ((short, "short\n"), (f"aaa/\x01\x01{short}", "long\n")):
        (root / path).parent.mkdir(parents=True)
        (root / path).write_text(text, "utf-8")
    git(tmp_path, "init", "-q", str(root))
    time.sleep(0.02)
    git(root, "add", "-A")
    git(root, "update-index", "--refresh", "--force-write-index")
    found = read_index_stat(root, root / ".git", 40)
    assert found.has_text(short, compute_blob_id(b"short\n"))
    assert not found.has_text(short, compute_blob_id(b"long\n"))
    assert not found.has_text(f"{short}x", compute_blob_id(b"short\n"))


@pytest.mark.parametrize(
    "data", [b"", b"DIRC", b"DIRC\0\0\0\x09\0\0\0\1", b"DIRC\0\0\0\x02\0\0\0\1" + b"\0" * 80, b"x" * 200]
)
def test_no_file_of_an_unreadable_index_counts_as_unchanged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "index").write_bytes(data)
    found = read_index_stat(tmp_path, tmp_path, 40)
    assert not found.has_text("ana/one.md", compute_blob_id(b"one\n"))
    assert found.is_unmerged is None


def test_without_an_index_no_file_counts_as_unchanged(tmp_path: Path) -> None:
    found = read_index_stat(tmp_path, tmp_path, 40)
    assert found.is_unmerged is None
    assert not found.has_text("ana/one.md", compute_blob_id(b"one\n"))
