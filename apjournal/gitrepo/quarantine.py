"""What arrives by fetch and is not checked out: it stays in the history and in the index, but makes no file here.

A symlink may lead out of the journal, a submodule elsewhere, a `.git*` file changes how git behaves, and a name that is
not portable is another file on another system: good is what Windows, macOS and Linux all take as one and the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from apjournal.gitrepo.trees import REGULAR, SYMLINK, Entry
from apjournal.model.handle import Handle
from apjournal.store import layout

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is checked out, in bytes: a photo passes, a bomb does not."""

_PLAIN_MODES = frozenset({REGULAR, "100664"})
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_SPECIAL = frozenset('<>:"|?*\\')
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_COMPONENT_BYTES, _PATH_BYTES = 255, 1024


class Reason(StrEnum):
    """Why a path is not checked out."""

    SYMLINK = "symlink"
    SUBMODULE = "submodule"
    EXECUTABLE = "executable"
    GIT_FILE = "git_file"
    NAME = "name"
    COLLISION = "collision"
    TOO_LARGE = "too_large"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One path that is not checked out, and why."""

    path: str
    reason: Reason


def reason(path: str, entry: Entry, *, me: Handle | None, trusted: Collection[str] = ()) -> Reason | None:
    """Say why what stands at `path` is not checked out; None for what is.

    `trusted` are the ids of blobs that a `.git*` file may hold: apj's own texts of them, and what stood in the
    root when I joined. Those in my own folder are mine to write.
    """
    if entry.mode == SYMLINK:
        return Reason.SYMLINK
    if entry.mode == "160000":
        return Reason.SUBMODULE
    if entry.mode not in _PLAIN_MODES and not path.endswith(".md"):  # a mode hides no text: a drive may have set it
        return Reason.EXECUTABLE
    components = path.split("/")
    if components[0].casefold() == layout.PRIVATE and len(components) > 1:
        return Reason.PRIVATE
    if not all(_is_portable(component) for component in components) or len(_bytes(path)) > _PATH_BYTES:
        return Reason.NAME
    if any(_speaks_to_git(component) for component in components) and entry.oid not in trusted and components[0] != me:
        return Reason.GIT_FILE
    return None


def not_checked_out(path: str, why: Reason | None, me: Handle | None) -> str:
    """Say that a path is not checked out, why, and who knows more; the sentence begins before it."""
    kind = f" ({why.replace('_', ' ')})" if why else ""
    is_mine = "/" in path and path.partition("/")[0] == me
    return f"not checked out{kind}. {'It is from another device of yours.' if is_mine else 'Ask who added it.'}"


def _is_portable(component: str) -> bool:
    if not component or component.endswith((".", " ")) or component.startswith(" "):
        return False
    if _DEVICE.fullmatch(component) or len(_bytes(component)) > _COMPONENT_BYTES:
        return False
    return not any(letter in _SPECIAL or unicodedata.category(letter) in _HIDDEN for letter in component)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _speaks_to_git(component: str) -> bool:
    return component.casefold().startswith((".git", "git~"))


def collisions(
    added: Iterable[str], names: Callable[[str], Iterable[str]], known: Callable[[str], bool]
) -> frozenset[str]:
    """Find the added paths that are one file with another path on a system that folds case or accents.

    `names` gives the entries of a folder of the new tree (a folder's name ends with "/"), `known` says whether a
    path was there before. What was there stays; else the one name that belongs to the format; else none.
    """
    folders: dict[str, frozenset[str]] = {}
    found = set()
    for path in added:
        parts = path.split("/")
        for depth in range(len(parts)):
            folder = "/".join(parts[:depth])
            if folder not in folders:
                folders[folder] = _losers(folder, names(folder), known)
            if parts[depth] in folders[folder]:
                found.add(path)
                break
    return frozenset(found)


def _losers(folder: str, names: Iterable[str], known: Callable[[str], bool]) -> frozenset[str]:
    twins: dict[str, set[str]] = defaultdict(set)
    for entry in names:
        name = entry.removesuffix("/")
        twins[_folded(name)].add(name)
    losers: set[str] = set()
    for group in twins.values():
        if len(group) > 1:
            there = {name for name in group if known(f"{folder}/{name}" if folder else name)}
            losers |= group - (there or {name for name in group if _belongs(folder, name)})
    return frozenset(losers)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _belongs(folder: str, name: str) -> bool:
    if not folder:
        return name in {layout.AGREEMENT, layout.README} or Handle.is_valid(name)
    return name in {layout.PARTNER, layout.KEPT, layout.PARKED} or layout.week_of(name) is not None
