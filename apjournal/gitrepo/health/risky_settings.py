"""Git settings with which plain git would treat a journal differently from apj.

apj itself ignores all of them (`apjournal.gitrepo.plumbing.environment`). They matter to whoever types `git` here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from shlex import quote

from msgspec import Struct

from apjournal.gitrepo.plumbing.config import is_on
from apjournal.gitrepo.plumbing.refs import BranchState
from apjournal.gitrepo.plumbing.repository import Repository


class Setting(Struct, frozen=True):
    """A setting in the way: what plain git does with it, and the value for this clone under which it does not.

    `grave`: it can rewrite what was shared, or leave text out. Otherwise it is a habit that is good to know about.
    `safe`: the value costs nobody anything.
    """

    key: str
    does: str
    value: str
    grave: bool = False
    safe: bool = True

    @property
    def command(self) -> str:
        """Write the git command that sets the value in this clone."""
        return f"git config --local {self.key} {quote(self.value)}"


class _Rule(Struct, frozen=True):
    key: str
    applies: Callable[[str], bool]
    does: str
    value: str
    grave: bool = False
    safe: bool = True


def _is_hooks_folder(value: str) -> bool:
    return value not in {"", "/dev/null", ".git/hooks"}


_REBASES = "Plain `git pull` would rewrite your commits here, and a kept copy of them would look rewritten"
_RULES = (
    _Rule("pull.rebase", is_on, _REBASES, "false", grave=True),
    _Rule("branch.{branch}.rebase", is_on, _REBASES, "false", grave=True),
    _Rule(
        "remote.{remote}.mirror", is_on, "Plain `git push` would delete from the server what is not here", "false",
        grave=True,
    ),
    _Rule(
        "remote.{remote}.push", lambda value: value.startswith("+"), "Plain `git push` would force its pushes",
        "HEAD", grave=True,
    ),
    _Rule(
        "remote.{remote}.fetch", lambda value: value.endswith(":refs/*"),
        "Plain `git fetch` would replace your branches with the server's", "+refs/heads/*:refs/remotes/{remote}/*",
        grave=True,
    ),
    _Rule("core.autocrlf", is_on, "Plain git would change line endings unless a rule says otherwise", "false"),
    _Rule("core.eol", lambda value: value.lower() == "crlf", "Plain git would change line endings", "lf"),
    _Rule(
        "commit.gpgsign", is_on, "Plain `git commit` signs, and may ask for a passphrase", "false", safe=False
    ),
    _Rule(
        "core.hookspath", _is_hooks_folder, "Plain git runs the hooks in {value} here; apj runs none", ".git/hooks",
        safe=False,
    ),
)  # fmt: skip


def find_risky_settings(config: Mapping[str, str], standing: BranchState) -> Iterator[Setting]:
    """Check git's settings, as `read_config` returns them, for the journal's branch and its remote."""
    for rule in _RULES:
        key = rule.key.format(branch=standing.branch, remote=standing.remote)
        value = config.get(key)
        if value is not None and rule.applies(value):
            yield Setting(
                key, rule.does.format(value=value), rule.value.format(remote=standing.remote), rule.grave, rule.safe
            )


def is_partial(config: Mapping[str, str], remote: str) -> bool:
    """Whether this clone may lack texts, and get them from the server when they are asked for."""
    return "extensions.partialclone" in config or is_on(config.get(f"remote.{remote}.promisor", ""))


def list_hooks(repository: Repository) -> tuple[str, ...]:
    """Return the hooks in the repository's own folder that plain git would run."""
    folder = repository.common_dir / "hooks"
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if path.suffix == "" and os.access(path, os.X_OK)))
