"""What git's index knows about files: which ones are unchanged since git last compared them with its text.

The file has the format of https://git-scm.com/docs/index-format, versions 2 to 4. It is read here rather than by git,
since `git diff-files` runs filters in the settings, and `git ls-files --debug` promises no format.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterator, Mapping
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
    """The files of an index whose stat data are reliable: those that changed before the index was written.

    `is_unmerged`: a path has several versions, and a person has to choose one. None if the index is unknown.
    """

    root: str
    files: Mapping[str, FileStat]
    is_unmerged: bool | None = None

    def has_text(self, path: str, oid: str) -> bool:
        """Whether a file certainly has the text of that id. False means unknown: the file must be read."""
        known = self.files.get(path)
        if known is None or known.oid != oid:
            return False
        try:
            found = os.lstat(f"{self.root}/{path}")
        except OSError:
            return False
        return stat.S_ISREG(found.st_mode) and known == FileStat(
            oid, found.st_size & _WORD, found.st_mtime_ns, found.st_ctime_ns, found.st_ino & _WORD
        )


def read_index_stat(root: Path, git_folder: Path, width: int) -> IndexStat:
    """Read the index of a work tree, whose ids have `width` hex digits. In an unknown format, no file counts.

    A file that changed at the same moment as the index, or after it, may have changed once more with the same stat
    data, so git compares its text (https://git-scm.com/docs/racy-git), and it does not count here.
    """
    try:
        with (git_folder / "index").open("rb") as file:
            written = os.fstat(file.fileno()).st_mtime_ns
            data = file.read()
        found = dict(_read_entries(data, width // 2))
    except (OSError, struct.error, ValueError, IndexError):
        return IndexStat(str(root), {})
    files = {path: each for path, each in found.items() if each and max(each.modified, each.changed) < written}
    return IndexStat(str(root), files, None in found.values())


def _read_entries(data: bytes, id_length: int) -> Iterator[tuple[str, FileStat | None]]:
    """Return the entries of an index, None for an unmerged path.

    Raise `ValueError`, `IndexError` or `struct.error` for another format, damage, or an extension that changes the
    meaning of entries.
    """
    signature, version, count = _HEAD.unpack_from(data)
    if signature != b"DIRC" or version not in {2, 3, 4}:
        raise ValueError("not an index of git")
    if compute_digest(data[:-id_length], id_length) != data[-id_length:]:
        raise ValueError("the index is damaged")
    at, name = _HEAD.size, b""
    for _ in range(count):
        start = at
        changed, changed_ns, modified, modified_ns, _, inode, _, _, _, size = _NUMBERS.unpack_from(data, at)
        at += _NUMBERS.size
        oid = data[at : at + id_length].hex()
        at += id_length
        (flags,) = _FLAGS.unpack_from(data, at)
        at += 4 if flags & _EXTENDED else 2
        if version == 4:
            dropped, at = _read_offset(data, at)
            name = name[: len(name) - dropped]
        else:
            name = b""
        end = data.index(b"\0", at)
        name += data[at:end]
        at = end + 1 if version == 4 else start + (end - start + 8) // 8 * 8
        moments = modified * 10**9 + modified_ns, changed * 10**9 + changed_ns
        yield os.fsdecode(name), None if flags & _STAGE else FileStat(oid, size, *moments, inode)
    while at < len(data) - id_length:  # an id of everything before is at the end
        extension, length = _EXTENSION.unpack_from(data, at)
        if extension[:1].islower():  # who does not know it must not go on
            raise ValueError("not all of the index is in this file")
        at += _EXTENSION.size + length


def _read_offset(data: bytes, at: int) -> tuple[int, int]:
    """Read a number in the encoding of packs, most significant part first. Return it and the offset behind it."""
    byte = data[at]
    number, at = byte & 0x7F, at + 1
    while byte & 0x80:
        byte = data[at]
        number, at = ((number + 1) << 7) | (byte & 0x7F), at + 1
    return number, at
