"""What all views have in common: problems reported after them, and fields that are only for the text."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from apjournal.errors import ApjError
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden


class View(Struct, frozen=True, kw_only=True):
    """What all views have in common."""

    problems: Hidden[tuple[ApjError, ...]] = ()
    exit_code: Hidden[int] = 0


class WeekDays(Struct, frozen=True):
    """A week and its period: from the day of its call, `first`, to the day before the next one, which is `end`."""

    week: IsoWeek
    first: date
    end: date


class Alarm(Struct, frozen=True):
    """A fact about trust. `show` is the plain git command with which anyone can see it."""

    code: str
    message: str
    show: str


class LocalEdit(Struct, frozen=True):
    """Files that differ here from what is shared, and should not: the problem, and the command that undoes it.

    The problem is a sentence whose subject is `subject` or the first path. `mine`: my files or shared ones are missing
    here, which must be fixed first.
    """

    paths: tuple[str, ...]
    problem: str
    advice: str
    command: str
    mine: bool = False
    subject: str = ""

    @property
    def message(self) -> str:
        """The whole sentence."""
        return f"{self.subject or self.paths[0]} {self.problem}"


class Way(Struct, frozen=True):
    """A next step from the current terms: a command, and what it does."""

    command: str
    what: str
