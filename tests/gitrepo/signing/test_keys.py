"""Public ssh keys, as in settings and in `partner.md`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.gitrepo.signing.ssh_keys import compute_fingerprint, normalize_key, read_public_key
from tests.helpers.repos import new_key, run

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
def test_text_that_is_not_a_public_key_is_none(key: str | None) -> None:
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


def test_a_setting_names_a_key_or_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    key = new_key(tmp_path / "key")
    for setting in (key, f"key::{key}", str(tmp_path / "key.pub"), str(tmp_path / "key"), "~/key.pub", "~/key"):
        assert read_public_key(setting) == normalize_key(key)


def test_a_private_key_without_its_public_key_gives_none(tmp_path: Path) -> None:
    new_key(tmp_path / "key")
    (tmp_path / "key.pub").unlink()
    assert read_public_key(str(tmp_path / "key")) is None


@pytest.mark.parametrize("setting", ["", "/nowhere/key", "A9F3D2C1", "a\0b", "~nobody-of-that-name/key", "x" * 5000])
def test_a_setting_without_a_file_gives_none(setting: str) -> None:
    assert read_public_key(setting) is None
