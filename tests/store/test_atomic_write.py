"""Writing a file: completely or not at all, never through a symlink, never over newer text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.store.atomic_write import ChangedMeanwhile, Text, remove_leftovers, replace_file, replace_files
from tests.helpers.folders import everything


def test_a_new_file_is_created_with_its_folder(tmp_path: Path) -> None:
    replace_file(tmp_path, "ana/2026-W48.md", b"goals\n", was=None)
    assert everything(tmp_path) == {"ana": None, "ana/2026-W48.md": b"goals\n"}


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_bytes(b"old")
    (tmp_path / "notes.md").chmod(0o640)
    replace_file(tmp_path, "notes.md", b"new", was=b"old")
    assert (tmp_path / "notes.md").read_bytes() == b"new"
    assert (tmp_path / "notes.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("there", "was"), [(b"newer", b"old"), (b"newer", None), (None, b"old")])
def test_a_changed_file_is_never_overwritten(tmp_path: Path, there: bytes | None, was: bytes | None) -> None:
    if there is not None:
        (tmp_path / "notes.md").write_bytes(there)
    before = everything(tmp_path)
    with pytest.raises(ChangedMeanwhile):
        replace_file(tmp_path, "notes.md", b"mine", was=was)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("path", ["link.md", "folder/notes.md", "folder/deep/notes.md"])
def test_a_symlink_is_never_written_through(tmp_path: Path, path: str) -> None:
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    for name in ("notes.md", "deep/notes.md"):
        (tmp_path / "elsewhere" / name).write_bytes(b"theirs")
    root = tmp_path / "journal"
    root.mkdir()
    (root / "link.md").symlink_to(tmp_path / "elsewhere" / "notes.md")
    (root / "folder").symlink_to(tmp_path / "elsewhere")
    before = everything(tmp_path)
    with pytest.raises(GitFault, match="symbolic link"):
        replace_file(root, path, b"mine", was=b"theirs")
    assert everything(tmp_path) == before


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_if_a_write_is_impossible_the_file_is_unchanged_and_no_temporary_file_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "notes.md").write_bytes(b"old")
    before = everything(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    owner = {"fsync": os, "replace": Path}[step]
    monkeypatch.setattr(owner, step, full)
    with pytest.raises(GitFault, match="cannot be written"):
        replace_file(tmp_path, "notes.md", b"new", was=b"old")
    monkeypatch.undo()
    assert everything(tmp_path) == before


def test_a_file_saved_during_the_write_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes.md").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda _: (tmp_path / "notes.md").write_bytes(b"newer"))
    with pytest.raises(ChangedMeanwhile):
        replace_file(tmp_path, "notes.md", b"mine", was=b"old")
    assert everything(tmp_path) == {"notes.md": b"newer"}


def test_a_folder_that_cannot_be_synced_to_disk_is_reported_after_the_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.md").write_bytes(b"old")

    def broken(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("apjournal.store.atomic_write._sync_folder", broken)
    with pytest.raises(GitFault, match="was written, but"):
        replace_file(tmp_path, "notes.md", b"new", was=b"old")
    assert everything(tmp_path) == {"notes.md": b"new"}


def test_replace_files_writes_either_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    texts = {"a.md": Text(b"new", b"old"), "b.md": Text(b"new", None)}
    before, plain, synced = everything(tmp_path), os.fsync, 0

    def full(descriptor: int) -> None:
        nonlocal synced
        synced += 1
        if synced == 2:
            raise OSError(28, "No space left on device")
        plain(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(GitFault, match=r"b\.md cannot be written: No space left") as raised:
            replace_files(tmp_path, texts)
    assert raised.value.hint.startswith("The file is unchanged")
    assert everything(tmp_path) == before
    (tmp_path / "b.md").write_bytes(b"newer")
    with pytest.raises(ChangedMeanwhile, match=r"b\.md"):
        replace_files(tmp_path, texts)
    assert everything(tmp_path) == before | {"b.md": b"newer"}
    (tmp_path / "b.md").unlink()
    replace_files(tmp_path, texts)
    assert everything(tmp_path) == {"a.md": b"new", "b.md": b"new"}


def test_the_fault_of_an_incomplete_write_lists_the_files_already_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Path.replace
    monkeypatch.setattr(Path, "replace", lambda draft, to: broken() if to.name == "b.md" else plain(draft, to))

    def broken() -> None:
        raise OSError(5, "Input/output error")

    with pytest.raises(GitFault, match=r"b\.md cannot be written") as raised:
        replace_files(tmp_path, {name: Text(b"new", None) for name in ("a.md", "b.md", "c.md")})
    assert raised.value.hint.startswith("These files were written: a.md")
    assert everything(tmp_path) == {"a.md": b"new"}


def test_temporary_files_left_for_one_file_are_removed_without_those_of_other_files(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / f".{name}.0123abcd.tmp").touch()
    remove_leftovers(tmp_path, of="a.md")
    assert list(everything(tmp_path)) == [".b.md.0123abcd.tmp"]


def test_only_temporary_files_that_a_killed_write_left_are_removed(tmp_path: Path) -> None:
    stays = {"a.tmp": b"", ".b.tmp": b"", "notes.md": b"", ".notes.md.0123456g.tmp": b""}
    for name, data in (stays | {".notes.md.0123abcd.tmp": b"half"}).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / ".folder.0123abcd.tmp").mkdir()
    remove_leftovers(tmp_path)
    remove_leftovers(tmp_path / "nowhere")
    assert everything(tmp_path) == stays | {".folder.0123abcd.tmp": None}
