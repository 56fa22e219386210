"""What must be true after every attack and every fault, checked with plain git and nothing of apj.

No planted command ran. Every text that apj acknowledged is in a file or reachable from a ref. Every repository is
sound. Only a partner changed their folder. Each command ended with an exit code of the contract, and printed nothing
that controls a terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers.people import Person, Ran, command_line
from tests.helpers.repos import FSCK, children, git, git_bytes, head_of

CODES = frozenset({0, 1, 2, 3, 4, 5, 130, 141})
"""The exit codes of the contract; the last two are Ctrl-C and a closed pipe."""
WRITING = frozenset({"init", "join", "new-week", "report", "edit", "log", "park", "away", "agree", "leave", "import"})
"""The commands that are there to write in my own folder."""
DRIVES = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
"""Categories of characters that no terminal should get raw; format characters (Cf) are looked at one by one."""
JOINER = "\N{ZERO WIDTH JOINER}"


@dataclass
class Watched(Person):
    """A partner whose every command line is checked.

    `elsewhere`: they write on a second device too, so that a sync may change their folder. `spoilt`: the test damaged
    their clone on purpose, so that git finds errors.
    """

    elsewhere: bool = False
    spoilt: bool = False
    heads: set[str] = field(default_factory=set)
    written: set[bytes] = field(default_factory=set)

    def apj(self, *args: str, at: str | None = None, code: int | None = 0) -> Ran:
        """Run a command line, and check the invariants."""
        before = self.folder()
        self.now = at or self.now
        there = self.root if self.root.exists() else self.root.parent
        ran = command_line(*args, folder=there, as_=self.handle, at=self.now, code=code)
        self.looked_at(args, ran, before)
        return ran

    def looked_at(self, args: tuple[str, ...], ran: Ran, before: dict[str, bytes]) -> None:
        """Check the invariants for a command line, however it was run. `before` is `folder()` at its start."""
        line = f"apj {' '.join(args)}"
        assert ran.code in CODES, f"{line} ended with {ran.code}\n{ran.err}"
        for said in (ran.out, ran.err):
            assert not list(drivers(said)), f"{line} says raw {list(drivers(said))}"
        after = self.folder()
        if not (self.elsewhere or args[0] in WRITING or "--fix" in args or "--undo" in args):
            changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
            assert changed <= {f"{self.handle}/kept.md"}, f"{line} changed {changed}"
        made = {path: text for path, text in after.items() if before.get(path) != text}
        self.acknowledge(made if args[0] in WRITING else {})

    def folder(self) -> dict[str, bytes]:
        """Return the files of my own folder by path."""
        found = (self.root / self.handle).rglob("*")
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found if path.is_file()}

    def acknowledge(self, files: dict[str, bytes]) -> None:
        """Record what apj has written or committed for me: from now on, no line of it may be lost."""
        if head := head_of(self.root):
            self.heads.add(head)
        self.written |= set(lines(files.values()))

    def lost(self) -> set[bytes]:
        """Return the lines that are neither in a file of mine, nor in a copy of one, nor reachable from a ref."""
        if not (self.heads or self.written):
            return set()
        gone = self.heads - {head_of(self.root)}
        gone = gone and gone - set(git(self.root, "rev-list", "--all").split())
        copies = (path.read_bytes() for path in (self.root / ".git/apj/recover").glob("*"))
        here = {*lines(self.folder().values()), *lines(copies)}
        due = {
            *self.written,
            *(line for head in gone for line in lines(texts(self.root, [self.handle], "--no-walk", head))),
        }
        return due - here - set(lines(texts(self.root, [self.handle], "--all"))) if due - here else set()

    def back_to(self, other: Watched) -> None:
        """Forget what was acknowledged since, because everything was restored."""
        self.heads, self.written = set(other.heads), set(other.written)


def lines(texts: Iterable[bytes]) -> Iterator[bytes]:
    """Return the lines of many texts, without the ends of lines."""
    for text in texts:
        yield from (line.strip() for line in text.splitlines())


def texts(root: Path, paths: Iterable[str], *commits: str) -> Iterator[bytes]:
    """Return the texts of all versions in these commits of the files at or below the paths."""
    named = git_bytes(root, "rev-list", "--objects", "--full-history", *commits, "--", *paths)
    ids = b"".join(line[:40] + b"\n" for line in named.splitlines() if b" " in line)
    rest = git_bytes(root, "cat-file", "--batch", stdin=ids)
    while rest:
        head, _, rest = rest.partition(b"\n")
        _, kind, size = head.split()
        text, rest = rest[: int(size)], rest[int(size) + 1 :]
        if kind == b"blob":
            yield text


def drivers(text: str) -> Iterator[str]:
    """Return the characters of an output that control a terminal or are invisible."""
    for place, sign in enumerate(text):
        category = unicodedata.category(sign)
        if (category in DRIVES and sign != "\n") or (category == "Cf" and sign != JOINER):
            yield f"U+{ord(sign):04X} in {text[max(0, place - 20) : place + 20]!r}"


@dataclass
class Invariants:
    """What is checked when a test is over: people's clones, other repositories, the marks of planted programs."""

    people: list[Watched]
    sound: list[Path]
    marks: Path
    before: set[int] = field(default_factory=children)

    def hold(self) -> None:
        """Raise `AssertionError` when an invariant is broken."""
        assert [path.name for path in self.marks.iterdir()] == [], "a planted command ran"
        for person in self.people:
            if person.spoilt:
                continue
            assert person.lost() == set(), f"{person.handle} lost text"
            assert_sound(person.root)
        for repository in self.sound:
            assert_sound(repository)
        assert children() <= self.before, "a process was left behind"


def assert_sound(repository: Path) -> None:
    """Raise `AssertionError` when `git fsck --strict` reports something."""
    assert fsck(repository) == "", f"{repository}: {fsck(repository)}"


def fsck(repository: Path) -> str:
    """Return the output of `git fsck --strict`."""
    return git(repository, *FSCK, ok=(0, 1, 2, 3, 4, 8, 128))


def written_elsewhere(repository: Path) -> list[str]:
    """List what commits changed in a folder of another partner than their author.

    For a merge, what differs from each parent.
    """
    lines = git(repository, "log", "--all", "--root", "-c", "--name-only", "--format=by %ae").splitlines()
    author, found = "", []
    for line in filter(None, lines):
        if line.startswith("by "):
            author = line.removeprefix("by ").partition("@")[0]
        elif "/" in line and not line.startswith(f"{author}/"):
            found.append(f"{author} wrote {line}")
    return found
