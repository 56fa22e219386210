"""Trees of git as values: what differs between two of them, and a new one with some paths changed.

Paths are text; bytes that are no UTF-8 are carried as lone surrogates, so that every path of a hostile tree
can be named, compared and written back as it was.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from apjournal.gitrepo.runner import Git

REGULAR = "100644"
"""The mode of a plain file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at a path: git's mode, and the id of the blob."""

    mode: str
    oid: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One path that differs between two trees; None where it is not there."""

    path: str
    before: Entry | None
    after: Entry | None

    @property
    def folder(self) -> str:
        """The folder at the root in which the path lies; empty for a file of the root itself."""
        folder, slash, _ = self.path.partition("/")
        return folder if slash else ""


def differences(git: Git, before: str, after: str, *folders: str) -> tuple[Difference, ...]:
    """Compare two trees or commits path by path, in `folders` alone where some are given."""
    if before == after:
        return ()
    out = git.run("diff-tree", "-r", "-z", "--no-renames", "--full-index", before, after, "--", *folders).out
    fields = iter(out.split(b"\0"))
    return tuple(raw_difference(head.decode("ascii"), next(fields)) for head in fields if head)


def raw_difference(record: str, path: bytes) -> Difference:
    """Read one record of git's raw format with NULs: `:MODE MODE OID OID STATUS`, and the path after it."""
    before_mode, after_mode, before, after, _ = record.removeprefix(":").split(" ")
    return Difference(decoded(path), entry(before_mode, before), entry(after_mode, after))


def entry(mode: str, oid: str) -> Entry | None:
    """Give what stands at a path, None where git says that nothing does (mode 000000)."""
    return None if mode == "000000" else Entry(mode, oid)


def empty_tree(git: Git) -> str:
    """Give the id of the tree that holds nothing: where a history begins."""
    return git.run("mktree").line


def edited(git: Git, tree: str, changes: Mapping[str, Entry | None]) -> str:
    """Make the tree that is `tree` (or that of a commit) with these paths changed (None: removed), and give its id.

    It is made in an index of its own, so that neither the user's index nor a file is touched.
    """
    with tempfile.TemporaryDirectory(prefix="apj-") as folder:
        env = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        git.run("read-tree", tree, env=env)
        git.run("update-index", "-z", "--index-info", stdin=index_lines(changes.items(), len(tree)), env=env)
        return git.run("write-tree", env=env).line


def index_lines(changes: Iterable[tuple[str, Entry | None]], width: int = 40) -> bytes:
    """Write changes as `git update-index -z --index-info` reads them; `width` is that of an object id.

    Removals come first: a folder may give way to a file of its name.
    """
    ordered = sorted(changes, key=lambda change: change[1] is not None)
    gone = Entry("0", "0" * width)
    lines = ((path, entry or gone) for path, entry in ordered)
    return b"".join(f"{entry.mode} {entry.oid}\t".encode("ascii") + encoded(path) + b"\0" for path, entry in lines)


def decoded(path: bytes) -> str:
    """Read a path as git gives it."""
    return path.decode("utf-8", "surrogateescape")


def encoded(path: str) -> bytes:
    """Give a path back as git had it."""
    return path.encode("utf-8", "surrogateescape")


def write_blob(git: Git, data: bytes) -> str:
    """Write the bytes of a file into the repository, as they are, and give their id."""
    return git.run("hash-object", "-w", "--no-filters", "--stdin", stdin=data).line
