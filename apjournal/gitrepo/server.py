"""What the place that a journal is shared through takes: protections that can be seen, and set, in a folder of mine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from apjournal.gitrepo.config import parse_config
from apjournal.gitrepo.runner import Git

PROTECTIONS = {
    "receive.denyNonFastForwards": "takes forced pushes",
    "receive.denyDeletes": "lets its branch be deleted",
    "receive.fsckObjects": "does not check what is pushed",
}
"""What a shared repository should refuse, and what it does without the setting."""


@dataclass(frozen=True, slots=True)
class Server:
    """A shared repository in a folder: its git folder, and the protections that it lacks.

    `checked_out`: it has a work tree, which no push brings along.
    """

    git_dir: Path
    missing: tuple[str, ...]
    checked_out: bool

    def command(self, name: str) -> str:
        """Write the git command that sets one protection."""
        return f"git --git-dir={quote(str(self.git_dir))} config {name} true"


def look_at(git: Git, place: Path) -> Server:
    """Look at the settings of a repository that is the folder `place`; those of a host can't be seen."""
    checked_out = (place / ".git").exists()
    folder = place / ".git" if checked_out else place
    out = _there(git, folder).run(f"--git-dir={folder}", "config", "--local", "-z", "--list").out
    settings = {name: value.lower() in {"true", "yes", "on", "1"} for name, value in parse_config(out)}
    checks = settings.get("receive.fsckobjects", settings.get("transfer.fsckobjects", False))
    on = settings | {"receive.fsckobjects": checks}
    return Server(folder, tuple(name for name in PROTECTIONS if not on.get(name.lower())), checked_out)


def protect(git: Git, server: Server, name: str) -> None:
    """Set one protection."""
    _there(git, server.git_dir).run(f"--git-dir={server.git_dir}", "config", name, "true")


def _there(git: Git, folder: Path) -> Git:
    return Git(folder, terminal=git.terminal, timeout=git.timeout)
