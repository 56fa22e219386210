"""What git's index knows about files: which ones are unchanged since git last compared them with its text.

The file has the format of https://git-scm.com/docs/index-format, versions 2 to 4. It is read here rather than by git,
since `git diff-files` runs filters in the settings, and `git ls-files --debug` promises no format.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from apjournal.gitrepo.plumbing.digest import compute_digest

_HEAD = struct.Struct(">4sII")
_NUMBERS = struct.Struct(">10I")
_FLAGS = struct.Struct(">H")
_EXTENSION = struct.Struct(">4sI")
_STAGE, _EXTENDED = 0x3000, 0x4000
_WORD = 0xFFFFFFFF  # the index keeps 32 bits of each number


class FileStat(Struct, frozen=True):
    """The id of a file's text, and the size, times (ns) and inode by which git recognises that it is unchanged."""

    oid: str
    size: int
    modified: int
    changed: int
    inode: int


class IndexStat(Struct, frozen=True):
    """An index: where each path's entry begins in `data` (the bytes of its file), and when it was `written` (ns).

    An entry is read on demand, since an index may have thousands of them. `is_unmerged`: a path has several versions,
    and a person has to choose one. None if the index cannot be read.
    """

    root: str
    places: Mapping[bytes, int] = {}
    is_unmerged: bool | None = None
    data: bytes = b""
    id_length: int = 20
    written: int = 0

    def has_text(self, path: str, oid: str) -> bool:
        """Whether a file certainly has the text with that id. False means that the file must be read to know."""
        known = self._find_stat(path)
        if known is None or known.oid != oid:
            return False
        try:
            found = os.lstat(f"{self.root}/{path}")
        except OSError:
            return False
        return stat.S_ISREG(found.st_mode) and known == FileStat(
            oid, found.st_size & _WORD, found.st_mtime_ns, found.st_ctime_ns, found.st_ino & _WORD
        )

    def _find_stat(self, path: str) -> FileStat | None:
        """Return a file's stat data if they are reliable, because the file changed before the index was written.

        Otherwise None.
        """
        at = self.places.get(os.fsencode(path))
        if at is None:
            return None
        changed, changed_ns, modified, modified_ns, _, inode, _, _, _, size = _NUMBERS.unpack_from(self.data, at)
        oid = self.data[at + _NUMBERS.size : at + _NUMBERS.size + self.id_length].hex()
        moments = modified * 10**9 + modified_ns, changed * 10**9 + changed_ns
        return FileStat(oid, size, *moments, inode) if max(moments) < self.written else None


def read_index_stat(root: Path, git_folder: Path, width: int) -> IndexStat:
    """Read the index of a work tree, whose ids have `width` hex digits. In an unknown format, no file counts.

    A file that changed at the same moment as the index, or after it, does not count either. It may have changed once
    more with the same stat data, so git compares its text (https://git-scm.com/docs/racy-git).
    """
    try:
        with (git_folder / "index").open("rb") as file:
            written = os.fstat(file.fileno()).st_mtime_ns
            data = file.read()
        places, is_unmerged = _find_entries(data, width // 2)
    except (OSError, struct.error, ValueError, IndexError):
        return IndexStat(str(root))
    return IndexStat(str(root), places, is_unmerged, data, width // 2, written)


def _find_entries(data: bytes, id_length: int) -> tuple[dict[bytes, int], bool]:
    """Return where the entry of each path of an index begins, and whether a path is unmerged.

    An unmerged path has no entry in the result. Raise `ValueError`, `IndexError` or `struct.error` for another format,
    damage, or an extension that changes the meaning of entries.
    """
    signature, version, count = _HEAD.unpack_from(data)
    if signature != b"DIRC" or version not in {2, 3, 4}:
        raise ValueError("not an index of git")
    if compute_digest(data[:-id_length], id_length) != data[-id_length:]:
        raise ValueError("the index is damaged")
    found, is_unmerged = dict[bytes, int](), False
    at, name, to_flags = _HEAD.size, b"", _NUMBERS.size + id_length
    for _ in range(count):  # thousands of times, so that each step counts
        (flags,) = _FLAGS.unpack_from(data, at + to_flags)
        begin = at + to_flags + (4 if flags & _EXTENDED else 2)
        if version == 4:
            dropped, begin = _read_offset(data, begin)
            end = data.index(b"\0", begin)
            name = name[: len(name) - dropped] + data[begin:end]
        else:
            end = data.index(b"\0", begin)
            name = data[begin:end]
        if flags & _STAGE:
            is_unmerged = True
        else:
            found[name] = at
        at = end + 1 if version == 4 else at + (end - at + 8) // 8 * 8
    while at < len(data) - id_length:  # an id of everything before is at the end
        extension, length = _EXTENSION.unpack_from(data, at)
        if extension[:1].islower():  # who does not know it must not go on
            raise ValueError("not all of the index is in this file")
        at += _EXTENSION.size + length
    return found, is_unmerged


def _read_offset(data: bytes, at: int) -> tuple[int, int]:
    """Return a number in the encoding of packs (most significant part first), and the offset behind the number."""
    byte = data[at]
    number, at = byte & 0x7F, at + 1
    while byte & 0x80:
        byte = data[at]
        number, at = ((number + 1) << 7) | (byte & 0x7F), at + 1
    return number, at
