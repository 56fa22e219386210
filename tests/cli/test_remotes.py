"""Git's settings say where the journal is shared, whatever the remote's name and number of URLs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers.people import Person, command_line
from tests.helpers.repos import git, new_bare, tip

WHO = ("--partner", "ana", "--name", "Ana Costa", "--email", "ana@example.org", "--timezone", "Europe/Lisbon")
GOALS = "---\ngoals:\n  - Duets\n---\n"


@pytest.fixture
def server(kept: tuple[Person, Person]) -> Path:
    return kept[0].root.parent / "shared.git"


# --- a remote of another name ---


def test_every_command_works_with_a_remote_that_is_not_named_origin(kept: tuple[Person, Person], server: Path) -> None:
    ana, ben = kept
    name = "nas/at.home"
    ana.git("remote", "rename", "origin", name)
    ana.write("ana/2026-W49.md", GOALS)
    assert ana.apj("status", "--json").json["unsynced"]["files"] == ["ana/2026-W49.md"]
    ana.apj("sync")
    assert tip(server, "main") == tip(ana.root, "main") == tip(ana.root, f"refs/remotes/{name}/main")
    assert "not shared" not in ana.apj("doctor", code=None).out
    ben.write("ben/2026-W49.md", GOALS)
    ben.apj("sync")
    assert ana.apj("review", "--fetch", "--no-keep").code == 0
    assert (ana.root / "ben/2026-W49.md").exists()
    ana.apj("verify")


def test_a_clone_whose_remote_is_not_named_origin_can_sync(kept: tuple[Person, Person], server: Path) -> None:
    folder = server.parent
    git(folder, "clone", "-q", "-o", "home", "shared.git", "laptop")
    laptop = Person("ana", folder / "laptop")
    laptop.write("ana/2026-W49.md", GOALS)
    laptop.apj("sync")
    assert tip(server, "main") == tip(laptop.root, "main")


def test_sync_uses_the_remote_of_the_branch_if_there_are_several_remotes(
    ana: Person, server: Path, tmp_path: Path
) -> None:
    new_bare(tmp_path / "stick.git")
    ana.git("remote", "rename", "origin", "nas")
    ana.git("remote", "add", "origin", str(tmp_path / "stick.git"))
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("sync")
    assert tip(server, "main") == tip(ana.root, "main")
    assert git(tmp_path / "stick.git", "for-each-ref") == ""


def test_sync_says_how_to_choose_a_remote_if_none_of_several_remotes_is_configured(
    ana: Person, server: Path, tmp_path: Path
) -> None:
    ana.git("remote", "rename", "origin", "nas")
    ana.git("remote", "add", "stick", str(tmp_path / "stick.git"))
    ana.git("config", "--unset", "branch.main.remote")
    ana.write("ana/2026-W49.md", GOALS)
    before = tip(server, "main")
    refused = ana.apj("sync", code=4)
    assert "git config branch.main.remote NAME" in " ".join(refused.err.split())
    assert tip(server, "main") == before
    assert "none of them is set" in ana.apj("doctor", code=1).out
    ana.git("config", "branch.main.remote", "nas")
    ana.apj("sync")
    assert tip(server, "main") == tip(ana.root, "main")


# --- several places to push to ---


def two_places(ana: Person, tmp_path: Path, how: str) -> Path:
    backup = new_bare(tmp_path / "backup.git")
    first = ana.git("remote", "get-url", "origin")
    if how == "url":
        ana.git("remote", "set-url", "--add", "origin", str(backup))
    else:
        ana.git("remote", "set-url", "--add", "--push", "origin", first)
        ana.git("remote", "set-url", "--add", "--push", "origin", str(backup))
    return backup


@pytest.mark.parametrize("how", ["url", "pushurl"])
def test_sync_pushes_to_several_urls_and_doctor_lists_them(ana: Person, server: Path, tmp_path: Path, how: str) -> None:
    backup = two_places(ana, tmp_path, how)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("sync")
    assert tip(server, "main") == tip(backup, "main") == tip(ana.root, "main")
    (point,) = [
        point for point in ana.apj("doctor", "--json", code=None).json["points"] if "You push to" in point["message"]
    ]
    assert (point["state"], point["command"]) == ("note", None)
    assert str(server) in point["message"]
    assert str(backup) in point["message"]


def refuse_pushes(server: Path) -> Path:
    hook = server / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'read-only for now' >&2\nexit 1\n")
    hook.chmod(0o755)
    return hook


def test_a_push_that_only_the_second_url_refuses_counts_as_shared_and_is_retried(
    ana: Person, server: Path, tmp_path: Path
) -> None:
    backup = two_places(ana, tmp_path, "pushurl")
    hook = refuse_pushes(backup)
    ana.write("ana/2026-W49.md", GOALS)
    ran = ana.apj("sync")
    assert "accepted the push, but another remote did not" in " ".join(ran.out.split())
    assert tip(server, "main") == tip(ana.root, "main") == tip(ana.root, "refs/apj/remote/main")
    hook.unlink()
    ana.apj("sync")
    assert tip(backup, "main") == tip(server, "main")


def test_a_push_accepted_only_by_the_second_url_does_not_count_as_shared(
    ana: Person, server: Path, tmp_path: Path
) -> None:
    backup = two_places(ana, tmp_path, "pushurl")
    hook = refuse_pushes(server)
    accepted = tip(ana.root, "refs/apj/remote/main")
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("sync", code=4)
    assert tip(ana.root, "refs/apj/remote/main") == accepted == tip(server, "main")
    hook.unlink()
    ana.apj("sync")
    assert tip(server, "main") == tip(backup, "main") == tip(ana.root, "main")


def test_a_merge_that_follows_a_push_by_the_partner_also_reaches_the_second_url(
    kept: tuple[Person, Person], server: Path, tmp_path: Path
) -> None:
    """The backup receives a merge that was too late at the server, and the next merge must build on it."""
    ana, ben = kept
    backup = two_places(ana, tmp_path, "pushurl")
    ana.apj("sync")
    ben.write("ben/2026-W49.md", GOALS)
    ben.apj("commit")
    hook = server / "hooks" / "pre-receive"  # lets Ben in once, just before Ana's push is looked at
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f"#!/bin/sh\nrm -f '{hook}'\nunset GIT_DIR GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY"
        f" GIT_ALTERNATE_OBJECT_DIRECTORIES\ngit -C '{ben.root}' push -q origin main\n"
    )
    hook.chmod(0o755)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("sync")
    assert tip(server, "main") == tip(backup, "main") == tip(ana.root, "main")
    assert (ana.root / "ben/2026-W49.md").exists()


def test_a_push_url_from_which_nothing_is_fetched_raises_no_alert(ana: Person, server: Path, tmp_path: Path) -> None:
    shutil.copytree(server, tmp_path / "fork.git")
    ana.git("remote", "set-url", "--push", "origin", str(tmp_path / "fork.git"))
    ana.write("ana/2026-W49.md", GOALS)
    for _ in range(2):
        ran = ana.apj("sync")
        assert f"apjpushedto{tmp_path / 'fork.git'}.{server}," in "".join(ran.out.split())
    assert tip(tmp_path / "fork.git", "main") == tip(ana.root, "main")
    point = [
        point for point in ana.apj("doctor", "--json", code=None).json["points"] if "You push to" in point["message"]
    ]
    assert point[0]["command"] == "git config --unset-all remote.origin.pushurl"


# --- a clone before there is a journal ---


@pytest.mark.parametrize(("branch", "name"), [("master", "origin"), ("trunk", "nas")])
def test_init_in_an_empty_clone_uses_its_remote_and_its_branch(tmp_path: Path, branch: str, name: str) -> None:
    git(tmp_path, "init", "-q", "--bare", "-b", branch, "srv.git")
    git(tmp_path, "clone", "-q", "-o", name, "srv.git", "ours")
    document = command_line("init", "ours", *WHO, "--json", folder=tmp_path).json
    assert document["shared"] == str(tmp_path / "srv.git")
    ana = Person("ana", tmp_path / "ours")
    assert ana.git("branch", "--show-current") == branch
    assert tip(tmp_path / "srv.git", branch) == tip(ana.root, branch)
    ana.write("ana/2026-W48.md", GOALS)
    ana.apj("sync")
    assert tip(tmp_path / "srv.git", branch) == tip(ana.root, branch)
    git(tmp_path, "clone", "-q", "srv.git", "again")
    assert (tmp_path / "again" / "agreement.md").exists()


def test_init_in_a_clone_with_an_unreachable_remote_says_that_the_journal_is_not_shared(tmp_path: Path) -> None:
    new_bare(tmp_path / "srv.git")
    git(tmp_path, "clone", "-q", "srv.git", "ours")
    (tmp_path / "srv.git").rename(tmp_path / "elsewhere.git")
    ran = command_line("init", "ours", *WHO, folder=tmp_path)
    assert "The journal is not shared yet. There is no repository at" in ran.out
    assert "apj join" not in ran.out
    (tmp_path / "elsewhere.git").rename(tmp_path / "srv.git")
    ana = Person("ana", tmp_path / "ours")
    ana.apj("sync")
    assert tip(tmp_path / "srv.git", "main") == tip(ana.root, "main")


def test_init_refuses_to_replace_the_url_of_a_clones_remote(tmp_path: Path) -> None:
    new_bare(tmp_path / "srv.git")
    git(tmp_path, "clone", "-q", "srv.git", "ours")
    refused = command_line("init", "ours", *WHO, "--shared", "new.git", folder=tmp_path, code=2)
    assert "git remote remove origin" in " ".join(refused.err.split())
    assert not (tmp_path / "new.git").exists()
    assert git(tmp_path / "ours", "remote", "get-url", "origin") == str(tmp_path / "srv.git")


def test_init_and_join_resolve_git_url_shorthands(tmp_path: Path, own_home: Path) -> None:
    new_bare(tmp_path / "srv.git")
    (own_home / ".gitconfig").write_text(f'[url "{tmp_path}/"]\n\tinsteadOf = home:\n')
    document = command_line("init", "ours", *WHO, "--shared", "home:srv.git", "--json", folder=tmp_path).json
    assert document["shared"] == str(tmp_path / "srv.git")
    document = command_line(
        *("join", "home:srv.git", "ben", "--partner", "ben", "--name", "Ben", "--email", "ben@example.org"),
        *("--timezone", "Europe/Berlin", "--json"),
        folder=tmp_path,
    ).json
    assert document["shared"] == str(tmp_path / "srv.git")


# --- text that is neither a URL nor a path ---


@pytest.mark.parametrize(
    "text",
    [
        *("github.com/ana/journal", "git@github.com/ana/journal", "~/x.git", "%USERPROFILE%/x.git", "$HOME/x.git"),
        *("host:path", "https:/example.org/x", "codeberg.org", r"\\nas\x"),
    ],
)
def test_init_and_join_refuse_text_that_is_neither_a_url_nor_a_path(text: str, tmp_path: Path) -> None:
    begun = command_line("init", "ours", *WHO, "--shared", text, folder=tmp_path, code=2)
    joined = command_line("join", text, folder=tmp_path, code=2)
    for ran in (begun, joined):
        assert any(advice in ran.err for advice in ("rite", "Use https", "Add the user who logs in"))
    assert list(tmp_path.iterdir()) == []


def test_the_first_sync_sets_the_upstream_of_a_remote_added_by_hand(ana: Person, tmp_path: Path) -> None:
    shared = new_bare(tmp_path / "elsewhere.git")
    ana.git("remote", "remove", "origin")
    for ref in ana.git("for-each-ref", "--format=%(refname)", "refs/apj/remote").split():
        ana.git("update-ref", "-d", ref)
    ana.git("remote", "add", "origin", str(shared))
    ana.apj("sync")
    assert ana.git("rev-parse", "--abbrev-ref", "main@{upstream}") == "origin/main"
    ana.apj("log", "a quiet day")
    ana.apj("commit")
    ana.git("push", "-q")
    assert tip(shared, "main") == tip(ana.root)
