"""Git's objects without git: loose ones are read and written as files, packed ones are read once and remembered."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.repos import git_bytes

_read: dict[str, bytes] = {}
"""The content of each object that was read or written, by its id: that never changes, in whatever repository it is."""
_packed: dict[str, frozenset[bytes]] = {}
"""The ids in each pack that was looked into, by the pack's name, which is a checksum of what is in it."""


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


def read_refs(repository: Path) -> dict[str, str]:
    """Return the commit of each ref, read from git's files."""
    folder = find_git_folder(repository)
    packed = folder / "packed-refs"
    lines = packed.read_text("ascii").splitlines() if packed.exists() else []
    found = {line[41:]: line[:40] for line in lines if line[0] not in "#^"}
    files = ((path.relative_to(folder).as_posix(), path) for path in (folder / "refs").rglob("*") if path.is_file())
    found |= {name: path.read_text("ascii").strip() for name, path in files if not name.endswith(".lock")}
    return {name: found.get(to.removeprefix("ref: "), to) for name, to in found.items()}


def has_object(repository: Path, oid: str) -> bool:
    """Whether a repository has an object, whatever names it."""
    packs = (find_git_folder(repository) / "objects/pack").glob("*.idx")
    return find_loose(repository, oid).exists() or any(bytes.fromhex(oid) in _list_packed(pack) for pack in packs)


def _list_packed(index: Path) -> frozenset[bytes]:
    """Return the ids in a pack, from the index of git's version 2: after 256 counts, all ids in order."""
    if index.name not in _packed:
        data = index.read_bytes()
        end = 1032 + 20 * int.from_bytes(data[1028:1032])
        _packed[index.name] = frozenset(data[start : start + 20] for start in range(1032, end, 20))
    return _packed[index.name]


def read_object(repository: Path, oid: str) -> bytes:
    """Return the content of an object."""
    if oid not in _read:
        try:
            _read[oid] = zlib.decompress(find_loose(repository, oid).read_bytes()).partition(b"\0")[2]
        except FileNotFoundError:
            _read_all(repository)
    assert oid in _read, f"{repository} does not have {oid}"
    return _read[oid]


def _read_all(repository: Path) -> None:
    """Read all objects of a repository, which takes git as long as a single one."""
    rest = git_bytes(repository, "cat-file", "--batch", "--batch-all-objects", "--unordered")
    while rest:
        head, _, rest = rest.partition(b"\n")
        oid, _, size = head.decode().split()
        _read[oid], rest = rest[: int(size)], rest[int(size) + 1 :]


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


def find_tree(repository: Path, commit: str) -> str:
    """Return the id of a commit's root."""
    return read_object(repository, commit)[5:45].decode()


def read_tree_of(repository: Path, commit: str) -> Tree:
    """Return the entries of a commit's root."""
    return read_tree(repository, find_tree(repository, commit))


def read_folder(repository: Path, commit: str, folder: str) -> Tree:
    """Return the entries of a folder of a commit, none if it is missing. `folder` is empty for the root."""
    root = read_tree_of(repository, commit)
    if not folder:
        return root
    return read_tree(repository, root[folder].oid) if folder in root else {}


def has_file(repository: Path, commit: str, path: str) -> bool:
    """Whether a commit that is here has a file that is here, too."""
    folder, _, name = path.rpartition("/")
    entry = read_folder(repository, commit, folder).get(name) if has_object(repository, commit) else None
    return entry is not None and has_object(repository, entry.oid)


def read_text(repository: Path, commit: str, path: str) -> str:
    """Return a file of a commit, empty if this repository does not have it."""
    folder, _, name = path.rpartition("/")
    if not has_file(repository, commit, path):
        return ""
    return read_object(repository, read_folder(repository, commit, folder)[name].oid).decode()


def list_files(repository: Path, tree: str, prefix: str = "") -> Iterator[str]:
    """Return the mode, the id and the path of each file of a tree."""
    for name, entry in read_tree(repository, tree).items():
        if entry.mode == "40000":
            yield from list_files(repository, entry.oid, f"{prefix}{name}/")
        else:
            yield f"{entry.mode} {entry.oid} {prefix}{name}"


def read_texts(repository: Path, commit: str, names: Collection[str] = ()) -> Iterator[str]:
    """Return the files in a commit's root and its folders. `names` limits them to some entries of the root."""
    for name, entry in read_tree_of(repository, commit).items():
        if not names or name in names:
            is_folder = entry.mode == "40000"
            entries = read_tree(repository, entry.oid).values() if is_folder else [entry]
            yield from (read_object(repository, one.oid).decode() for one in entries)


def read_author(repository: Path, commit: str) -> tuple[str, str]:
    """Return the name and the address of a commit's author."""
    line = read_object(repository, commit).decode().partition("\nauthor ")[2].partition("\n")[0]
    name, _, rest = line.partition(" <")
    return name, rest.partition(">")[0]


def find_changed(repository: Path, commit: str, folder: str) -> set[str]:
    """Return the names of a folder's files that a commit changed: in a merge, what differs from all its parents."""
    after = read_folder(repository, commit, folder)
    before = [read_folder(repository, parent, folder) for parent in read_parents(repository, commit)]
    names = {*after, *(name for files in before for name in files)}
    return {name for name in names if all(files.get(name) != after.get(name) for files in before)}


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
