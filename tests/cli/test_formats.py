"""Repositories in a format that this git cannot read are named in plain words, here and at the remote."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.people import Person, command_line
from tests.helpers.repos import git, new_bare

WHO = ("--partner", "ana", "--name", "Ana Costa", "--email", "ana@example.org", "--timezone", "Europe/Lisbon")


def extend(repository: Path) -> None:
    """Say that a repository needs an extension that no git has."""
    git(repository, "config", "core.repositoryformatversion", "1")
    git(repository, "config", "extensions.made-up", "yes")


def test_a_journal_in_an_unsupported_repository_format_is_reported(ana: Person) -> None:
    extend(ana.root)
    for command in ("status", "sync"):
        assert "extension made-up" in ana.apj(command, code=4).err
    assert "extension made-up" in " ".join(ana.apj("doctor", code=1).out.split())


def test_a_shared_repository_in_an_unsupported_format_is_reported(ana: Person, tmp_path: Path) -> None:
    server = new_bare(tmp_path / "there.git")
    extend(server)
    for words in (("init", "ours", *WHO, "--shared", str(server)), ("join", str(server), "theirs", *WHO)):
        said = command_line(*words, folder=tmp_path, code=4).err
        assert "extension made-up" in said
        assert "fatal" not in said
    ana.git("remote", "set-url", "origin", str(server))
    assert "extension made-up" in ana.apj("sync", code=4).err


def test_a_repository_with_sha256_objects_is_reported(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256", "made")
    git(tmp_path / "made", "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", "x")
    git(tmp_path, "clone", "-q", "--bare", "made", "there.git")
    server = str(tmp_path / "there.git")
    git(tmp_path, "init", "-q", "--object-format=sha256", "empty")
    for words in (
        ("init", "ours", *WHO, "--shared", server),
        ("join", server, "theirs", *WHO),
        ("init", "empty", *WHO),
    ):
        said = command_line(*words, folder=tmp_path, code=4).err
        assert "sha256" in said
        assert "algorithms" not in said
