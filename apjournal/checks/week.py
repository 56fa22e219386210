"""Rules about one readable week.

They give hints and a few warnings, but never say that a week contains too little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from apjournal.checks.hidden_characters import check_text, make_hidden_finding
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Places, Span
from apjournal.model.hidden import find_hidden_offsets
from apjournal.model.week import Week

GOALS = 5
"""The greatest number of goals without a hint. Plans help more with few goals (Dalton & Spiller 2012)."""
OBSTACLES = 2
_NO_PLACES: Places = MappingProxyType({})
NEAR = timedelta(days=3)
"""The greatest number of days between a call and the Monday of the week that it begins."""


def check_week(
    week: Week,
    text: str = "",
    places: Places = _NO_PLACES,
    *,
    days: tuple[date, date] | None = None,
    partners: Collection[str] = (),
    areas: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """Check a week against the rules for one file. Return the findings by position.

    - `text`: the file's text, which may contain hidden characters, and `places`: the positions of the week's values in
      it.
    - `days`: the first and last day of the week's period, if known.
    - `partners`: the handles in the journal. If there are none, a message may be addressed to anybody.
    - `areas`: the agreement's areas. If there are none, any area is accepted.
    """
    found = [
        *check_text(text),
        *find_escaped_characters(week, text, places),
        *find_many_goals(week, places),
        *find_many_obstacles(week, places),
        *find_missing_plans(week, places),
        *find_unknown_areas(week, areas, places),
        *find_carried_from_later(week, places),
        *find_misdated_log_lines(week, days or (week.week.monday - NEAR, week.week.sunday + NEAR), places),
        *find_unknown_readers(week, partners, places),
    ]
    return tuple(sorted(found, key=lambda one: one.span.start if one.span else 0))


def find_many_goals(week: Week, places: Places) -> Iterator[Finding]:
    """Yield a hint about the sixth goal if a week has more than five."""
    if len(week.goals) > GOALS:
        message = (
            f"This week has {len(week.goals)} goals; plans help most if there are only a few, and `apj "
            "park` keeps ideas for later"
        )
        yield make_finding("many_goals", message, places.get(("goals", GOALS)))


def find_many_obstacles(week: Week, places: Places) -> Iterator[Finding]:
    """Yield a hint about the third obstacle of a goal."""
    for number, goal in enumerate(week.goals):
        if len(goal.obstacles) > OBSTACLES:
            message = f"This goal has {len(goal.obstacles)} obstacles; one or two are easier to remember"
            yield make_finding("many_obstacles", message, _find_obstacle(places, number, OBSTACLES))


def find_missing_plans(week: Week, places: Places) -> Iterator[Finding]:
    """Yield a hint about an obstacle without an if-then plan, the kind of plan that helps most (Sheeran 2024)."""
    for number, goal in enumerate(week.goals):
        for at, obstacle in enumerate(goal.obstacles):
            if obstacle.then is None:
                message = "This obstacle has no plan yet; to make an if-then plan, add `-> what I do then`"
                yield make_finding("no_plan", message, _find_obstacle(places, number, at))


def find_unknown_areas(week: Week, areas: Sequence[str], places: Places) -> Iterator[Finding]:
    """Yield a hint about a goal whose area the agreement does not list, and suggest a similar area. Case is ignored."""
    known = {area.casefold(): area for area in areas}
    for number, goal in enumerate(week.goals):
        if known and goal.area and goal.area.casefold() not in known:
            from difflib import get_close_matches

            near = get_close_matches(goal.area.casefold(), known, n=1)
            named = f"did you mean {known[near[0]]}?" if near else f"its areas are {', '.join(areas)}"
            message = f'"{goal.area}" is not an area in the agreement; {named}'
            yield make_finding("unknown_area", message, places.get(("goals", number)))


def find_carried_from_later(week: Week, places: Places) -> Iterator[Finding]:
    """Warn about a goal that is marked as carried from this week or a later one."""
    for number, goal in enumerate(week.goals):
        if goal.carried_from is not None and goal.carried_from >= week.week:
            message = f"{goal.carried_from} is not before {week.week}; give the week in which this goal first appeared"
            yield make_finding("carried_from_later", message, places.get(("goals", number)))


def find_misdated_log_lines(week: Week, days: tuple[date, date], places: Places) -> Iterator[Finding]:
    """Yield a hint about a log line whose date is not in this week.

    `days` are the first and last day that belong to the week.
    """
    first, last = days
    for number, line in enumerate(week.log):
        if line.date is not None and not first <= line.date <= last:
            message = f"{line.date} is not in {week.week}; check the date"
            yield make_finding("log_date", message, places.get(("log", number)))


def find_unknown_readers(week: Week, partners: Collection[str], places: Places) -> Iterator[Finding]:
    """Warn about a message to a handle that resembles a partner's. Give a hint about any other list below `To NAME`.

    A list below a heading such as `To read` is free text.
    """
    told: set[str] = set()
    for number, message in enumerate(week.messages):
        to = message.to.casefold()
        if not partners or to in partners:
            continue
        place = places.get(("messages", number))
        if _is_like_handle(to, partners):
            yield make_finding("unknown_partner", explain_unknown_partner(message.to, partners), place)
        elif to not in told:
            words = f"This is not a message. {explain_unknown_partner(message.to, partners)}"
            yield make_finding("not_a_message", words, place)
        told.add(to)


def _is_like_handle(name: str, handles: Collection[str]) -> bool:
    from difflib import get_close_matches

    return bool(get_close_matches(name, handles, n=1)) or any(
        name.startswith(handle) or handle.startswith(name) for handle in handles
    )


def explain_unknown_partner(name: str, partners: Collection[str]) -> str:
    """Return a sentence which says that no partner has the handle `name`, and which handles exist."""
    return f"This journal has no partner {name}; its handles are: {', '.join(sorted(partners))}"


def find_escaped_characters(week: Week, text: str, places: Places) -> Iterator[Finding]:
    """Warn about hidden characters that the front matter contains as escapes, which `check_text` cannot find."""
    for value, span in _list_texts(week, places) if "\\" in text else ():
        for place in find_hidden_offsets(value):
            if value[place] not in text:
                yield make_hidden_finding(value[place], span)
                break


def _list_texts(week: Week, places: Places) -> Iterator[tuple[str, Span | None]]:
    """Yield each string of the front matter with its position (None if it is unknown)."""
    for number, goal in enumerate(week.goals):
        span = places.get(("goals", number))
        yield from ((value, span) for value in (goal.goal, goal.done_when, goal.area) if value)
        for at, obstacle in enumerate(goal.obstacles):
            span = _find_obstacle(places, number, at)
            yield from ((value, span) for value in (obstacle.if_, obstacle.then) if value)
    for number, outcome in enumerate(week.outcomes):
        span = places.get(("outcomes", number))
        yield from ((value, span) for value in (outcome.evidence, outcome.reason) if value)
    yield from ((one.note, places.get(("happened", number))) for number, one in enumerate(week.happened) if one.note)
    yield from ((one.reason, places.get(("amended", number))) for number, one in enumerate(week.amended))
    yield from ((value, None) for value in (*week.learned, week.skip_reason or ""))


def _find_obstacle(places: Places, goal: int, number: int) -> Span | None:
    """Return the position of an obstacle, otherwise the position of its goal, or None."""
    return places.get(("goals", goal, "obstacles", number)) or places.get(("goals", goal))
