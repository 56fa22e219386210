"""Real repositories for tests, created and examined with plain git and nothing of apj.

Every path is in the test's own tmp folder, every date is fixed, and no settings but the test's own count.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from tests.helpers.folders import copy_folder
from tests.helpers.home import make_at_home

DATE = "2026-11-23T09:00:00+01:00"
ANA = ("Ana Example", "ana@example.org")
BEN = ("Ben Example", "ben@example.org")


def git(folder: Path, *args: str, stdin: bytes = b"", ok: tuple[int, ...] = (0,), **env: str) -> str:
    """Run plain git in `folder` and return its output, without the last newline."""
    return git_bytes(folder, *args, stdin=stdin, ok=ok, **env).decode().removesuffix("\n")


def git_bytes(folder: Path, *args: str, stdin: bytes = b"", ok: tuple[int, ...] = (0,), **env: str) -> bytes:
    """Run plain git in `folder` and return its output unchanged.

    It looks for nothing to tidy up afterwards. It would find nothing, in a further process.
    """
    command = ["git", "-c", "maintenance.auto=false", *args]
    finished = subprocess.run(command, cwd=folder, input=stdin, capture_output=True, env=os.environ | env, check=False)
    assert finished.returncode in ok, finished.stderr.decode(errors="replace")
    return finished.stdout


class Identity(TypedDict):
    """The environment that determines in whose name git commits, and when."""

    GIT_AUTHOR_NAME: str
    GIT_AUTHOR_EMAIL: str
    GIT_AUTHOR_DATE: str
    GIT_COMMITTER_NAME: str
    GIT_COMMITTER_EMAIL: str
    GIT_COMMITTER_DATE: str


def who(name_and_email: tuple[str, str], date: str = DATE) -> Identity:
    """Return the environment under which git commits in a person's name."""
    name, email = name_and_email
    return Identity(
        GIT_AUTHOR_NAME=name, GIT_AUTHOR_EMAIL=email, GIT_AUTHOR_DATE=date,
        GIT_COMMITTER_NAME=name, GIT_COMMITTER_EMAIL=email, GIT_COMMITTER_DATE=date,
    )  # fmt: skip


def new_repository(folder: Path) -> Path:
    """Make an empty repository with a work tree, on branch `main`. Git makes it once for each process of the tests."""
    return copy_folder(_make_empty(), folder)


@cache
def _make_empty() -> Path:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    make_at_home(folder, lambda journal: git(folder, "init", "-q", "-b", "main", journal.name))
    for example in (folder / "journal/.git/hooks").iterdir():
        example.unlink()
    return folder / "journal"


def new_bare(folder: Path) -> Path:
    """Make an empty shared repository as apj makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "--bare", "-b", "main")
    with (folder / "config").open("a", encoding="utf-8") as config:
        config.write("[receive]\n\tdenyNonFastForwards = true\n\tdenyDeletes = true\n\tfsckObjects = true\n")
        config.write("\tautogc = false\n")  # as above
    return folder


def clone(remote: Path, folder: Path) -> Path:
    """Clone with plain git."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    git(folder.parent, "clone", "-q", str(remote), folder.name)
    return folder


def write(folder: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write files below `folder`; None removes one."""
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def commit(
    folder: Path,
    files: Mapping[str, str | bytes | None],
    message: str = "change",
    author: tuple[str, str] = ANA,
    date: str = DATE,
) -> str:
    """Write files, commit everything, and return the commit's id."""
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, **who(author, date))
    return tip(folder)


def head_of(root: Path) -> str | None:
    """Return the newest commit of a clone, read from its files. Git is only asked if they are unusual."""
    try:
        said = (root / ".git/HEAD").read_text("utf-8").strip()
        ref = root / ".git" / said.removeprefix("ref: ")
        return ref.read_text("utf-8").strip() if said.startswith("ref: ") else said
    except OSError:
        return git(root, "rev-parse", "--verify", "--quiet", "HEAD", ok=(0, 1, 128)) or None if root.exists() else None


def tip(folder: Path, ref: str = "HEAD") -> str:
    """Return the id of a ref."""
    found = head_of(folder) if ref == "HEAD" else None
    return found or git(folder, "rev-parse", "--verify", ref)


def shown(folder: Path, commit: str, path: str) -> str:
    """Return a file as of a commit."""
    return git_bytes(folder, "show", f"{commit}:{path}").decode()


def files_of(folder: Path, commit: str = "HEAD") -> list[str]:
    """Return the names of all files of a commit."""
    return git(folder, "ls-tree", "-r", "-z", "--name-only", commit).split("\0")[:-1]


def raw_object(folder: Path, kind: str, data: bytes) -> str:
    """Write an object unchanged, however odd, and return its id."""
    return git(folder, "hash-object", "-t", kind, "-w", "--literally", "--stdin", stdin=data)


def damage(folder: Path, oid: str) -> None:
    """Truncate the file of a loose object."""
    path = folder / ".git" / "objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:5])


FSCK = (
    *("-c", "core.commitGraph=false", "-c", "core.multiPackIndex=false"),
    *("fsck", "--strict", "--no-dangling", "--no-progress"),
)
"""It is told not to start two more processes, which check files that only git writes and may write again."""


def is_sound(folder: Path) -> bool:
    """Whether `git fsck --strict` reports nothing."""
    return not git(folder, *FSCK)


@contextmanager
def counted_processes() -> Iterator[list[list[str]]]:
    """Collect the arguments of every process that is started meanwhile."""
    started: list[list[str]] = []
    plain: Callable[..., None] = subprocess.Popen.__init__

    def counting(self: subprocess.Popen[bytes], args: Any, *more: Any, **named: Any) -> None:
        started.append([str(argument) for argument in args])
        plain(self, args, *more, **named)

    subprocess.Popen.__init__ = counting  # type: ignore[assignment, method-assign]
    try:
        yield started
    finally:
        subprocess.Popen.__init__ = plain  # type: ignore[method-assign]


def children() -> set[int]:
    """Return the processes that this one has started and that still exist, including zombies."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


def run(*command: str) -> str:
    """Run a program that is not git, and return its output."""
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def new_key(path: Path, passphrase: str = "") -> str:
    """Make an ssh key pair at `path` and `path`.pub, and return the public key."""
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", path.name, "-f", str(path))
    return path.with_name(f"{path.name}.pub").read_text().strip()
