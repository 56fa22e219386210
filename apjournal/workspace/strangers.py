"""Unknown addresses: what they wrote in my folder counts only once I have said that it was me."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from apjournal.format.edit_records import set_partner
from apjournal.gitrepo.config import listed, write_config
from apjournal.gitrepo.ownership import Standing, Writing
from apjournal.model.handle import Handle
from apjournal.model.typed import pathspec
from apjournal.store.layout import PARTNER
from apjournal.workspace.committing import commit_mine
from apjournal.workspace.mine import rewrite
from apjournal.workspace.opened import Workspace

REFUSED = "apj.notmine"
"""The name in git config under which addresses stand that I said were not mine, with spaces between them."""

WasItMe = Callable[[str], bool]
"""Asks me a question on a terminal; True for yes."""


def confirmed(workspace: Workspace, written: Sequence[Writing], was_it_me: WasItMe | None) -> frozenset[str]:
    """Ask once about each unknown address that wrote in my folder; return mine, and remember the others."""
    mine: set[str] = set()
    for (folder, address), found in _by_address(written).items():
        if not was_it_me or folder != workspace.me or not address:
            continue
        refused = _refused(workspace)
        if address.lower() in refused:
            continue
        if was_it_me(f"Somebody at {address} changed {_files(folder, found)}. Was it you?"):
            mine.add(address.lower())
        else:
            refused.add(address.lower())
            write_config(workspace.git, REFUSED, " ".join(sorted(refused)))
    return frozenset(mine)


def adopt(workspace: Workspace, addresses: frozenset[str]) -> None:
    """Write addresses into my `emails` and commit that, so that every clone knows they are mine."""
    me = workspace.partner(workspace.me)
    emails = (*me.emails, *sorted(addresses))
    rewrite(workspace, f"{workspace.me}/{PARTNER}", lambda was: set_partner(was or b"", workspace.me, emails=emails))
    commit_mine(workspace)


def told(workspace: Workspace, written: Sequence[Writing]) -> Iterator[str]:
    """Tell of each unknown address that wrote in a partner's folder; in mine my text stands until I say it was me."""
    strangers = _by_address(written)
    refused = _refused(workspace) if any(folder == workspace.me for folder, _ in strangers) else set()
    for (folder, address), found in strangers.items():
        if folder != workspace.me:
            yield f"{folder}/ was written as {address}. Is that {workspace.partner(folder).called}?"
            continue
        commit, paths = found[0].commit[:7], _paths(found)
        who = "Somebody else" if address.lower() in refused else "Somebody"
        yield (
            f"{who} at {address} changed {_files(folder, found)} in {commit}; your text stands. See it: {found[0].show}"
        )
        if address.lower() not in refused:
            yield (
                f"If that was you, add {address} to emails in {folder}/{PARTNER}, and take the text: "
                f"git checkout {commit} -- {pathspec(paths[0] if len(paths) == 1 else folder)}"
            )


def _refused(workspace: Workspace) -> set[str]:
    return set(dict(listed(workspace.git)).get(REFUSED, "").split())  # it may have been written a moment ago


def _by_address(written: Sequence[Writing]) -> dict[tuple[Handle, str], list[Writing]]:
    found: dict[tuple[Handle, str], list[Writing]] = {}
    for writing in written:
        if writing.standing is Standing.UNKNOWN:
            found.setdefault((writing.folder, writing.address), []).append(writing)
    return found


def _paths(found: Sequence[Writing]) -> list[str]:
    return sorted({path for writing in found for path in writing.paths})


def _files(folder: Handle, found: Sequence[Writing]) -> str:
    paths = _paths(found)
    return paths[0] if len(paths) == 1 else f"{len(paths)} files in {folder}/"
