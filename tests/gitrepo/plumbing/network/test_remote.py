from __future__ import annotations

import http.server
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import runner
from apjournal.gitrepo.plumbing.config import UntrustedProgram, list_settings
from apjournal.gitrepo.plumbing.faults import RefMoved
from apjournal.gitrepo.plumbing.network import remote as module
from apjournal.gitrepo.plumbing.network.network_failures import classify_failure, classify_refused_push
from apjournal.gitrepo.plumbing.network.remote import (
    BranchList,
    BranchMissing,
    Offline,
    Pushed,
    PushRejected,
    Refused,
    Remote,
    Tip,
    accept_nothing,
    accept_tip,
    find_configured_remote,
    get_remote_tip,
    list_branches,
    push_commit,
)
from apjournal.gitrepo.plumbing.network.urls import Transport
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.refs import BranchState
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers import repos
from tests.helpers.hostile import hostile_home, start_clean
from tests.helpers.systems import as_superuser, needs
from tests.servers.git_servers import backend, web


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    return repos.new_bare(tmp_path / "shared.git")


@pytest.fixture
def mine(tmp_path: Path, shared: Path) -> Path:
    root = repos.new_repository(tmp_path / "mine")
    repos.git(root, "remote", "add", "origin", str(shared))
    return root


@pytest.fixture
def theirs(tmp_path: Path, mine: Path, shared: Path) -> Path:
    """The partner's clone of a journal that has one commit."""
    repos.commit(mine, {"agreement.md": "x"})
    repos.git(mine, "push", "-q", "origin", "main")
    return repos.clone(shared, tmp_path / "theirs")


def origin(git: Git) -> Remote:
    found = find_configured_remote(git, list_settings(git), "main")
    assert found is not None
    return found


def fetch(git: Git, remote: Remote, branch: str) -> Tip | BranchMissing | Offline | Refused:
    with Objects(git) as objects:
        return module.fetch_branch(git, objects, remote, branch)


def opened(root: Path, timeout: float = 60.0) -> tuple[Git, Remote]:
    git = Git(root, timeout=timeout)
    return git, origin(git)


def set_url(root: Path, url: str) -> None:
    repos.git(root, "config", "remote.origin.url", url)


def published(clone: Path, files: dict[str, str | bytes | None]) -> str:
    commit = repos.commit(clone, files, author=repos.BEN)
    repos.git(clone, "push", "-q", "origin", "main")
    return commit


# --- what origin means ---


def test_a_journal_without_a_remote_is_not_shared(tmp_path: Path) -> None:
    git = Git(repos.new_repository(tmp_path))
    assert find_configured_remote(git, list_settings(git), "main") is None


def test_the_url_of_origin_is_checked_before_git_uses_it(mine: Path, shared: Path) -> None:
    _, remote = opened(mine)
    assert (remote.fetch.transport, remote.fetch.url) == (Transport.FILE, str(shared))
    assert remote.push == (remote.fetch,)
    assert "-oBatchMode=yes" in remote.ssh
    for url in ("ext::sh -c id", "http://example.org/x", "--upload-pack=id"):
        set_url(mine, url)
        with pytest.raises(GitFault):
            origin(Git(mine))


def test_a_url_is_checked_after_gits_settings_rewrite_it(mine: Path) -> None:
    set_url(mine, "work:journal")
    repos.git(mine, "config", "url.https://example.org/.insteadOf", "work:")
    repos.git(mine, "config", "url.ext::.insteadOf", "wor")
    _, remote = opened(mine)
    assert remote.fetch.url == repos.git(mine, "remote", "get-url", "origin") == "https://example.org/journal"
    repos.git(mine, "config", "url.ssh://git@example.org/.pushInsteadOf", "work:")
    assert origin(Git(mine)).push[0].url == repos.git(mine, "remote", "get-url", "--push", "origin")
    repos.git(mine, "config", "remote.origin.pushurl", "ext::id")
    with pytest.raises(GitFault):
        origin(Git(mine))


def test_the_ssh_command_in_my_settings_is_used(mine: Path) -> None:
    set_url(mine, "ssh://ana@example.org/journal")
    assert origin(Git(mine)).ssh.startswith("ssh -oBatchMode=yes")
    repos.git(mine, "config", "core.sshCommand", "ssh -i key")
    assert origin(Git(mine)).ssh.startswith("ssh -i key -oBatchMode=yes")
    assert "BatchMode" not in origin(Git(mine, terminal=True)).ssh


@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize(
    "command", ["plink", "ssh -o ProxyCommand=id", "ssh -i", "ssh 'x", "", "ssh -F settings", "ssh -o"]
)
def test_a_dangerous_ssh_command_must_come_from_the_users_own_settings(mine: Path, command: str) -> None:
    repos.git(mine, "config", "core.sshCommand", command)
    assert origin(Git(mine)).ssh.startswith("ssh -oBatchMode"), "no ssh is started for a folder"
    set_url(mine, "ssh://ana@example.org/journal")
    with pytest.raises(UntrustedProgram):
        origin(Git(mine))
    repos.git(mine, "config", "--global", "core.sshCommand", "ssh")
    with pytest.raises(UntrustedProgram):
        origin(Git(mine))
    repos.git(mine, "config", "--global", "core.sshCommand", command)
    assert origin(Git(mine)).ssh.startswith(command)


@pytest.mark.parametrize("command", ["ssh", "ssh -i key -p 22 -l ana -4 -q", "ssh -o IdentitiesOnly=yes -o Port=22"])
def test_an_ssh_command_with_a_key_port_or_user_may_come_from_the_repository(mine: Path, command: str) -> None:
    repos.git(mine, "config", "core.sshCommand", command)
    set_url(mine, "ssh://ana@example.org/journal")
    assert origin(Git(mine)).ssh.startswith(command)


# --- probe and survey ---


def test_the_remote_tip_is_read_from_the_branch_of_exactly_that_name(theirs: Path) -> None:
    commit = published(theirs, {"ben/1.md": "x"})
    repos.git(theirs, "push", "-q", "origin", "HEAD:refs/heads/refs/heads/other")
    git, remote = opened(theirs)
    assert get_remote_tip(git, remote, "main") == Tip(commit)
    assert get_remote_tip(git, remote, "other") == BranchMissing()
    assert get_remote_tip(git, remote, "none") == BranchMissing()


def test_an_empty_server_has_no_remote_tip(mine: Path) -> None:
    git, remote = opened(mine)
    assert get_remote_tip(git, remote, "main") == BranchMissing()
    assert list_branches(git, remote) == BranchList(None, {})


@pytest.mark.parametrize(
    ("head", "branches", "other"),
    [(None, [], None), ("main", ["main", "trunk"], None), ("main", ["main", "a"], "main"), (None, ["b", "a"], "a")],
)
def test_another_branch_of_the_server_is_found_if_my_branch_is_missing(
    head: str | None, branches: list[str], other: str | None
) -> None:
    assert BranchList(head, dict.fromkeys(branches, "0" * 40)).find_other_branch("trunk") == other


def test_branches_whose_names_are_options_are_not_listed(theirs: Path, shared: Path) -> None:
    commit = repos.tip(theirs)
    for name in ("x/y", "-n", "a..b", "HEAD"):
        (shared / "refs/heads" / name).parent.mkdir(exist_ok=True)
        (shared / "refs/heads" / name).write_text(f"{commit}\n", "ascii")
    git, remote = opened(theirs)
    assert list_branches(git, remote) == BranchList("main", {"main": commit, "x/y": commit, "HEAD": commit})


@pytest.mark.parametrize("ask", [lambda git, remote: get_remote_tip(git, remote, "main"), list_branches])
def test_a_remote_path_that_does_not_exist_counts_as_offline(
    mine: Path, tmp_path: Path, ask: Callable[[Git, Remote], object]
) -> None:
    set_url(mine, str(tmp_path / "unplugged"))
    answer = ask(*opened(mine))
    assert isinstance(answer, Offline)
    assert str(tmp_path / "unplugged") in answer.reason


def test_only_the_transport_of_the_checked_url_is_allowed(mine: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text('[protocol "ext"]\n allow = always\n[protocol "file"]\n allow = always\n')
    git, remote = opened(mine)
    set_url(mine, f"ext::touch {own_home}/it-ran")
    assert isinstance(get_remote_tip(git, remote, "main"), Refused)
    assert not (own_home / "it-ran").exists()


# --- fetch ---


def test_a_fetch_writes_only_the_incoming_ref(mine: Path, theirs: Path) -> None:
    repos.git(theirs, "tag", "main")
    repos.git(theirs, "push", "-q", "origin", "refs/tags/main", "HEAD:refs/heads/other/x")
    repos.commit(theirs, {"ben/1.md": "x"})
    repos.git(theirs, "push", "-q", "origin", "refs/heads/main:refs/heads/main")
    before = repos.git(mine, "for-each-ref")
    git, remote = opened(mine)
    assert fetch(git, remote, "main") == Tip(repos.tip(theirs, "refs/heads/main"))
    refs = repos.git(mine, "for-each-ref").splitlines()
    assert [line for line in refs if "refs/apj/incoming/main" not in line] == before.splitlines()
    assert not (mine / ".git/FETCH_HEAD").exists()
    assert fetch(git, remote, "gone") == BranchMissing()


def test_a_fetch_accepts_a_rewritten_branch(mine: Path, theirs: Path, shared: Path) -> None:
    git, remote = opened(mine)
    published(theirs, {"ben/1.md": "x"})
    fetch(git, remote, "main")
    repos.git(shared, "update-ref", "refs/heads/main", repos.tip(theirs, "HEAD~1"))
    assert fetch(git, remote, "main") == Tip(repos.tip(theirs, "HEAD~1"))


def test_a_fetch_refuses_invalid_objects(mine: Path, shared: Path) -> None:
    blob = repos.raw_object(shared, "blob", b"x")
    inner = repos.raw_object(shared, "tree", b"100644 config\0" + bytes.fromhex(blob))
    tree = repos.raw_object(shared, "tree", b"40000 .git\0" + bytes.fromhex(inner))
    commit = repos.git(shared, "commit-tree", tree, "-m", "x", **repos.who(repos.BEN))
    repos.git(shared, "update-ref", "refs/heads/main", commit)
    answer = fetch(*opened(mine), "main")
    assert isinstance(answer, Refused)
    assert "sent damaged data" in answer.reason
    assert tree[:7] in answer.reason
    assert repos.git(mine, "for-each-ref") == ""


@needs("resource")
def test_a_fetch_refuses_a_huge_pack_and_removes_it(mine: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(theirs, {"ben/photo.bin": os.urandom(300_000)})
    git, remote = opened(mine)
    older = mine / ".git/objects/pack/tmp_pack_of_another"
    older.touch()
    os.utime(older, (1, 1))
    monkeypatch.setattr(runner, "LARGEST_FILE", 100_000)
    answer = fetch(git, remote, "main")
    assert isinstance(answer, Refused)
    assert "more than any journal needs" in answer.reason
    assert "git fetch" in answer.advice
    assert "git fetch" not in answer.early, "there is no clone to fetch in yet"
    assert "refs/apj/incoming" not in repos.git(mine, "for-each-ref")
    assert list((mine / ".git/objects").rglob("tmp_*")) == [older]


def test_a_remote_branch_that_does_not_point_to_a_commit_is_refused(mine: Path, shared: Path) -> None:
    blob = repos.raw_object(shared, "blob", b"x")
    (shared / "refs/heads/main").write_text(f"{blob}\n", "ascii")
    answer = fetch(*opened(mine), "main")
    assert isinstance(answer, Refused)
    assert answer.reason == "The server's branch main does not point to a commit."


# --- push ---


def test_pushing_the_same_commit_again_is_not_a_fault(mine: Path, shared: Path) -> None:
    commit = repos.commit(mine, {"ana/1.md": "x"})
    git, remote = opened(mine)
    assert push_commit(git, remote, "main", commit) == Pushed()
    assert push_commit(git, remote, "main", commit) == Pushed()
    assert repos.tip(shared, "refs/heads/main") == commit
    assert repos.tip(mine, "refs/remotes/origin/main") == commit


def test_a_push_after_a_partners_push_is_rejected_and_can_be_retried(mine: Path, theirs: Path, shared: Path) -> None:
    theirs_commit = published(theirs, {"ben/1.md": "x"})
    git, remote = opened(mine)
    ours = repos.commit(mine, {"ana/1.md": "x"})
    assert push_commit(git, remote, "main", ours) == PushRejected("[rejected] (fetch first)")
    fetch(git, remote, "main")
    assert push_commit(git, remote, "main", ours) == PushRejected("[rejected] (non-fast-forward)")
    assert repos.tip(shared, "refs/heads/main") == theirs_commit


def test_remote_refs_with_misleading_names_do_not_stop_a_push(mine: Path, theirs: Path, shared: Path) -> None:
    old = repos.tip(shared, "refs/heads/main")
    for name in ("refs/heads/refs/heads/main", "refs/tags/refs/heads/main"):
        repos.git(shared, "update-ref", name, old)
    commit = repos.commit(mine, {"more.md": "x"})
    git, remote = opened(mine)
    assert push_commit(git, remote, "main", commit) == Pushed()
    assert repos.tip(shared, "refs/heads/main") == commit
    assert repos.tip(shared, "refs/heads/refs/heads/main") == old
    assert repos.git(mine, "for-each-ref", "refs/apj/outgoing") == ""


def test_a_server_that_takes_too_long_is_offline_and_the_advice_says_how_to_allow_more_time(
    mine: Path, shared: Path
) -> None:
    git, remote = opened(mine, timeout=0.000001)
    answer = push_commit(git, remote, "main", repos.commit(mine, {"ana/note.md": "x\n"}))
    assert isinstance(answer, Offline)
    assert "gave no answer within" in answer.reason
    assert "git config --global apj.timeout 600" in answer.advice


def test_a_push_to_a_local_folder_runs_no_program_from_settings(
    mine: Path, shared: Path, tmp_path: Path, own_home: Path
) -> None:
    mark = tmp_path / "it-ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    (own_home / "hooks").mkdir()
    (own_home / "hooks/pre-receive").symlink_to(program)
    (own_home / ".gitconfig").write_text(f"[core]\n\thooksPath = {own_home}/hooks\n")
    for key in ("uploadpack", "receivepack"):
        repos.git(mine, "config", f"remote.origin.{key}", str(program))
    commit = repos.commit(mine, {"agreement.md": "x"})
    git, remote = opened(mine)
    assert push_commit(git, remote, "main", commit) == Pushed()
    assert get_remote_tip(git, remote, "main") == fetch(git, remote, "main") == Tip(commit)
    assert list_branches(git, remote) == BranchList("main", {"main": commit})
    assert not mark.exists()


def test_a_push_while_the_server_is_locked_is_rejected_and_can_be_retried(
    mine: Path, theirs: Path, shared: Path
) -> None:
    (shared / "refs/heads/main.lock").touch()
    answer = push_commit(*opened(mine), "main", repos.commit(mine, {"ana/1.md": "x"}))
    assert isinstance(answer, PushRejected)
    assert theirs


def hook(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_a_declined_push_quotes_the_server_without_control_characters(mine: Path, shared: Path) -> None:
    hook(shared / "hooks", "pre-receive", r"printf '\033]52;c;aGk=\007not you' >&2; exit 1")
    answer = push_commit(*opened(mine), "main", repos.commit(mine, {"ana/1.md": "x"}))
    assert isinstance(answer, Refused)
    assert "pre-receive hook declined" in answer.reason
    assert "<U+001B>]52;c;aGk=<U+0007>not you" in answer.reason
    assert "\x1b" not in answer.reason


@pytest.mark.parametrize(
    ("logins", "reason", "advice"),
    [
        (None, "The server did not accept the push: returned error: 403", "for permission to push"),
        ({}, "asks for a login", "push --dry-run origin main"),
    ],
)
def test_a_missing_permission_to_push_is_explained(
    mine: Path, shared: Path, logins: dict[str, str] | None, reason: str, advice: str
) -> None:
    repos.git(shared, "config", "http.receivepack", "false")
    commit = repos.commit(mine, {"ana/1.md": "x"})
    with web(backend(shared, logins, read_by_all=True)) as url:
        set_url(mine, f"{url}/ours.git")
        answer = push_commit(*opened(mine), "main", commit)
    assert isinstance(answer, Refused)
    assert reason in answer.reason
    assert advice in answer.advice


def test_my_own_hooks_do_not_run_on_a_push(mine: Path) -> None:
    hook(mine / ".git/hooks", "pre-push", "exit 1")
    assert push_commit(*opened(mine), "main", repos.commit(mine, {"ana/1.md": "x"})) == Pushed()


def test_a_repository_with_a_work_tree_is_not_pushed_to(mine: Path, tmp_path: Path) -> None:
    set_url(mine, str(repos.new_repository(tmp_path / "plain")))
    answer = push_commit(*opened(mine), "main", repos.commit(mine, {"ana/1.md": "x"}))
    assert isinstance(answer, Refused)
    assert "apj init --shared" in answer.advice


def test_a_push_to_a_missing_repository_counts_as_offline(mine: Path, shared: Path) -> None:
    git, remote = opened(mine)
    commit = repos.commit(mine, {"ana/1.md": "x"})
    shared.rename(shared.with_name("moved"))
    assert isinstance(push_commit(git, remote, "main", commit), Offline)


def test_unusual_settings_do_not_change_fetch_and_push(
    mine: Path, theirs: Path, shared: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = hostile_home(own_home)
    for name, value in (("mirror", "true"), ("prune", "true"), ("tagOpt", "--tags"), ("push", "+HEAD:refs/heads/x")):
        repos.git(mine, "config", f"remote.origin.{name}", value)
    repos.git(mine, "config", "remote.origin.fetch", "+refs/heads/*:refs/heads/*")
    start_clean(monkeypatch, os.environ | {"GIT_DIR": "/nowhere", "GIT_ALLOW_PROTOCOL": "ext"})
    git, remote = opened(mine)
    head = repos.tip(mine)
    with monkeypatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        theirs_commit = published(theirs, {"ben/1.md": "x"})
        repos.git(mine, "branch", "mine-alone")
    assert fetch(git, remote, "main") == Tip(theirs_commit)
    assert repos.tip(mine, "refs/heads/main") == head
    assert repos.tip(mine, "refs/heads/mine-alone") == head
    assert push_commit(git, remote, "main", theirs_commit) == Pushed()
    assert repos.git(shared, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    assert not mark.exists()


# --- the accepted tip ---


def test_the_accepted_tip_moves_only_from_its_expected_value(mine: Path) -> None:
    first, second = repos.commit(mine, {"a": "1"}), repos.commit(mine, {"a": "2"})
    git = Git(mine)
    accept_tip(git, BranchState("main", {}), first)
    accept_tip(git, BranchState("main", {"refs/apj/remote/main": first}), second)
    with pytest.raises(RefMoved):
        accept_tip(git, BranchState("main", {}), first)
    assert repos.tip(mine, "refs/apj/remote/main") == repos.tip(mine, "refs/remotes/origin/main") == second


def test_after_the_accepted_tip_is_removed_any_tip_can_be_accepted(mine: Path) -> None:
    commit = repos.commit(mine, {"a": "1"})
    git = Git(mine)
    accept_tip(git, BranchState("main", {}), commit)
    accept_nothing(git, "main")
    accept_tip(git, BranchState("main", {}), commit)


def test_a_name_clash_below_origin_does_not_prevent_accepting_a_tip(mine: Path) -> None:
    commit = repos.commit(mine, {"a": "1"})
    repos.git(mine, "update-ref", "refs/remotes/origin/main/x", commit)
    accept_tip(Git(mine), BranchState("main", {}), commit)
    assert repos.tip(mine, "refs/apj/remote/main") == commit


# --- servers that are away, want a login, or are none ---


def test_a_silent_server_counts_as_offline_after_the_deadline(mine: Path) -> None:
    repos.commit(mine, {"a": "1"})
    with socket.create_server(("127.0.0.1", 0)) as server:
        set_url(mine, f"git://127.0.0.1:{server.getsockname()[1]}/x")
        git, remote = opened(mine, timeout=0.5)
        answers = [
            get_remote_tip(git, remote, "main"),
            list_branches(git, remote),
            fetch(git, remote, "main"),
            push_commit(git, remote, "main", repos.tip(mine)),
        ]
    assert all(isinstance(answer, Offline) and "no answer within 0.5 seconds" in answer.reason for answer in answers)


def test_a_server_that_cannot_be_reached_counts_as_offline(mine: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for scheme in ("git", "http"):
        set_url(mine, f"{scheme}://127.0.0.1:{port}/x")
        answer = get_remote_tip(*opened(mine), "main")
        assert isinstance(answer, Offline), answer
        assert "cannot be reached" in answer.reason


@pytest.mark.parametrize(
    ("said", "kind", "reason"),
    [
        ("git@host: Permission denied (publickey).", Refused, "asks for a login"),
        ("Host key verification failed.", Refused, "asks for a login"),
        ("ssh: connect to host x port 22: Connection timed out", Offline, "Connection timed out"),
        ("ssh: Could not resolve hostname x: Temporary failure in name resolution", Offline, "name resolution"),
        ("ERROR: Repository not found.", Refused, "There is no repository at ana@host:x"),
        ("Welcome! \x1b[2J", Refused, "sent an answer that git cannot use"),
    ],
)
def test_messages_of_ssh_are_classified(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, kind: type[object], reason: str
) -> None:
    hook(tmp_path / "bin", "ssh", f"printf '%s\\n' '{said}' >&2; exit 255")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    set_url(mine, "ana@host:x")
    answer = fetch(*opened(mine), "main")
    assert isinstance(answer, kind)
    assert isinstance(answer, Offline | Refused)
    assert reason in answer.reason
    assert "\x1b" not in answer.reason
    if "login" in reason:
        assert isinstance(answer, Refused)
        assert answer.advice.endswith(f"git -C {mine} ls-remote origin")
        assert answer.early.endswith("git ls-remote ana@host:x")


@contextmanager
def web_server(status: int, body: bytes = b"", **headers: str) -> Iterator[str]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/x"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (401, Refused, "asks for a login"),
        (403, Refused, "asks for a login"),
        (404, Refused, "There is no repository at"),
        (503, Offline, "cannot be reached"),
        (200, Refused, "sent an answer that git cannot use"),
    ],
)
def test_answers_of_a_web_server_are_classified(mine: Path, status: int, kind: type[object], reason: str) -> None:
    with web_server(status, b"<html>\n<body>hello</body>\n</html>\n", WWW_Authenticate='Basic realm="x"') as url:
        set_url(mine, url)
        answer = get_remote_tip(*opened(mine), "main")
    assert isinstance(answer, kind), answer
    assert isinstance(answer, Offline | Refused)
    assert reason in answer.reason


def test_a_web_page_is_not_an_empty_repository(mine: Path) -> None:
    with web_server(200, b"") as url:
        set_url(mine, url)
        git, remote = opened(mine)
        answers = [get_remote_tip(git, remote, "main"), fetch(git, remote, "main"), list_branches(git, remote)]
    assert all(isinstance(answer, Refused) and "a web page" in answer.reason for answer in answers)


def test_an_empty_repository_behind_a_web_server_has_no_branch(mine: Path, shared: Path) -> None:
    with web(backend(shared)) as url:
        set_url(mine, f"{url}/ours.git")
        git, remote = opened(mine)
        assert fetch(git, remote, "main") == BranchMissing()
        assert list_branches(git, remote) == BranchList(None, {})


def test_a_server_that_falls_silent_during_a_fetch_counts_as_offline(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with web_server(200, b"") as url:
        set_url(mine, url)
        git, remote = opened(mine)
        plain = module._run_network_command

        def silent_at_last(*args: object, **more: object) -> object:
            return Offline("no answer", "later") if more else plain(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(module, "_run_network_command", silent_at_last)
        assert fetch(git, remote, "main") == Offline("no answer", "later")


def test_a_redirect_to_another_transport_is_not_followed(mine: Path, shared: Path) -> None:
    with web_server(302, Location=f"file://{shared}/info/refs") as url:
        set_url(mine, url)
        assert isinstance(get_remote_tip(*opened(mine), "main"), Refused)


def test_invalid_branch_names_are_refused() -> None:
    taken = ["main", "x/y", "feature-1", "wöche", "a.b", "a@b"]
    refused = ["-x", ".x", "x/", "x//y", "a..b", "x.lock", "x.lock/y", "a/.b", "a@{b", "x.", "", "a b", "a:b", "a\nb"]
    assert [name for name in taken + refused if module._BRANCH.fullmatch(name)] == taken


# --- several places to push to ---


def split(mine: Path, *places: Path) -> tuple[Git, Remote]:
    for place in places:
        repos.git(mine, "config", "--add", "remote.origin.pushurl", str(place))
    return opened(mine)


def refuse(server: Path) -> None:
    hook = server / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)


def test_a_push_that_all_urls_accept_counts_as_pushed(mine: Path, shared: Path, tmp_path: Path) -> None:
    git, remote = split(mine, shared, repos.new_bare(tmp_path / "backup.git"))
    commit = repos.commit(mine, {"a": "1"})
    assert remote.is_split
    assert push_commit(git, remote, "main", commit) == Pushed()
    assert repos.tip(tmp_path / "backup.git", "main") == commit


def test_a_push_that_only_a_second_url_refuses_counts_as_arrived(mine: Path, shared: Path, tmp_path: Path) -> None:
    git, remote = split(mine, shared, repos.new_bare(tmp_path / "backup.git"))
    refuse(tmp_path / "backup.git")
    answer = push_commit(git, remote, "main", repos.commit(mine, {"a": "1"}))
    assert isinstance(answer, Pushed)
    assert answer.arrived
    assert "failed to push" in answer.refusal


def test_a_push_that_only_another_url_accepts_has_not_arrived(mine: Path, tmp_path: Path) -> None:
    git, remote = split(mine, repos.new_bare(tmp_path / "fork.git"))
    answer = push_commit(git, remote, "main", repos.commit(mine, {"a": "1"}))
    assert answer == Pushed(arrived=False)


def test_a_push_that_the_fetch_url_refuses_counts_as_refused(mine: Path, shared: Path, tmp_path: Path) -> None:
    git, remote = split(mine, shared, repos.new_bare(tmp_path / "backup.git"))
    refuse(shared)
    assert isinstance(push_commit(git, remote, "main", repos.commit(mine, {"a": "1"})), Refused)


def test_a_rejected_push_says_whether_a_second_url_accepted_it(
    mine: Path, theirs: Path, shared: Path, tmp_path: Path
) -> None:
    git, remote = split(mine, shared, repos.new_bare(tmp_path / "backup.git"))
    published(theirs, {"ben/1.md": "x"})
    answer = push_commit(git, remote, "main", repos.commit(mine, {"a": "1"}))
    assert isinstance(answer, PushRejected)
    assert answer.taken
    git, remote = opened(mine)
    repos.git(mine, "config", "--unset-all", "remote.origin.pushurl")
    answer = push_commit(git, origin(git), "main", repos.commit(mine, {"a": "2"}))
    assert isinstance(answer, PushRejected)
    assert not answer.taken


# --- a folder of another user ---


@as_superuser("giving a folder to another user")
@pytest.mark.parametrize("allowed", ["{shared}", "{shared}/", "*", "{parent}/*"])
def test_a_shared_folder_of_another_user_is_used_once_safe_directory_allows_it(
    mine: Path, shared: Path, allowed: str
) -> None:
    os.chown(shared, 1000, 1000)
    git = Git(mine)
    with pytest.raises(GitFault) as caught:
        origin(git)
    assert caught.value.hint.endswith(f"git config --global --add safe.directory {shared}")
    value = allowed.format(shared=shared, parent=shared.parent)
    repos.git(mine, "config", "--local", "safe.directory", value)  # whoever copies a repository can't consent for me
    with pytest.raises(GitFault):
        origin(git)
    repos.git(mine, "config", "--global", "--add", "safe.directory", value)
    assert origin(git).fetch.url == str(shared)
    repos.git(mine, "config", "--global", "--add", "safe.directory", "")
    with pytest.raises(GitFault):
        origin(git)


@as_superuser("giving a folder to another user")
def test_safe_directory_allows_only_the_folder_that_it_names(
    mine: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chown(shared, 1000, 1000)
    repos.git(mine, "config", "--global", "--add", "safe.directory", "/srv/other.git")
    with pytest.raises(GitFault):
        origin(Git(mine))
    repos.git(mine, "config", "--global", "--add", "safe.directory", "~/shared.git")
    monkeypatch.setenv("HOME", str(shared.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(shared.parent / "settings"))
    repos.git(mine, "config", "--global", "safe.directory", "~/shared.git")
    assert origin(Git(mine)).fetch.url == str(shared)


# --- why a push is refused ---


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("GH007: Your push would publish a private email address.", "email:"),
        ("Committer's email 'ana@x.org' does not follow the pattern; author's email", "email:"),
        ("Author 'ana@x.org' is not a member of team", "email:"),
        ("GH013: Commits must have verified signatures.", "Sign your commits"),
        ("Commit must be signed with a GPG key", "Sign your commits"),
        ("GH013: Repository rule violations found", "rules for this branch"),
        ("pre-receive hook declined", "permission to push"),
    ],
)
def test_the_fault_of_a_refused_push_contains_advice(words: str, advice: str) -> None:
    assert advice in classify_refused_push("[remote rejected] (pre-receive hook declined)", f"remote: {words}\n").advice


def test_a_folder_that_is_not_there_may_not_exist_yet(mine: Path, tmp_path: Path) -> None:
    set_url(mine, str(tmp_path / "my disk.git"))
    git, remote = opened(mine)
    commit = repos.commit(mine, {"a": "b"})
    err = "fatal: '/x' does not appear to be a git repository"
    never = classify_failure(git, remote, err)
    git.run_git("update-ref", "refs/apj/remote/main", commit)
    moved = classify_failure(git, remote, err)
    assert isinstance(never, Offline)
    assert isinstance(moved, Offline)
    assert never.advice.endswith(f"does not exist yet: git init --bare '{tmp_path / 'my disk.git'}'")
    assert moved.advice.endswith("has moved: git remote set-url origin PATH")
    assert moved.reason == f"{never.reason.removesuffix('.')} now."
    assert "set-url" not in moved.early


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "refs/remotes/origin/main is empty or damaged"),
        (b"garbage\n", "refs/remotes/origin/main is empty or damaged"),
        (b"1" * 40, "refs/remotes/origin/main contains a commit that is missing from this clone"),
    ],
)
def test_a_damaged_local_ref_is_not_reported_as_a_problem_of_the_server(data: bytes, said: str, mine: Path) -> None:
    git, remote = opened(mine)
    (mine / ".git/refs/remotes/origin").mkdir(parents=True, exist_ok=True)
    (mine / ".git/refs/remotes/origin/main").write_bytes(data)
    with pytest.raises(GitFault, match=said):
        classify_failure(git, remote, "fatal: bad object refs/remotes/origin/main")


def test_an_unsupported_repository_format_is_reported_by_name(mine: Path) -> None:
    git, remote = opened(mine)
    answer = classify_failure(git, remote, "fatal: unknown repository extension found:\n\tfancy\n")
    assert isinstance(answer, Refused)
    assert "fancy" in answer.reason
