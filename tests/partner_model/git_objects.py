"""Git's objects without git: loose ones are read and written as files, packed ones are read once and remembered."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.repos import git_bytes

_read: dict[str, bytes] = {}
"""The content of each object that was read or written, by its id: that never changes, in whatever repository it is."""


@dataclass(frozen=True)
class FileEntry:
    """One line of a tree."""

    mode: str
    oid: str


Tree = dict[str, FileEntry]


def find_git_folder(repository: Path) -> Path:
    """Return the folder with git's own files."""
    return repository / ".git" if (repository / ".git").exists() else repository


def find_loose(repository: Path, oid: str) -> Path:
    """Return the file of an object, which exists if the object is loose."""
    return find_git_folder(repository) / "objects" / oid[:2] / oid[2:]


def read_object(repository: Path, oid: str) -> bytes:
    """Return the content of an object."""
    if oid not in _read:
        try:
            _read[oid] = zlib.decompress(find_loose(repository, oid).read_bytes()).partition(b"\0")[2]
        except FileNotFoundError:
            _read[oid] = _read_packed(repository, oid)
    return _read[oid]


def _read_packed(repository: Path, oid: str) -> bytes:
    head, _, data = git_bytes(repository, "cat-file", "--batch", stdin=oid.encode()).partition(b"\n")
    assert not head.endswith(b"missing"), f"{repository} does not have {oid}"
    return data[:-1]


def read_parents(repository: Path, commit: str) -> tuple[str, ...]:
    """Return the parents of a commit."""
    head = read_object(repository, commit).partition(b"\n\n")[0].decode(errors="replace")
    return tuple(line.removeprefix("parent ") for line in head.split("\n") if line.startswith("parent "))


def read_tree(repository: Path, oid: str) -> Tree:
    """Return the entries of a tree by name."""
    rest, found = read_object(repository, oid), {}
    while rest:
        head, _, rest = rest.partition(b"\0")
        mode, _, name = head.decode().partition(" ")
        found[name] = FileEntry(mode, rest[:20].hex())
        rest = rest[20:]
    return found


def read_tree_of(repository: Path, commit: str) -> Tree:
    """Return the entries of a commit's root."""
    return read_tree(repository, read_object(repository, commit)[5:45].decode())


def read_folder(repository: Path, commit: str, folder: str) -> Tree:
    """Return the entries of a folder of a commit, none if it is missing. `folder` is empty for the root."""
    root = read_tree_of(repository, commit)
    if not folder:
        return root
    return read_tree(repository, root[folder].oid) if folder in root else {}


def write_object(repository: Path, kind: str, data: bytes) -> str:
    """Write an object into a bare repository and return its id."""
    whole = f"{kind} {len(data)}\0".encode() + data
    oid = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    path = find_loose(repository, oid)
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(whole, 1))
        path.chmod(0o444)
    _read[oid] = data
    return oid


def write_tree(repository: Path, entries: Mapping[str, FileEntry]) -> str:
    """Write a tree, in git's order of names, and return its id."""
    in_order = sorted(entries.items(), key=lambda item: item[0] + ("/" if item[1].mode == "40000" else ""))
    lines = (f"{entry.mode} {name}\0".encode() + bytes.fromhex(entry.oid) for name, entry in in_order)
    return write_object(repository, "tree", b"".join(lines))
