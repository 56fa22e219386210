"""What the tests of `apj init` and `apj join` share: options, the files of a new journal, a host's repository."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.people import Ran, command_line
from tests.helpers.repos import git, new_bare

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
    (server / "HEAD").write_text(f"ref: refs/heads/{branch}\n", "utf-8")
    lines = [f"commit refs/heads/{branch}", "committer host <host@example.org> 1795420800 +0000", "data 0"]
    for name, text in files.items():
        lines += [f"M 100644 inline {name}", f"data {len(text.encode())}", text]
    git(server, "fast-import", "--quiet", stdin="\n".join([*lines, ""]).encode())
    return server
