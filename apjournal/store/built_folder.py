"""Write a folder of files that apj built. Only changed files are written, and files by others are never touched.

A list in the folder, `.apj-site`, contains the name of each built file and the hash of its contents, in the format of
`sha256sum`. A file counts as built if its contents have that hash. While a build is in progress, the list contains
both the old and the new hashes, so that the next build can continue after a killed one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from apjournal.errors import GitFault, UsageFault
from apjournal.patterns import make_pattern
from apjournal.store.atomic_write import Text, draft_path, remove_leftovers, write_draft
from apjournal.store.folder import Folder, belongs_to_git, find_root
from apjournal.store.make_texts import make_texts

LIST = ".apj-site"
_ENTRY = make_pattern(r"([0-9a-f]{64})  ([A-Za-z0-9_][A-Za-z0-9._-]*)")
_WRITERS = 4
_OTHER = "Choose another folder, or move the file away."

Hashes = dict[str, set[str]]


class BuiltFile(Struct, frozen=True):
    """A file to build. If the existing file has this hash (not ""), its contents are not made again.

    If the file `is_apart`, another process may make its contents (`make_texts`).
    """

    make: Callable[[], str]
    hash: str = ""
    is_apart: bool = False


class Built(Struct, frozen=True):
    """What a build did: the files that it wrote, the files of an earlier build that it removed, and all hashes."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    hashes: Mapping[str, str]


def require_free_folder(root: Path, what: str) -> None:
    """Raise `UsageFault` if a folder for `what` belongs to git or a journal, or contains files by others."""
    if belongs_to_git(root / "any"):
        raise UsageFault(f"{root} belongs to git.", "Choose another folder.")
    if find_root(root) is not None:
        raise UsageFault(
            f"{root} is inside a journal, and the next sync could share the {what}.",
            "Choose a folder outside that journal.",
        )
    require_buildable(root)


def require_buildable(root: Path) -> None:
    """Raise `UsageFault` if the folder contains files that no earlier build wrote, or if `root` is not a folder."""
    if root.exists() and not root.is_dir():
        raise UsageFault(f"{root} is not a folder.", _OTHER)
    if root.is_dir() and not (root / LIST).is_file() and any(root.iterdir()):
        raise UsageFault(f"{root} contains files that apj did not write.", "Choose a new folder or an empty one.")


def build_folder(root: Path, files: Mapping[str, BuiltFile]) -> Built:
    """Write `files`, by name, into the folder, and remove files of an earlier build.

    A file that already has the right contents is not touched. Raise `UsageFault` if somebody else wrote or changed a
    file of the same name, and `GitFault` if the operating system reports an error.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        return _build_folder(root, files)
    except OSError as error:
        raise GitFault(f"{root} cannot be written: {error.strerror}.", "Check the disk and its permissions.") from error


def _build_folder(root: Path, files: Mapping[str, BuiltFile]) -> Built:
    remove_leftovers(root)
    folder, known = Folder(root), _read_list(root)
    there = {name: _hash(_read_whole(root, name)) for name in dict.fromkeys((*known, *files))}
    makes = {name: file.make for name, file in files.items() if not file.hash or there[name] != file.hash}
    texts = make_texts(makes, {name for name in makes if files[name].is_apart})
    made = {name: text.encode() for name, text in texts.items()}
    wanted = {name: _hash(made[name]) if name in made else file.hash for name, file in files.items()}
    changed = [name for name in made if there[name] != wanted[name]]
    for name in changed:
        _require_built(folder, name, there[name], known)
    stale = [name for name in known if name not in files and there[name] in known[name]]
    during = {name: known.get(name, set()) | ({wanted[name]} if name in wanted else set()) for name in (*known, *files)}
    if changed or stale:
        _write_list(root, during)
    _replace_files({root / name: made[name] for name in changed})
    for name in stale:
        (root / name).unlink(missing_ok=True)
    _write_list(root, {name: {hash_} for name, hash_ in wanted.items()})
    return Built(tuple(changed), tuple(stale), wanted)


def _require_built(folder: Folder, name: str, there: str, known: Hashes) -> None:
    if folder.is_symlink(name):
        raise UsageFault(f"{folder.root / name} is a symbolic link.", _OTHER)
    if (there and there not in known.get(name, set())) or (folder.root / name).is_dir():
        raise UsageFault(f"{folder.root / name} was not written by apj, or somebody changed it since.", _OTHER)


def _hash(data: bytes | None) -> str:
    """Return the hash of a file's contents, or "" if there is no file."""
    return "" if data is None else sha256(data).hexdigest()


def _read_whole(root: Path, name: str) -> bytes | None:
    """Return the contents of a regular file, or None if there is no such file."""
    path = root / name
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _read_list(root: Path) -> Hashes:
    """Return the hashes of the built files. Lines that apj did not write are ignored."""
    found: Hashes = {}
    for line in (_read_whole(root, LIST) or b"").decode("utf-8", "replace").splitlines():
        if entry := _ENTRY.fullmatch(line):
            found.setdefault(entry[2], set()).add(entry[1])
    return found


def _write_list(root: Path, hashes: Mapping[str, set[str]]) -> None:
    lines = [f"{hash_}  {name}\n" for name in sorted(hashes) for hash_ in sorted(hashes[name])]
    data = "".join(lines).encode()
    if data != _read_whole(root, LIST):
        _replace_file(root / LIST, data)


def _replace_files(contents: Mapping[Path, bytes]) -> None:
    """Replace files side by side. Each is synced, and a disk syncs several in half the time of one after another."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_WRITERS) as writers:
        for writing in [writers.submit(_replace_file, path, data) for path, data in contents.items()]:
            writing.result()


def _replace_file(path: Path, data: bytes) -> None:
    """Replace a file completely or not at all. Unlike a journal's file, it may have any size."""
    draft = draft_path(path)
    try:
        write_draft(draft, path, Text(data, None))
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
