"""Commits composed in memory equal those that git itself would make."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.compose_history import Composer
from apjournal.gitrepo.plumbing.commit import Identity
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import write_pack
from tests.helpers import repos

ANA = Identity("Ana Costa", "ana@example.org")
AT = datetime.fromisoformat("2026-08-29T17:20+01:00")
FILES = {"ana/2026-W36.md": b"---\n---\n", "ana.md": b"x\n", "ana-b/x.md": b"y\n", "b.md": "\u00fc\n".encode()}


def test_a_composed_commit_has_its_files_author_date_and_parents(git: Git) -> None:
    composer = Composer(git)
    first = composer.add_commit(FILES, "ana: begins", ANA, AT, [])
    second = composer.add_commit({"ana.md": b"z\n"}, "ana: goes on \u00fc\n", ANA, AT, [first])
    write_pack(git, list(composer.list_objects()))
    assert repos.git(git.root, "fsck", "--strict", "--no-dangling") == ""
    shown = repos.git(git.root, "show", "-s", "--format=%P %an %ae %aI %cn %ce %cI %B", second)
    who = "Ana Costa ana@example.org 2026-08-29T17:20:00+01:00"
    assert shown.rstrip() == f"{first} {who} {who} ana: goes on \u00fc"
    for path, data in FILES.items():
        assert repos.git_bytes(git.root, "show", f"{first}:{path}") == data
    assert repos.git(git.root, "ls-tree", "--name-only", second) == "ana.md"


def test_composing_a_history_starts_no_process_and_ignores_the_users_settings(git: Git, own_home: Path) -> None:
    Composer(git)
    usual = Composer(git).add_commit(FILES, "begins", ANA, AT, [])
    (own_home / ".gitconfig").write_text("[i18n]\n\tcommitEncoding = latin1\n[user]\n\tname = Cleo\n", "utf-8")
    with repos.counted_processes() as started:
        assert Composer(git).add_commit(FILES, "begins", ANA, AT, []) == usual
    assert started == []


def test_composing_without_gitpython_raises_a_fault(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "git", None)
    with pytest.raises(GitFault, match="GitPython cannot be loaded"):
        Composer(git)
    assert "GIT_PYTHON_GIT_EXECUTABLE" not in os.environ, "a program that is started later may use GitPython, too"
