from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import runner
from apjournal.gitrepo.plumbing.faults import TimedOut
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers import repos
from tests.helpers.hostile import hostile_home, start_clean
from tests.helpers.systems import needs


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that accepts a connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def wait_until_gone(pid: int) -> None:
    """Wait until the system has removed a killed process. If one stays, the test ends here."""
    stat = Path(f"/proc/{pid}/stat")
    end = time.monotonic() + 5
    while stat.exists() and stat.read_text("utf-8").rsplit(")", 1)[1].split()[0] not in "ZX":
        assert time.monotonic() < end, f"{pid} is still there"
        time.sleep(0.01)


def ask_silent(git: Git, port: int) -> None:
    git.run_git("ls-remote", f"git://127.0.0.1:{port}/x", network=True, env={"GIT_ALLOW_PROTOCOL": "git"})


def test_input_and_output_of_git_are_bytes(git: Git) -> None:
    data = b"\xff\r\n\0last line, no newline"
    oid = git.run_git("hash-object", "-w", "--stdin", stdin=data).line
    assert git.run_git("cat-file", "blob", oid).out == data


def test_an_unexpected_exit_code_raises_a_fault_in_one_sentence(git: Git) -> None:
    with pytest.raises(GitFault) as caught:
        git.run_git("read-tree", "nonsense")
    assert caught.value.message == "git read-tree stopped: Not a valid object name nonsense."
    assert git.run_git("read-tree", "nonsense", ok=(128,)).code == 128


def test_a_fault_names_the_git_command_without_its_options(git: Git) -> None:
    with pytest.raises(GitFault, match="git read-tree stopped"):
        git.run_git("-c", "a.b=c", "read-tree", "nonsense")


def test_a_missing_folder_raises_a_fault_and_never_uses_another_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repos.new_repository(tmp_path / "other"))
    with pytest.raises(GitFault, match="cannot change to"):
        Git(tmp_path / "gone").run_git("rev-parse", "--git-dir")


def test_settings_and_hooks_of_the_user_run_no_program(
    git: Git, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = repos.commit(git.root, {"a.md": "one\r\n"})
    mark = hostile_home(own_home)
    foreign = git.root.parent / "foreign-index"
    hostile = {"GIT_INDEX_FILE": str(foreign), "GIT_DIR": "/nowhere", "GIT_CONFIG_PARAMETERS": "'x.y=z'"}
    start_clean(monkeypatch, os.environ | hostile)
    assert git.run_git("log", "--format=%H %s", "-p").out.decode().startswith(f"{commit} change\n")
    git.run_git("update-index", "--add", "--cacheinfo", "100644", repos.raw_object(git.root, "blob", b"x"), "b.md")
    assert git.run_git("status", "--porcelain", "-z").out == b"AD b.md\0"
    assert not mark.exists()
    assert not foreign.exists()


def test_a_missing_git_is_reported_in_one_line(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(git.root))
    with pytest.raises(GitFault, match="Git is not installed"):
        git.run_git("version")
    program(git.root, "git", "").chmod(0o644)
    with pytest.raises(GitFault, match="Git is not installed"):
        git.run_git("version")


@pytest.mark.parametrize("said", ["git version 2.37.9", "git version two", "git version 1.99.1"])
def test_sharing_with_an_old_git_is_refused_in_one_line(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    program(tmp_path / "bin", "git", f"echo {said}")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(GitFault, match=r"sharing a journal needs 2\.38 or newer"):
        git.require_merge_support()


def test_the_git_on_this_machine_is_new_enough_to_share(git: Git) -> None:
    git.require_merge_support()


@pytest.mark.parametrize("said", ["git version 2.38.0", "git version 2.39.5 (Apple Git-154)", "git version 3.0.0"])
def test_git_2_38_and_newer_versions_are_new_enough_to_share(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    program(tmp_path / "bin", "git", f"echo '{said}'")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    git.require_merge_support()


@pytest.mark.parametrize("terminal", [False, True])
def test_a_silent_server_is_stopped_at_the_deadline(git: Git, silent_port: int, terminal: bool) -> None:
    before = repos.children()
    start = time.monotonic()
    with pytest.raises(TimedOut, match=r"git ls-remote took longer than 0\.5 seconds"):
        ask_silent(Git(git.root, terminal=terminal, timeout=0.5), silent_port)
    assert time.monotonic() - start < 5
    assert repos.children() == before


@needs("mkfifo")
def test_a_local_command_can_have_a_deadline(git: Git, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(TimedOut):
        git.run_git("hash-object", str(fifo), deadline=0.3)


def test_child_processes_of_a_network_command_end_with_it(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pids"
    monkeypatch.setattr(runner, "_GRACE", 0.3)
    ssh = program(tmp_path / "bin", "ssh", f"trap '' TERM\nsleep 60 &\necho $! $$ > {pids}\nwait; wait; sleep 60")
    with pytest.raises(TimedOut):
        git.run_git("-c", f"core.sshCommand={ssh}", "ls-remote", "ana@host:x", network=True, deadline=1)
    for pid in pids.read_text().split():
        wait_until_gone(int(pid))


def test_child_processes_of_a_network_command_end_with_it_even_without_sessions(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pids"
    monkeypatch.delattr(os, "killpg", raising=False)
    monkeypatch.setattr(runner, "signal", SimpleNamespace(SIGTERM=signal.SIGTERM))
    ssh = program(tmp_path / "bin", "ssh", f"trap '' TERM\nsleep 60 &\necho $! $$ > {pids}\nwait; wait; sleep 60")
    with pytest.raises(TimedOut):
        git.run_git("-c", f"core.sshCommand={ssh}", "ls-remote", "ana@host:x", network=True, deadline=1)
    for pid in pids.read_text().split():
        wait_until_gone(int(pid))


@needs("killpg")
def test_a_command_that_is_stopped_has_time_to_clean_up(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared = tmp_path / "cleared"
    program(tmp_path / "bin", "git", f"trap 'sleep 0.2; touch {cleared}; exit 1' TERM\nsleep 60 &\nwait")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with pytest.raises(TimedOut):
        git.run_git("fetch", network=True, deadline=1)
    assert cleared.exists()


@needs("setsid")
@pytest.mark.parametrize(
    ("network", "terminal", "apart"),
    [(False, False, False), (False, True, False), (True, True, False), (True, False, True)],
)
def test_only_a_network_command_without_a_terminal_has_its_own_session(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, network: bool, terminal: bool, apart: bool
) -> None:
    program(tmp_path / "bin", "git", "cat /proc/self/stat")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    said = Git(git.root, terminal=terminal).run_git("fetch", network=network).line
    session = int(said.rpartition(")")[2].split()[3])
    assert (session != os.getsid(0)) is apart


@needs("setsid")
def test_stopping_a_command_does_not_wait_for_a_process_that_left_the_session(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = tmp_path / "pid"
    monkeypatch.setattr(runner, "_GRACE", 0.3)
    ssh = program(tmp_path / "bin", "ssh", f"setsid sh -c 'echo $$ > {pid}; exec sleep 60' &\nsleep 60")
    before = repos.children()
    with pytest.raises(TimedOut):
        git.run_git("-c", f"core.sshCommand={ssh}", "ls-remote", "ana@host:x", network=True, deadline=1)
    os.kill(int(pid.read_text()), signal.SIGKILL)
    assert repos.children() == before


@needs("SIGALRM")
def test_an_interrupt_stops_git(git: Git, silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = repos.children()
    former = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            ask_silent(git, silent_port)
    finally:
        signal.signal(signal.SIGALRM, former)
    assert repos.children() == before


@needs("resource")
def test_only_network_commands_have_a_limit_on_file_size(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "LARGEST_FILE", 1000)
    import resource

    mine = resource.getrlimit(resource.RLIMIT_FSIZE)
    data = os.urandom(5000)
    assert git.run_git("hash-object", "-w", "--stdin", stdin=data, network=True, ok=range(-64, 256)).code != 0
    git.run_git("hash-object", "-w", "--stdin", stdin=data)
    assert resource.getrlimit(resource.RLIMIT_FSIZE) == mine


def test_git_runs_on_systems_without_a_file_size_limit(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert git.run_git("hash-object", "--stdin", network=True).line == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def test_closing_a_git_process_leaves_neither_processes_nor_pipes(git: Git) -> None:
    before = repos.children()
    child = git.start_child("cat-file", "--batch-check")
    child.stdin.write(b"nothing\n")
    child.stdin.flush()
    assert child.stdout.readline() == b"nothing missing\n"
    child.close()
    assert repos.children() == before
    assert all(pipe.closed for pipe in (child.stdin, child.stdout, child.stderr))


def test_closing_a_git_process_that_has_already_ended_is_allowed(git: Git) -> None:
    child = git.start_child("cat-file", "--batch")
    child.process.kill()
    child.process.wait()
    child.stdin.write(b"x" * 100)
    child.close()


def test_an_unclosed_git_process_ends_when_its_object_is_deleted(git: Git) -> None:
    child = git.start_child("cat-file", "--batch")
    process = child.process
    del child
    gc.collect()
    assert process.returncode == 0
