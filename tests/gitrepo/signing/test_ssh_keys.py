"""Public ssh keys as people write them, and the keys that I accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.signing.signatures import find_signed_commits
from apjournal.gitrepo.signing.ssh_keys import (
    NAME,
    accept_key,
    compute_fingerprint,
    normalize_key,
    read_accepted_keys,
    read_public_key,
    remove_keys,
)
from apjournal.model.handle import Handle
from tests.helpers.repos import ANA, BEN, commit, git, new_key, new_repository, run, tip, who

ana, ben = Handle("ana"), Handle("ben")


@pytest.fixture
def keys(tmp_path: Path) -> tuple[str, str]:
    return new_key(tmp_path / "anas"), new_key(tmp_path / "bens")


def test_several_keys_of_a_partner_are_accepted_one_after_another(tmp_path: Path, keys: tuple[str, str]) -> None:
    private = tmp_path / "apj"
    assert read_accepted_keys(private) == {}
    for handle, key in ((ana, keys[0]), (ben, keys[1]), (ana, keys[1])):
        accept_key(private, handle, normalize_key(key) or "")
    assert read_accepted_keys(private) == {
        ana: (normalize_key(keys[0]), normalize_key(keys[1])),
        ben: (normalize_key(keys[1]),),
    }


def test_all_accepted_keys_of_a_partner_can_be_removed(tmp_path: Path, keys: tuple[str, str]) -> None:
    remove_keys(tmp_path, ana)
    (tmp_path / NAME).write_text(f"# mine\nana {keys[0]}\nben {keys[1]}\nana {keys[1]}")
    remove_keys(tmp_path, ana)
    assert (tmp_path / NAME).read_text() == f"# mine\nben {keys[1]}\n"


def test_git_can_use_the_list_of_accepted_keys(tmp_path: Path, keys: tuple[str, str]) -> None:
    root = new_repository(tmp_path / "journal")
    accept_key(root / ".git" / "apj", ana, normalize_key(keys[0]) or "")
    signed(root, tmp_path / "anas")
    settings = ("-c", f"gpg.ssh.allowedSignersFile={root}/.git/apj/{NAME}")
    assert git(root, *settings, "log", "-1", "--format=%G? %GS") == "G ana"


def test_invalid_lines_in_the_file_of_accepted_keys_are_skipped(tmp_path: Path, keys: tuple[str, str]) -> None:
    text = f'# mine\n\nana {keys[0]}\nben@example.org {keys[1]}\nben\nben namespaces="git"\n\xff\ncem x'
    (tmp_path / NAME).write_bytes(text.encode("latin-1"))
    assert read_accepted_keys(tmp_path) == {ana: (normalize_key(keys[0]),)}
    accept_key(tmp_path, ben, normalize_key(keys[1]) or "")
    assert read_accepted_keys(tmp_path) == {ana: (normalize_key(keys[0]),), ben: (normalize_key(keys[1]),)}


def test_an_unreadable_file_of_keys_raises_a_fault(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(GitFault, match="cannot be read"):
        read_accepted_keys(tmp_path)


def signed(root: Path, key: Path) -> str:
    git(
        root,
        *("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}"),
        *("commit", "-q", "-S", "--allow-empty", "-m", "signed"),
        **who(ANA),
    )
    return tip(root)


def test_a_commit_may_be_signed_with_any_of_several_keys(tmp_path: Path, keys: tuple[str, str]) -> None:
    root = new_repository(tmp_path / "journal")
    plain = commit(root, {"a": "b"}, author=BEN)
    good = signed(root, tmp_path / "anas")
    git(root, "replace", good, plain)
    door = Git(root)
    with Objects(door) as objects:
        found = objects.read_commits([plain, good])
    assert not find_signed_commits(door, [found[plain]], keys)
    assert find_signed_commits(door, [found[good]], keys)
    assert find_signed_commits(door, [found[good]], keys[:1])
    assert not find_signed_commits(door, [found[good]], keys[1:])


ED = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPK/7szXgksTvYsfx/iTaiqGq6hnOKEynb0XsaYSVT0M"


@pytest.mark.parametrize(
    "key",
    [ED, f"{ED} ana@laptop", f"  {ED}\n", f"ssh-ed25519  {ED.split()[1]}\tx y"],
)
def test_a_key_is_normalized_to_its_type_and_data(key: str) -> None:
    assert normalize_key(key) == ED


@pytest.mark.parametrize(
    "key",
    [
        *(None, "", "yes", "ssh-ed25519", "ssh-ed25519 ====", "ssh-ed25519 no/base=64x", f"-oProxy {ED}"),
        *("AAAA ssh-ed25519", "ssh-ed25519\n AAAA!", "ssh-ED25519 AAAA", "rsa AAAA", "-----BEGIN PRIVATE KEY-----"),
    ],
)  # fmt: skip
def test_normalizing_text_that_is_not_a_public_key_gives_none(key: str | None) -> None:
    assert normalize_key(key) is None
    assert compute_fingerprint(key or "") is None


@given(st.text())
def test_a_normalized_key_never_contains_a_newline_or_an_option(text: str) -> None:
    key = normalize_key(f"ssh-ed25519 {text}")
    assert key is None or (len(key.split()) == 2 and key.isascii() and key.isprintable() and not key.startswith("-"))


def test_the_fingerprint_equals_that_of_ssh_keygen(tmp_path: Path) -> None:
    key = new_key(tmp_path / "key")
    shown = run("ssh-keygen", "-l", "-f", str(tmp_path / "key.pub")).split()
    assert compute_fingerprint(key) == shown[1]


def test_the_signing_key_setting_is_a_key_or_the_file_of_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    key = new_key(tmp_path / "key")
    for setting in (key, f"key::{key}", str(tmp_path / "key.pub"), str(tmp_path / "key"), "~/key.pub", "~/key"):
        assert read_public_key(setting) == normalize_key(key)


def test_a_private_key_without_its_public_key_gives_no_key(tmp_path: Path) -> None:
    new_key(tmp_path / "key")
    (tmp_path / "key.pub").unlink()
    assert read_public_key(str(tmp_path / "key")) is None


@pytest.mark.parametrize("setting", ["", "/nowhere/key", "A9F3D2C1", "a\0b", "~nobody-of-that-name/key", "x" * 5000])
def test_a_setting_that_does_not_name_a_key_file_gives_no_key(setting: str) -> None:
    assert read_public_key(setting) is None
