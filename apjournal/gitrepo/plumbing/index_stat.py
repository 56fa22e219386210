"""Read from git's index which files are unchanged since git last compared them with the text in the index.

The file has the format of https://git-scm.com/docs/index-format, versions 2 to 4. apj reads it itself, because `git
diff-files` runs filters from the settings, and the output of `git ls-files --debug` has no documented format.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from apjournal.gitrepo.plumbing.digest import compute_digest

_HEAD = struct.Struct(">4sII")
_NUMBERS = struct.Struct(">10I")
_STAT = struct.Struct(">4I4xI12xI")  # of these, the times, the inode and the size
_FLAGS = struct.Struct(">H")
_EXTENSION = struct.Struct(">4sI")
_STAGE, _EXTENDED, _LENGTH = 0x3000, 0x4000, 0x0FFF
_PLAIN = (b"DIRC\0\0\0\2", b"DIRC\0\0\0\3")
"""The first bytes of an index whose entries contain whole names.

In version 4, an entry contains only the difference from the previous name.
"""
_TO_MODE, _FILE_MODES = 24, (b"\0\0\x81\xa4", b"\0\0\x81\xed")
_KIND = 0o170000  # the bits of a mode that give the kind of a file
_WORD = 0xFFFFFFFF  # the index keeps 32 bits of each number
_SECOND = 10**9  # nanoseconds


class IndexStat:
    """An index: `data` contains the bytes of its file, which was `written` at this time (ns).

    An index may have thousands of entries, and most commands ask about a few of them, in the order of the index. So
    entries are parsed on demand.
    """

    def __init__(self, root: str, data: bytes = b"", id_length: int = 20, written: int = 0) -> None:
        self._root = root
        self._data = data
        self._id_length = id_length
        self._written = written
        self._next = _HEAD.size  # where the entry after the one that was found last begins

    @cached_property
    def is_unmerged(self) -> bool | None:
        """Whether a path has several versions, of which a person must choose one.

        None if the index cannot be parsed.
        """
        return None if self._entries is None else self._entries[1]

    @cached_property
    def _entries(self) -> tuple[dict[bytes, int], bool] | None:
        try:
            return _find_entries(self._data, self._id_length)
        except (struct.error, ValueError, IndexError):
            return None

    def has_text(self, path: str, oid: str) -> bool:
        """Whether a file certainly has the text with the blob id `oid`. If False, apj has to read the file to know."""
        at = self._find_entry(path.encode("utf-8", "surrogateescape"))
        if at is None or self._data[at + _NUMBERS.size : at + _NUMBERS.size + self._id_length] != bytes.fromhex(oid):
            return False
        changed, changed_ns, modified, modified_ns, inode, size = _STAT.unpack_from(self._data, at)
        changed, modified = changed * _SECOND + changed_ns, modified * _SECOND + modified_ns
        if changed >= self._written or modified >= self._written:  # it may have changed again at that moment
            return False
        try:
            found = os.lstat(f"{self._root}/{path}")
        except OSError:
            return False
        return (
            found.st_mtime_ns == modified
            and found.st_ctime_ns == changed
            and found.st_size & _WORD == size
            and found.st_ino & _WORD == inode
            and found.st_mode & _KIND == stat.S_IFREG
        )

    def _find_entry(self, name: bytes) -> int | None:
        """Return the offset of a file's entry, or None. In an entry, the name follows the mode and the flags.

        The match cannot be inside the name of another file, because the mode begins with zero bytes.
        """
        if self._data[:8] not in _PLAIN:
            return self._entries[0].get(name) if self._entries else None
        to_flags = _NUMBERS.size + self._id_length
        length = len(name)
        wanted = _FLAGS.pack(length if length < _LENGTH else _LENGTH) + name + b"\0"
        places = (self._next + to_flags,) if self._data.startswith(wanted, self._next + to_flags) else ()
        for place in places or _find_offsets(self._data, wanted):
            at = place - to_flags
            if at >= _HEAD.size and self._data[at + _TO_MODE : at + _TO_MODE + 4] in _FILE_MODES:
                self._next = at + (to_flags + len(wanted) + 7) // 8 * 8
                return at
        return None


def read_index_stat(root: Path, git_folder: Path, width: int) -> IndexStat:
    """Read the index of a work tree whose ids have `width` hex digits.

    In an unknown format, no file counts as unchanged. Neither does a file that changed at the same moment as the index
    or later, because it may have changed again with the same size and time. Git compares the text of such a file
    (https://git-scm.com/docs/racy-git).
    """
    try:
        with (git_folder / "index").open("rb") as file:
            return IndexStat(str(root), file.read(), width // 2, os.fstat(file.fileno()).st_mtime_ns)
    except OSError:
        return IndexStat(str(root))


def _find_offsets(data: bytes, wanted: bytes) -> Iterator[int]:
    """Yield each offset at which `data` contains the bytes `wanted`."""
    place = data.find(wanted)
    while place != -1:
        yield place
        place = data.find(wanted, place + 1)


def _find_entries(data: bytes, id_length: int) -> tuple[dict[bytes, int], bool]:
    """Return the offset of each path's entry in an index, and whether any path is unmerged.

    The result contains no unmerged path. Raise `ValueError`, `IndexError` or `struct.error` for another format, damage,
    or an extension that changes the meaning of entries.
    """
    signature, version, count = _HEAD.unpack_from(data)
    if signature != b"DIRC" or version not in {2, 3, 4}:
        raise ValueError("not an index of git")
    if compute_digest(data[:-id_length], id_length) != data[-id_length:]:
        raise ValueError("the index is damaged")
    found, is_unmerged = dict[bytes, int](), False
    at, name, to_flags = _HEAD.size, b"", _NUMBERS.size + id_length
    for _ in range(count):  # this loop runs thousands of times, so every step counts
        (flags,) = _FLAGS.unpack_from(data, at + to_flags)
        begin, length = at + to_flags + (4 if flags & _EXTENDED else 2), flags & _LENGTH
        if version == 4:
            dropped, begin = _read_offset(data, begin)
            end = data.index(b"\0", begin)
            name = name[: len(name) - dropped] + data[begin:end]
        else:
            end = begin + length if length < _LENGTH else data.index(b"\0", begin)
            name = data[begin:end]
        if flags & _STAGE:
            is_unmerged = True
        else:
            found[name] = at
        at = end + 1 if version == 4 else at + (end - at + 8) // 8 * 8
    while at < len(data) - id_length:  # the file ends with a digest of everything before
        extension, length = _EXTENSION.unpack_from(data, at)
        if extension[:1].islower():  # a program that does not know such an extension must not read the index
            raise ValueError("not all of the index is in this file")
        at += _EXTENSION.size + length
    return found, is_unmerged


def _read_offset(data: bytes, at: int) -> tuple[int, int]:
    """Return the number at `at` in the variable-length encoding of packs, and the offset after the number."""
    byte = data[at]
    number, at = byte & 0x7F, at + 1
    while byte & 0x80:
        byte = data[at]
        number, at = ((number + 1) << 7) | (byte & 0x7F), at + 1
    return number, at
