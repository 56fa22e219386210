"""Quarantine: find the paths that apj does not check out. They stay in the history and in the index."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase

from msgspec import Struct

from apjournal.gitrepo.plumbing.faults import IncompleteDelivery
from apjournal.gitrepo.plumbing.objects import LARGEST_BLOB, Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import SUBMODULE, SYMLINK, Difference, FileEntry
from apjournal.model.handle import Handle
from apjournal.model.hidden import has_no_glyph
from apjournal.patterns import make_pattern
from apjournal.store import journal_paths

_TEXTS = frozenset({".md", ".markdown", ".txt", ".text", ".csv", ".tsv", ".pdf"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff"})
_PLAIN_NAMES = frozenset({"license", "licence", "copying", "notice", "authors", "readme", "changelog"})
_INSTRUCTIONS = frozenset({"cmakelists.txt", "agents.md", "claude.md", "gemini.md"})
"""Names of files that look like text but contain instructions for a build tool or a coding assistant."""
_GIT_FILES = frozenset({".git", ".gitattributes", ".gitmodules", ".gitignore"})
"""The names of files that control git. A host's folder such as `.github`, or a `.gitkeep`, does not change what git
does.
"""
_OWN_FILES = (
    journal_paths.AGREEMENT,
    journal_paths.README,
    journal_paths.PARTNER,
    journal_paths.KEPT,
    journal_paths.PARKED,
    "2026-W48.md",
    "ana",
)
_DEVICE = make_pattern(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_SPECIAL = frozenset('<>:"|?*\\')
_COMPONENT_BYTES, _PATH_BYTES = 255, 1024


class Reason(StrEnum):
    """The reason why a path is quarantined."""

    SYMLINK = "symlink"
    SUBMODULE = "submodule"
    GIT_FILE = "git_file"
    NAME = "name"
    COLLISION = "collision"
    TOO_LARGE = "too_large"
    PRIVATE = "private"
    HIDDEN = "hidden"
    KIND = "kind"


HARMFUL = frozenset({Reason.SYMLINK, Reason.SUBMODULE, Reason.GIT_FILE, Reason.PRIVATE})
"""The reasons for which apj reports a path as dangerous.

For any other reason, apj only mentions the path, because honest people commit such files too.
"""


class Quarantined(Struct, frozen=True):
    """A quarantined path, and the reason."""

    path: str
    reason: Reason


def find_quarantine_reason(
    path: str, entry: FileEntry, *, me: Handle | None, trusted: Collection[str] = ()
) -> Reason | None:
    """Return the reason why the file at `path` is quarantined, or None if it is not.

    `trusted` contains the blob ids that a `.git*` file may have: those of apj's own files, and of the files that were
    in the root when I joined. In my own folder, a regular file may have any portable name. The executable bit does not
    matter: a drive may set it for every file, and apj never checks out a file as executable.
    """
    if entry.mode == SYMLINK:
        return Reason.SYMLINK
    if entry.mode == SUBMODULE:
        return Reason.SUBMODULE
    components = path.split("/")
    if components[0].casefold() == journal_paths.PRIVATE and len(components) > 1:
        return Reason.PRIVATE
    if not all(_is_portable(component) for component in components) or len(_encode_path(path)) > _PATH_BYTES:
        return Reason.NAME
    if entry.oid in trusted or components[0] == me:
        return None
    if any(_is_read_by_git(component) for component in components):
        return Reason.GIT_FILE
    if any(component.startswith(".") for component in components):
        return Reason.HIDDEN
    is_calendar = components[1:] == [journal_paths.CALENDAR]
    return None if is_calendar or _has_harmless_name(components[-1]) else Reason.KIND


def is_honest_ignore(data: bytes) -> bool:
    """Whether a `.gitignore` hides no file of the journal, and makes git track no file that another rule hides."""
    patterns = (line.strip() for line in data.decode("utf-8", "replace").splitlines())
    return not any(pattern.startswith("!") or _is_hiding_journal(pattern) for pattern in patterns)


def shows_private(data: bytes) -> bool:
    """Whether a `.gitignore` could make git track `private/`, which every clone of mine ignores."""
    patterns = (line.strip() for line in data.decode("utf-8", "replace").splitlines())
    again = (pattern.removeprefix("!").casefold().split("/") for pattern in patterns if pattern.startswith("!"))
    return any(fnmatchcase(journal_paths.PRIVATE, part) for parts in again for part in parts)


def _is_hiding_journal(pattern: str) -> bool:
    name = pattern.rstrip("/").rpartition("/")[2]
    return any(fnmatchcase(own, name) for own in _OWN_FILES)


def _is_portable(component: str) -> bool:
    if not component or component.endswith((".", " ")) or component.startswith(" "):
        return False
    if _DEVICE.fullmatch(component) or len(_encode_path(component)) > _COMPONENT_BYTES:
        return False
    return _SPECIAL.isdisjoint(component) and (component.isprintable() or not any(map(has_no_glyph, component)))


def _encode_path(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _has_harmless_name(name: str) -> bool:
    """Whether a file has the name of a text to read, and not one that a program reads or runs by itself."""
    folded = name.casefold()
    if folded in _INSTRUCTIONS:
        return False
    return folded in _PLAIN_NAMES or any(folded.endswith(ending) for ending in _TEXTS | _PICTURES)


def _is_read_by_git(component: str) -> bool:
    folded = component.casefold()
    return folded in _GIT_FILES or folded.startswith("git~")


def find_collisions(
    added: Iterable[str], names: Callable[[str], Iterable[str]], known: Callable[[str], bool]
) -> frozenset[str]:
    """Find added paths that a file system which ignores case or accents cannot tell apart from another path.

    `names` returns the entries of a folder of the new tree (a folder's name ends with "/"), and `known` whether a path
    existed before. Of the paths that collide, the one that existed before is not returned. If none existed before, the
    one with a name that belongs to the format is not returned. If there is no such path, all of them are returned.
    """
    folders: dict[str, frozenset[str]] = {}
    found = set()
    for path in added:
        parts = path.split("/")
        for depth in range(len(parts)):
            folder = "/".join(parts[:depth])
            if folder not in folders:
                folders[folder] = _find_colliding_names(folder, names(folder), known)
            if parts[depth] in folders[folder]:
                found.add(path)
                break
    return frozenset(found)


def _find_colliding_names(folder: str, names: Iterable[str], known: Callable[[str], bool]) -> frozenset[str]:
    twins: dict[str, set[str]] = defaultdict(set)
    for entry in names:
        name = entry.removesuffix("/")
        twins[_fold_name(name)].add(name)
    losers: set[str] = set()
    for group in twins.values():
        if len(group) > 1:
            there = {name for name in group if known(f"{folder}/{name}" if folder else name)}
            losers |= group - (there or {name for name in group if _is_journal_file(folder, name)})
    return frozenset(losers)


def _fold_name(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _is_journal_file(folder: str, name: str) -> bool:
    if not folder:
        return name in {journal_paths.AGREEMENT, journal_paths.README} or Handle.is_valid(name)
    return (
        name in {journal_paths.PARTNER, journal_paths.KEPT, journal_paths.PARKED}
        or journal_paths.parse_week_name(name) is not None
    )


_IGNORE = ".gitignore"


def find_quarantined(
    git: Git,
    objects: Objects,
    changes: Sequence[Difference],
    old: str,
    new: str,
    *,
    me: Handle | None,
    trusted: Collection[str],
) -> Mapping[str, Reason]:
    """Return the paths to quarantine between `old` (a commit, or the empty tree) and `new`, with the reason for each.

    `changes` are differences between the two. The other arguments are as in `find_quarantine_reason`. Raise `GitFault`
    if a text that is needed is missing from this clone.
    """

    def names(folder: str) -> Iterator[str]:
        return (f"{entry.name}/" if entry.is_folder else entry.name for entry in objects.list_folder(new, folder) or ())

    arriving = {change.path: change.after for change in changes if change.after is not None}
    trusted = {*trusted, *find_honest_ignores(objects, arriving)}
    reasons = {path: find_quarantine_reason(path, entry, me=me, trusted=trusted) for path, entry in arriving.items()}
    found = {path: reason for path, reason in reasons.items() if reason is not None}
    # Do not descend to a name that is quarantined anyway: it may be very long.
    added = [change.path for change in changes if change.before is None and change.path not in found]
    twins = find_collisions(added, names, lambda path: objects.find_entry(old, path) is not None)
    found |= dict.fromkeys(twins, Reason.COLLISION)
    rest = {path: entry.oid for path, entry in arriving.items() if path not in found}
    large = find_large_blobs(git, rest.values())
    return found | {path: Reason.TOO_LARGE for path, oid in rest.items() if oid in large}


def find_honest_ignores(objects: Objects, arriving: Mapping[str, FileEntry]) -> Iterator[str]:
    """Yield the blob id of each honest `.gitignore` among the arriving files, in any folder."""
    found = {entry.oid for path, entry in arriving.items() if path.rpartition("/")[2] == _IGNORE}
    texts = objects.read_blobs(sorted(found)) if found else {}
    return (oid for oid, data in texts.items() if is_honest_ignore(data))


def sort_quarantined(found: Mapping[str, Reason]) -> tuple[Quarantined, ...]:
    """Return the quarantined paths, sorted by path."""
    return tuple(Quarantined(path, reason) for path, reason in sorted(found.items()))


def find_large_blobs(git: Git, asked: Iterable[str]) -> frozenset[str]:
    """Return those of the `asked` blobs that are too large to check out.

    Raise `GitFault` if a blob is missing from this clone.
    """
    oids = set(asked)
    if not oids:
        return frozenset()
    lines = "".join(f"{oid}\n" for oid in sorted(oids)).encode("ascii")
    out = git.run_git("cat-file", "--batch-check=%(objectname) %(objectsize)", stdin=lines).out.decode("ascii")
    answers = [line.split(" ") for line in out.splitlines()]
    if any(size == "missing" for _, size in answers):
        raise IncompleteDelivery
    return frozenset(oid for oid, size in answers if int(size) > LARGEST_BLOB)
