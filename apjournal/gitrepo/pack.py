"""Writing objects, any number of them with one process: as a pack, which git checks."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable

from apjournal.gitrepo.runner import Git

Raw = tuple[bytes, bytes]
"""The kind of an object (`blob`, `tree`, `commit`), and its bytes."""

_KINDS = {b"commit": 1, b"tree": 2, b"blob": 3}


def write_objects(git: Git, objects: Iterable[Raw], width: int) -> None:
    """Write objects, of which no copy lies elsewhere meanwhile; `width` is that of the repository's ids.

    `GitFault` for a tree that is not sound, or names what is not here.
    """
    packed = list(dict.fromkeys(objects))
    if packed:
        git.run_git("unpack-objects", "-q", "--strict", stdin=_build_pack(packed, width))


def write_pack(git: Git, objects: Iterable[Raw]) -> None:
    """Write objects into one file of a repository with SHA-1 ids, instead of one file each.

    `GitFault` for objects that are not sound, or name what is not among them.
    """
    git.run_git("index-pack", "--stdin", "--strict", stdin=_build_pack(list(objects), width=40))


def _build_pack(objects: list[Raw], width: int) -> bytes:
    pack = b"PACK" + struct.pack(">II", 2, len(objects)) + b"".join(_pack_object(*each) for each in objects)
    return pack + hashlib.new("sha256" if width == 64 else "sha1", pack, usedforsecurity=False).digest()


def _pack_object(kind: bytes, data: bytes) -> bytes:
    """Write an object as it stands in a pack: kind and size, seven bits of it to a byte after the first four."""
    size = len(data)
    head = [_KINDS[kind] << 4 | size & 15]
    size >>= 4
    while size:
        head[-1] |= 128
        head.append(size & 127)
        size >>= 7
    return bytes(head) + zlib.compress(data)
