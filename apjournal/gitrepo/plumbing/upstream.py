"""The remote that a journal is shared through: the branch's own, whatever its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from shlex import quote

from apjournal.errors import GitFault

ORIGIN = "origin"
"""The remote's name where nobody chose another one."""

_NAME = re.compile(r"[A-Za-z0-9_][\w./+@-]*", re.ASCII)


def list_remotes(config: Mapping[str, str]) -> list[str]:
    """Return the names of the remotes that have a URL, sorted."""
    return sorted(
        key[len("remote.") : -len(".url")] for key in config if key.startswith("remote.") and key.endswith(".url")
    )


def find_likely_remote(config: Mapping[str, str], branch: str) -> str:
    """Return the remote that `branch` is shared through; a guess where git's settings leave it open."""
    there, own = list_remotes(config), _get_own_remote(config, branch)
    if own in there:
        return str(own)
    return there[0] if len(there) == 1 else ORIGIN


def find_chosen_remote(config: Mapping[str, str], branch: str) -> str | None:
    """Return the remote that `branch` is shared through: its own, else the only one, else `origin`.

    Return None when the journal is not shared. Raise `GitFault` when the settings leave it open.
    """
    there, own = list_remotes(config), _get_own_remote(config, branch)
    if not there:
        return None
    name = find_likely_remote(config, branch)
    if own is not None and own not in there:
        raise GitFault(
            f"The branch {branch} follows {own!r}, which is not a remote with a URL.",
            _choose_remote_hint(there, branch),
        )
    if name not in there:
        raise GitFault(
            f"There are {len(there)} remotes, and none of them is set for the branch {branch}: {', '.join(there)}.",
            _choose_remote_hint(there, branch),
        )
    if not _NAME.fullmatch(name):
        raise GitFault(
            f"apj does not use a remote called {name!r}.", f"Rename it: git remote rename {quote(name)} {ORIGIN}"
        )
    return name


def _get_own_remote(config: Mapping[str, str], branch: str) -> str | None:
    return config.get(f"branch.{branch}.remote")


def _choose_remote_hint(there: list[str], branch: str) -> str:
    name = there[0] if len(there) == 1 else "NAME"
    return f"Choose the one to share through: git config branch.{branch}.remote {quote(name)}"
