"""The files that git's settings depend on are known, or known to be unknown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.config_files import Setting, list_config_files, read_config_with_origins
from apjournal.gitrepo.plumbing.faults import BrokenSettings
from tests.helpers import repos


def files_of(folder: Path, settings: tuple[Setting, ...], **environ: str) -> tuple[str, ...] | None:
    return list_config_files(settings, folder, {"HOME": "/home/ana", **environ}, "/opt/git/bin/git")


def test_settings_are_read_with_the_file_of_each(tmp_path: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[apj]\n\tpartner = ana\n\tquiet\n")
    repos.new_repository(tmp_path)
    with repos.counted_processes() as started:
        settings = read_config_with_origins(tmp_path, os.environ)
    assert len(started) == 1
    assert (f"file:{own_home}/.gitconfig", "apj.partner", "ana") in settings
    assert (f"file:{own_home}/.gitconfig", "apj.quiet", "true") in settings
    assert ("file:.git/config", "core.bare", "false") in settings


def test_without_git_there_are_no_settings_and_broken_ones_are_a_fault(tmp_path: Path, own_home: Path) -> None:
    assert read_config_with_origins(tmp_path, {"PATH": ""}) == ()
    (own_home / ".gitconfig").write_text("[user\n")
    with pytest.raises(BrokenSettings):
        read_config_with_origins(tmp_path, os.environ)


def test_missing_files_that_git_would_read_are_named(tmp_path: Path) -> None:
    found = files_of(tmp_path, (), GIT_CONFIG_GLOBAL="/etc/mine")
    assert found == (
        *(f"{tmp_path}/.git/{name}" for name in ("config", "config.worktree", "HEAD")),
        *("/home/ana/.gitconfig", "/home/ana/.config/git/config", "/etc/gitconfig", "/opt/git/etc/gitconfig"),
        "/etc/mine",
    )
    assert "/xdg/git/config" in (files_of(tmp_path, (), XDG_CONFIG_HOME="/xdg") or ())


@pytest.mark.parametrize(
    ("origin", "name", "value", "path"),
    [
        ("file:/etc/gitconfig", "user.name", "Ana", "/etc/gitconfig"),
        ("file:.git/config", "include.path", "mine", "{root}/.git/mine"),
        ("file:.git/config", "include.path", "~/mine", "/home/ana/mine"),
        ("file:/home/ana/.gitconfig", "includeif.gitdir:~/work/.path", "/etc/work", "/etc/work"),
        ("file:/home/ana/.gitconfig", "includeif.onbranch:main.path", "main", "/home/ana/main"),
        ("file:/a/b", "includeif.hasconfig:remote.*.url:https://example.org/**.path", "c", "/a/c"),
    ],
)
def test_included_settings_files_are_named(origin: str, name: str, value: str, path: str, tmp_path: Path) -> None:
    assert path.format(root=tmp_path) in (files_of(tmp_path, ((origin, name, value),)) or ())


@pytest.mark.parametrize(
    ("origin", "name", "value"),
    [
        ("command line:", "user.name", "Ana"),
        ("file:/a", "includeif.moon:full.path", "b"),
        ("file:/a", "include.path", "~ben/mine"),
        ("file:/a", "include.path", "%(prefix)/etc/gitconfig"),
    ],
)
def test_settings_with_unknown_files_have_no_list_of_files(origin: str, name: str, value: str, tmp_path: Path) -> None:
    assert files_of(tmp_path, ((origin, name, value),)) is None


@pytest.mark.parametrize("environ", [{"HOME": ""}, {"GIT_CONFIG_GLOBAL": "here"}])
def test_settings_that_depend_on_the_current_directory_have_no_list_of_files(
    environ: dict[str, str], tmp_path: Path
) -> None:
    assert files_of(tmp_path, (), **environ) is None
