"""An empty or damaged file of git is named with a repair, and sound ones are not mentioned."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.damaged_files import find_damage
from tests.helpers.repos import commit, git

ZEROS = b"\0" * 41


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"a": "1\n"}, "one", ("Ana", "ana@example.org"))
    return tmp_path


def said(repository: Path) -> str:
    damage = find_damage(repository)
    assert damage is not None
    return f"{damage.message} {damage.hint}"


def head(repository: Path) -> str:
    return git(repository, "rev-parse", "HEAD").strip()


def test_a_sound_repository_is_not_reported_as_damaged(folder: Path, tmp_path: Path) -> None:
    assert find_damage(folder) is None
    git(folder, "pack-refs", "--all")
    assert find_damage(folder) is None
    git(folder, "checkout", "-q", "--detach")
    assert find_damage(folder) is None
    assert find_damage(tmp_path / "none") is None


@pytest.mark.parametrize("rest", [b"", ZEROS])
def test_an_empty_head_is_repaired_with_the_existing_branch(folder: Path, rest: bytes) -> None:
    (folder / ".git/HEAD").write_bytes(rest)
    assert "echo 'ref: refs/heads/main' > .git/HEAD" in said(folder)


def test_a_missing_head_is_not_reported_as_damage(folder: Path) -> None:
    (folder / ".git/HEAD").unlink()
    assert find_damage(folder) is None


def test_an_empty_branch_is_restored_from_its_log(folder: Path) -> None:
    oid = head(folder)
    (folder / ".git/refs/heads/main").write_bytes(ZEROS)
    assert f"rm .git/refs/heads/main && git update-ref refs/heads/main {oid}" in said(folder)


def test_an_empty_branch_without_a_log_is_restored_from_the_last_sync_or_the_remote(folder: Path) -> None:
    oid = head(folder)
    (folder / ".git/refs/heads/main").write_bytes(b"")
    (folder / ".git/logs/refs/heads/main").unlink()
    assert "git fetch && git update-ref refs/heads/main FETCH_HEAD" in said(folder)
    accepted = folder / ".git/refs/apj/remote/main"
    accepted.parent.mkdir(parents=True)
    accepted.write_text(f"{oid}\n")
    assert f"git update-ref refs/heads/main {oid}" in said(folder)


def test_a_missing_branch_that_had_commits_is_reported(folder: Path) -> None:
    oid = head(folder)
    (folder / ".git/refs/heads/main").unlink()
    assert "The branch main is missing from this clone, although it had commits." in said(folder)
    assert f"git update-ref refs/heads/main {oid}" in said(folder)


def test_a_branch_without_commits_is_not_damage(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    assert find_damage(tmp_path) is None


@pytest.mark.parametrize("rest", [b"", b"# pack-refs with: peeled\n0123"])
def test_refs_lost_with_truncated_packed_refs_are_restored_from_the_log_and_a_fetch(folder: Path, rest: bytes) -> None:
    oid = head(folder)
    git(folder, "pack-refs", "--all")
    (folder / ".git/packed-refs").write_bytes(rest)
    assert f"rm .git/packed-refs && git update-ref refs/heads/main {oid} && git fetch" in said(folder)


def test_truncated_packed_refs_are_repaired_by_a_fetch_if_the_branch_is_a_loose_ref(folder: Path) -> None:
    (folder / ".git/packed-refs").write_bytes(b"cut")
    assert "rm .git/packed-refs && git fetch" in said(folder)


@pytest.mark.parametrize(
    ("name", "command"),
    [("refs/remotes/origin/main", "git fetch"), ("refs/apj/kept/ben/1", "apj sync")],
)
def test_an_empty_ref_is_removed_and_fetched_again(folder: Path, name: str, command: str) -> None:
    path = folder / ".git" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    (path.parent / "x.lock").write_bytes(b"")
    assert f"rm .git/{name} && {command}" in said(folder)


def test_an_index_of_zeros_is_recreated(folder: Path) -> None:
    (folder / ".git/index").write_bytes(ZEROS)
    assert "rm .git/index && git reset" in said(folder)


@pytest.mark.parametrize("rest", [b"DIRC", b"DIRCjunk", b"DIRC" + b"x" * 40])
def test_a_truncated_or_overwritten_index_is_recreated(folder: Path, rest: bytes) -> None:
    (folder / ".git/index").write_bytes(rest)
    assert "rm .git/index && git reset" in said(folder)


def test_an_index_without_a_checksum_is_accepted(folder: Path) -> None:
    git(folder, "-c", "index.skipHash=true", "update-index", "--force-write-index")
    assert find_damage(folder) is None


@pytest.mark.parametrize("rest", [b"garbage\n", b"ref: main\n", b"0123\n"])
def test_a_head_with_invalid_text_is_repaired_with_the_existing_branch(folder: Path, rest: bytes) -> None:
    (folder / ".git/HEAD").write_bytes(rest)
    assert "echo 'ref: refs/heads/main' > .git/HEAD" in said(folder)


@pytest.mark.parametrize(
    ("name", "command"), [("refs", "mkdir .git/refs"), ("objects", "mkdir .git/objects && git fetch --refetch")]
)
def test_a_missing_folder_of_git_is_recreated(folder: Path, name: str, command: str) -> None:
    shutil.rmtree(folder / ".git" / name)
    assert said(folder).endswith(f"in the journal's folder: {command}")


def emptied(repository: Path, oid: str) -> None:
    path = repository / ".git/objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    path.write_bytes(b"")


CLEAR = "find .git/objects -type f -empty -delete && "


def test_an_empty_object_is_fetched_again(folder: Path) -> None:
    emptied(folder, git(folder, "rev-parse", "HEAD:a").strip())
    assert "1 git file is empty in .git/objects" in said(folder)
    assert said(folder).endswith(f"{CLEAR}git fetch --refetch")


def test_if_an_unshared_commit_object_is_empty_the_branch_returns_to_the_last_sync(folder: Path) -> None:
    shared = head(folder)
    commit(folder, {"a": "2\n"}, "two", ("Ana", "ana@example.org"))
    git(folder, "update-ref", "refs/apj/remote/main", shared)
    emptied(folder, head(folder))
    emptied(folder, git(folder, "rev-parse", f"{shared}:a").strip())
    assert "2 git files are empty in .git/objects" in said(folder)
    assert said(folder).endswith(f"{CLEAR}git update-ref refs/heads/main {shared} && git fetch --refetch")


def test_an_empty_object_next_to_a_detached_head_is_fetched_again(folder: Path) -> None:
    git(folder, "checkout", "-q", "--detach")
    emptied(folder, git(folder, "rev-parse", "HEAD:a").strip())
    assert said(folder).endswith(f"{CLEAR}git fetch --refetch")


@pytest.mark.parametrize("name", ["maintenance.lock", "pack/tmp_pack_a1b2c3"])
def test_a_lock_or_an_unfinished_object_is_not_damage(folder: Path, name: str) -> None:
    left = folder / ".git/objects" / name
    left.parent.mkdir(exist_ok=True)
    left.touch()
    assert find_damage(folder) is None
