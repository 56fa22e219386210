"""Git's objects without git: new ones are read by one process and remembered, and objects are written as files."""

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


def read_object(repository: Path, oid: str) -> bytes:
    """Return the content of an object."""
    if oid not in _read:
        head, _, data = git_bytes(repository, "cat-file", "--batch", stdin=oid.encode()).partition(b"\n")
        assert not head.endswith(b"missing"), f"{repository} does not have {oid}"
        _read[oid] = data[:-1]
    return _read[oid]


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
    path = repository / "objects" / oid[:2] / oid[2:]
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
