"""What all views have in common."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from apjournal.errors import ApjError
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden


class View(Struct, frozen=True, kw_only=True):
    """The result of a command. `problems` are reported after the view, and `exit_code` is the command's exit code."""

    problems: Hidden[tuple[ApjError, ...]] = ()
    exit_code: Hidden[int] = 0


class WeekDays(Struct, frozen=True):
    """A week and the days of its period.

    `first` is the day of its call, and `end` the day of the next call, on which the next period begins.
    """

    week: IsoWeek
    first: date
    end: date


class Alarm(Struct, frozen=True):
    """An alert about trust. `show` is the plain git command with which anyone can check it."""

    code: str
    message: str
    show: str


class LocalEdit(Struct, frozen=True):
    """Files that differ on this disk from what is shared although they should not: the problem, and how to undo it.

    `problem` is a sentence without its subject. The subject is `subject`, or the first path if `subject` is empty.
    `command` undoes the difference. `mine` says whether my own files or shared files are missing here and must be
    restored first.
    """

    paths: tuple[str, ...]
    problem: str
    advice: str
    command: str
    mine: bool = False
    subject: str = ""

    @property
    def message(self) -> str:
        """The problem as a full sentence."""
        return f"{self.subject or self.paths[0]} {self.problem}"


class Way(Struct, frozen=True):
    """A command that changes the current terms, and what it does."""

    command: str
    what: str
