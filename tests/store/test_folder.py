"""The journal's folder: found upwards, read without following a symlink out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.store.folder import Folder, find_root, find_without_agreement
from apjournal.store.journal_reader import READ_CAP


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    root = tmp_path / "journal"
    (root / "ana" / "drafts").mkdir(parents=True)
    (root / "ana" / "2026-W48.md").write_text("goals\n", "utf-8")
    (tmp_path / "secret.md").write_text("secret\n", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.md").write_text("secret\n", "utf-8")
    return Folder(root)


def test_a_folder_treats_a_file_behind_a_symlink_as_missing(folder: Folder) -> None:
    (folder.root / "ana" / "link.md").symlink_to(folder.root.parent / "secret.md")
    (folder.root / "ben").symlink_to(folder.root.parent / "elsewhere")
    paths = ("ana/2026-W48.md", "ana/drafts", "ana/nothing.md", "ana/link.md", "ben/secret.md", "ana/2026-W48.md/x")
    assert [folder.has(path) for path in paths] == [True, False, False, False, False, False]


# ---- finding the root


@pytest.mark.parametrize(
    "text",
    [
        "---\napj: 1\n---\n",
        "\ufeff---\napj: 1\n---\n",
        "---\r\nmode: two-sided\r\napj: 1\r\n---\r\n",
        "---\nAPJ: 1\n---\n",
        "---\n{apj: 1, mode: two-sided}\n---\n",
    ],
)
@pytest.mark.parametrize("below", ["", "ana", "ana/drafts"])
def test_the_root_of_a_journal_is_the_nearest_folder_with_a_valid_agreement(
    tmp_path: Path, text: str, below: str
) -> None:
    (tmp_path / "ana" / "drafts").mkdir(parents=True)
    (tmp_path / "agreement.md").write_bytes(text.encode())
    assert find_root(tmp_path / below) == tmp_path


def test_a_folder_whose_agreement_lacks_the_key_apj_is_not_a_root(tmp_path: Path) -> None:
    (tmp_path / "flat").mkdir()
    (tmp_path / "agreement.md").write_text("---\napj: 1\n---\n", "utf-8")
    (tmp_path / "flat" / "agreement.md").write_text("---\nrent: 900\n---\nWe pay on time.\n", "utf-8")
    assert find_root(tmp_path / "flat") == tmp_path


def test_a_repository_with_partner_folders_is_recognised_even_without_an_agreement(tmp_path: Path) -> None:
    assert find_without_agreement(tmp_path) is None
    (tmp_path / "ana" / "drafts").mkdir(parents=True)
    (tmp_path / "ana" / "partner.md").touch()
    assert find_without_agreement(tmp_path / "ana") is None
    (tmp_path / ".git").mkdir()
    assert find_without_agreement(tmp_path / "ana" / "drafts") == tmp_path


def test_a_journal_inside_a_journal_is_its_own_root(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "inner"):
        place.mkdir(exist_ok=True)
        (place / "agreement.md").write_text("---\napj: 1\n---\n", "utf-8")
    assert find_root(tmp_path / "inner") == tmp_path / "inner"


def test_two_dots_in_a_path_are_resolved_through_symlinks(tmp_path: Path) -> None:
    for name in ("ours", "theirs"):
        (tmp_path / name / "ana").mkdir(parents=True)
        (tmp_path / name / "agreement.md").write_text("---\napj: 1\n---\n", "utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "ours" / "link").symlink_to(tmp_path / "theirs" / "ana")
    assert find_root(tmp_path / "ours" / ".." / "notes") is None
    assert find_root(tmp_path / "ours" / ".." / "theirs" / "ana") == tmp_path / "theirs"
    assert find_root(tmp_path / "ours" / "ana" / ".." / ".." / "notes") is None
    assert find_root(tmp_path / "ours" / "link" / "..") == tmp_path / "theirs"


def test_a_folder_named_like_the_agreement_is_not_an_agreement(tmp_path: Path) -> None:
    (tmp_path / "agreement.md").mkdir()
    assert find_root(tmp_path) is None


# ---- names


def test_listed_names_are_sorted_and_folders_end_with_a_slash(folder: Folder) -> None:
    assert folder.names("") == ("ana/",)
    assert folder.names("ana") == ("2026-W48.md", "drafts/")


def test_a_path_that_is_not_a_folder_has_no_names(folder: Folder) -> None:
    assert folder.names("ben") == folder.names("ana/2026-W48.md") == ()
    assert list(folder.walk("ben")) == list(folder.walk("ana/2026-W48.md")) == []


def test_of_all_ways_to_list_a_folder_only_walk_includes_symlinks(folder: Folder, tmp_path: Path) -> None:
    (folder.root / "ana" / "kept.md").symlink_to(tmp_path / "secret.md")
    (folder.root / "ana" / "away").symlink_to(tmp_path / "elsewhere")
    assert folder.names("ana") == ("2026-W48.md", "drafts/")
    assert [path for path, is_symlink in folder.walk("ana") if is_symlink] == ["ana/away", "ana/kept.md"]


# ---- reading


def test_a_file_is_read_byte_for_byte(folder: Folder) -> None:
    (folder.root / "ana" / "notes.md").write_bytes(b"\xff\r\n\0")
    assert folder.read("ana/notes.md") == b"\xff\r\n\0"


def test_a_file_above_the_size_cap_is_read_only_slightly_beyond_it(folder: Folder) -> None:
    (folder.root / "ana" / "large.md").write_bytes(b"x" * (READ_CAP * 2))
    assert len(folder.read("ana/large.md") or b"") == READ_CAP + 1


@pytest.mark.parametrize("path", ["ana/2026-W49.md", "ana", "ana/2026-W48.md/x", "ben/2026-W48.md"])
def test_a_path_that_is_not_a_file_is_read_as_none(folder: Folder, path: str) -> None:
    assert folder.read(path) is None


def test_a_folder_follows_no_symlink_at_any_level(folder: Folder, tmp_path: Path) -> None:
    (folder.root / "ana" / "kept.md").symlink_to(tmp_path / "secret.md")
    (folder.root / "ana" / "away").symlink_to(tmp_path / "elsewhere")
    (folder.root / "ben").symlink_to(tmp_path)
    (tmp_path / "elsewhere" / "deep").mkdir()
    (tmp_path / "elsewhere" / "deep" / "secret.md").write_text("secret\n", "utf-8")
    for path in ("ana/kept.md", "ana/away/secret.md", "ana/away/deep/secret.md", "ben/elsewhere/secret.md"):
        assert folder.read(path) is None
        assert folder.is_symlink(path)
    assert not folder.is_symlink("ana/2026-W48.md")


def test_a_folder_follows_no_symlink_on_systems_without_o_nofollow(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_NOFOLLOW", raising=False)
    monkeypatch.setattr("apjournal.store.folder._REFUSES_LINKS", False)
    (folder.root / "ana" / "kept.md").symlink_to(tmp_path / "secret.md")
    assert folder.read("ana/kept.md") is None
    assert folder.read("ana/2026-W48.md") == b"goals\n"


def test_a_journal_may_be_reached_through_a_symlink(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder.root)
    assert Folder(tmp_path / "link").read("ana/2026-W48.md") == b"goals\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_reading_a_pipe_does_not_wait(folder: Folder) -> None:
    os.mkfifo(folder.root / "ana" / "pipe.md")
    assert folder.read("ana/pipe.md") is None


def test_an_error_of_the_operating_system_is_reported_with_advice(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(GitFault, match=r"ana/2026-W48\.md cannot be read: Permission denied") as caught:
        folder.read("ana/2026-W48.md")
    assert caught.value.hint
    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(GitFault, match="Permission denied"):
        folder.names("ana")
    with pytest.raises(GitFault, match="Permission denied"):
        list(folder.walk("ana"))
