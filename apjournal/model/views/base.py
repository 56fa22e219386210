"""What all views have in common: problems told after them, and fields that are for the text alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from apjournal.errors import ApjError
    from apjournal.model.isoweek import IsoWeek


def screen_only(default: Any = None) -> Any:
    """Return a field that is shown as text only, and not in JSON."""
    return field(default=default, metadata={"json": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What all views have in common."""

    problems: tuple[ApjError, ...] = screen_only(())
    exit_code: int = screen_only(0)


@dataclass(frozen=True, slots=True)
class WeekDays:
    """A week and its period: from the day of its call, `first`, to the day before the next one, which is `end`."""

    week: IsoWeek
    first: date
    end: date


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about trust: `show` is the plain git command with which anyone can see it."""

    code: str
    message: str
    show: str


@dataclass(frozen=True, slots=True)
class LocalEdit:
    """Files that differ here from what is shared, and should not: the problem, and the command that undoes it.

    The problem is a sentence without its subject, which is the `subject` or the first path. `mine`: files of mine or
    of all are missing here, which comes before anything else.
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


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from how the partners work together now: a command, and what it does."""

    command: str
    what: str
