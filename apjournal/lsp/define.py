"""Find what a name refers to: the goal of an outcome, or the week in which a carried goal first appeared."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from apjournal.lsp.buffer import Buffer, find_word
from apjournal.lsp.week_places import GoalPlace, read_week_places
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Week, get_week_path
from apjournal.patterns import make_pattern

WEEK_NAME = make_pattern(r"\b\d{4}-W\d\d\b")


class Target(Struct, frozen=True):
    """A place in a file of the journal: its path and offsets."""

    path: str
    start: int
    end: int


def find_definition(
    buffer: Buffer,
    offset: int,
    read_text: Callable[[str], str | None],
    trace_first_weeks: Callable[[Week], Mapping[str, IsoWeek]],
) -> Target | None:
    """Return the place to which the name at an offset refers, or None.

    `read_text` returns the text of another file of the journal, or None if there is no such file. `trace_first_weeks`
    returns the first week of each carried goal in a week, by id.
    """
    places = read_week_places(buffer.text) if buffer.week else None
    goal = places.find_goal_at(offset) if places else None
    week = find_week_name(buffer.text, offset)
    if week is not None and (goal is None or not goal.text[0] <= offset <= goal.text[1]):
        return _find_in_week(buffer.owner, week, goal, read_text)
    if places is None or buffer.week is None:
        return None
    if goal is None:
        mention = places.find_mention_at(offset)
        meant = places.find_goal(mention.id) if mention else None
        return Target(buffer.path, *meant.text) if meant else None
    present = Week(*buffer.week, goals=tuple(place.goal for place in places.goals))
    first = trace_first_weeks(present).get(goal.goal.id)
    return _find_in_week(buffer.owner, first, goal, read_text) if first else None


def find_week_name(text: str, offset: int) -> IsoWeek | None:
    """Return the week whose name, such as 2026-W48, is at an offset, or None."""
    found = find_word(text, offset, WEEK_NAME)
    try:
        return IsoWeek.parse(found[0]) if found else None
    except ValueError:
        return None


def _find_in_week(
    owner: Handle | None, week: IsoWeek, goal: GoalPlace | None, read_text: Callable[[str], str | None]
) -> Target | None:
    """Return the place of the same goal in another week of the partner, otherwise the beginning of that week."""
    path = get_week_path(owner, week) if owner else ""
    text = read_text(path) if owner else None
    if text is None:
        return None
    places = read_week_places(text)
    found = places.find_goal(goal.goal.id) if places and goal else None
    return Target(path, *found.text) if found else Target(path, 0, 0)
