"""Leftover locks: found with their age and holder, and removed when they are old and without a holder."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.health import stale_locks
from apjournal.gitrepo.plumbing.repository import Repository, open_repository
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers.repos import git, new_repository
from tests.helpers.systems import needs

HOUR = 3600


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return open_repository(Git(new_repository(tmp_path / "journal")))


def lock(repository: Repository, name: str, *, age: float = HOUR) -> Path:
    path = repository.git_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return grown_old(path, age)


def grown_old(path: Path, age: float = HOUR) -> Path:
    now = path.stat().st_mtime
    os.utime(path, (now - age, now - age))
    return path


@pytest.mark.parametrize("name", ["objects/3e/tmp_obj_5chCzp", "objects/pack/tmp_pack_a1b2c3"])
def test_a_half_written_object_is_found_and_removed_when_it_is_old(repository: Repository, name: str) -> None:
    path = lock(repository, name)
    (found,) = stale_locks.find_parts(repository)
    assert (found.path, found.is_stale) == (path, True)
    assert stale_locks.find_locks(repository) == ()
    stale_locks.remove_leftover(repository, found)
    assert not path.exists()
    lock(repository, name, age=60)
    assert not stale_locks.find_parts(repository)[0].is_stale


def test_the_folder_of_an_interrupted_push_is_removed_with_its_files(repository: Repository) -> None:
    folder = lock(repository, "objects/tmp_objdir-incoming-a1b2c3/pack/tmp_pack_a1b2c3").parents[1]
    (found,) = stale_locks.find_parts(repository)
    assert found.path == folder
    grown_old(folder)
    stale_locks.remove_leftover(repository, found)
    assert not folder.exists()


@contextmanager
def running(script: str, folder: Path) -> Iterator[None]:
    """Run a script that says when it is ready. Its processes are not children of this process, which only reads."""
    words = ["sh", "-c", f"({script}) & wait"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, start_new_session=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield
        os.killpg(other.pid, signal.SIGKILL)
        other.stdout.read()  # until the last of them has ended


GIT_AT_WORK = "{ echo; sleep 60; } | git cat-file --batch"
"""A git that waits for the next question."""


@pytest.mark.parametrize(
    "name", ["index.lock", "HEAD.lock", "refs/heads/main.lock", "refs/heads/a/b.lock", "objects/maintenance.lock"]
)
def test_an_old_lock_without_a_holder_is_stale(repository: Repository, name: str) -> None:
    path = lock(repository, name)
    (found,) = stale_locks.find_locks(repository)
    assert (found.path, found.holder, found.is_stale) == (path, None, True)
    assert timedelta(minutes=59) < found.age < timedelta(minutes=70)
    stale_locks.remove_leftover(repository, found)
    assert not path.exists()


def test_a_repository_without_a_running_git_has_no_locks(repository: Repository) -> None:
    assert stale_locks.find_locks(repository) == ()


def test_a_recent_lock_is_never_removed(repository: Repository) -> None:
    path = lock(repository, "index.lock", age=9 * 60)
    (found,) = stale_locks.find_locks(repository)
    assert not found.is_stale
    with pytest.raises(GitFault, match="may still be in use"):
        stale_locks.remove_leftover(repository, found)
    assert path.exists()


def test_the_age_of_a_lock_does_not_depend_on_apj_now(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APJ_NOW", "2126-11-23T09:00+01:00")
    lock(repository, "index.lock", age=0)
    (found,) = stale_locks.find_locks(repository)
    assert found.age < timedelta(minutes=1)


@needs("killpg")
def test_a_lock_held_open_by_a_process_is_not_stale(repository: Repository, tmp_path: Path) -> None:
    path = lock(repository, "index.lock")
    with running(f"exec 3<'{path}'; echo open; sleep 60", tmp_path):
        (found,) = stale_locks.find_locks(repository)
        with pytest.raises(GitFault, match="may still be in use"):
            stale_locks.remove_leftover(repository, found)
    assert found.holder is not None
    assert not found.is_stale
    assert stale_locks.find_locks(repository)[0].is_stale


@needs("killpg")
def test_a_lock_is_not_stale_while_git_runs_in_the_journal(repository: Repository) -> None:
    lock(repository, "index.lock")
    with running(GIT_AT_WORK, repository.root):
        (found,) = stale_locks.find_locks(repository)
    assert (found.holder is None, found.is_stale) == (False, False)


@needs("killpg")
def test_git_in_another_folder_and_other_programs_do_not_hold_a_lock(repository: Repository, tmp_path: Path) -> None:
    lock(repository, "index.lock")
    new_repository(tmp_path / "elsewhere")
    with running(GIT_AT_WORK, tmp_path / "elsewhere"), running("echo; sleep 60", repository.root):
        asked = Git(repository.root).start_child("cat-file", "--batch")
        (found,) = stale_locks.find_locks(repository)
        asked.close()
    assert found.is_stale


def test_no_lock_is_removed_when_processes_are_not_visible(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(repository, "index.lock")

    def refuse(_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(psutil, "process_iter", refuse)
    (found,) = stale_locks.find_locks(repository)
    assert (found.certain, found.is_stale) == (False, False)


def test_removing_a_lock_that_is_already_gone_is_not_an_error(repository: Repository) -> None:
    path = lock(repository, "index.lock")
    (found,) = stale_locks.find_locks(repository)
    path.unlink()
    stale_locks.remove_leftover(repository, found)
    assert stale_locks.find_locks(repository) == ()


def test_a_lock_that_is_released_during_the_check_is_skipped(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lock(repository, "index.lock")
    plain = Path.lstat
    monkeypatch.setattr(Path, "lstat", lambda self: path.unlink() or plain(self) if self == path else plain(self))
    assert stale_locks.find_locks(repository) == ()


def test_a_lock_that_cannot_be_removed_is_reported_with_the_reason(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(repository, "index.lock")
    (found,) = stale_locks.find_locks(repository)

    def refuse(_: Path, *, missing_ok: bool) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(GitFault, match=r"index\.lock cannot be removed: Permission denied"):
        stale_locks.remove_leftover(repository, found)


def test_locks_of_another_work_tree_are_found(repository: Repository, tmp_path: Path) -> None:
    git(repository.root, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "begin")
    git(repository.root, "worktree", "add", "-q", str(tmp_path / "second"))
    second = open_repository(Git(tmp_path / "second"))
    shared = lock(repository, "packed-refs.lock")
    own = second.git_dir / "index.lock"
    own.touch()
    assert {found.path for found in stale_locks.find_locks(second)} == {shared, own}
