"""Read from git's index which files are unchanged since git last compared them with the text in the index.

The file has the format of https://git-scm.com/docs/index-format, versions 2 to 4. apj reads it itself, because `git
diff-files` runs filters from the settings, and the output of `git ls-files --debug` has no documented format.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from apjournal.gitrepo.plumbing.digest import compute_digest

_HEAD = struct.Struct(">4sII")
_NUMBERS = struct.Struct(">10I")
_ENTRY = ">4I4xI4s8xI{}sH"  # of an entry, the times, the inode, the mode, the size, the text's id and the flags
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
        self._is_plain = data[:8] in _PLAIN
        self._entry = struct.Struct(_ENTRY.format(id_length))
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
        return bool(self.find_unchanged({path: oid}))

    def find_unchanged(self, texts: Mapping[str, str]) -> set[str]:
        """Return the paths for which `has_text` is True. `texts` has the id of each path's text, in git's order."""
        data, found = self._data, set[str]()
        for path, oid in texts.items():  # ten years are a thousand files, and in this form, each takes half the time
            name = path.encode("utf-8", "surrogateescape") + b"\0"
            at = self._next if data.startswith(name, self._next + self._entry.size) else self._find_entry(name)
            if at is None:
                continue
            changed, changed_ns, modified, modified_ns, inode, mode, size, text, flags = self._entry.unpack_from(
                data, at
            )
            self._next = at + (self._entry.size + len(name) + 7) // 8 * 8 if self._is_plain else len(data)
            if text.hex() != oid or mode not in _FILE_MODES or flags > _LENGTH:
                continue
            try:
                now = os.lstat(f"{self._root}/{path}")
            except OSError:
                continue
            if (
                now.st_mtime_ns == modified * _SECOND + modified_ns < self._written  # later, it may change unnoticed
                and now.st_ctime_ns == changed * _SECOND + changed_ns < self._written
                and now.st_size & _WORD == size
                and now.st_ino & _WORD == inode
                and now.st_mode & _KIND == stat.S_IFREG
            ):
                found.add(path)
        return found

    def _find_entry(self, name: bytes) -> int | None:
        """Return the offset of a file's entry, or None. In an entry, the name and a zero byte follow the flags.

        The match cannot be inside the name of another file, because the mode begins with zero bytes.
        """
        if not self._is_plain:
            return self._entries[0].get(name[:-1]) if self._entries else None
        wanted = _FLAGS.pack(min(len(name) - 1, _LENGTH)) + name
        for place in _find_offsets(self._data, wanted):
            at = place + _FLAGS.size - self._entry.size
            if at >= _HEAD.size and self._data[at + _TO_MODE : at + _TO_MODE + 4] in _FILE_MODES:
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
