"""Read many refs at once, and move them by compare-and-swap, so that no change by somebody else is overwritten."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.damaged_files import find_damage
from apjournal.gitrepo.plumbing.faults import RefMoved, make_fault
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.patterns import make_pattern

ORIGIN = "origin"
"""The name of a remote unless somebody chose another."""

_NAME = make_pattern(r"[A-Za-z0-9_][\w./+@-]*", re.ASCII)
BRANCH = "main"
"""The name of a journal's branch unless somebody chose another."""
HEADS, ACCEPTED, REMOTES = "refs/heads/", "refs/apj/remote/", "refs/remotes/"
"""Prefixes of refs: this clone's branches, the server's branches as last accepted, and the server's branches in plain
git.
"""
REFUSED = "refs/apj/refused/"
"""Prefix of refs to the server's tip at which the last sync stopped with an alert."""
ANYTHING = ""
"""As the expected id in a `Move`: the ref may have any id now, or not exist."""
Move = tuple[str, str | None, str | None]
"""A full ref, its new id (None removes the ref), and the id that it must have now (None if it must not exist)."""


def list_remotes(config: Mapping[str, str]) -> list[str]:
    """Return the names of the remotes that have a URL, sorted."""
    return sorted(
        key[len("remote.") : -len(".url")] for key in config if key.startswith("remote.") and key.endswith(".url")
    )


def find_likely_remote(config: Mapping[str, str], branch: str) -> str:
    """Return the name of the remote through which `branch` is shared. If git's settings are ambiguous, guess."""
    there, own = list_remotes(config), _get_own_remote(config, branch)
    if own in there:
        return str(own)
    return there[0] if len(there) == 1 else ORIGIN


def find_chosen_remote(config: Mapping[str, str], branch: str) -> str | None:
    """Return the name of the remote through which `branch` is shared.

    This is the branch's own remote, otherwise the only remote, otherwise `origin`. Return None if the journal is not
    shared. Raise `GitFault` if the settings are ambiguous.
    """
    there, own = list_remotes(config), _get_own_remote(config, branch)
    if not there:
        return None
    name = find_likely_remote(config, branch)
    if own is not None and own not in there:
        raise GitFault(
            f"The branch {branch} tracks {own!r}, which has no URL.",
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


class BranchState(Struct, frozen=True):
    """The branches at the moment when they were read, and which of them is checked out and shared.

    - `checked_out`: the branch that is checked out, or None if HEAD is detached.
    - `branch`: the branch that this clone shares.
    - `remote`: the name of the remote through which it is shared.
    """

    checked_out: str | None
    commits: Mapping[str, str]
    remote: str = ORIGIN

    @property
    def branch(self) -> str:
        """The short name of the branch that is checked out, or `main` if HEAD is detached."""
        return self.checked_out or BRANCH

    @property
    def head(self) -> str | None:
        """The newest commit of the branch in this clone, or None before the first commit."""
        return self.commits.get(HEADS + self.branch)

    @property
    def accepted(self) -> str | None:
        """The server's tip as last accepted, or None before the first contact."""
        return self.commits.get(ACCEPTED + self.branch)

    @property
    def refused(self) -> str | None:
        """The server's tip for which an alert is open, or None.

        If the branch no longer exists on the server, this is the accepted tip.
        """
        return self.commits.get(REFUSED + self.branch)

    @property
    def shown_ref(self) -> str:
        """The full name of the ref by which plain git knows the server's tip."""
        return f"{REMOTES}{self.remote}/{self.branch}"

    @property
    def server_tip(self) -> str | None:
        """The server's tip as far as this clone knows.

        This is the accepted tip or, if plain git made the clone, the fetched one.
        """
        return self.accepted or self.commits.get(self.shown_ref)

    @property
    def is_shown(self) -> bool:
        """Whether plain git shows the accepted tip as the server's tip."""
        return self.commits.get(self.shown_ref) == self.accepted

    def replace_ref(self, ref: str, commit: str | None) -> BranchState:
        """Return the state after this process moved a ref to `commit`, or removed it (None)."""
        others = {name: oid for name, oid in self.commits.items() if name != ref}
        return replace(self, commits={**others, ref: commit} if commit else others)


def read_branch_state(git: Git) -> BranchState:
    """Read the current state of the branches."""
    out = git.run_git("for-each-ref", "--format=%(HEAD)%(refname) %(objectname)", HEADS, ACCEPTED, REMOTES, REFUSED).out
    lines = out.decode("utf-8", "surrogateescape").split("\n")[:-1]
    current = next((line[1:].partition(" ")[0] for line in lines if line.startswith("*")), None)
    if current is None:  # before the first commit, or HEAD is detached
        current = git.run_git("symbolic-ref", "--quiet", "HEAD", ok=(0, 1)).line
    checked_out = current.removeprefix(HEADS) if current.startswith(HEADS) else None
    found = BranchState(checked_out, dict(line[1:].split(" ") for line in lines))
    # A branch without a commit may have lost it. A first commit would then begin a second history.
    if checked_out and found.head is None and (damage := find_damage(git.root)):
        raise damage
    return found


def list_refs(git: Git, *prefixes: str) -> dict[str, str]:
    """Return the id of each ref that begins with one of `prefixes` (such as `refs/apj/kept/`), sorted by name."""
    out = git.run_git("for-each-ref", "--format=%(refname) %(objectname)", "--end-of-options", *prefixes).out
    lines = out.decode("utf-8", "surrogateescape").split("\n")[:-1]
    return dict(line.split(" ") for line in lines)


def move_ref(git: Git, ref: str, new: str, old: str | None) -> None:
    """Move `ref` from `old` to `new`. Raise `RefMoved` if it is not at `old`."""
    move_refs(git, [(ref, new, old)])


def move_refs(git: Git, moves: Sequence[Move]) -> None:
    """Move all of these refs or none. Raise `RefMoved` if one does not have its expected id."""
    lines = "".join(map(_update_ref_line, moves))
    finished = git.run_git("update-ref", "-m", "apj", "-z", "--stdin", stdin=lines.encode(), ok=(0, 128))
    if finished.code == 0:
        return
    if " but expected " in finished.err or "reference already exists" in finished.err:
        raise RefMoved(
            "Another command made a commit here at the same time.", "Run the command again; nothing was overwritten."
        )
    raise make_fault("update-ref", finished.code, finished.err)


def _update_ref_line(move: Move) -> str:
    ref, new, old = move
    if new is None:
        return f"delete {ref}\0{old}\0"
    return f"update {ref}\0{new}\0{'0' * len(new) if old is None else old}\0"
