"""A journal of Ana and Ben to be attacked: two clones, a shared repository, and means to cause damage."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.helpers import repos
from tests.helpers.forking_process import APJ, is_usual, run_ready
from tests.helpers.invariants import Invariants, Watched
from tests.helpers.people import Person, Ran

ADDRESSES = {"ana": ("Ana Costa", "ana@example.org"), "ben": ("Ben Adler", "ben@example.org")}
ROOT = Path(__file__).parent.parent.parent
WEEK = "ana/2026-W48.md"
"""Ana's week, which Ben has kept."""
LATER = "2026-11-23T18:00+01:00"


@dataclass
class Attacked:
    """Ana's and Ben's journal on the Monday of 2026-W48; each has kept the other's goals, and all of it is shared."""

    root: Path
    ana: Watched
    ben: Watched
    shared: Path
    marks: Path
    invariants: Invariants

    def program(self, name: str = "program") -> Path:
        """Make a program that leaves a mark when it runs."""
        path = self.root / name
        path.write_text(f"#!/bin/sh\n{self.leaves_mark(name)}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def leaves_mark(self, name: str) -> str:
        """Return a shell command that leaves a mark."""
        return f"touch {shlex.quote(str(self.marks / name))}"

    def allow_all(self) -> None:
        """Let the server accept every push."""
        self._set("false")

    def protect(self) -> None:
        """Let the server refuse again what it refuses by default."""
        self._set("true")

    def _set(self, value: str) -> None:
        for setting in ("denyNonFastForwards", "denyDeletes", "fsckObjects"):
            repos.git(self.shared, "config", f"receive.{setting}", value)

    def force(self, person: Watched, commit: str = "HEAD", branch: str = "main") -> str:
        """Set the shared branch to a commit of a person's clone, whatever it was."""
        self.allow_all()
        repos.git(person.root, "push", "-q", "--force", "origin", f"{commit}:refs/heads/{branch}")
        return self.tip()

    def tip(self) -> str:
        """Return the newest commit of the shared branch."""
        return repos.tip(self.shared, "refs/heads/main")

    def by_hand(self, person: Watched, files: Mapping[str, str | bytes | None], **more: str) -> str:
        """Commit with plain git and push, as by phone."""
        commit = self.commit(person, files, **more)
        repos.git(person.root, "push", "-q", "origin", "HEAD:refs/heads/main")
        return commit

    def commit(
        self, person: Watched, files: Mapping[str, str | bytes | None], message: str = "by hand", author: str = ""
    ) -> str:
        """Commit with plain git, in the name of `author`, otherwise of the clone's owner."""
        return repos.commit(person.root, files, message, ADDRESSES[author or person.handle], date=person.now)

    def entries(self, *added: tuple[str, str, bytes], ref: str = "refs/heads/main", author: str = "ben") -> str:
        """Add entries (mode, id, name) of any kind to the root of the shared branch, as no honest git would.

        An added name replaces an old one. Return the new commit.
        """
        names = {name for _, _, name in added}
        old = repos.git_bytes(self.shared, "ls-tree", "-z", ref).split(b"\0")[:-1]
        kept = [line for line in old if line.partition(b"\t")[2] not in names]
        new = [f"{mode} {'tree' if mode == '040000' else 'blob'} {oid}\t".encode() + name for mode, oid, name in added]
        tree = self.tree(*kept, *new)
        return self.publish(tree, author=author)

    def tree(self, *lines: bytes) -> str:
        """Write a tree with these entries, in git's order of names, however odd they are."""
        rows = []
        for line in lines:
            facts, _, name = line.partition(b"\t")
            mode, _, oid = facts.decode().split(" ")
            rows.append((name + (b"/" if mode == "040000" else b""), mode.lstrip("0"), name, oid))
        data = b"".join(mode.encode() + b" " + name + b"\0" + bytes.fromhex(oid) for _, mode, name, oid in sorted(rows))
        return repos.raw_object(self.shared, "tree", data)

    def blob(self, data: bytes | str) -> str:
        """Write a blob into the shared repository."""
        text = data.encode() if isinstance(data, str) else data
        return repos.git(self.shared, "hash-object", "-w", "--stdin", stdin=text)

    def folder(self, files: Mapping[bytes, bytes | str], mode: str = "100644") -> str:
        """Write a tree of files, all with the same mode, and return its id."""
        return self.tree(*(f"{mode} blob {self.blob(data)}\t".encode() + name for name, data in files.items()))

    def publish(self, tree: str, *, author: str = "ben", message: str = "by hand") -> str:
        """Commit a tree on the shared branch, without any hook or check."""
        who = repos.who(ADDRESSES[author], date="2026-11-23T12:00:00+01:00")
        commit = repos.git(self.shared, "commit-tree", tree, "-p", self.tip(), "-m", message, **who)
        repos.git(self.shared, "update-ref", "refs/heads/main", commit)
        return commit


def outside(person: Watched) -> set[str]:
    """Return the files in a clone outside `.git` and the format."""
    names = {path.relative_to(person.root).as_posix() for path in person.root.rglob("*")}
    return {name for name in names if not (name == ".git" or name.startswith(".git/"))}


def apart(
    person: Watched,
    *args: str,
    env: Mapping[str, str] | None = None,
    code: int | None = 0,
    program: str = APJ,
) -> Ran:
    """Run a command line as a shell does: in a separate process, in this environment and `env`, without a terminal."""
    before = person.folder()
    given = {**os.environ, "APJ_NOW": person.now, "APJ_PARTNER": person.handle, **(env or {})}
    surroundings = {name: value for name, value in given.items() if value != UNSET}
    if is_usual(surroundings) and all(map(_matters_to_commands, env or {})):
        finished = run_ready(args, person.root, surroundings, program=program)
    else:
        finished = subprocess.run(
            [sys.executable, "-m", program, *args],
            cwd=person.root,
            env={"PYTHONPATH": str(ROOT), **surroundings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
            check=False,
        )
    ran = Ran(finished.returncode, finished.stdout.decode(), finished.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    assert code is None or ran.code == code, f"apj {' '.join(args)} ended with {ran.code}\n{ran.out}\n{ran.err}"
    person.looked_at(args, ran, before)
    return ran


def _matters_to_commands(name: str) -> bool:
    """Whether a variable is read by a command line, and not already when Python starts and loads the libraries."""
    is_libraries = name.startswith("GIT_PYTHON_")
    return name.startswith(("APJ_", "GIT_", "XDG_")) and not is_libraries


UNSET = "\0"
"""In `env` of `apart`: the variable is not there."""


def codes(ran: Ran) -> set[str]:
    """Return the codes of the alerts in the document of a command line with `--json`."""
    return {alarm["code"] for alarm in ran.json["alarms"]}


def run_all(person: Person, commands: Iterable[str]) -> list[str]:
    """Run command lines exactly as shown to a person, in a folder of their clone. Each must succeed."""
    folder = person.root / person.handle
    ran = (subprocess.run(shlex.split(line), cwd=folder, capture_output=True, check=True) for line in commands)
    return [finished.stdout.decode(errors="replace") for finished in ran]
