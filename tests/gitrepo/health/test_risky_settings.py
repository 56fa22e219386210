"""Settings with which plain git would act differently from apj in a journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.health import risky_settings
from apjournal.gitrepo.plumbing.network.urls import Address, Transport
from apjournal.gitrepo.plumbing.refs import BranchState
from apjournal.gitrepo.plumbing.repository import init_repository, set_remote
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers.repos import git


@pytest.mark.parametrize(
    ("key", "value", "command"),
    [
        ("pull.rebase", "true", "git config --local pull.rebase false"),
        ("pull.rebase", "merges", "git config --local pull.rebase false"),
        ("branch.main.rebase", "interactive", "git config --local branch.main.rebase false"),
        ("remote.origin.mirror", "true", "git config --local remote.origin.mirror false"),
        ("remote.origin.push", "+refs/heads/*:refs/heads/*", "git config --local remote.origin.push HEAD"),
        (
            "remote.origin.fetch",
            "+refs/*:refs/*",
            "git config --local remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'",
        ),
    ],
)
def test_settings_that_can_rewrite_or_drop_shared_commits_are_reported_as_grave(
    key: str, value: str, command: str
) -> None:
    (found,) = risky_settings.find_risky_settings({key: value}, BranchState("main", {}))
    assert (found.key, found.grave, found.safe, found.command) == (key, True, True, command)


@pytest.mark.parametrize(
    ("key", "value", "safe"),
    [
        ("core.autocrlf", "input", True),
        ("core.eol", "CRLF", True),
        ("commit.gpgsign", "true", False),
        ("core.hookspath", "/home/ana/hooks", False),
    ],
)
def test_harmless_settings_are_reported_as_good_to_know(key: str, value: str, *, safe: bool) -> None:
    (found,) = risky_settings.find_risky_settings({key: value}, BranchState("main", {}))
    assert (found.grave, found.safe) == (False, safe)


def test_a_setting_for_a_folder_of_hooks_is_reported_with_the_folder() -> None:
    (found,) = risky_settings.find_risky_settings({"core.hookspath": "/home/ana/hooks"}, BranchState("main", {}))
    assert (found.found, found.risk) == ("/home/ana/hooks", risky_settings.Risk.RUNS_HOOKS)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("pull.rebase", "false"),
        ("branch.other.rebase", "true"),
        ("core.autocrlf", "no"),
        ("core.hookspath", "/dev/null"),
        ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
        ("user.name", "Ana"),
    ],
)
def test_usual_settings_are_not_reported_as_risky(key: str, value: str) -> None:
    assert list(risky_settings.find_risky_settings({key: value}, BranchState("main", {}))) == []


def test_a_clone_made_by_apj_has_no_risky_settings(tmp_path: Path) -> None:
    door = Git(tmp_path)
    opened = init_repository(door)
    set_remote(door, Address("https://example.org/x.git", Transport.HTTPS))
    pairs = (line.partition("=") for line in git(tmp_path, "config", "--list").splitlines())
    config = {key: value for key, _, value in pairs}
    assert list(risky_settings.find_risky_settings(config, BranchState("main", {}))) == []
    assert not risky_settings.is_partial(config, "origin")
    assert risky_settings.list_hooks(opened) == ()


@pytest.mark.parametrize("config", [{"extensions.partialclone": "origin"}, {"remote.origin.promisor": "true"}])
def test_a_clone_that_fetches_objects_on_demand_is_reported_as_partial(config: dict[str, str]) -> None:
    assert risky_settings.is_partial(config, "origin")


def test_executable_hooks_are_listed(tmp_path: Path) -> None:
    opened = init_repository(Git(tmp_path))
    folder = opened.common_dir / "hooks"
    folder.mkdir()
    for name, mode in (("pre-commit", 0o755), ("pre-push.sample", 0o755), ("post-merge", 0o644)):
        (folder / name).touch()
        (folder / name).chmod(mode)
    assert risky_settings.list_hooks(opened) == ("pre-commit",)
