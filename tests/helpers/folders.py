"""Whole folders: as values, so that a test can check that a folder is unchanged, and copied.

Many tests copy or compare folders of hundreds of small files. With pathlib and shutil this takes three times as long.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path


def everything(folder: Path) -> dict[str, bytes | str | None]:
    """Return each file below `folder` (git's own too) with its bytes, a symlink with its target, a folder with None."""
    return dict(_read_folder(os.fspath(folder), "")) if folder.is_dir() else {}


def _read_folder(folder: str, prefix: str) -> Iterator[tuple[str, bytes | str | None]]:
    for entry in _list_folder(folder):
        name = f"{prefix}{entry.name}"
        if entry.is_symlink():
            yield name, os.readlink(entry.path)
        elif entry.is_dir():
            yield name, None
            yield from _read_folder(entry.path, f"{name}/")
        else:
            yield name, _read(entry.path) if entry.is_file() else None


def copy_folder(folder: Path, to: Path) -> Path:
    """Copy a folder with the modes and times of its files, and links as links, and return the copy.

    `to` may exist.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    _copy(os.fspath(folder), os.fspath(to))
    return to


def _copy(folder: str, to: str) -> None:
    try:
        os.mkdir(to, stat.S_IMODE(os.stat(folder).st_mode) | stat.S_IRWXU)
    except FileExistsError:
        assert os.path.isdir(to)
    for entry in _list_folder(folder):
        target = f"{to}/{entry.name}"
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), target)
        elif entry.is_dir():
            _copy(entry.path, target)
        else:
            _copy_file(entry, target)


def _copy_file(entry: os.DirEntry[str], to: str) -> None:
    known = entry.stat()
    source, target = os.open(entry.path, os.O_RDONLY), os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(target, os.read(source, known.st_size))
        os.fchmod(target, stat.S_IMODE(known.st_mode))
        os.utime(target, ns=(known.st_atime_ns, known.st_mtime_ns))
    finally:
        os.close(source)
        os.close(target)


def _list_folder(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def touched(folder: Path) -> dict[str, int]:
    """Return the time at which each file and folder was last written, to the nanosecond."""
    return {path.relative_to(folder).as_posix(): path.lstat().st_mtime_ns for path in folder.rglob("*")}
