from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.config import (
    DEFAULT_TIMEOUT,
    Setting,
    UntrustedProgram,
    get_time_limit,
    list_config_files,
    parse_config,
    read_config,
    read_config_with_origins,
    read_personal_config,
    require_own_programs,
    write_config,
    write_personal_config,
)
from apjournal.gitrepo.plumbing.faults import BrokenSettings
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers import repos


def test_settings_are_read_with_one_process_and_without_gitpython(tmp_path: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[user]\n  email = ana@example.org\n[apj]\n  Partner = ana\n")
    repos.new_repository(tmp_path)
    with repos.counted_processes() as started:
        config = dict(read_config(tmp_path, os.environ))
    assert (config["user.email"], config["apj.partner"], config["core.bare"]) == ("ana@example.org", "ana", "false")
    assert started == [["git", "config", "-z", "--list"]]


def test_outside_a_repository_the_users_own_settings_are_read(tmp_path: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[user]\n  name = Ana\n")
    assert read_config(tmp_path, os.environ) == (("user.name", "Ana"),)


def test_without_git_settings_are_read_as_empty(tmp_path: Path) -> None:
    assert read_config(tmp_path, {"PATH": ""}) == ()


def test_settings_that_git_cannot_read_raise_a_fault(tmp_path: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[user\n")
    with pytest.raises(BrokenSettings):
        read_config(tmp_path, os.environ)


def test_a_setting_without_a_value_is_true_and_the_last_of_several_values_counts() -> None:
    assert parse_config(b"a.b\0c.d\n1\0c.d\nx\ny\0") == (("a.b", "true"), ("c.d", "1"), ("c.d", "x\ny"))


@pytest.mark.parametrize("value", ["ana", "-ana", "--unset", "two words", ""])
def test_a_written_setting_is_read_back_unchanged(tmp_path: Path, value: str) -> None:
    git = Git(repos.new_repository(tmp_path))
    write_config(git, "apj.partner", "earlier")
    repos.git(tmp_path, "config", "--add", "apj.partner", "twice")
    write_config(git, "apj.partner", value)
    assert parse_config(repos.git_bytes(tmp_path, "config", "-z", "--get-regexp", "^apj")) == (("apj.partner", value),)


@pytest.mark.parametrize("given", ["90", "89.5", "1e3", "86400"])
def test_a_reasonable_time_limit_is_used(given: str) -> None:
    assert get_time_limit({"apj.timeout": given}) == float(given)


@pytest.mark.parametrize("given", ["soon", "", "-5", "0", "nan", "inf", "-inf", "1e300", "86401"])
def test_an_unreasonable_time_limit_is_replaced_by_the_default(given: str) -> None:
    assert get_time_limit({"apj.timeout": given}) == DEFAULT_TIMEOUT


def test_without_a_setting_the_time_limit_is_the_default() -> None:
    assert get_time_limit({}) == DEFAULT_TIMEOUT


@pytest.mark.parametrize(
    ("key", "value", "is_refused"),
    [
        ("credential.helper", "!cat secrets", True),
        ("credential.https://host.example.helper", "/tmp/helper", True),
        ("credential.helper", "cache", False),
        ("credential.helper", "", False),
        ("core.askpass", "/tmp/ask", True),
        ("core.askpass", "", False),
        ("core.gitproxy", "proxy for host.example", True),
        ("core.editor", "vim", False),
    ],
)
def test_a_password_program_is_accepted_only_from_the_users_own_settings(
    tmp_path: Path, key: str, value: str, is_refused: bool
) -> None:
    git = Git(repos.new_repository(tmp_path / "journal"))
    write_config(git, key, value)
    with pytest.raises(UntrustedProgram) if is_refused else nullcontext():
        require_own_programs(git, [(key, value)])


def files_of(folder: Path, settings: tuple[Setting, ...], **environ: str) -> tuple[str, ...] | None:
    return list_config_files(settings, folder, {"HOME": "/home/ana", **environ}, "/opt/git/bin/git")


def test_each_setting_is_read_with_the_file_that_contains_it(tmp_path: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[apj]\n\tpartner = ana\n\tquiet\n")
    repos.new_repository(tmp_path)
    with repos.counted_processes() as started:
        settings = read_config_with_origins(tmp_path, os.environ)
    assert len(started) == 1
    assert (f"file:{own_home}/.gitconfig", "apj.partner", "ana") in settings
    assert (f"file:{own_home}/.gitconfig", "apj.quiet", "true") in settings
    assert ("file:.git/config", "core.bare", "false") in settings


def test_settings_with_their_files_are_empty_without_git_and_broken_settings_raise_a_fault(
    tmp_path: Path, own_home: Path
) -> None:
    assert read_config_with_origins(tmp_path, {"PATH": ""}) == ()
    (own_home / ".gitconfig").write_text("[user\n")
    with pytest.raises(BrokenSettings):
        read_config_with_origins(tmp_path, os.environ)


def test_missing_settings_files_that_git_would_read_are_listed(tmp_path: Path) -> None:
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
def test_included_settings_files_are_listed(origin: str, name: str, value: str, path: str, tmp_path: Path) -> None:
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
def test_the_files_of_settings_from_unknown_sources_cannot_be_listed(
    origin: str, name: str, value: str, tmp_path: Path
) -> None:
    assert files_of(tmp_path, ((origin, name, value),)) is None


@pytest.mark.parametrize("environ", [{"HOME": ""}, {"GIT_CONFIG_GLOBAL": "here"}])
def test_the_files_of_settings_that_depend_on_the_current_directory_cannot_be_listed(
    environ: dict[str, str], tmp_path: Path
) -> None:
    assert files_of(tmp_path, (), **environ) is None


def test_personal_settings_do_not_include_those_of_the_repository(tmp_path: Path, own_home: Path) -> None:
    assert read_personal_config({"PATH": ""}) == ()
    git = Git(repos.new_repository(tmp_path))
    write_config(git, "apj.journal", "/theirs")
    write_personal_config("apj.journal", "/mine", os.environ)
    write_personal_config("apj.journal", "/ours", {**os.environ, "GIT_DIR": str(tmp_path / ".git")})
    assert read_personal_config(os.environ) == (("apj.journal", "/ours"),)
