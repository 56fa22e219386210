"""Rules that merge by folder, as pure functions without git.

My folder comes from my side, and every other partner's folder from the server, so a partner's text can never conflict
with mine. A partner's text that a rewritten history lost is restored. Shared files are merged three-way, path by path.
So is my own folder if I wrote on two devices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto

from msgspec import Struct, field

from apjournal.gitrepo.plumbing.trees import Difference, FileEntry
from apjournal.model.handle import Handle
from apjournal.model.result_words import NO_WORDS, ResultWords


class Owner(Enum):
    """Who owns a path: I, another partner, or everybody."""

    ME = auto()
    OTHER = auto()
    ALL = auto()


class PathVersions(Struct, frozen=True):
    """A path that one or both sides changed: its entry in the merge base, on my side and on the server.

    - `arrived`: the entry that the server has.
    - `theirs`: the server's entry that counts. It is my last text on the server if another partner wrote in my folder.
    - `twice`: whether I edited the path on two devices and another partner's merge chose one of my versions.
    """

    name: str
    base: FileEntry | None
    mine: FileEntry | None
    theirs: FileEntry | None
    arrived: FileEntry | None
    twice: bool = False


class MergeInput(Struct, frozen=True):
    """The changes of two commits since their merge base, and the partners whose folders are not mine.

    - `restored`: the texts that count in my folder where another partner wrote the server's text, and my agreement if
      the server's would end the journal.
    - `newer`: paths of others whose text here counts, because the server has lost commits of their owners, or because I
      merge a commit that the server has lost.
    - `twice`: paths of my folder that I edited on two devices, and for which another partner's merge chose the other
      device's version.
    - `elsewhere`: the same, where that merge chose this device's version, each with the commit that has the other
      version.
    - `words`: the user's own words for results.
    """

    me: Handle
    others: frozenset[str]
    mine: Mapping[str, Difference]
    theirs: Mapping[str, Difference]
    restored: Mapping[str, FileEntry | None]
    newer: frozenset[str] = frozenset()
    twice: frozenset[str] = frozenset()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    words: ResultWords = NO_WORDS

    def get_owner(self, path: str) -> Owner:
        """Return the owner of a path."""
        folder = path.partition("/")[0]  # a symlink in place of a folder belongs to the folder's owner
        if folder == self.me:
            return Owner.ME
        return Owner.OTHER if folder in self.others else Owner.ALL

    def list_paths(self) -> Iterator[PathVersions]:
        """Yield every path that one or both sides changed, sorted by name."""
        for name in sorted({*self.mine, *self.theirs}):
            here, there = self.mine.get(name), self.theirs.get(name)
            base = (here.before if here else None) or (there.before if there else None)
            mine = here.after if here else base
            arrived = there.after if there else base
            yield PathVersions(name, base, mine, self.restored.get(name, arrived), arrived, name in self.twice)


class DecidedPaths(Struct, frozen=True):
    """The entry of every path that the rules can decide, and the `contested` paths, which they cannot.

    `overruled` contains paths in others' folders where the server's text replaces mine. My text stays in my commits.
    """

    entries: Mapping[str, FileEntry | None]
    contested: tuple[PathVersions, ...]
    overruled: tuple[str, ...]


def resolve_by_owner(sides: MergeInput) -> DecidedPaths:
    """Decide which version of each path counts. A path is contested if both sides changed it differently."""
    entries: dict[str, FileEntry | None] = {}
    contested: list[PathVersions] = []
    overruled: list[str] = []
    for path in sides.list_paths():
        if path.name in sides.newer:
            entries[path.name] = path.mine
        elif sides.get_owner(path.name) is Owner.OTHER:
            entries[path.name] = path.arrived
            if path.mine not in {path.base, path.arrived}:
                overruled.append(path.name)
        elif path.mine in {path.base, path.theirs}:
            entries[path.name] = path.theirs
        elif path.theirs == path.base:
            entries[path.name] = path.mine
        else:
            contested.append(path)
    return DecidedPaths(entries, tuple(contested), tuple(overruled))


def find_file_directory_conflicts(entries: Mapping[str, FileEntry | None]) -> tuple[str, ...]:
    """Return the paths that are a file on one side and a folder on the other. No tree can contain both."""
    present = {path for path, entry in entries.items() if entry}
    folders = {path[:end] for path in present for end, letter in enumerate(path) if letter == "/"}
    return tuple(sorted(folders & present))
