"""Signed commits: by the named key, or not made at all."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.commit import CommitInfo, Identity, UnsignableCommit, commit_files
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers import repos
from tests.helpers.repos import DATE, is_sound, new_key, run

REF = "refs/heads/main"


def made(door: Git, key: str | None) -> str:
    author = Identity("Ana", "ana@example.org", key)
    files = {"ana/parked.md": b"- [ ] a podcast\n"}
    with Objects(door) as objects:
        info = CommitInfo("ana", author, datetime.fromisoformat(DATE))
        commit = commit_files(door, objects, REF, files, info, parent=None)
    assert commit is not None
    return commit


def state(door: Git, tmp_path: Path, key: str, commit: str) -> str:
    (tmp_path / "allowed").write_text(f"ana {key}\n")
    return repos.git(
        door.root, "-c", f"gpg.ssh.allowedSignersFile={tmp_path}/allowed", "log", "-1", "--format=%G? %GS", commit
    )


@pytest.mark.parametrize("name", ["key", "key.pub"])
def test_a_commit_is_signed_with_the_given_key(git: Git, tmp_path: Path, name: str) -> None:
    key = new_key(tmp_path / "key")
    assert state(git, tmp_path, key, made(git, str(tmp_path / name))) == "G ana"
    assert is_sound(git.root)


def test_a_commit_without_a_key_is_not_signed(git: Git, tmp_path: Path) -> None:
    key = new_key(tmp_path / "key")
    assert state(git, tmp_path, key, made(git, None)).startswith("N")


def test_gits_signing_settings_have_no_effect(git: Git, tmp_path: Path, own_home: Path) -> None:
    key = new_key(tmp_path / "key")
    mark, program = tmp_path / "it-ran", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    (own_home / ".gitconfig").write_text(
        f'[gpg]\nformat = openpgp\nprogram = {program}\n[gpg "ssh"]\nprogram = {program}\n'
        f"defaultKeyCommand = {program}\n[user]\nsigningKey = nobody\n"
    )
    commit = made(git, str(tmp_path / "key.pub"))
    assert not mark.exists()
    (own_home / ".gitconfig").unlink()
    assert state(git, tmp_path, key, commit) == "G ana"


def test_a_missing_key_makes_no_commit_and_gives_advice(git: Git, tmp_path: Path) -> None:
    with pytest.raises(UnsignableCommit) as raised:
        made(git, str(tmp_path / "key.pub"))
    assert "ssh-add" in raised.value.hint
    assert repos.git(git.root, "for-each-ref") == ""


def test_a_key_with_a_passphrase_is_never_waited_for(git: Git, tmp_path: Path) -> None:
    new_key(tmp_path / "key", passphrase="secret")
    with pytest.raises(UnsignableCommit):
        made(git, str(tmp_path / "key.pub"))


def test_a_key_in_the_agent_signs(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key(tmp_path / "key")
    said = dict(line.split(";")[0].split("=") for line in run("ssh-agent", "-s").splitlines() if "=" in line)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    try:
        run("ssh-add", "-q", str(tmp_path / "key"))
        (tmp_path / "key").unlink()
        assert state(git, tmp_path, key, made(git, f"key::{key}")) == "G ana"
    finally:
        run("ssh-agent", "-k")
