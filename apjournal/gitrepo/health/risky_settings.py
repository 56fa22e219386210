"""Git settings that make plain git treat a journal differently from apj.

apj itself ignores all of them (`apjournal.gitrepo.plumbing.environment`). They matter to people who use plain git in
this clone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from shlex import quote

from msgspec import Struct

from apjournal.gitrepo.plumbing.config import is_on
from apjournal.gitrepo.plumbing.refs import BranchState
from apjournal.gitrepo.plumbing.repository import Repository


class Risk(StrEnum):
    """The effect of a setting on plain git."""

    REBASES = "rebases"
    MIRRORS = "mirrors"
    FORCES = "forces"
    REPLACES_BRANCHES = "replaces_branches"
    CONVERTS_LINES = "converts_lines"
    MAY_CONVERT_LINES = "may_convert_lines"
    SIGNS = "signs"
    RUNS_HOOKS = "runs_hooks"


class Setting(Struct, frozen=True):
    """A risky setting: its present value `found`, its risk, and a safer value for this clone.

    `grave` says whether the setting can rewrite shared history or leave text out of a commit. `safe` says whether the
    safer value has no disadvantage for anybody.
    """

    key: str
    found: str
    risk: Risk
    value: str
    grave: bool = False
    safe: bool = True

    @property
    def command(self) -> str:
        """Return the git command that sets the value in this clone."""
        return f"git config --local {self.key} {quote(self.value)}"


class _Rule(Struct, frozen=True):
    key: str
    applies: Callable[[str], bool]
    risk: Risk
    value: str
    grave: bool = False
    safe: bool = True


def _is_hooks_folder(value: str) -> bool:
    return value not in {"", "/dev/null", ".git/hooks"}


_RULES = (
    _Rule("pull.rebase", is_on, Risk.REBASES, "false", grave=True),
    _Rule("branch.{branch}.rebase", is_on, Risk.REBASES, "false", grave=True),
    _Rule("remote.{remote}.mirror", is_on, Risk.MIRRORS, "false", grave=True),
    _Rule("remote.{remote}.push", lambda value: value.startswith("+"), Risk.FORCES, "HEAD", grave=True),
    _Rule(
        "remote.{remote}.fetch",
        lambda value: value.endswith(":refs/*"),
        Risk.REPLACES_BRANCHES,
        "+refs/heads/*:refs/remotes/{remote}/*",
        grave=True,
    ),
    _Rule("core.autocrlf", is_on, Risk.MAY_CONVERT_LINES, "false"),
    _Rule("core.eol", lambda value: value.lower() == "crlf", Risk.CONVERTS_LINES, "lf"),
    _Rule("commit.gpgsign", is_on, Risk.SIGNS, "false", safe=False),
    _Rule("core.hookspath", _is_hooks_folder, Risk.RUNS_HOOKS, ".git/hooks", safe=False),
)


def find_risky_settings(config: Mapping[str, str], standing: BranchState) -> Iterator[Setting]:
    """Yield the settings in `config` that are risky for the shared branch and its remote.

    `config` contains git's settings as `read_config` returns them.
    """
    for rule in _RULES:
        key = rule.key.format(branch=standing.branch, remote=standing.remote)
        value = config.get(key)
        if value is not None and rule.applies(value):
            safe_value = rule.value.format(remote=standing.remote)
            yield Setting(key, value, rule.risk, safe_value, rule.grave, rule.safe)


def is_partial(config: Mapping[str, str], remote: str) -> bool:
    """Whether this is a partial clone: it may lack objects, which git then fetches from the `remote` on demand."""
    return "extensions.partialclone" in config or is_on(config.get(f"remote.{remote}.promisor", ""))


def list_hooks(repository: Repository) -> tuple[str, ...]:
    """Return the names of the hooks in the repository's own folder that plain git would run."""
    folder = repository.common_dir / "hooks"
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if path.suffix == "" and os.access(path, os.X_OK)))
