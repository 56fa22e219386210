"""What a shared repository refuses, where that is visible."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.network import folder_remote
from apjournal.gitrepo.plumbing.network.urls import Address, Transport
from apjournal.gitrepo.plumbing.repository import init_shared
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers.repos import commit, git, new_repository


def bare(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "-q", "--bare")
    return folder


def look(tmp_path: Path, folder: Path) -> folder_remote.Server:
    return folder_remote.inspect_server(Git(tmp_path), folder)


def test_a_shared_repository_made_by_apj_has_all_protections(tmp_path: Path) -> None:
    init_shared(tmp_path / "shared.git", Git(tmp_path))
    found = look(tmp_path, tmp_path / "shared.git")
    assert (found.missing, found.checked_out) == ((), False)


def test_missing_protections_of_a_bare_repository_are_listed_and_can_be_set(tmp_path: Path) -> None:
    folder = bare(tmp_path / "shared.git")
    found = look(tmp_path, folder)
    assert found.missing == ("receive.denyNonFastForwards", "receive.denyDeletes", "receive.fsckObjects")
    folder_remote.set_protection(Git(tmp_path), found, "receive.denyDeletes")
    assert look(tmp_path, folder).missing == ("receive.denyNonFastForwards", "receive.fsckObjects")
    assert (
        found.format_command("config", "receive.fsckObjects", "true")
        == f"git --git-dir={folder} config receive.fsckObjects true"
    )


@pytest.mark.parametrize(
    ("key", "value", "checks"),
    [
        ("transfer.fsckObjects", "true", True),
        ("receive.fsckObjects", "false", False),
        ("transfer.fsckObjects", "0", False),
    ],
)
def test_a_server_checks_objects_if_either_of_two_settings_says_so(
    tmp_path: Path, key: str, value: str, *, checks: bool
) -> None:
    folder = bare(tmp_path / "shared.git")
    git(folder, f"--git-dir={folder}", "config", key, value)
    assert ("receive.fsckObjects" not in look(tmp_path, folder).missing) is checks


def test_my_own_settings_do_not_protect_the_server(tmp_path: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[receive]\n denyDeletes = true\n")
    assert "receive.denyDeletes" in look(tmp_path, bare(tmp_path / "shared.git")).missing


def file(folder: Path) -> Address:
    return Address(str(folder), Transport.FILE)


def test_a_dangling_head_of_a_shared_folder_is_set_to_the_first_branch(tmp_path: Path) -> None:
    folder = bare(tmp_path / "shared.git")
    made = new_repository(tmp_path / "made")
    commit(made, {"README.md": "ours\n"})
    git(folder, f"--git-dir={folder}", "symbolic-ref", "HEAD", "refs/heads/other")
    head = lambda: git(folder, f"--git-dir={folder}", "symbolic-ref", "HEAD")  # noqa: E731
    folder_remote.set_default_on_first_push(Git(tmp_path), [file(folder)], "main")
    assert head() == "refs/heads/other"  # main is not there either
    git(made, "push", "-q", str(folder), "HEAD:refs/heads/main")
    folder_remote.set_default_on_first_push(
        Git(tmp_path), [Address("https://host/ours.git", Transport.HTTPS), file(folder)], "main"
    )
    assert head() == "refs/heads/main"
    git(made, "push", "-q", str(folder), "HEAD:refs/heads/trunk")
    folder_remote.set_default_on_first_push(Git(tmp_path), [file(folder)], "trunk")
    assert head() == "refs/heads/main"


def test_a_shared_folder_with_an_unrepairable_head_can_still_be_used(tmp_path: Path) -> None:
    with_files = new_repository(tmp_path / "with-files")
    commit(with_files, {"README.md": "ours\n"})
    git(with_files, "symbolic-ref", "HEAD", "refs/heads/other")
    folder_remote.set_default_on_first_push(Git(tmp_path), [file(with_files), file(tmp_path / "nowhere")], "main")
    assert git(with_files, "symbolic-ref", "HEAD") == "refs/heads/other"
    folder = bare(tmp_path / "shared.git")
    (folder / "HEAD").write_text("0" * 40 + "\n")
    assert not folder_remote.is_head_dangling(Git(tmp_path), look(tmp_path, folder), "main")


def test_a_shared_repository_with_a_work_tree_is_recognised(tmp_path: Path) -> None:
    folder = new_repository(tmp_path / "with-files")
    found = look(tmp_path, folder)
    assert (found.checked_out, found.git_dir) == (True, folder / ".git")
