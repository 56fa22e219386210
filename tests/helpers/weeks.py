"""Weeks, kept copies and days of a small journal, written in a few words: Ana's week 2026-W48, kept by Ben.

The call is on Mondays at 09:00 in Berlin, so W48 runs from Mon 23 to Sun 29 November, and its report is due on Mon 30.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Agreement, Cadence, CallTerms, Mode
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks
from apjournal.model.partner import Partner
from apjournal.model.week import Goal, Happened, Obstacle, ObstacleKind, Outcome, Result, Week

ANA, BEN, CLEO = Handle("ana"), Handle("ben"), Handle("cleo")
W47, W48, W49 = IsoWeek(2026, 47), IsoWeek(2026, 48), IsoWeek(2026, 49)
BERLIN, LISBON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Lisbon")
MONDAY, WEDNESDAY, SATURDAY, SUNDAY = (date(2026, 11, day) for day in (23, 25, 28, 29))
DUE, AFTER = date(2026, 11, 30), date(2026, 12, 1)


def agreement(**changes: Any) -> Agreement:
    """Return an agreement with a call on Mondays at 09:00, in Berlin."""
    terms: dict[str, Any] = {"started": date(2026, 9, 7), "call": CallTerms(0, time(9), "Europe/Berlin")}
    return Agreement(**(terms | changes))


SCHEDULE = Schedule(agreement(), BERLIN)
PEERS = Schedule(agreement(mode=Mode.PEER_SUPPORT), BERLIN)
FORTNIGHTLY = Schedule(agreement(cadence=Cadence.FORTNIGHTLY), BERLIN)


def at(day: date, hour: int = 9, minute: int = 30) -> datetime:
    """Return a moment of that day in Berlin."""
    return datetime.combine(day, time(hour, minute), BERLIN)


def partner(handle: Handle, **more: Any) -> Partner:
    """Return a partner whose name is the capitalised handle."""
    return Partner(handle, name=more.pop("name", f"{handle.capitalize()} Example"), **more)


def week(*goals: str | Goal, name: IsoWeek = W48, by: Handle = ANA, **more: Any) -> Week:
    """Return a week with its goals. `outcomes` may be given as `{"runs": "done, twice"}`."""
    outcomes = tuple(outcome(goal, text) for goal, text in more.pop("outcomes", {}).items())
    numbered = tuple(
        Goal(number, goal.lower().replace(" ", "-"), goal) if isinstance(goal, str) else goal
        for number, goal in enumerate(goals, 1)
    )
    return Week(by, name, numbered, outcomes, **more)


def goal(number: int, identity: str, words: str, **more: Any) -> Goal:
    """Make a goal with a written id."""
    return Goal(number, identity, words, id_written=True, **more)


def outcome(of: str, text: str) -> Outcome:
    """Read `partly, page 6 of 8`."""
    result, _, words = text.partition(", ")
    value = Result(result)
    if value in {Result.DONE, Result.PARTLY}:
        return Outcome(of, value, evidence=words or None)
    return Outcome(of, value, reason=words or None)


def obstacle(kind: str, then: str | None = None) -> Obstacle:
    """Make an obstacle of that kind."""
    return Obstacle(ObstacleKind(kind), "it comes", then)


def happened(kind: str, **more: Any) -> Happened:
    """Make an entry of that kind."""
    return Happened(ObstacleKind(kind), **more)


def keep(*weeks: Week, on: date | None = MONDAY, by: Handle = BEN, commit: str = "a") -> CopyWithWeeks:
    """Return a kept copy of these weeks, on that day at 09:30 in Berlin (None: the line has no time)."""
    newest = max((held.week for held in weeks), default=W48)
    return CopyWithWeeks(by, ANA, newest, commit * 40, at(on) if on else None, {held.week: held for held in weeks})


def kept(*versions: tuple[Week, date | None]) -> Sequence[CopyWithWeeks]:
    """Return the kept copies of one version after the other. Their commits are aaa…, bbb…, and so on."""
    return [keep(held, on=day, commit=chr(ord("a") + number)) for number, (held, day) in enumerate(versions)]
