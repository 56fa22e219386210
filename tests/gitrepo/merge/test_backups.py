"""Backups of where my branch was: listed newest first, told apart, and deleted after ninety days."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from apjournal.gitrepo.merge import backups
from apjournal.gitrepo.plumbing import refs
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers import repos

AT = datetime.fromisoformat("2026-11-23T09:00+01:00")


@pytest.fixture
def commits(git: Git) -> list[str]:
    return [repos.commit(git.root, {"a": str(number)}) for number in range(3)]


def save(git: Git, commit: str, at: datetime, *, below: str = backups.BACKUP) -> None:
    refs.move_refs(git, [backups.plan_backup(refs.list_refs(git, *backups.PREFIXES), commit, at, below=below)])


def drop_old(git: Git, now: datetime) -> None:
    refs.move_refs(git, backups.drop_old(refs.list_refs(git, *backups.PREFIXES), now))


def test_the_newest_backup_is_found_by_ancestry_and_not_by_its_time(git: Git, commits: list[str]) -> None:
    assert backups.find_newest_backup(git, refs.list_refs(git, *backups.PREFIXES), commits[2]) is None
    save(git, commits[1], AT)
    save(git, commits[0], AT + timedelta(seconds=1))
    found = backups.find_newest_backup(git, refs.list_refs(git, *backups.PREFIXES), commits[2])
    assert found is not None
    assert found[1] == commits[1]


def test_a_backup_outside_the_branch_is_ignored(git: Git, commits: list[str]) -> None:
    save(git, commits[0], AT)
    save(git, commits[2], AT)
    found = backups.find_newest_backup(git, refs.list_refs(git, *backups.PREFIXES), commits[1])
    assert found is not None
    assert found[1] == commits[0]


def test_a_backup_equal_to_the_branch_is_ignored(git: Git, commits: list[str]) -> None:
    save(git, commits[0], AT)
    save(git, commits[1], AT)
    found = backups.find_newest_backup(git, refs.list_refs(git, *backups.PREFIXES), commits[1])
    assert found is not None
    assert found[1] == commits[0]


def test_the_noted_tip_is_dropped_together_with_its_backup(git: Git, commits: list[str]) -> None:
    saved = backups.plan_backup({}, commits[0], AT)
    assert backups.get_noted_tip({}, saved[0]) is None
    refs.move_refs(git, [saved, *backups.plan_note({}, saved, commits[1])])
    listed = refs.list_refs(git, *backups.PREFIXES)
    assert backups.plan_note(listed, saved, commits[2]) == []
    assert backups.get_noted_tip(listed, saved[0]) == commits[1]
    found = backups.find_newest_backup(git, listed, commits[2])
    assert found == (saved[0], commits[0])
    refs.move_refs(git, backups.plan_drop(listed, saved[0]))
    assert refs.list_refs(git, *backups.PREFIXES) == {}


def test_a_backup_without_a_noted_tip_can_be_dropped(git: Git, commits: list[str]) -> None:
    save(git, commits[0], AT)
    save(git, commits[1], AT + timedelta(seconds=1))
    listed = refs.list_refs(git, *backups.PREFIXES)
    refs.move_refs(git, backups.plan_drop(listed, next(iter(listed))))
    assert list(refs.list_refs(git, *backups.PREFIXES).values()) == [commits[1]]


def test_two_backups_of_the_same_moment_have_different_names(git: Git, commits: list[str]) -> None:
    save(git, commits[0], AT)
    save(git, commits[1], AT)
    assert sorted(refs.list_refs(git, backups.BACKUP).values()) == sorted(commits[:2])


def test_a_backup_is_dropped_after_ninety_days(git: Git, commits: list[str]) -> None:
    save(git, commits[0], AT)
    save(git, commits[0], AT, below=backups.UNDONE)
    save(git, commits[1], AT + timedelta(days=1))
    drop_old(git, AT + backups.KEPT_FOR)
    assert len(refs.list_refs(git, backups.BACKUP)) == 2
    drop_old(git, AT + backups.KEPT_FOR + timedelta(hours=1))
    assert list(refs.list_refs(git, backups.BACKUP).values()) == [commits[1]]
    assert refs.list_refs(git, backups.UNDONE) == {}
