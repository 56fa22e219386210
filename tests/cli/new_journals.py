"""What the tests of `apj init` and `apj join` share: options, the files of a new journal, a host's repository."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.people import Ran, command_line
from tests.helpers.repos import commit, git, new_bare, new_repository

WHO = ("--partner", "ana", "--name", "Ana Costa", "--email", "ana@example.org", "--timezone", "Europe/Lisbon")

KEYS = ["path", "partner", "shared", "commit", "next"]

FILES = [".gitattributes", ".gitignore", "README.md", "agreement.md", "ana/partner.md"]


def init(folder: Path, *more: str, code: int = 0, at: str = "2026-11-25T18:00+00:00") -> Ran:
    return command_line("init", *more, folder=folder, code=code, at=at)


def tracked(root: Path) -> list[str]:
    return git(root, "ls-tree", "-r", "--name-only", "HEAD").split()


def hosted(tmp_path: Path, files: dict[str, str], branch: str = "main") -> Path:
    """A repository as a host creates it, with these files in its first commit."""
    server = new_bare(tmp_path / "hosted.git")
    made = new_repository(tmp_path / "made-by-the-host")
    git(made, "checkout", "-q", "-b", "begin")
    commit(made, dict(files), "Initial commit")
    git(made, "push", "-q", str(server), f"HEAD:refs/heads/{branch}")
    git(server, "symbolic-ref", "HEAD", f"refs/heads/{branch}")
    return server
