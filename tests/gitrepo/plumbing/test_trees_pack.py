"""Objects written together: as git itself would write them, or not at all."""

from __future__ import annotations

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import write_objects, write_pack
from tests.helpers import repos


def test_objects_of_every_length_are_written_to_a_pack_unchanged(git: Git) -> None:
    texts = [b"x" * length for length in (0, 1, 15, 16, 2047, 2048, 100_000)]
    with repos.counted_processes() as started:
        write_objects(git, [(b"blob", text) for text in (*texts, *texts)], 40)
    assert [arguments for arguments in started if "unpack-objects" in arguments] == started[-1:]
    for text in texts:
        assert repos.git_bytes(git.root, "cat-file", "blob", compute_blob_id(text)) == text
    assert repos.is_sound(git.root)


def test_writing_no_objects_starts_no_process(git: Git) -> None:
    with repos.counted_processes() as started:
        write_objects(git, [], 40)
    assert started == []


@pytest.mark.parametrize(
    "tree",
    [
        b"100644 a\0" + bytes.fromhex("1" * 40),
        b"100644 b\0" + bytes.fromhex(compute_blob_id(b"x")) + b"100644 a\0" + bytes.fromhex(compute_blob_id(b"x")),
        b"100644 a/b\0" + bytes.fromhex(compute_blob_id(b"x")),
    ],
)
def test_an_invalid_tree_or_one_with_missing_entries_is_refused(git: Git, tree: bytes) -> None:
    with pytest.raises(GitFault):
        write_objects(git, [(b"blob", b"x"), (b"tree", tree)], 40)


def test_a_pack_contains_all_objects_in_one_file(git: Git) -> None:
    write_pack(git, [(b"blob", b"one\n"), (b"blob", b"two\n")])
    assert repos.git_bytes(git.root, "cat-file", "blob", compute_blob_id(b"two\n")) == b"two\n"
    assert len(list((git.root / ".git/objects").rglob("*.pack"))) == 1
    assert not list((git.root / ".git/objects").glob("??/*"))


def test_a_pack_with_missing_entries_is_refused(git: Git) -> None:
    with pytest.raises(GitFault):
        write_pack(git, [(b"tree", b"100644 a\0" + bytes.fromhex("1" * 40))])
