"""Git's settings, and the files that contain them.

This module starts `git config --list` itself, because git's settings are all that the fastest commands need of git.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from apjournal.errors import GitFault
from apjournal.patterns import make_pattern

if TYPE_CHECKING:
    from apjournal.gitrepo.plumbing.runner import Git

Listed = Sequence[tuple[str, str]]
"""Settings in the order of their files. If a name occurs several times, the last value counts, as in a `dict`."""

Setting = tuple[str, str, str]
"""A setting: where it is set (such as `file:.git/config`), its name, and its value."""

_LIST = ("-z", "--list")
_NO_REPOSITORY = {"GIT_DIR": os.devnull}
"""An environment in which git ignores the settings of every repository, whatever the current directory is."""
_NO = {"false", "no", "off", "0", ""}
DEFAULT_TIMEOUT = 60.0
"""The time limit of a network step, in seconds, unless `apj.timeout` is set."""
LONGEST_TIMEOUT = 86_400.0
"""The longest time limit: one day, in seconds. Some systems cannot wait without a limit."""
_KEY = "core.sshcommand"
_HELPER = make_pattern(r"credential\.(?:.+\.)?helper")
_WITH_VALUE = frozenset({"-i", "-l", "-p"})
_CONDITIONS = ("gitdir:", "gitdir/i:", "onbranch:", "hasconfig:remote.*.url:")
_SYSTEM = "/etc/gitconfig"
_FLAGS = frozenset({"-4", "-6", "-a", "-q", "-T", "-x"})
_OPTIONS = frozenset({"addressfamily", "identitiesonly", "identityfile", "port", "user"})


def read_config(folder: Path, environ: Mapping[str, str]) -> Listed:
    """Return the settings that apply in `folder`, whether or not it is in a repository.

    The result is empty if git is missing. Sections and names are in lowercase. `environ` is the environment of git, as
    `apjournal.gitrepo.plumbing.environment.build_environment` returns it. Raise `GitFault` if git cannot read its
    settings.
    """
    out = run_config(folder, environ)
    return () if out is None else parse_config(out)


def run_config(folder: Path, environ: Mapping[str, str], *options: str) -> bytes | None:
    """Return the output of `git config -z --list` in `folder`, or None if git is missing.

    Raise `GitFault` if git cannot read its settings.
    """
    return _run_git_config(folder, environ, *_LIST, *options)


def _run_git_config(folder: Path, environ: Mapping[str, str], *words: str) -> bytes | None:
    """Return the output of `git config`, or None if git is missing. Raise `GitFault` if it fails."""
    try:
        finished = subprocess.run(
            ["git", "config", *words],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except (FileNotFoundError, PermissionError):
        return None
    if finished.returncode != 0:
        from apjournal.gitrepo.plumbing.faults import make_fault, make_readable

        raise make_fault("config", finished.returncode, make_readable(finished.stderr))
    return finished.stdout


def read_personal_config(environ: Mapping[str, str]) -> Listed:
    """Return the settings in the user's and the system's files. A repository around the current directory is ignored.

    The result is empty if git is missing. Raise `GitFault` if git cannot read its settings. `environ` is as for
    `read_config`.
    """
    return read_config(Path(os.sep), {**environ, **_NO_REPOSITORY})


def write_personal_config(key: str, value: str, environ: Mapping[str, str]) -> None:
    """Set a single value for a setting in the user's own settings, replacing all values that it has there.

    Raise `GitFault` if git cannot write its settings. `environ` is as for `read_config`.
    """
    _run_git_config(Path(os.sep), {**environ, **_NO_REPOSITORY}, "--global", "--replace-all", key, value)


def read_config_with_origins(folder: Path, environ: Mapping[str, str]) -> tuple[Setting, ...]:
    """Return the settings that apply in `folder`, each with its file, in git's order.

    The result is empty if git is missing. Raise `GitFault` if git cannot read its settings. `environ` is as for
    `read_config`.
    """
    out = run_config(folder, environ, "--show-origin") or b""
    items = out.decode("utf-8", "surrogateescape").split("\0")[:-1]
    return tuple((origin, *split_setting(item)) for origin, item in zip(items[::2], items[1::2], strict=True))


def list_config_files(
    settings: Sequence[Setting], folder: Path, environ: Mapping[str, str], git: str
) -> tuple[str, ...] | None:
    """Return the files that these settings come from, and the missing files that git would read if they existed.

    `folder` is the root of a repository, and `git` the path of the program. Return None if the files cannot be
    determined.
    """
    home = environ.get("HOME", "")
    beside = environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    usual = (
        *(os.path.join(folder, ".git", name) for name in ("config", "config.worktree", "HEAD")),
        *(os.path.join(home, ".gitconfig"), os.path.join(beside, "git", "config")),
        *(_SYSTEM, os.path.join(os.path.dirname(os.path.dirname(git)), "etc", "gitconfig")),
        *filter(None, (environ.get("GIT_CONFIG_GLOBAL"),)),
    )
    are_from_files = all(origin.startswith("file:") for origin, _, _ in settings)
    read = [os.path.join(folder, origin.removeprefix("file:")) for origin, _, _ in settings]
    included = [_find_included(setting, folder, home) for setting in settings if _is_include(setting[1])]
    if not are_from_files or None in included or not all(map(os.path.isabs, usual)):
        return None
    return tuple(dict.fromkeys((*usual, *read, *filter(None, included))))


def _is_include(name: str) -> bool:
    return name.startswith(("include.", "includeif.")) and name.endswith(".path")


def _find_included(setting: Setting, folder: Path, home: str) -> str | None:
    """Return the path of the file that a setting includes, or None if apj does not support its form or condition."""
    origin, name, value = setting
    condition = name.removeprefix("includeif.").removesuffix(".path")
    if condition != "include" and not condition.startswith(_CONDITIONS):
        return None
    if value.startswith("~/"):
        return os.path.join(home, value[2:])
    if value.startswith(("~", "%")):
        return None
    return os.path.join(folder, os.path.dirname(origin.removeprefix("file:")), value)


def list_settings(git: Git) -> Listed:
    """Return the settings that apply in a repository."""
    return parse_config(git.run_git("config", *_LIST).out)


def list_trusted_folders(git: Git) -> tuple[str, ...]:
    """Return the folders that `safe.directory` in the user's and the system's settings allows.

    As in git, an empty value cancels all values before it. A repository's own settings do not count, because they must
    not decide whether that repository is trusted.
    """
    found: list[str] = []
    for value in get_personal_values(git, "safe.directory"):
        found = [*found, value] if value else []
    return tuple(found)


def get_personal_values(git: Git, key: str) -> tuple[str, ...]:
    """Return the values of a setting in the user's and the system's files, in git's order.

    A repository's own settings are left out, because they travel with a copied folder.
    """
    out = git.run_git("config", "-z", "--show-scope", "--get-all", key, ok=(0, 1)).out
    items = out.decode("utf-8", "surrogateescape").split("\0")[:-1]
    scoped = zip(items[::2], items[1::2], strict=True)
    return tuple(value for scope, value in scoped if scope in {"global", "system"})


def parse_config(out: bytes) -> Listed:
    """Return the settings in the output of `git config -z --list`, in its order. A name without a value is true."""
    return tuple(map(split_setting, out.decode("utf-8", "replace").split("\0")[:-1]))


def split_setting(item: str) -> tuple[str, str]:
    """Return the name and value of one setting in the output of `git config -z --list`.

    A name without a value is true.
    """
    name, newline, value = item.partition("\n")
    return name, value if newline else "true"


def is_on(value: str) -> bool:
    """Whether a setting is on: any value except the words for "no"."""
    return value.lower() not in _NO


def write_config(git: Git, key: str, value: str) -> None:
    """Set a single value for a setting in this repository's own settings, replacing all values that it has there."""
    git.run_git("config", "--local", "--replace-all", "--end-of-options", key, value)


def get_time_limit(config: Mapping[str, str]) -> float:
    """Return the time limit of a network step, in seconds: `apj.timeout`, otherwise the default."""
    return read_time_limit(config) or DEFAULT_TIMEOUT


def read_time_limit(config: Mapping[str, str]) -> float | None:
    """Return `apj.timeout` in seconds, or None if it is not set or not a valid time."""
    try:
        given = float(config["apj.timeout"])
    except (KeyError, ValueError):
        return None
    return given if 0 < given <= LONGEST_TIMEOUT else None


def choose_ssh_command(git: Git, config: Listed) -> str:
    """Return the ssh command in git's settings, otherwise `ssh`.

    Raise `GitFault` if the command is only in the repository's own settings and is more than ssh with a key, a port or
    a user. The repository's own settings travel with a copied folder and could start any program.
    """
    here = next((value for key, value in reversed(config) if key == _KEY), None)
    if here is None or is_plain_ssh(here):
        return here or "ssh"
    own = get_personal_values(git, "core.sshCommand")
    if own and own[-1] == here:
        return here
    raise _make_program_fault(f"The ssh command {here}", "core.sshCommand", here)


class UntrustedProgram(GitFault):
    """Only the repository's own settings contain a program, so apj did not start it."""


def require_own_programs(git: Git, config: Listed) -> None:
    """Raise `UntrustedProgram` if a program for passwords or connections is only in the repository's own settings."""
    for key, value in config:
        is_helper = _HELPER.fullmatch(key) is not None and value.startswith(("!", "/", "~"))
        is_program = key in {"core.askpass", "core.gitproxy"} and value != ""
        if (is_helper or is_program) and value not in get_personal_values(git, key):
            raise _make_program_fault(f"The program {value} ({key})", key, value)


def _make_program_fault(what: str, key: str, value: str) -> UntrustedProgram:
    return UntrustedProgram(
        f"{what} is set in this journal's .git/config. Somebody else may have written that file, so apj did "
        "not start the program.",
        f"If you want to use it, set it for yourself: git config --global {shlex.quote(key)} {shlex.quote(value)}",
    )


def is_plain_ssh(command: str) -> bool:
    """Whether a command is ssh with at most a key, a port or a user, none of which can start another program."""
    try:
        words = iter(shlex.split(command))
    except ValueError:
        return False
    if next(words, "") != "ssh":
        return False
    for word in words:
        if word in _FLAGS:
            continue
        value = next(words, None)
        is_option = word == "-o" and value is not None and value.partition("=")[0].strip().lower() in _OPTIONS
        if not is_option and (word not in _WITH_VALUE or value is None):
            return False
    return True
