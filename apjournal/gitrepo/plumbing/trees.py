"""Compare two git trees, build a changed tree, and write any number of objects as one pack."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from apjournal.gitrepo.plumbing.digest import compute_digest, compute_object_id
from apjournal.gitrepo.plumbing.objects import FOLDER, Objects, TreeEntry
from apjournal.gitrepo.plumbing.runner import Git

Raw = tuple[bytes, bytes]
"""The kind of an object (`blob`, `tree`, `commit`), and its bytes."""

_KINDS = {b"commit": 1, b"tree": 2, b"blob": 3}


def write_objects(git: Git, objects: Iterable[Raw], width: int) -> None:
    """Write objects into the repository without a temporary copy. `width` is the number of hex digits of its ids.

    Raise `GitFault` for a tree that is invalid or refers to a missing object.
    """
    packed = list(dict.fromkeys(objects))
    if packed:
        git.run_git("unpack-objects", "-q", "--strict", stdin=_build_pack(packed, width))


def write_pack(git: Git, objects: Iterable[Raw]) -> None:
    """Write objects as one pack, instead of one file each, into a repository with SHA-1 ids.

    Raise `GitFault` for objects that are invalid or refer to objects outside the pack.
    """
    git.run_git("index-pack", "--stdin", "--strict", stdin=_build_pack(list(objects), width=40))


def _build_pack(objects: list[Raw], width: int) -> bytes:
    pack = b"PACK" + struct.pack(">II", 2, len(objects)) + b"".join(_pack_object(*each) for each in objects)
    return pack + compute_digest(pack, width // 2)


def _pack_object(kind: bytes, data: bytes) -> bytes:
    """Return an object as it is written in a pack: a header with kind and size, then the compressed bytes.

    The first byte of the header contains four bits of the size, and each later byte seven.
    """
    size = len(data)
    head = [_KINDS[kind] << 4 | size & 15]
    size >>= 4
    while size:
        head[-1] |= 128
        head.append(size & 127)
        size >>= 7
    return bytes(head) + zlib.compress(data)


REGULAR, SYMLINK = "100644", "120000"
"""The modes of a regular file and of a symlink."""
EXECUTABLE = "100755"
"""The mode of an executable file. Some drives give it to every file."""
SUBMODULE = "160000"
_ODD = frozenset("1357")


class FileEntry(Struct, frozen=True):
    """The entry of a file in a tree: git's mode, and the blob id."""

    mode: str
    oid: str


class Difference(Struct, frozen=True):
    """A path that differs between two trees, with its entry in each (None if that tree does not contain the path)."""

    path: str
    before: FileEntry | None
    after: FileEntry | None

    @property
    def folder(self) -> str:
        """The top-level folder that contains the path, or "" for a file in the root."""
        folder, slash, _ = self.path.partition("/")
        return folder if slash else ""


def list_differences(objects: Objects, before: str, after: str) -> tuple[Difference, ...]:
    """Return the paths that differ between two trees or commits, as `git diff-tree -r` does.

    A folder that is the same on both sides is not read. Raise `GitFault` if a tree cannot be read.
    """
    commits = objects.read_commits((before, after))
    old, new = (FileEntry(FOLDER, commits[oid].tree if oid in commits else oid) for oid in (before, after))
    found: list[Difference] = []
    waiting: list[tuple[str, FileEntry | None, FileEntry | None]] = [("", old, new)]
    while waiting:
        path, was, now = waiting.pop()
        if was == now:
            continue
        above, here, there = f"{path}/" if path else "", _list_entries(objects, was), _list_entries(objects, now)
        waiting += [(above + name, here.get(name), there.get(name)) for name in {**here, **there}]
        found.append(Difference(path, *(None if entry and entry.mode == FOLDER else entry for entry in (was, now))))
    changed = (each for each in found if each.before or each.after)
    return tuple(sorted(changed, key=lambda change: encode_path(change.path)))


def _list_entries(objects: Objects, folder: FileEntry | None) -> dict[str, FileEntry]:
    """Return the entries of a folder by name, with git's own modes, or none if `folder` is not a folder.

    Raise `GitFault` if the folder cannot be read.
    """
    if folder is None or folder.mode != FOLDER:
        return {}
    tree = objects.list_tree(folder.oid)
    if tree is None:
        raise objects.damage("A folder")
    return {entry.name: FileEntry(_normalize_mode(entry.mode), entry.oid) for entry in tree}


def _normalize_mode(mode: str) -> str:
    """Return the mode, one of git's five, that git uses in place of an unusual mode.

    It depends on the kind of the entry, and on whether its owner may execute it.
    """
    if mode in {REGULAR, FOLDER}:
        return mode
    digits = mode[-6:].rjust(6, "0")
    kind = digits[1] if digits[0] in _ODD else ""
    if kind == "0":
        return EXECUTABLE if digits[3] in _ODD else REGULAR
    return SYMLINK if kind == "2" else SUBMODULE


def make_entry(mode: str, oid: str) -> FileEntry | None:
    """Return the entry with this mode and id, or None if git's mode means that there is no file (000000)."""
    return None if mode == "000000" else FileEntry(mode, oid)


def find_entry(objects: Objects, commit: str, path: str) -> FileEntry | None:
    """Return the entry at a path in a commit, which may be a folder, or None."""
    found = objects.find_entry(commit, path)
    return FileEntry(found.mode, found.oid) if found else None


def compute_empty_tree_id(width: int = 40) -> str:
    """Return the id of the empty tree, where a history begins. `width` is the number of hex digits of an id."""
    return compute_object_id(b"tree", b"", width)


def build_edited_tree(
    objects: Objects, commit: str | None, changes: Mapping[str, FileEntry | None]
) -> tuple[str, list[Raw]]:
    """Build the tree of a commit (None for an empty tree) with these paths changed, or removed if the entry is None.

    Return its id and all new trees, including itself, to be passed to `write_objects`. Nothing is written yet.
    """
    width = len(commit) if commit else 40
    made: list[Raw] = []
    return _add_tree(
        made, _apply_changes(objects, objects.list_folder(commit) if commit else (), changes, width, made), width
    ), made


def _apply_changes(
    objects: Objects,
    tree: Sequence[TreeEntry] | None,
    changes: Mapping[str, FileEntry | None],
    width: int,
    made: list[Raw],
) -> dict[str, FileEntry]:
    """Return the entries of a tree with these paths changed, by name, and add the changed folders to `made`.

    Raise `GitFault` if `tree` is None, because it could not be read.
    """
    if tree is None:
        raise objects.damage("A folder")
    entries = {entry.name: FileEntry(entry.mode, entry.oid) for entry in tree}
    inside: dict[str, dict[str, FileEntry | None]] = {}
    for path, after in changes.items():
        name, slash, rest = path.partition("/")
        if slash:
            inside.setdefault(name, {})[rest] = after
        elif after is not None:
            entries[name] = after
        elif name in entries and entries[name].mode != FOLDER:
            del entries[name]
    for name, below in inside.items():
        there = entries.get(name)
        folder = objects.list_tree(there.oid) if there and there.mode == FOLDER else ()
        if new := _apply_changes(objects, folder, below, width, made):
            entries[name] = FileEntry(FOLDER, _add_tree(made, new, width))
        elif there and there.mode == FOLDER:
            del entries[name]
    return entries


def _add_tree(made: list[Raw], entries: Mapping[str, FileEntry], width: int) -> str:
    """Add a tree with these entries to `made`, and return its id."""
    # Git sorts a folder as if its name ended with a slash.
    in_order = sorted(entries.items(), key=lambda item: encode_path(item[0]) + b"/" * (item[1].mode == FOLDER))
    lines = (
        b"%b %b\0" % (entry.mode.encode(), encode_path(name)) + bytes.fromhex(entry.oid) for name, entry in in_order
    )
    data = b"".join(lines)
    made.append((b"tree", data))
    return compute_object_id(b"tree", data, width)


def format_index_lines(changes: Iterable[tuple[str, FileEntry | None]], width: int = 40) -> bytes:
    """Format changes as input of `git update-index -z --index-info`. `width` is the number of hex digits of an id.

    Removals come first, because a file may replace a folder of the same name.
    """
    ordered = sorted(changes, key=lambda change: change[1] is not None)
    gone = FileEntry("0", "0" * width)
    lines = ((path, entry or gone) for path, entry in ordered)
    return b"".join(f"{entry.mode} {entry.oid}\t".encode("ascii") + encode_path(path) + b"\0" for path, entry in lines)


def decode_path(path: bytes) -> str:
    """Decode a path in git's output. `encode_path` is the inverse."""
    return path.decode("utf-8", "surrogateescape")


def encode_path(path: str) -> bytes:
    """Return a path as the bytes that git uses."""
    return path.encode("utf-8", "surrogateescape")


def write_blob(git: Git, data: bytes) -> str:
    """Write `data` into the repository as a blob, byte for byte, and return its id."""
    return git.run_git("hash-object", "-w", "--no-filters", "--stdin", stdin=data).line
