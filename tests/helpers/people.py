"""People who use apj in tests: each has a clone, a clock and the command line, and nothing else."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from apjournal.cli.boundary import run_command
from apjournal.cli.context import Context
from apjournal.cli.main import TABLE, apj
from tests.helpers.demo import copied, pack
from tests.helpers.documents import check_document
from tests.helpers.home import make_at_home
from tests.helpers.made_once import made_once
from tests.helpers.repos import git

MONDAY = "2026-11-23T09:00+01:00"
"""The call that begins 2026-W48."""
FIVE_LINES = """\
---
goals:
  - Send the grant draft to Ines
  - Three runs
---
"""
TRACEBACK = "Traceback (most recent call last)"


@dataclass(frozen=True)
class Ran:
    """The result of a command line."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def command_line(
    *args: str, folder: Path, as_: str | None = None, at: str | None = MONDAY, code: int | None = 0
) -> Ran:
    """Run a command line in `folder`. Raise `AssertionError` for another exit code than `code` (None: any).

    Without `as_` and `at`, the environment and git determine the identity and the time.
    """
    context = Context(directory=folder, as_=as_, clock=datetime.fromisoformat(at) if at else None)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        ended = run_command(apj, args, context)
    ran = Ran(ended, out.getvalue(), err.getvalue())
    assert TRACEBACK not in ran.err
    if "--json" in args:
        check_document(next((word for word in args if word in TABLE), "status"), ran.out)
    assert code is None or ended == code, f"apj {' '.join(args)} ended with {ended}\n{ran.out}\n{ran.err}"
    return ran


@dataclass
class Person:
    """A partner at their own machine: `handle` in the clone `root`, at the moment `now`."""

    handle: str
    root: Path
    now: str = MONDAY

    def apj(self, *args: str, at: str | None = None, code: int | None = 0) -> Ran:
        """Run a command line. Raise `AssertionError` for another exit code than `code` (None: any)."""
        self.now = at or self.now
        there = self.root if self.root.exists() else self.root.parent
        return command_line(*args, folder=there, as_=self.handle, at=self.now, code=code)

    def write(self, path: str, text: str) -> None:
        """Write a file by hand."""
        full = self.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text, encoding="utf-8", newline="")

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def change(self, path: str, old: str, new: str) -> None:
        """Change one place of a file by hand."""
        text = self.read(path)
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        self.write(path, text.replace(old, new))

    def commit(self) -> None:
        """Commit everything here with plain git, in any folder."""
        self.git("add", "-A")
        self.git("-c", "user.name=By Hand", "-c", "user.email=by@hand.example", "commit", "-q", "-m", "by hand")

    def rewrite_history(self, path: str, text: str) -> None:
        """Replace the last three shared commits by another text of one file, as plain git can."""
        shared = Path(self.git("remote", "get-url", "origin").strip())
        git(shared, "config", "receive.denyNonFastForwards", "false")
        self.git("reset", "-q", "--hard", "HEAD~3")
        self.write(path, text)
        self.commit()
        self.git("push", "-q", "--force", "origin", "main")

    def git(self, *args: str, stdin: bytes = b"", ok: tuple[int, ...] = (0,), **env: str) -> str:
        """Run plain git in the clone."""
        return git(self.root, *args, stdin=stdin, ok=ok, **env)


Story = Callable[[Path], tuple[Person, Person]]
"""What Ana and Ben do in a new folder, with clones named by their handles; gives the two as they are after it."""


def begin(tmp_path: Path, *, mode: str = "two-sided", at: str = "2026-11-23T08:00+01:00") -> tuple[Person, Person]:
    """Let Ana begin a journal and share it through a bare repository, and Ben join."""
    ana, ben = Person("ana", tmp_path / "ana", at), Person("ben", tmp_path / "ben", at)
    shared = tmp_path / "shared.git"
    ana.apj(
        *("init", str(ana.root), "--partner", "ana", "--name", "Ana Costa", "--email", "ana@example.org"),
        *("--timezone", "Europe/Lisbon", "--mode", mode, "--shared", str(shared)),
    )
    git(shared, "config", "receive.autogc", "false")  # git would look for something to tidy up after each push
    join(ben, shared, "Ben Adler", "Europe/Berlin")
    ana.apj("sync")
    return ana, ben


def begun(folder: Path, *, mode: str = "two-sided", at: str = "2026-11-23T08:00+01:00") -> tuple[Person, Person]:
    """Return the two of `begin`, which runs once for all processes of the tests and is copied."""
    return replay(partial(begin, mode=mode, at=at), folder)


def replay(story: Story, folder: Path) -> tuple[Person, Person]:
    """Return the two partners after a story in `folder`, which runs once for all processes and is copied."""
    made = made_once(folder_of_all(), _name(story), partial(_tell, story))
    copied(made / "journal", folder, [config.parent.parent.name for config in made.glob("journal/*/.git/config")])
    ana, ben = (Person(handle, folder / name, now) for handle, name, now in json.loads((made / "people").read_text()))
    return ana, ben


def folder_of_all() -> Path:
    """Return the folder that all processes of this test run share: `tests/conftest.py` puts their cache into it."""
    return Path(os.environ["XDG_CACHE_HOME"]).parent


def _name(story: Story) -> str:
    if isinstance(story, partial):
        return "-".join([_name(story.func), *story.keywords.values()]).replace(":", "")
    return f"{story.__module__}.{story.__name__}"


def _tell(story: Story, folder: Path) -> None:
    people = make_at_home(folder, partial(_tell_and_pack, story))
    (folder / "people").write_text(json.dumps([(one.handle, one.root.name, one.now) for one in people]))


def _tell_and_pack(story: Story, folder: Path) -> tuple[Person, Person]:
    people = story(folder)
    pack(folder)
    return people


def goals_kept(folder: Path) -> tuple[Person, Person]:
    """Let Ana and Ben begin and set goals for 2026-W48. Ben keeps Ana's, and all of it is shared."""
    begun(folder)
    ana, ben = Person("ana", folder / "ana"), Person("ben", folder / "ben")
    ana.write("ana/2026-W48.md", FIVE_LINES)
    ana.apj("sync")
    ben.apj("new-week", "-g", "Mark the essays", "--no-edit", "--no-sync")
    ben.apj("review", "--keep")
    ben.apj("sync")
    ana.apj("sync")
    return ana, ben


def first_monday(folder: Path) -> tuple[Person, Person]:
    """Let Ana and Ben begin and set goals for 2026-W48. Each keeps the other's, and all of it is shared."""
    ana, ben = goals_kept(folder)
    ana.apj("review", "--keep")
    ben.apj("sync")
    return ana, ben


def join(person: Person, shared: Path, name: str, timezone: str) -> None:
    """Let somebody join the journal at `shared`."""
    person.apj(
        *("join", str(shared), str(person.root), "--partner", person.handle, "--name", name),
        *("--email", f"{person.handle}@example.org", "--timezone", timezone),
    )
