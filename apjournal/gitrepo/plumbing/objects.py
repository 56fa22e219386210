"""Read the objects of a repository through one `git cat-file --batch` child process, and parse them.

Commits come from other people, so dates may overflow, encodings may not exist, and messages may be huge. If part of an
object cannot be read, it becomes None or "unknown", never an exception. None for a whole object means "unknown".
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Self

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.damaged_files import find_damage
from apjournal.gitrepo.plumbing.digest import is_object_id
from apjournal.gitrepo.plumbing.faults import DamagedHistory
from apjournal.gitrepo.plumbing.runner import Child, Git
from apjournal.patterns import make_pattern

_RUN_FSCK = "Run git fsck to see what is damaged, then clone again."
LARGEST_BLOB = 16 * 2**20
"""The most bytes of a blob that are read. Of a larger blob, one byte more is read, which shows that it is too large."""

_DATE = make_pattern(rb" ?(-?\d{1,12}) ([+-])(\d\d)(\d\d)")
_ENTRIES = {width: make_pattern(rb"(?:[^\0]*\0.{%d})*" % width, re.DOTALL) for width in (20, 32)}
"""Matches whole entries of a tree, by the length of its ids. A loop in Python would take three times as long."""
FOLDER = "40000"
_MODE_OF_FOLDER = make_pattern(rb"(?:\d*[0246])?4\d{4}")  # git looks at the four bits that encode the kind
_FILES = frozenset({"100644", "100755", "100664"})
_SHOWN = _FILES | {FOLDER}
_TOGETHER = 200  # this many requests fit into the smallest pipe, so that neither side waits for the other
_SUBJECT = 1000  # characters
_HELD = 512  # trees kept in memory
_HELD_TEXTS, _HELD_NAMED = 64, 16  # trees kept as bytes, and as entries by name

Place = tuple[str, str]
"""A commit id, and the path of a file or folder in that commit."""


class Commit(Struct, frozen=True):
    """The contents of a commit object. `at` is the date that its author claims, or None if it is not a valid date.

    `signature` is the first line of its signature, which shows the kind of signature, or "" if it is unsigned.
    """

    id: str
    tree: str
    parents: tuple[str, ...]
    author_name: str
    author_email: str
    at: datetime | None
    subject: str
    signature: str = ""


class TreeEntry(Struct, frozen=True):
    """One name in a tree, with git's mode. If the name is not UTF-8, lone surrogates represent its bytes."""

    mode: str
    name: str
    oid: str

    @property
    def is_folder(self) -> bool:
        """Whether the entry is a folder."""
        return self.mode == FOLDER

    @property
    def is_file(self) -> bool:
        """Whether the entry is a regular file, neither a symlink nor a submodule."""
        return self.mode in _FILES


class Outline(Struct, frozen=True):
    """The number of a tree's entries that are not folders, and the ids of its folders. A `huge` tree was not read."""

    files: int
    folders: tuple[str, ...]
    huge: bool = False


class Objects:
    """A reader of objects by their full ids. Close it, or use it as a context manager."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._child: Child | None = None
        self._commits: dict[str, Commit | None] = {}
        self._texts: dict[str, bytes] = {}  # the bytes of trees by id
        self._trees: dict[str, tuple[TreeEntry, ...]] = {}
        self._asked: set[Place] = set()  # folders of which one entry was asked for
        self._named: dict[Place, Mapping[bytes, tuple[bytes, bytes]]] = {}  # entries by name, of the last folders

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the child process. The next read starts a new one."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def read_blob(self, oid: str) -> bytes | None:
        """Return a blob's bytes (at most `LARGEST_BLOB` + 1 of them), or None if it is missing or not a blob."""
        return self.read_blobs((oid,)).get(oid)

    def read_blobs(self, oids: Iterable[str], *, most: int | None = None) -> dict[str, bytes]:
        """Return many blobs by id, at most `most` bytes of each. Ids that are missing or not blobs are left out."""
        return {oid: data for oid, kind, data in self._read_objects(oids, most) if kind == b"blob"}

    def read_commit(self, oid: str) -> Commit | None:
        """Read a commit, or return None if it is missing, is damaged, or is not a commit."""
        return self.read_commits((oid,)).get(oid)

    def read_commits(self, oids: Iterable[str]) -> dict[str, Commit]:
        """Read many commits at once. Missing commits are left out."""
        wanted = tuple(dict.fromkeys(oids))
        for oid, kind, data in self._read_objects(oid for oid in wanted if oid not in self._commits):
            self._commits[oid] = parse_commit(oid, data) if kind == b"commit" else None
        return {oid: commit for oid in wanted if (commit := self._commits.get(oid))}

    def read_commit_at(self, ref: str) -> str | None:
        """Return the id of the commit that a full ref points to, or None if this clone has no such commit."""
        for oid, kind, data in self._ask_together((ref,)):
            if kind == b"commit":
                self._commits[oid] = parse_commit(oid, data)
                return oid
        return None

    def list_folder(self, commit: str, folder: str = "") -> tuple[TreeEntry, ...] | None:
        """Return the entries of a folder in a commit, in git's order, or None if this clone does not contain it."""
        tree = self._find_tree(commit, folder)
        return self.list_tree(tree) if tree else None

    def list_tree(self, tree: str) -> tuple[TreeEntry, ...] | None:
        """Return the entries of the tree with this id, in git's order, or None if it is missing or cannot be read."""
        if tree not in self._trees:
            data = self._read_tree(tree)
            if data is None:
                return None
            if len(self._trees) >= _HELD:
                self._trees.clear()
            self._trees[tree] = parse_tree(data, width=len(tree) // 2)
        return self._trees[tree]

    def _read_tree(self, tree: str) -> bytes | None:
        """Return the bytes of the tree with this id, or None if it is missing or too large to be read in full."""
        for _, kind, data in self._read_objects(() if tree in self._texts else (tree,)):
            if kind != b"tree" or len(data) > LARGEST_BLOB:  # a part of a tree would look like removed files
                return None
            if len(self._texts) >= _HELD_TEXTS:
                self._texts.clear()
            self._texts[tree] = data
        return self._texts.get(tree)

    def _find_tree(self, commit: str, folder: str) -> str | None:
        """Return the tree id of a folder in a commit, or None if this clone does not contain it."""
        if folder:
            entry = self.find_entry(commit, folder)
            return entry.oid if entry and entry.is_folder else None
        found = self.read_commit(commit)
        return found.tree if found else None

    def folders(self, places: Iterable[Place]) -> dict[Place, str]:
        """Return the tree ids of top-level folders, for many pairs (commit, folder) at once.

        Missing folders are left out. Raise `GitFault` if the root of a commit cannot be read.
        """
        wanted = tuple(dict.fromkeys(places))
        roots = {oid: commit.tree for oid, commit in self.read_commits(commit for commit, _ in wanted).items()}
        named: dict[str, set[str]] = {}
        for commit, folder in wanted:
            named.setdefault(roots[commit], set()).add(folder)
        found = {
            tree: _find_folders_in_tree(data, len(tree) // 2, named[tree])
            for tree, kind, data in self._read_objects(named)
            if kind == b"tree" and len(data) <= LARGEST_BLOB
        }
        if len(found) < len(named):
            raise DamagedHistory("A folder in the history is missing or damaged in this clone.", _RUN_FSCK)
        places_of = ((place, found[roots[place[0]]].get(place[1])) for place in wanted)
        return {place: oid for place, oid in places_of if oid is not None}

    def read_outlines(self, trees: Iterable[str]) -> dict[str, Outline]:
        """Return the outlines of many trees by tree id. Ids that are missing or not trees are left out."""
        return {
            oid: _parse_outline(data, len(oid) // 2) for oid, kind, data in self._read_objects(trees) if kind == b"tree"
        }

    def damage(self, what: str) -> GitFault:
        """Return the fault for a part of the history (`what`) that this clone cannot read. It advises on the repair."""
        message = f"{what} in the history is missing or damaged in this clone."
        return find_damage(self._git.root) or DamagedHistory(message, _RUN_FSCK)

    def find_entry(self, commit: str, path: str) -> TreeEntry | None:
        """Return the entry at `path` in a commit, or None."""
        folder, _, name = path.rpartition("/")
        raw, place = name.encode("utf-8", "surrogateescape"), (commit, folder)
        if place not in self._named:
            tree = self._find_tree(commit, folder)
            data = self._read_tree(tree) if tree else None
            if not tree or not data:  # a missing object may still arrive, so this is not remembered
                return None
            if place not in self._asked:  # most folders are asked for one entry, and a few for all entries
                self._asked.add(place)
                only = _find_in_tree(data, raw, len(tree) // 2)
                return TreeEntry(_read_mode(only[0]), name, only[1].hex()) if only else None
            if len(self._named) >= _HELD_NAMED:
                self._named.clear()
            self._named[place] = {raw: (mode, oid) for mode, raw, oid in _split_entries(data, len(tree) // 2)}
        found = self._named[place].get(raw)
        return None if found is None else TreeEntry(_read_mode(found[0]), name, found[1].hex())

    def list_differing_names(self, older: str, newer: str, folder: str) -> set[str]:
        """Return the names in a folder that have different texts in two commits, or a text in only one of them."""
        differing: set[tuple[bytes, bytes]] = set()
        for commit in (older, newer):
            tree = self._find_tree(commit, folder)
            data = self._read_tree(tree) if tree else None
            if tree and data:
                differing ^= {(name, oid) for _, name, oid in _split_entries(data, len(tree) // 2)}
        return {name.decode("utf-8", "surrogateescape") for name, _ in differing}

    def list_names(self, commit: str, folder: str = "") -> tuple[str, ...]:
        """Return the names in a folder, sorted, except those of symlinks. A folder's name ends with "/"."""
        entries = [entry for entry in self.list_folder(commit, folder) or () if entry.mode in _SHOWN]
        return tuple(sorted([entry.name if entry.mode != FOLDER else f"{entry.name}/" for entry in entries]))

    def read_file(self, commit: str, path: str) -> bytes | None:
        """Return the bytes of a regular file in a commit, as `read_blob` does, or None if there is no such file."""
        return self.read_many([(commit, path)]).get((commit, path))

    def read_many(self, places: Sequence[Place], *, most: int | None = None) -> dict[Place, bytes]:
        """Return the files at many pairs (commit, path), at most `most` bytes of each. Missing files are left out."""
        self.read_commits(commit for commit, _ in places)
        entries = {place: self.find_entry(*place) for place in places}
        files = {place: entry.oid for place, entry in entries.items() if entry and entry.is_file}
        blobs = self.read_blobs(files.values(), most=most)
        return {place: blobs[oid] for place, oid in files.items() if oid in blobs}

    def _read_objects(self, oids: Iterable[str], most: int | None = None) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield the id, kind and bytes (the first `most`) of each object that this clone contains."""
        waiting = iter(dict.fromkeys(oid for oid in oids if is_object_id(oid)))
        while together := tuple(islice(waiting, _TOGETHER)):
            yield from self._ask_together(together, most)

    def _ask_together(self, names: tuple[str, ...], most: int | None = None) -> list[tuple[str, bytes, bytes]]:
        found: list[tuple[str, bytes, bytes]] = []
        while names:
            child = self._ready()
            with suppress(BrokenPipeError):  # read what it answered before it ended
                child.stdin.write("".join(f"{name}\n" for name in names).encode())
                child.stdin.flush()
            answered = 0
            for _ in names:
                answer = _read_answer(child, most or LARGEST_BLOB + 1)
                if answer is None:
                    break
                answered += 1
                found.extend(answer)
            else:
                return found
            # A damaged object ends git. Skip that object, and ask again for the others.
            self.close()
            names = names[answered + 1 :]
        return found

    def _ready(self) -> Child:
        if self._child is None:
            self._child = self._git.start_child("cat-file", "--batch")
            os.set_blocking(self._child.stderr.fileno(), False)
        self._child.stderr.read()  # error messages must not fill the pipe
        return self._child


def parse_commit(oid: str, data: bytes) -> Commit:
    """Parse the bytes of a commit object. An invalid part becomes an empty string, and an invalid date None."""
    head, _, message = data.partition(b"\n\n")
    headers: dict[bytes, list[bytes]] = {}
    for line in head.split(b"\n"):
        name, _, value = line.partition(b" ")
        headers.setdefault(name, []).append(value)
    encoding = headers.get(b"encoding", [b"utf-8"])[0]
    who, _, when = headers.get(b"author", [b""])[0].rpartition(b">")
    name, _, email = who.partition(b"<")
    subject = message.lstrip(b"\n").partition(b"\n")[0][: 4 * _SUBJECT]
    return Commit(
        id=oid,
        tree=headers.get(b"tree", [b""])[0].decode("ascii", "replace"),
        parents=tuple(parent.decode("ascii", "replace") for parent in headers.get(b"parent", ())),
        author_name=_decode_text(name, encoding).strip(),
        author_email=_decode_text(email, encoding).strip(),
        at=_parse_date(when),
        subject=_decode_text(subject, encoding).strip()[:_SUBJECT],
        signature=headers.get(b"gpgsig", [b""])[0].decode("ascii", "replace"),
    )


def parse_tree(data: bytes, width: int = 20) -> tuple[TreeEntry, ...]:
    """Return the entries of a tree object. `width` is the length in bytes of an object id."""
    found = _split_entries(data, width)
    modes = {mode: _read_mode(mode) for mode in {mode for mode, _, _ in found}}
    return tuple(
        [TreeEntry(modes[mode], name.decode("utf-8", "surrogateescape"), oid.hex()) for mode, name, oid in found]
    )


def _split_entries(data: bytes, width: int) -> list[tuple[bytes, bytes, bytes]]:
    """Return the mode, name and id of each entry in the bytes of a tree, as bytes, even if they are invalid."""
    return re.findall(rb"([^ \0]*) ?([^\0]*)\0(.{0,%d})" % width, data, re.DOTALL)


def _find_in_tree(data: bytes, name: bytes, width: int) -> tuple[bytes, bytes] | None:
    """Return the mode and id of the entry with this name in the bytes of a tree, or None if there is no such entry.

    The bytes of an entry count only after whole entries, because an id may contain any bytes.
    """
    start, wanted = 0, data.find(b" %b\0" % name)
    while wanted != -1:
        before = _ENTRIES[width].match(data, start, wanted)
        start, end = before.end() if before else start, wanted + 1 + len(name)
        mode, _, found = data[start:end].partition(b" ")
        if found == name and b"\0" not in mode:
            return mode, data[end + 1 : end + 1 + width]
        wanted = data.find(b" %b\0" % name, wanted + 1)
    return None


def _read_mode(mode: bytes) -> str:
    return FOLDER if _MODE_OF_FOLDER.fullmatch(mode) else mode.lstrip(b"0").decode("ascii", "replace")


def _find_folders_in_tree(data: bytes, width: int, names: Collection[str]) -> dict[str, str]:
    """Return the ids of those folders in the bytes of a tree that have one of these names."""
    asked = {name.encode("utf-8", "surrogateescape"): name for name in names}
    return {
        asked[name]: oid.hex()
        for mode, name, oid in _split_entries(data, width)
        if name in asked and _MODE_OF_FOLDER.fullmatch(mode)
    }


def _parse_outline(data: bytes, width: int) -> Outline:
    if len(data) > LARGEST_BLOB:
        return Outline(0, (), huge=True)
    if not re.search(rb"4\d{4} ", data):  # most trees are versions of a folder of weeks, which are only counted
        return Outline(len(re.findall(rb"[^\0]+\0.{%d}" % width, data, re.DOTALL)), ())
    entries = re.findall(rb"(?:\d*[0246])?4\d{4} [^\0]+\0(.{%d})|\d+ [^\0]+\0.{%d}" % (width, width), data, re.DOTALL)
    folders = tuple(map(bytes.hex, filter(None, entries)))
    return Outline(len(entries) - len(folders), folders)


def _read_answer(child: Child, most: int) -> list[tuple[str, bytes, bytes]] | None:
    """Read one answer of the child process: the id, kind and first `most` bytes of an object, or nothing.

    Return None if the child has ended.
    """
    header = child.stdout.readline()
    if not header.endswith(b"\n"):
        return None
    words = header.split()
    if len(words) != 3:  # "NAME missing"
        return []
    size = int(words[2])
    data = child.stdout.read(min(size, most))
    rest = size + 1 - len(data)  # a newline follows
    while rest > 0:
        passed = len(child.stdout.read(min(rest, 2**16)))
        if not passed:
            return None
        rest -= passed
    return [(words[0].decode("ascii"), words[1], data)]


def _decode_text(raw: bytes, encoding: bytes) -> str:
    try:
        return raw.decode(encoding.decode("ascii"), "replace")
    except (LookupError, ValueError):  # no such encoding, or not a text encoding
        return raw.decode("utf-8", "replace")


def _parse_date(raw: bytes) -> datetime | None:
    match = _DATE.fullmatch(raw)
    if match is None:
        return None
    offset = timedelta(hours=int(match[3]), minutes=int(match[4]))
    try:
        zone = timezone(-offset if match[2] == b"-" else offset)
        return datetime.fromtimestamp(int(match[1]), tz=zone)
    except (ValueError, OverflowError, OSError):
        return None
