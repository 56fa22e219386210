"""Settings that protect a shared repository. apj can read and set them if the remote is a folder on this machine."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from shlex import quote

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.config import parse_config
from apjournal.gitrepo.plumbing.network.urls import Address, Transport
from apjournal.gitrepo.plumbing.refs import HEADS
from apjournal.gitrepo.plumbing.runner import Git

PROTECTIONS = ("receive.denyNonFastForwards", "receive.denyDeletes", "receive.fsckObjects")
"""The settings that make a shared repository refuse forced pushes, deletions and broken objects."""


class Server(Struct, frozen=True):
    """A shared repository in a folder: its git folder, and the names of the protecting settings that it lacks.

    `checked_out` says whether the repository has a work tree, which a push does not update.
    """

    git_dir: Path
    missing: tuple[str, ...]
    checked_out: bool

    def format_command(self, *words: str) -> str:
        """Return the command line that runs git with these words in the shared repository."""
        return f"git --git-dir={quote(str(self.git_dir))} {' '.join(map(quote, words))}"


def inspect_server(git: Git, place: Path) -> Server:
    """Return the state of the shared repository in the folder `place`. For a git host, there is no such folder."""
    checked_out = (place / ".git").exists()
    folder = place / ".git" if checked_out else place
    out = _git_at(git, folder).run_git(f"--git-dir={folder}", "config", "--local", "-z", "--list").out
    settings = {name: value.lower() in {"true", "yes", "on", "1"} for name, value in parse_config(out)}
    checks = settings.get("receive.fsckobjects", settings.get("transfer.fsckobjects", False))
    on = settings | {"receive.fsckobjects": checks}
    return Server(folder, tuple(name for name in PROTECTIONS if not on.get(name.lower())), checked_out)


def set_protection(git: Git, server: Server, name: str) -> None:
    """Turn on the protecting setting `name`."""
    _git_at(git, server.git_dir).run_git(f"--git-dir={server.git_dir}", "config", name, "true")


def is_head_dangling(git: Git, server: Server, branch: str) -> bool:
    """Whether a plain clone would be empty although `branch` exists, because HEAD points to a missing branch."""
    there, at = _git_at(git, server.git_dir), f"--git-dir={server.git_dir}"
    head = there.run_git(at, "symbolic-ref", "--quiet", "HEAD", ok=(0, 1)).line
    branches = (
        there.run_git(at, "for-each-ref", "--format=%(refname)", HEADS).out.decode("utf-8", "replace").splitlines()
    )
    return bool(head) and head not in branches and HEADS + branch in branches


def set_default_branch(git: Git, server: Server, branch: str) -> None:
    """Make `branch` the one that a plain clone checks out."""
    _git_at(git, server.git_dir).run_git(f"--git-dir={server.git_dir}", *list_head_arguments(branch))


def list_head_arguments(branch: str) -> tuple[str, ...]:
    """Return the arguments of the git command that makes `branch` the one that a plain clone checks out."""
    return ("symbolic-ref", "HEAD", HEADS + branch)


def set_default_on_first_push(git: Git, places: Iterable[Address], branch: str) -> None:
    """After the first push of `branch`, make plain clones of a folder remote check it out.

    Nothing else depends on this. If it is impossible, `doctor` reports the problem.
    """
    for place in places:
        if place.transport is Transport.FILE:
            with suppress(GitFault):
                there = inspect_server(git, Path(place.url))
                if not there.checked_out and is_head_dangling(git, there, branch):
                    set_default_branch(git, there, branch)


def _git_at(git: Git, folder: Path) -> Git:
    return Git(folder, terminal=git.terminal, timeout=git.timeout)
