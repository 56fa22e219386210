"""The state of a folder with repositories: files, refs, index and settings, to compare two moments."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.helpers.git_objects import find_tree, list_files, read_refs
from tests.helpers.repos import git

Facts = dict[str, bytes | str]
"""What stands under each name: the bytes of a file; what a ref, a setting or the index holds."""
State = frozenset[tuple[str, int, int]]
_GITS_OWN = re.compile(r"objects/(?:[0-9a-f]{2}/[0-9a-f]{38}|pack/pack-[0-9a-f]{40}\.(?:pack|idx|rev)|info/.*)|logs/.*")
_BACKUPS = ("refs/apj/backup/", "refs/apj/undone/")
"""Where a merge began from; that is another one where a run was interrupted between two."""
_OF_NO_MEANING = ("refs/apj/incoming/", "file apj/lock", "file apj/editing")
"""What the last fetch brought, whatever came of it, and files that count while they are locked alone."""
_READ = ("HEAD", "config", "info/attributes", "info/exclude", "apj/allowed_signers")


def files_below(root: Path) -> dict[str, bytes]:
    """Return the files below a folder by path, without those of repositories."""
    paths = [Path(folder, name) for folder, _, names in _outside_git(root) for name in names]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def standing(root: Path) -> Facts:
    """Return the files below a folder, and the content of each repository there.

    Commits are compared by their trees, not dates. What `git status` would say follows from the rest.
    """
    found: Facts = dict(files_below(root))
    for repository in repositories(root):
        name = repository.relative_to(root).as_posix()
        facts = (fact for fact in _facts(repository) if not fact[0].startswith(_OF_NO_MEANING))
        found |= {f"{name}: {fact}": value for fact, value in facts}
    return found


def repositories(root: Path) -> list[Path]:
    """Return the repositories below a folder: the `.git` of each clone, and each bare one."""
    found = (Path(folder, name) for folder, names, _ in _outside_git(root) for name in names if name.endswith(".git"))
    return sorted(path for path in found if (path / "HEAD").is_file() and (path / "objects").is_dir())


def _outside_git(root: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk through a folder, except its repositories, where git may still be running."""
    for folder, below, names in os.walk(root):
        yield folder, [*below], names
        below[:] = [name for name in below if not name.endswith(".git")]


def _facts(repository: Path) -> Iterator[tuple[str, str]]:
    for ref, commit in read_refs(repository).items():
        yield ref, "" if ref.startswith(_BACKUPS) else find_tree(repository, commit)
    for name in _READ:
        if (repository / name).is_file():
            yield name, (repository / name).read_text("utf-8")
    if repository.name == ".git":
        yield "index", git(repository.parent, "ls-files", "-s", "-t")
    for folder, _, names in os.walk(repository):
        within = os.path.relpath(folder, repository).replace(os.sep, "/") + "/"
        for name in (f"{within}{name}".removeprefix("./") for name in names):
            if not (name.startswith("refs/") or _GITS_OWN.fullmatch(name)) and (repository / name).is_file():
                yield f"file {name}", ""


def left_by_git(repository: Path) -> list[Path]:
    """Return the locks and half-written objects that a killed git has left."""
    return [*repository.rglob("*.lock"), *(repository / "objects").rglob("tmp_*")]


def grow_old(path: Path) -> None:
    """Make a file an hour old."""
    written = path.stat().st_mtime - 3600
    os.utime(path, (written, written))


def files_held(repository: Path) -> set[str]:
    """Return the files, each with its text's id, that a repository's branches have contained, according to their logs.

    For a bare one, which keeps no log, return the current ones.
    """
    logs = (repository / "logs/refs/heads").glob("*")
    commits = {line.split(" ")[1] for log in logs for line in log.read_text("utf-8").splitlines()}
    named = commits or {commit for ref, commit in read_refs(repository).items() if ref.startswith("refs/heads/")}
    return {
        line for tree in {find_tree(repository, commit) for commit in named} for line in _files_of(repository, tree)
    }


@cache  # a tree never changes, and most of them are here before and after a fault
def _files_of(repository: Path, tree: str) -> list[str]:
    return list(list_files(repository, tree))


def read_state(repository: Path) -> State:
    """Return the size and the time of each of git's files: if they are the same, git finds the same."""
    paths = (os.path.join(folder, name) for folder, _, names in os.walk(repository) for name in names)
    return frozenset((path, known.st_size, known.st_mtime_ns) for path in paths for known in [os.lstat(path)])
