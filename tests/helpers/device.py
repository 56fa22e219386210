"""A clone of one partner, and what a model knows of it; looked at with plain git alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers.byhand import AGREEMENT, BROKEN, files, words, words_of
from tests.helpers.invariants import texts
from tests.helpers.people import Person
from tests.helpers.plain import ref
from tests.helpers.repos import git

STRANGE = "phone@nowhere.example"
"""An address that nobody's partner.md names at first."""


@dataclass
class Device(Person):
    """A clone, and what is known of it.

    `held`: the words that have to be found here. `must`: the commits of the shared history that were relied on here,
    `may`: those that perhaps were, because a command was killed. `deleted`: weeks of mine that were removed by hand,
    `dirty`: files of the other that were changed. `torn`: what arrived is to be settled by hand; `killed`: the last
    command was; `alarmed`: the last sync said that the history was rewritten; `taken_back`: a sync was undone since;
    `is_strange`: what is shared has nothing in common with this clone, which was never in touch with it. `was_at`: the
    head before a command that was killed, which may be the head again once the next one has finished that.
    """

    name: str = ""
    held: set[str] = field(default_factory=set)
    must: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    dirty: set[str] = field(default_factory=set)
    torn: bool = False
    killed: bool = False
    alarmed: bool = False
    taken_back: bool = False
    is_strange: bool = False
    was_at: str = ""

    @property
    def is_unvouched(self) -> bool:
        """Whether there are commits under an address that is nobody's, which the next sync has to see."""
        own = self.read(f"{self.handle}/partner.md") if (self.root / self.handle / "partner.md").exists() else ""
        return STRANGE in self.git("log", "--format=%ae", "HEAD") and STRANGE not in own

    @property
    def head(self) -> str:
        """The newest commit here."""
        found = ref(self.root)
        assert found is not None
        return found

    @property
    def other(self) -> str:
        """The handle of the partner."""
        return "ben" if self.handle == "ana" else "ana"

    def mine(self) -> dict[str, str]:
        """Give the files of my folder, and the one that belongs to all."""
        return files(self.root, self.handle)

    def broken(self) -> set[str]:
        """Name my files that can't be read."""
        return {path for path, text in self.mine().items() if BROKEN in text}

    def held_back(self) -> set[str]:
        """Name those of them that are not committed as they are; by hand that can be done."""
        return {path for path in self.broken() if self.git("status", "--porcelain", "--", path)}

    def kept(self) -> set[str]:
        """Give the commits that my `kept.md` names."""
        path = self.root / self.handle / "kept.md"
        return words(path.read_text("utf-8")) if path.exists() else set()

    def here(self) -> set[str]:
        """Give the words that stand in my files."""
        return words_of(self.mine().values())

    def reachable(self) -> set[str]:
        """Give the words that any ref leads to."""
        return words_of(text.decode() for text in texts(self.root, (self.handle, AGREEMENT), "--all"))


def is_here(repository: Path, name: str, kind: str = "commit") -> bool:
    """Whether a clone has an object."""
    return git(repository, "cat-file", "-t", name, ok=(0, 128)) == kind
