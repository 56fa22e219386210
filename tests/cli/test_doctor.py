"""`apj doctor`: problems and their repairs, of which it makes only the safe ones."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import psutil
import pytest

from apjournal.gitrepo.plumbing import runner
from apjournal.gitrepo.plumbing.network import remote
from tests.helpers import repos
from tests.helpers.people import Person, begun, command_line
from tests.helpers.repos import git, tip
from tests.helpers.systems import needs

LONG_AGO = 3600


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setenv("EDITOR", "true")
    return begun(tmp_path)[0]


def points(ran: Any, state: str) -> list[dict[str, Any]]:
    return [point for point in ran.json["points"] if point["state"] == state]


def looked_at(person: Person) -> dict[str, Any]:
    """Return the only point to check."""
    (point,) = points(person.apj("doctor", "--json", code=1), "look")
    return dict(point)


def noted(person: Person) -> dict[str, Any]:
    (point,) = points(person.apj("doctor", "--json"), "note")
    return dict(point)


def old_lock(person: Person, name: str) -> Path:
    path = person.root / ".git" / name
    path.touch()
    now = path.stat().st_mtime
    os.utime(path, (now - LONG_AGO, now - LONG_AGO))
    return path


def everything(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_doctor_finds_no_problem_in_a_new_journal(newcomer: Person) -> None:
    ran = newcomer.apj("doctor")
    assert "".join(ran.out.split()).startswith(f"Ana,in{newcomer.root}")  # a long path is broken where the line ends
    assert ran.out.endswith("No problems found.\n")
    assert {point["state"] for point in newcomer.apj("doctor", "--json").json["points"]} == {"fine"}


@pytest.mark.parametrize("rules", [None, "*.tmp", "/private/*\n!/private/more"])
def test_doctor_mentions_a_committed_ignore_file_without_private(newcomer: Person, rules: str | None) -> None:
    repos.commit(newcomer.root, {".gitignore": rules}, "rules")
    if rules and "private" in rules:
        assert points(newcomer.apj("doctor", "--json"), "note") == []
        return
    command = noted(newcomer)["command"]
    who = {f"GIT_{role}_{key}": "ana@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    subprocess.run(["sh", "-c", command], cwd=newcomer.root, env=os.environ | who, check=True)
    assert newcomer.read(".gitignore") == f"{rules or ''}\nprivate/\n"
    assert points(newcomer.apj("doctor", "--json"), "note") == []


def test_doctor_without_fix_does_not_change_the_clone(newcomer: Person) -> None:
    old_lock(newcomer, "index.lock")
    (newcomer.root / ".git/info/attributes").unlink()
    newcomer.git("config", "pull.rebase", "true")
    before = everything(newcomer.root)
    newcomer.apj("doctor", code=1)
    assert everything(newcomer.root) == before


def test_doctor_prints_a_repair_command_for_each_problem(newcomer: Person) -> None:
    newcomer.git("config", "pull.rebase", "true")
    point = looked_at(newcomer)
    assert point["command"] == "git config --local pull.rebase false"
    ran = newcomer.apj("doctor", code=1)
    assert "git config --local pull.rebase false" in ran.out
    assert "1 problem to check." in ran.out
    assert "apj doctor --fix" in ran.out
    newcomer.git(*point["command"].split()[1:])
    newcomer.apj("doctor")


def test_doctor_fix_makes_the_safe_repairs_and_lists_them(newcomer: Person, tmp_path: Path) -> None:
    lock = old_lock(newcomer, "index.lock")
    (newcomer.root / ".git/info/attributes").unlink()
    newcomer.git("config", "pull.rebase", "true")
    git(tmp_path, "--git-dir=shared.git", "config", "receive.denyDeletes", "false")
    ran = newcomer.apj("doctor", "--fix", "--json")
    assert {point["name"] for point in points(ran, "fixed")} == {"locks", "protection", "settings", "server"}
    assert not lock.exists()
    assert "-text" in newcomer.read(".git/info/attributes")
    assert git(tmp_path, "--git-dir=shared.git", "config", "receive.denyDeletes") == "true"
    assert points(newcomer.apj("doctor", "--json"), "fixed") == []


def test_doctor_fix_leaves_settings_that_are_a_choice_unchanged(newcomer: Person) -> None:
    chosen = {"core.hooksPath": "/somewhere", "commit.gpgSign": "true", "user.email": "ana@work.example"}
    for key, value in chosen.items():
        newcomer.git("config", key, value)
    ran = newcomer.apj("doctor", "--fix")
    assert "Good to know" in ran.out
    assert "/somewhere" in ran.out
    assert {key: newcomer.git("config", key) for key in chosen} == chosen


def test_a_recent_lock_is_not_removed(newcomer: Person) -> None:
    lock = newcomer.root / ".git/index.lock"
    lock.touch()
    ran = newcomer.apj("doctor", "--fix", code=1)
    assert "Wait ten minutes" in ran.out
    assert lock.exists()


@needs("killpg")
def test_doctor_reports_the_process_that_holds_a_lock(
    newcomer: Person,
) -> None:
    lock = old_lock(newcomer, "index.lock")
    words = ["sh", "-c", f"(exec 3<'{lock}'; sh -c 'echo $PPID'; sleep 60) & wait"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True) as other:
        assert other.stdout is not None
        number = other.stdout.readline().decode().strip()
        point = looked_at(newcomer)
        os.killpg(other.pid, signal.SIGKILL)
    assert f"process {number} is running here" in point["message"]
    assert not point["fixable"]


def test_doctor_shows_the_command_for_an_old_lock_if_processes_are_hidden(
    newcomer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = old_lock(newcomer, "index.lock")

    def refuse(_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(psutil, "process_iter", refuse)
    point = looked_at(newcomer)
    assert (point["command"], point["fixable"]) == (f"rm {lock}", False)


def test_doctor_fix_completes_an_interrupted_sync(newcomer: Person) -> None:
    head = tip(newcomer.root)
    private = newcomer.root / ".git/apj"
    (private / "applying").write_text(f'{{"old": "{head}", "new": "{head}", "aside": [], "left": []}}')
    assert looked_at(newcomer)["command"] == "apj sync"
    newcomer.apj("doctor", "--fix")
    assert not (private / "applying").exists()


def test_doctor_fix_leaves_an_unreadable_record_of_a_sync_unchanged(newcomer: Person) -> None:
    (newcomer.root / ".git/apj/applying").write_text("?")
    assert looked_at(newcomer)["name"] == "sync"
    newcomer.apj("doctor", "--fix", code=1)
    assert (newcomer.root / ".git/apj/applying").exists()


def test_doctor_fix_reports_a_repair_that_has_no_effect(newcomer: Person) -> None:
    (newcomer.root / ".git/info/attributes").unlink()
    shutil.copy(newcomer.root / ".git/index", newcomer.root / ".git/index.old")
    head = tip(newcomer.root)
    (newcomer.root / ".git/apj/applying").write_text(
        f'{{"old": "{"1" * 40}", "new": "{head}", "aside": [], "left": []}}'
    )
    ran = newcomer.apj("doctor", "--fix", code=4)
    assert "Fixed" in ran.out
    assert ran.err


@pytest.mark.parametrize(
    ("path", "text", "command"),
    [
        ("info/grafts", "1" * 40 + "\n", "rm "),
        ("objects/info/alternates", "/nowhere/objects\n", "git repack -a -d"),
        ("MERGE_HEAD", "1" * 40 + "\n", None),
    ],
)
def test_doctor_reports_git_files_that_change_the_history(
    newcomer: Person, path: str, text: str, command: str | None
) -> None:
    (newcomer.root / ".git" / path).write_text(text)
    point = looked_at(newcomer)
    assert point["name"] == "history"
    assert (point["command"] or "").startswith(command or "")
    assert not point["fixable"]


def test_doctor_prints_the_command_that_removes_a_replace_ref(newcomer: Person) -> None:
    head, parent = tip(newcomer.root), tip(newcomer.root, "HEAD~1")
    newcomer.git("replace", head, parent)
    newcomer.git(*looked_at(newcomer)["command"].split()[1:])
    newcomer.apj("doctor")


def test_doctor_prints_the_command_that_completes_a_shallow_clone(newcomer: Person, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}/shared.git", "shallow")
    shallow = Person("ana", tmp_path / "shallow")
    shallow.git("config", "remote.origin.url", str(tmp_path / "shared.git"))
    shallow.apj("doctor", "--fix", code=1)
    assert looked_at(shallow)["command"] == "git fetch --unshallow"
    shallow.git("fetch", "-q", "--unshallow")
    shallow.apj("doctor")


def test_doctor_reports_a_partial_clone(newcomer: Person) -> None:
    newcomer.git("config", "remote.origin.promisor", "true")
    assert "fetches the contents of each file" in looked_at(newcomer)["message"]


def test_doctor_reports_a_detached_head_and_shows_the_command_that_leaves_it(newcomer: Person) -> None:
    newcomer.git("checkout", "-q", "--detach")
    assert looked_at(newcomer)["command"] == "git switch main"


def test_doctor_lists_hooks_as_good_to_know(newcomer: Person) -> None:
    folder = newcomer.root / ".git/hooks"
    folder.mkdir(exist_ok=True)
    (folder / "pre-commit").write_text("#!/bin/sh\n")
    (folder / "pre-commit").chmod(0o755)
    assert noted(newcomer)["command"] == f"chmod -x {folder}/pre-commit"


@pytest.mark.parametrize("limit", ["soon", "86401"])
def test_doctor_reports_an_invalid_time_limit_and_sync_uses_60_seconds(newcomer: Person, limit: str) -> None:
    newcomer.git("config", "apj.timeout", limit)
    point = looked_at(newcomer)
    assert point["command"] == "git config apj.timeout 60"
    assert point["message"].endswith("apj uses 60.")
    assert newcomer.apj("sync", "--json").json["fetched"] is True


def test_doctor_accepts_a_valid_time_limit(newcomer: Person) -> None:
    newcomer.git("config", "apj.timeout", "89.5")
    assert "apj.timeout" not in newcomer.apj("doctor").out


def test_doctor_reports_a_journal_in_a_cloud_drive(newcomer: Person, tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    newcomer.root = Path(shutil.move(newcomer.root, tmp_path / "Dropbox" / "ana"))
    point = looked_at(newcomer)
    assert "is in Dropbox" in point["message"]
    assert point["command"] == f"mv {newcomer.root} ~/ana"


def test_doctor_reports_a_folder_in_which_apj_cannot_write(newcomer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, access = newcomer.root / ".git", os.access
    monkeypatch.setattr("os.access", lambda path, mode: path != closed and access(path, mode))
    assert looked_at(newcomer)["message"] == f"apj cannot write in {closed}."


def test_doctor_reports_a_shared_repository_in_a_cloud_drive(newcomer: Person, tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    shutil.move(tmp_path / "shared.git", tmp_path / "OneDrive" / "shared.git")
    newcomer.git("remote", "set-url", "origin", str(tmp_path / "OneDrive" / "shared.git"))
    assert "is in OneDrive" in looked_at(newcomer)["message"]


def test_doctor_says_how_to_set_the_partner_if_no_setting_names_one(newcomer: Person) -> None:
    newcomer.git("config", "--unset", "apj.partner")
    ran = command_line("doctor", folder=newcomer.root, code=1)
    assert ran.out.startswith("Somebody, in")
    assert "apj does not know which partner you are." in ran.out
    assert "Set it once, to one of ana, ben:  git config apj.partner HANDLE" in ran.out


def test_doctor_works_in_a_journal_without_partners(tmp_path: Path) -> None:
    (tmp_path / "agreement.md").write_text("---\napj: 1\n---\n")
    assert "Set it once:  git config apj.partner HANDLE" in command_line("doctor", folder=tmp_path, code=1).out


def test_doctor_reports_a_handle_that_is_not_a_partner(newcomer: Person) -> None:
    newcomer.git("config", "apj.partner", "cem")
    assert "This journal has no partner cem." in command_line("doctor", folder=newcomer.root, code=1).out
    assert "This journal has no partner eve." in command_line("doctor", folder=newcomer.root, as_="eve", code=1).out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("email: ana@example.org", "email:"),
        ("timezone: Europe/Lisbon", "timezone: Europe/Lissabon"),
        ("name: Ana Costa", "name: [Ana"),
    ],
)
def test_doctor_reports_an_incomplete_partner_file(newcomer: Person, old: str, new: str) -> None:
    newcomer.change("ana/partner.md", old, new)
    assert looked_at(newcomer)["name"] == "identity"


def test_doctor_reports_a_partners_email_address_in_my_git_settings(newcomer: Person) -> None:
    newcomer.git("config", "user.email", "Ben@example.org")
    point = looked_at(newcomer)
    assert "which is Ben's email address" in point["message"]
    assert point["command"] == "git config --local user.email ana@example.org"


def test_doctor_mentions_an_unlisted_email_address_in_my_git_settings(newcomer: Person) -> None:
    newcomer.git("config", "user.email", "ana@work.example")
    assert "ana@work.example" in noted(newcomer)["message"]
    newcomer.change("ana/partner.md", "emails: []", "emails: [ana@work.example]")
    assert points(newcomer.apj("doctor", "--json"), "note") == []


def test_doctor_accepts_my_own_email_address_in_capital_letters(newcomer: Person) -> None:
    newcomer.git("config", "user.email", "Ana@Example.org")
    assert points(newcomer.apj("doctor", "--json"), "note") == []


def test_doctor_mentions_the_date_on_which_i_left(newcomer: Person) -> None:
    newcomer.change("ana/partner.md", "left:", "left: 2026-11-01")
    assert "Sun 1 Nov 2026" in noted(newcomer)["message"]


def test_doctor_mentions_a_journal_without_a_remote(newcomer: Person) -> None:
    newcomer.git("remote", "remove", "origin")
    assert noted(newcomer)["command"] == "git remote add origin URL"


def test_doctor_reports_a_remote_url_that_apj_refuses(newcomer: Person) -> None:
    newcomer.git("remote", "set-url", "origin", "ext::sh -c true")
    point = looked_at(newcomer)
    assert point["name"] == "remote"
    assert point["command"] == "git remote set-url origin URL" or "set-url" in point["advice"]


def test_doctor_reports_a_remote_that_no_longer_exists(newcomer: Person, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "shared.git")
    assert "no repository at" in looked_at(newcomer)["message"]


def test_doctor_reports_a_branch_that_no_longer_exists_on_the_server(newcomer: Person, tmp_path: Path) -> None:
    git(tmp_path, "--git-dir=shared.git", "update-ref", "-d", "refs/heads/main")
    assert "no longer exists on the server" in looked_at(newcomer)["message"]


def test_doctor_mentions_a_separate_push_url(newcomer: Person, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "shared.git", tmp_path / "other.git")
    newcomer.git("config", "remote.origin.pushurl", str(tmp_path / "other.git"))
    assert "other.git" in noted(newcomer)["message"]


def test_doctor_reports_a_shared_repository_with_a_work_tree(newcomer: Person, tmp_path: Path) -> None:
    newcomer.git("remote", "set-url", "origin", str(tmp_path / "ben"))
    found = points(newcomer.apj("doctor", "--json", code=1), "look")
    assert found[0]["command"] == f"git clone --bare {tmp_path}/ben {tmp_path}/ben.git"


def test_doctor_repairs_the_head_of_a_shared_repository_so_that_plain_clones_work(
    newcomer: Person, tmp_path: Path
) -> None:
    at = f"--git-dir={tmp_path}/shared.git"
    git(tmp_path, at, "symbolic-ref", "HEAD", "refs/heads/master")
    assert looked_at(newcomer)["command"] == f"git {at} symbolic-ref HEAD refs/heads/main"
    assert [point["name"] for point in points(newcomer.apj("doctor", "--fix", "--json"), "fixed")] == ["server"]
    assert git(tmp_path, at, "symbolic-ref", "HEAD") == "refs/heads/main"


def test_doctor_advises_to_protect_the_branch_on_a_host(
    newcomer: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newcomer.git("remote", "set-url", "origin", "https://host.example/ours.git")
    monkeypatch.setattr(remote, "get_remote_tip", lambda *_: remote.Tip(tip(newcomer.root)))
    assert "If you have not done so yet, protect the branch main" in noted(newcomer)["advice"]


def test_doctor_reports_a_server_that_cannot_be_reached(newcomer: Person) -> None:
    newcomer.git("remote", "set-url", "origin", "ssh://nobody@localhost:1/ours.git")
    assert looked_at(newcomer)["name"] == "remote"


@pytest.mark.parametrize(
    ("editor", "state", "part"),
    [
        ("code", "look", "export EDITOR='code --wait'"),
        ("gvim", "look", "export EDITOR='gvim --nofork'"),
        ("code -w", "fine", None),
        ("no-such-editor", "look", "export EDITOR=nano"),
        ("", "note", "export EDITOR=nano"),
    ],
)
def test_doctor_checks_that_the_editor_waits(
    newcomer: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str, state: str, part: str | None
) -> None:
    for name in ("code", "gvim", "nano"):
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    monkeypatch.setenv("EDITOR", editor)
    found = newcomer.apj("doctor", "--json", code=1 if state == "look" else 0).json["points"]
    (point,) = [point for point in found if point["name"] == "editor"]
    assert (point["state"], point["command"]) == (state, part)


def test_doctor_mentions_a_clock_replaced_by_apj_now(newcomer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APJ_NOW", "2026-11-23T09:00+01:00")
    assert noted(newcomer)["command"] == "unset APJ_NOW"


def test_doctor_reports_a_missing_git_and_checks_everything_else(
    newcomer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("EDITOR", "/bin/true")
    point = looked_at(newcomer)
    assert point["name"] == "git"
    assert newcomer.apj("doctor", "--json", code=1).json["git"] is None


def test_doctor_reports_a_git_that_is_too_old_to_share(newcomer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "OLDEST", (99, 0))
    assert "needs 99.0 or newer" in looked_at(newcomer)["message"]


def test_doctor_reports_a_journal_that_is_not_a_repository(tmp_path: Path, newcomer: Person) -> None:
    shutil.copytree(newcomer.root, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    copy = Person("ana", tmp_path / "copy")
    assert "not the root of a git repository" in looked_at(copy)["message"]
    copy.apj("doctor", "--fix", code=1)


def test_doctor_reports_a_damaged_git_folder(newcomer: Person) -> None:
    (newcomer.root / ".git/HEAD").unlink()
    names = {point["name"] for point in points(newcomer.apj("doctor", "--json", code=1), "look")}
    assert "history" in names


def test_doctor_fix_checks_out_a_file_whose_quarantine_has_no_reason(newcomer: Person) -> None:
    ben = Person("ben", newcomer.root.parent / "ben")
    repos.commit(ben.root, {"ben/Notes.md": "one\n", "ben/notes.md": "two\n"}, author=repos.BEN)
    ben.apj("sync")
    newcomer.apj("sync")
    newcomer.apj("doctor")
    repos.commit(ben.root, {"ben/notes.md": None}, author=repos.BEN)
    ben.apj("sync")
    newcomer.apj("sync")
    assert (
        looked_at(newcomer)["message"]
        == "These files are still quarantined, although there is no longer a reason: ben/Notes.md."
    )
    newcomer.apj("doctor", "--fix")
    assert newcomer.read("ben/Notes.md") == "one\n"
    assert newcomer.git("status", "--porcelain") == ""
    newcomer.apj("doctor")


def test_doctor_prints_the_command_that_ends_a_sparse_checkout(newcomer: Person) -> None:
    newcomer.git("sparse-checkout", "set", "--no-cone", "/*", "!/ben/")
    assert looked_at(newcomer)["command"] == "git sparse-checkout disable"
