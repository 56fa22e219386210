"""Undo an interrupted `init` or `join`: restore folders, and the repository in one of them, to their former state."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct


@contextmanager
def undo_on_failure(*folders: Path) -> Iterator[None]:
    """If the block raises an exception, remove what it created, and restore what it changed in an existing repository.

    Remove new `folders` with their parents, and new entries of folders that existed. Restore settings, refs and the
    index. New objects may stay.
    """
    before = [_FolderState.read_state(folder) for folder in folders]
    try:
        yield
    except BaseException:
        for folder in reversed(before):
            folder.restore_state()
        raise


class _FolderState(Struct, frozen=True):
    """The former state of a folder: its entries (None if it did not exist), and the small files of its repository."""

    folder: Path
    highest_new: Path
    entries: frozenset[Path] | None
    notes: dict[Path, bytes]

    @classmethod
    def read_state(cls, folder: Path) -> _FolderState:
        new = [place for place in (folder, *folder.parents) if not place.exists()]
        entries = frozenset(folder.iterdir()) if folder.is_dir() else None
        notes = {path: path.read_bytes() for path in _list_git_files(folder)}
        return cls(folder, new[-1] if new else folder, entries, notes)

    def restore_state(self) -> None:
        if self.entries is None:
            _remove_path(self.highest_new)
            return
        for path in frozenset(self.folder.iterdir()) - self.entries:
            _remove_path(path)
        if self.notes:
            for path in frozenset(_list_git_files(self.folder)) - self.notes.keys():
                path.unlink()
            for path, data in self.notes.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


def _list_git_files(folder: Path) -> Iterator[Path]:
    """Yield git's own files in a repository, including those in which a person configures git.

    Objects are left out, because nothing refers to new objects after a rollback.
    """
    for name in (".gitignore", ".gitattributes"):
        if (folder / name).is_file() and not (folder / name).is_symlink():
            yield folder / name
    kept = folder / ".git" / "objects"
    for path in (folder / ".git").rglob("*"):
        if path.is_file() and kept not in path.parents:
            yield path


def _remove_path(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
