"""Find git's files that a power cut left empty or damaged, each with the commands that repair it.

Git treats a damaged repository, ref or commit as missing, so this module reads the files itself. It also finds folders
that a copy of the repository left out because they were empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.digest import compute_digest
from apjournal.patterns import make_pattern

_HEADS = "refs/heads/"
_LOGGED = make_pattern(rb"^[0-9a-f]{40} ([0-9a-f]{40}) .*$", re.MULTILINE)
_PACKED = make_pattern(rb"(#.*|[0-9a-f]{40} refs/\S+|\^[0-9a-f]{40})")
_NO_COMMIT = "0" * 40
_HEAD = make_pattern(rb"ref: refs/\S+|[0-9a-f]{40}|[0-9a-f]{64}")
_WIDTHS = (20, 32)
"""The possible lengths of an id in bytes. An index ends with a checksum of one of these lengths, or with zeros."""
_REPAIR = "Repair it, in the journal's folder"
_FETCH_ALL = "git fetch --refetch"


def find_damage(root: Path) -> GitFault | None:
    """Return a fault for the most serious damage in the `.git` of the work tree `root`, with its repair, or None.

    Damage means that a file is missing, empty or unreadable.
    """
    git_dir = root / ".git"
    return next(_find_faults(git_dir), None) if git_dir.is_dir() else None


def _find_faults(git_dir: Path) -> Iterator[GitFault]:
    yield from _find_missing_folders(git_dir)
    head = _read_file(git_dir / "HEAD")
    if head is not None and not _HEAD.fullmatch(head.strip()):
        branch = next(iter(_list_branches(git_dir)), "main")
        yield _make_fault("HEAD", f"echo {quote(f'ref: {_HEADS}{branch}')} > .git/HEAD")
    else:
        yield from _find_faults_below_head(git_dir)


def _find_faults_below_head(git_dir: Path) -> Iterator[GitFault]:
    head = (_read_file(git_dir / "HEAD") or b"").decode("utf-8", "replace").strip()
    branch = head.removeprefix(f"ref: {_HEADS}") if head.startswith(f"ref: {_HEADS}") else ""
    packed = _read_file(git_dir / "packed-refs")
    if packed is not None and not _is_sound(packed):
        restore = (
            [] if not branch or (git_dir / _HEADS / branch).is_file() else [_make_restore_command(git_dir, branch)]
        )
        yield _make_fault("packed-refs", " && ".join(["rm .git/packed-refs", *restore, "git fetch"]))
    elif branch and _is_broken_ref(git_dir / _HEADS / branch):
        ref = quote(f".git/{_HEADS}{branch}")
        yield _make_fault(f"{_HEADS}{branch}", f"rm {ref} && {_make_restore_command(git_dir, branch)}")
    elif branch and _is_lost(git_dir, branch, packed or b""):
        message = f"The branch {branch} is missing from this clone, although it had commits."
        yield GitFault(message, f"Restore it, in the journal's folder: {_make_restore_command(git_dir, branch)}")
    for path in sorted((git_dir / "refs").rglob("*")):
        name = path.relative_to(git_dir).as_posix()
        if name != f"{_HEADS}{branch}" and path.is_file() and not _is_temporary(name) and _is_broken_ref(path):
            yield _make_fault(
                name, f"rm {quote(f'.git/{name}')} && {'git fetch' if 'remotes/' in name else 'apj sync'}"
            )
    index = _read_file(git_dir / "index")
    if index is not None and not _is_index(index):
        yield _make_fault("index", "rm .git/index && git reset")
    yield from _find_empty_objects(git_dir, branch)


def _find_missing_folders(git_dir: Path) -> Iterator[GitFault]:
    """Yield a fault for each missing folder without which git does not recognise a repository.

    Some copies of a folder omit empty folders.
    """
    if (git_dir / "HEAD").exists():
        for name in ("objects", "refs"):
            if not (git_dir / name).exists():
                more = f" && {_FETCH_ALL}" if name == "objects" else ""
                yield GitFault(
                    (
                        f".git/{name} is missing, which happens when a copy leaves out empty folders. "
                        "Your files are unchanged."
                    ),
                    f"{_REPAIR}: mkdir .git/{name}{more}",
                )


def _find_empty_objects(git_dir: Path, branch: str) -> Iterator[GitFault]:
    """Yield a fault for empty objects. The repair fetches them again, or recreates my commit."""
    files = (path for path in (git_dir / "objects").rglob("*") if path.is_file() and not _is_temporary(path.name))
    empty = {path for path in files if not path.stat().st_size}
    if not empty:
        return
    restored = []
    commit = _read_loose_ref(git_dir / _HEADS / branch) if branch else ""
    accepted = _read_loose_ref(git_dir / "refs/apj/remote" / branch) if branch else ""
    if git_dir / "objects" / commit[:2] / commit[2:] in empty and accepted not in {"", commit}:
        restored = [f"git update-ref {quote(_HEADS + branch)} {accepted}"]
    what = "1 git file is" if len(empty) == 1 else f"{len(empty)} git files are"
    yield GitFault(
        f"{what} empty in .git/objects, which happens after a power cut. Your files are unchanged.",
        f"{_REPAIR}: {' && '.join(['find .git/objects -type f -empty -delete', *restored, _FETCH_ALL])}",
    )


def _make_fault(name: str, command: str) -> GitFault:
    return GitFault(
        f".git/{name} is empty or damaged, which happens after a power cut. Your files are unchanged.",
        f"{_REPAIR}: {command}",
    )


def _is_sound(packed: bytes) -> bool:
    return packed.endswith(b"\n") and all(map(_PACKED.fullmatch, packed.splitlines()))


def _is_index(data: bytes) -> bool:
    """Whether `data` is a complete index file of git."""
    return data.startswith(b"DIRC") and any(
        data[-width:] in {compute_digest(data[:-width], width), bytes(width)} for width in _WIDTHS
    )


def _is_lost(git_dir: Path, branch: str, packed: bytes) -> bool:
    """Whether a branch has a log of its commits but no ref, neither a file nor in `packed`.

    `packed` contains the bytes of `packed-refs`.
    """
    is_there = (git_dir / _HEADS / branch).exists() or f" {_HEADS}{branch}\n".encode() in packed
    return not is_there and _find_last_logged(git_dir, branch) is not None


def _make_restore_command(git_dir: Path, branch: str) -> str:
    """Return the command that restores a branch to its last commit, found in its log or at the last sync."""
    commit = _find_last_logged(git_dir, branch) or _read_loose_ref(git_dir / "refs/apj/remote" / branch)
    if commit:
        return f"git update-ref {quote(_HEADS + branch)} {commit}"
    return f"git fetch && git update-ref {quote(_HEADS + branch)} FETCH_HEAD"


def _find_last_logged(git_dir: Path, branch: str) -> str | None:
    commits = _LOGGED.findall(_read_file(git_dir / "logs" / _HEADS / branch) or b"")
    last = commits[-1].decode("ascii") if commits else _NO_COMMIT
    return None if last == _NO_COMMIT else last


def _list_branches(git_dir: Path) -> list[str]:
    """Return the branches of this clone, starting with the journal's own."""
    places = (git_dir / "refs/apj/remote", git_dir / "refs/heads", git_dir / "logs/refs/heads")
    found = [
        path.relative_to(place).as_posix() for place in places for path in sorted(place.rglob("*")) if path.is_file()
    ]
    return sorted(dict.fromkeys(found), key=lambda name: name != "main")


def _is_temporary(name: str) -> bool:
    """Whether a running or killed git created the file: a lock, or an object that is being written."""
    return name.endswith(".lock") or name.startswith("tmp_")


def _is_broken_ref(path: Path) -> bool:
    """Whether the file of a ref exists, and contains neither a commit's id nor the name of another ref."""
    data = _read_file(path, 4096)
    return data is not None and not _HEAD.fullmatch(data.strip(b"\0\r\n "))


def _read_loose_ref(ref: Path) -> str:
    """Return the id in the file of a loose ref, or "" if the file is missing or empty."""
    return (_read_file(ref) or b"").strip(b"\0\r\n ").decode("ascii", "replace")


def _read_file(path: Path, most: int = -1) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        return None
