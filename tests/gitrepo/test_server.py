"""What a shared repository refuses, where it can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo import server
from apjournal.gitrepo.repository import init_shared
from apjournal.gitrepo.runner import Git
from tests.helpers.repos import git, new_repository


def bare(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "-q", "--bare")
    return folder


def look(tmp_path: Path, folder: Path) -> server.Server:
    return server.look_at(Git(tmp_path), folder)


def test_a_repository_that_apj_made_lacks_nothing(tmp_path: Path) -> None:
    init_shared(tmp_path / "shared.git", Git(tmp_path))
    found = look(tmp_path, tmp_path / "shared.git")
    assert (found.missing, found.checked_out) == ((), False)


def test_a_plain_bare_repository_lacks_all_and_each_can_be_set(tmp_path: Path) -> None:
    folder = bare(tmp_path / "shared.git")
    found = look(tmp_path, folder)
    assert found.missing == ("receive.denyNonFastForwards", "receive.denyDeletes", "receive.fsckObjects")
    server.protect(Git(tmp_path), found, "receive.denyDeletes")
    assert look(tmp_path, folder).missing == ("receive.denyNonFastForwards", "receive.fsckObjects")
    assert found.command("receive.fsckObjects") == f"git --git-dir={folder} config receive.fsckObjects true"


@pytest.mark.parametrize(
    ("key", "value", "checks"),
    [
        ("transfer.fsckObjects", "true", True),
        ("receive.fsckObjects", "false", False),
        ("transfer.fsckObjects", "0", False),
    ],
)
def test_either_setting_makes_a_server_check_what_is_pushed(
    tmp_path: Path, key: str, value: str, *, checks: bool
) -> None:
    folder = bare(tmp_path / "shared.git")
    git(folder, f"--git-dir={folder}", "config", key, value)
    assert ("receive.fsckObjects" not in look(tmp_path, folder).missing) is checks


def test_my_own_settings_protect_no_server(tmp_path: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[receive]\n denyDeletes = true\n")
    assert "receive.denyDeletes" in look(tmp_path, bare(tmp_path / "shared.git")).missing


def test_a_repository_with_a_work_tree_is_told_apart(tmp_path: Path) -> None:
    folder = new_repository(tmp_path / "with-files")
    found = look(tmp_path, folder)
    assert (found.checked_out, found.git_dir) == (True, folder / ".git")
