"""The rows of the table: each a command of apj, and what it may cost."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from journals import remove_cache, remove_next_week, run_git, write_on_both_sides

APJ = str(Path(sys.executable).with_name("apj"))
CLICK = (sys.executable, "-c", "import click")
MOST_MEMORY = 80
"""MB that a command may take on a journal of two partners."""
GROUP_SIZE, GROUP_FACTOR, GROUP_MEMORY = 50, 1.2, 200
"""A group: its partners, what a command may cost in terms of the same for two, and the MB that it may take."""
READER_LIMIT = 0.6
"""What the reader of the format may cost, in R."""


@dataclass(frozen=True)
class Limit:
    """What a command may cost: `f` × F + `r` × R + `g` × G."""

    f: float
    r: float = 0.0
    g: float = 0.0

    def __str__(self) -> str:
        """Return the limit as it is written."""
        parts = ((self.f, "F"), (self.r, "R"), (self.g, "G"))
        return " + ".join(f"{factor:g} {unit}" for factor, unit in parts if factor)

    def calculate(self, click: float, loader: float, git: float) -> float:
        """Return the limit in the unit of what F, R and G cost."""
        return self.f * click + self.r * loader + self.g * git


@dataclass(frozen=True)
class Row:
    """A command line of apj with its limit.

    `git` is a shell command for the same answer from bare git, which is G. `before` prepares the journal for each run.
    A command that `writes` gets a journal of its own. A `flat` one may not cost more after ten years than after one. A
    `cached` one answers from what the same command kept before.
    """

    name: str
    command: str
    limit: Limit
    git: str = ""
    flat: bool = False
    writes: bool = False
    cached: bool = False
    before: Callable[[Path], None] | None = None
    variables: tuple[tuple[str, str], ...] = ()

    def find_words(self, journal: Path) -> list[str]:
        """Return the arguments of apj. `{month}` in the command is a commit of about a month ago."""
        month = run_git(journal / "ana", "rev-parse", "HEAD~30") if "{month}" in self.command else ""
        return shlex.split(self.command.format(month=month))

    def prepare(self, journal: Path) -> None:
        """Bring a journal into the state in which the command has to find it."""
        if self.before:
            self.before(journal)


_COMPLETION = (("_APJ_COMPLETE", "bash_complete"), ("COMP_WORDS", "apj sta"), ("COMP_CWORD", "1"))
_CALL_DAY = (("APJ_NOW", "2026-11-30T10:00+01:00"),)
_SYNC = "git fetch -q && git merge -q --no-edit && git push -q"
_START, _ANY_TIME, _TODAY = Limit(1.2), Limit(1.7), Limit(3)

ROWS = (
    Row("`status --short`, cache fresh", "status --short", Limit(0.5), flat=True, cached=True),
    Row("`remind`, cache fresh", "remind", Limit(0.5), flat=True, cached=True),
    Row("`--version`", "--version", _START),
    Row("`--help`", "--help", _START),
    Row("completion", "", _START, variables=_COMPLETION),
    Row("`status --short`, no cache", "status --short", _ANY_TIME, flat=True, before=remove_cache),
    Row("`check` of one file", "check ana/2026-W48.md", _ANY_TIME, flat=True),
    Row("`log`", "log -i fonts", _ANY_TIME, flat=True, writes=True),
    Row("`park`", "park a newsletter", _ANY_TIME, flat=True, writes=True),
    Row("`status`", "status", _TODAY, flat=True),
    Row("`status` on the day of a call", "status", _TODAY, flat=True, variables=_CALL_DAY),
    Row("`show`", "show", _TODAY, flat=True),
    Row("`diff`", "diff", _TODAY, flat=True),
    Row("`review --no-fetch`", "review --no-fetch", _TODAY, flat=True),
    Row(
        "`new-week -g`",
        'new-week next -g "Three runs" --no-edit --no-sync',
        _TODAY,
        flat=True,
        writes=True,
        before=remove_next_week,
    ),
    Row("`check` of everything", "check", Limit(1.7, r=1.1)),
    Row("`insights` of ten years", "insights", Limit(3, r=1.1)),
    Row("`summary` of a year", "summary --since 2025-W49 --until 2026-W48", Limit(4)),
    Row("`verify`", "verify", Limit(3, g=8), git="git log --raw >/dev/null"),
    Row("`verify --since` a month", "verify --since {month}", Limit(3, g=8), git="git log --raw >/dev/null", flat=True),
    Row("`sync`, nothing new", "sync", Limit(2, g=2), git=_SYNC, writes=True),
    Row(
        "`sync`, one each way",
        "sync",
        Limit(3, g=2),
        git=f"git commit -q -a -m notes && {_SYNC}",
        writes=True,
        before=write_on_both_sides,
    ),
)
GROUP = (
    Row("`status`", "status", Limit(0)),
    Row("`status` on the day of a call", "status", Limit(0), variables=_CALL_DAY),
    Row("`review`", "review ben --no-fetch", Limit(0)),
)
"""What is measured in a group, beside the same with two partners."""


def find_variables(row: Row) -> dict[str, str]:
    """Return what a row adds to the environment. Where the checkout's modules are looked for stays as it is."""
    path = os.environ.get("PYTHONPATH")
    return {**dict(row.variables), **({"PYTHONPATH": path} if path else {})}
