"""The lock: one writing command at a time, and none left behind."""

from __future__ import annotations

import errno
import sys
import warnings
from pathlib import Path

import filelock  # noqa: F401  it looks for fcntl when it is imported
import pytest

from apjournal.errors import GitFault
from apjournal.store import lock


def test_a_second_process_waits_for_the_lock_and_then_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT", 0.01)
    with (
        lock.hold_lock(tmp_path / "apj"),
        pytest.raises(GitFault, match="Another apj command"),
        lock.hold_lock(tmp_path / "apj"),
    ):
        pytest.fail("two at once")


def test_the_lock_is_released_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(KeyError), lock.hold_lock(tmp_path / "apj"):
        raise KeyError
    with lock.hold_lock(tmp_path / "apj"):
        pass


def test_a_folder_that_cannot_be_locked_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(GitFault, match=r"cannot write in .*apj: "), lock.hold_lock(tmp_path / "file" / "apj"):
        pytest.fail("locked nothing")


def test_a_sign_in_the_journals_folder_is_shown_until_its_block_or_process_ends(tmp_path: Path) -> None:
    assert not lock.is_shown(tmp_path, lock.EDITING)
    with lock.show_sign(tmp_path, lock.EDITING):
        assert lock.is_shown(tmp_path, lock.EDITING)
        with lock.show_sign(tmp_path, lock.EDITING):
            assert lock.is_shown(tmp_path, lock.EDITING)
    assert not lock.is_shown(tmp_path, lock.EDITING)
    (tmp_path / "file").touch()
    with lock.show_sign(tmp_path / "file", lock.EDITING):
        assert not lock.is_shown(tmp_path / "file", lock.EDITING)


def test_locks_work_on_a_system_without_flock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with lock.show_sign(tmp_path, lock.EDITING):
        assert lock.is_shown(tmp_path, lock.EDITING)
    assert not lock.is_shown(tmp_path, lock.EDITING)


def test_locks_work_on_a_file_system_without_flock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    with lock.show_sign(tmp_path, lock.EDITING), monkeypatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # filelock says that it uses another kind of lock
        patch.setattr(fcntl, "flock", refuse)
        with lock.show_sign(tmp_path, "other"):
            assert lock.is_shown(tmp_path, "other")
    assert not lock.is_shown(tmp_path, lock.EDITING)
