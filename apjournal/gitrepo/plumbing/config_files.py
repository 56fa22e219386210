"""Which files git's settings come from, so that an answer can be kept until any of them changes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from apjournal.gitrepo.plumbing.config import run_config, split_setting

Setting = tuple[str, str, str]
"""Where a setting comes from, such as `file:.git/config`, its name, and its value."""

_CONDITIONS = ("gitdir:", "gitdir/i:", "onbranch:", "hasconfig:remote.*.url:")
_SYSTEM = "/etc/gitconfig"


def read_config_with_origins(folder: Path, environ: Mapping[str, str]) -> tuple[Setting, ...]:
    """Return the settings in force in `folder` in their order. Raise `GitFault` when git can't read them.

    `environ` is as for `read_config`. Empty if git is missing.
    """
    out = run_config(folder, environ, "--show-origin") or b""
    items = out.decode("utf-8", "surrogateescape").split("\0")[:-1]
    return tuple((origin, *split_setting(item)) for origin, item in zip(items[::2], items[1::2], strict=True))


def list_config_files(
    settings: Sequence[Setting], folder: Path, environ: Mapping[str, str], git: str
) -> tuple[str, ...] | None:
    """Return the files that these settings depend on, also those that do not exist and would count if they did.

    `folder` is the root of a repository, and `git` the path of the program. None if that cannot be known.
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
    """Return the file that a setting includes. None for a form or a condition that is not known here."""
    origin, name, value = setting
    condition = name.removeprefix("includeif.").removesuffix(".path")
    if condition != "include" and not condition.startswith(_CONDITIONS):
        return None
    if value.startswith("~/"):
        return os.path.join(home, value[2:])
    if value.startswith(("~", "%")):
        return None
    return os.path.join(folder, os.path.dirname(origin.removeprefix("file:")), value)
