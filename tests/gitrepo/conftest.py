"""A repository, its git runner, and its objects, for each test of code that uses git."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers.repos import new_repository


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty repository with a work tree; a file of tests may begin with another one."""
    return new_repository(tmp_path / "journal")


@pytest.fixture
def git(root: Path) -> Git:
    """Git in that repository."""
    return Git(root)


@pytest.fixture
def objects(git: Git) -> Iterator[Objects]:
    """The objects of that repository."""
    with Objects(git) as objects:
        yield objects
