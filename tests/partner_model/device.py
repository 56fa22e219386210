"""A clone of one partner, and what the model knows about it, examined with plain git only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from tests.helpers.git_objects import has_file, read_author, read_text
from tests.helpers.invariants import texts
from tests.helpers.people import Person
from tests.partner_model.by_hand import AGREEMENT, SLIP_WEEK, files, is_broken, words, words_of
from tests.partner_model.shared_repository import branch, ref

STRANGE = "phone@nowhere.example"
"""An address that nobody's partner.md names at first."""
PEOPLE = {"ana": ("Ana Costa", "ana@example.org"), "ben": ("Ben Adler", "ben@example.org")}
"""Under which name and address each of them commits."""


@dataclass
class Device(Person):
    """A clone, and what is known of it.

    `held`: the words that have to be found here. `must`: the commits of the shared history that were relied on here,
    `may`: those that perhaps were, because a command was killed. `deleted`: weeks of mine that were removed by hand,
    `dirty`: files of the other that were changed. `torn`: what arrived is to be settled by hand; `killed`: the last
    command was; `alarmed`: the last sync said that the history was rewritten; `taken_back`: a sync was undone since;
    `is_strange`: what is shared has nothing in common with this clone, which was never in touch with it. `was_at`: the
    head before a command that was killed, which may be the head again once the next one has finished that.
    `to_merge`: the commit that the last conflict named, if any.
    `way_out`: the commands that the last sync printed for taking out what is the other's, `new_name` those that
    follow the shared branch to its new name.
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
    to_merge: str = ""
    way_out: str = ""
    new_name: str = ""

    @property
    def is_unvouched(self) -> bool:
        """Whether there are commits under an unknown address, which the next sync has to report."""
        own = self.read(f"{self.handle}/partner.md") if (self.root / self.handle / "partner.md").exists() else ""
        name, address = PEOPLE[self.handle]
        mine = self.git("log", f"--author={name} <", "--format=%ae", "HEAD").split()
        return any(one not in own for one in mine if one != address)

    @property
    def branch(self) -> str:
        """The name of the branch here."""
        return branch(self.root)

    @property
    def head(self) -> str:
        """The newest commit here."""
        found = ref(self.root, f"refs/heads/{self.branch}")
        assert found is not None
        return found

    @property
    def accepted(self) -> str:
        """The newest commit of the shared history that apj accepted here, empty if there is none."""
        return ref(self.root, f"refs/apj/remote/{self.branch}") or ""

    @property
    def other(self) -> str:
        """The handle of the partner."""
        return "ben" if self.handle == "ana" else "ana"

    def mine(self) -> dict[str, str]:
        """Return the files of my folder, and the shared one."""
        return files(self.root, self.handle)

    def broken(self) -> set[str]:
        """Return my files that apj does not commit in their current state."""
        return {path for path, text in self.mine().items() if is_broken(text)}

    def has_made(self, commit: str) -> bool:
        """Whether a commit has my usual address, or was made in this clone, according to its reflog."""
        if read_author(self.root, commit)[1] == PEOPLE[self.handle][1]:
            return True
        logged = self.git("log", "--walk-reflogs", "--format=%H%x00%ae %at%x00%gs", "HEAD").splitlines()
        moves = [line.split("\0", 2) for line in logged]
        made = {author for _, author, why in moves if why.startswith("commit")}
        return any(oid == commit and author in made for oid, author, _ in moves)

    def has_slip(self, commit: str | None = None) -> bool:
        """Whether a line of my `kept.md` names nothing, in the file or in a commit."""
        path = f"{self.handle}/kept.md"
        if commit:
            return SLIP_WEEK in read_text(self.root, commit, path)
        return path in self.mine() and SLIP_WEEK in self.read(path)

    def held_back(self) -> set[str]:
        """Return those of them with uncommitted changes, which a person can still commit by hand."""
        return self.unclean(self.broken())

    def unclean(self, paths: Collection[str]) -> set[str]:
        """Return those of some files that are not committed in their current state."""
        if not paths:
            return set()
        listed = self.git("status", "--porcelain", "--untracked-files=all", "--no-renames", "--", *paths)
        return {line[3:] for line in listed.splitlines()}

    def has_committed(self, path: str) -> bool:
        """Whether the newest commit here has a file."""
        return has_file(self.root, self.head, path)

    def kept(self) -> set[str]:
        """Return the commits that my `kept.md` names."""
        path = self.root / self.handle / "kept.md"
        return words(path.read_text("utf-8")) if path.exists() else set()

    def here(self) -> set[str]:
        """Return the words in my files."""
        return words_of(self.mine().values())

    def reachable(self) -> set[str]:
        """Return the words that are reachable from any ref."""
        return words_of(text.decode() for text in texts(self.root, (self.handle, AGREEMENT), "--all"))
