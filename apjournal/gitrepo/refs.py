"""Refs: reading many at once, and moving them by compare and swap, so that nothing is ever overwritten unseen."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.gitrepo.faults import RefMoved, fault
from apjournal.gitrepo.runner import Git

ANYTHING = ""
"""Stands in a move for an id that a ref may have now, or not be there."""
Move = tuple[str, str, str | None]
"""A full ref, its new id, and the id that it must have now (None: it must not be there yet; or `ANYTHING`)."""


def under(git: Git, *prefixes: str) -> dict[str, str]:
    """Give the refs that begin with one of `prefixes` (`refs/apj/kept/`) and their ids, in the order of their names."""
    out = git.run("for-each-ref", "--format=%(refname) %(objectname)", "--end-of-options", *prefixes).out
    lines = out.decode("utf-8", "surrogateescape").split("\n")[:-1]
    return dict(line.split(" ") for line in lines)


def move(git: Git, ref: str, new: str, old: str | None) -> None:
    """Let `ref` name `new` if it names `old` now; RefMoved when it does not."""
    move_all(git, [(ref, new, old)])


def move_all(git: Git, moves: Sequence[Move]) -> None:
    """Move several refs, all of them or none; RefMoved when one is not what it is said to be."""
    there = ((ref, new, "0" * len(new) if old is None else old) for ref, new, old in moves)
    lines = "".join(f"update {ref}\0{new}\0{old}\0" for ref, new, old in there)
    finished = git.run("update-ref", "-m", "apj", "-z", "--stdin", stdin=lines.encode(), ok=(0, 128))
    if finished.code == 0:
        return
    if " but expected " in finished.err or "reference already exists" in finished.err:
        raise RefMoved(
            "Something else was committed here at the same moment.", "Run the command again; nothing was overwritten."
        )
    raise fault("update-ref", finished.code, finished.err)
