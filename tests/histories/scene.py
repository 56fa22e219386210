"""The journal with which every history begins, and the actions of people on it.

It has Ana and Ben, who have accepted the agreement. Ben has kept Ana's week of two goals before the call.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from tests.helpers import repos
from tests.helpers.folders import copy_folder
from tests.helpers.repos import ANA, BEN, git

WEEK = "ana/2026-W48.md"
GRANT, RUNS = "Send the grant draft to Ines", "Three runs"
STRANGER = ("Somebody", "who@example.net")
CEM = ("Cem Example", "cem@example.org")
AGREEMENT = "---\napj: 1\nmode: two-sided\ncall: {day: monday, timezone: Europe/Berlin}\nstarted: 2026-11-16\n---\n"
NOWHERE = "0123456789abcdef0123456789abcdef01234567"
START = datetime.fromisoformat("2026-11-23T08:00+01:00")
REPORTED = datetime.fromisoformat("2026-11-30T09:00+01:00")


def goals(*words: str, more: str = "") -> str:
    """Return a week as a person types it."""
    return "---\ngoals:\n" + "".join(f"  - {each}\n" for each in words) + f"{more}---\n"


def person(name_and_email: tuple[str, str], more: str = "agreed: yes\n") -> str:
    name, email = name_and_email
    return f"---\nname: {name}\nemail: {email}\n{more}---\n"


@dataclass
class Scene:
    """A journal on which people work in turn, a minute after each other."""

    root: Path
    now: datetime = START
    made: list[str] = field(default_factory=list)

    def commit(
        self, files: dict[str, str | bytes | None], by: tuple[str, str] = ANA, at: datetime | None = None
    ) -> str:
        self.now = at or self.now + timedelta(minutes=1)
        self.made.append(repos.commit(self.root, files, "change", by, self.now.isoformat()))
        return self.made[-1]

    def read(self, path: str, commit: str = "HEAD") -> str:
        return git(self.root, "show", f"{commit}:{path}", ok=(0, 128)) + "\n"

    def line(self, commit: str, *, of: str = "ana", week: str = "2026-W48", at: datetime | None = None) -> str:
        return f"- {week} {of} {commit} {(at or self.now).isoformat(timespec='minutes')}\n"

    def add(self, line: str, keeper: tuple[str, str] = BEN, at: datetime | None = None) -> str:
        """Add a line to the `kept.md` of a keeper, and commit it under the keeper's address."""
        path = f"{keeper[1].partition('@')[0]}/kept.md"
        full = self.root / path
        text = full.read_text() if full.exists() else "# Kept copies\n"
        return self.commit({path: text + line}, keeper, at)

    def keep(self, keeper: tuple[str, str] = BEN, of: str = "ana", at: datetime | None = None) -> str:
        """Keep the newest commit of a partner's folder, and return that commit."""
        kept = git(self.root, "rev-list", "-1", "HEAD", "--", of)
        self.now = at or self.now + timedelta(minutes=1)
        self.add(self.line(kept, of=of, at=self.now), keeper, self.now)
        return kept

    def branch(self, commit: str = "HEAD", name: str = "side") -> None:
        git(self.root, "switch", "-q", "-c", name, commit)

    def back(self) -> None:
        git(self.root, "switch", "-q", "main")

    def merge(self, other: str, by: tuple[str, str] = ANA, files: dict[str, str | None] | None = None) -> str:
        """Merge as plain git does, with some files of the result replaced."""
        self.now += timedelta(minutes=1)
        git(self.root, "merge", "-q", "--no-ff", "--no-commit", other, ok=(0, 1), **repos.who(by))
        repos.write(self.root, files or {})
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", "merge", **repos.who(by, self.now.isoformat()))
        self.made.append(repos.tip(self.root))
        return self.made[-1]

    def join_trees(self, tree_of: str, *parents: str, by: tuple[str, str] = ANA) -> str:
        """Make a merge of `parents` with the files of `tree_of`, whatever the parents contain."""
        self.now += timedelta(minutes=1)
        arguments = [argument for parent in parents for argument in ("-p", parent)]
        tree = repos.tip(self.root, f"{tree_of}^{{tree}}")
        made = git(self.root, "commit-tree", tree, *arguments, "-m", "merge", **repos.who(by, self.now.isoformat()))
        git(self.root, "reset", "-q", "--hard", made)
        self.made.append(made)
        return made


Found = frozenset[tuple[str, str | None]]
"""What is to be found: code and path, with a minus before the code of what is settled."""
Maker = Callable[[Scene], None]


@dataclass(frozen=True)
class History:
    """How a history is made, and its expected findings."""

    make: Maker
    found: Found


HISTORIES: dict[str, History] = {}


def history(*found: tuple[str, str | None]) -> Callable[[Maker], Maker]:
    """Put a history into the table under the name of its function."""

    def put(make: Maker) -> Maker:
        HISTORIES[make.__name__] = History(make, frozenset(found))
        return make

    return put


def begun(root: Path) -> Scene:
    """Begin the journal of every history. Git makes it once for each process of the tests, and it is copied."""
    first = _begun_once()
    copy_folder(first.root, root)
    return replace(first, root=root, made=[*first.made])


@cache
def _begun_once() -> Scene:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    scene = Scene(repos.new_repository(folder / "journal"))
    scene.commit({"agreement.md": AGREEMENT, "ana/partner.md": person(ANA)})
    scene.commit({"ben/partner.md": person(BEN)}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})
    scene.keep()
    return scene
