"""Rename a goal's id in all my weeks that have the goal. What a file says about its goals stays the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from apjournal.errors import UsageFault
from apjournal.format.text.slug import LONGEST, make_slug
from apjournal.format.text.text import apply_text_edits
from apjournal.lsp.buffer import Buffer
from apjournal.lsp.week_places import GoalPlace, Mention, WeekPlaces, read_week_places
from apjournal.model.finding import TextEdit


def find_renamed(buffer: Buffer, offset: int) -> tuple[str, int, int] | None:
    """Return the id of the goal at an offset, and the offsets of the name to replace, or None if there is no goal."""
    places = read_week_places(buffer.text) if buffer.week else None
    if places is None:
        return None
    goal = places.find_goal_at(offset)
    if goal is not None:
        return goal.goal.id, *(goal.id or goal.text)
    mention = places.find_mention_at(offset)
    is_name = mention is not None and mention.start <= offset <= mention.end and mention.name
    return (mention.id, mention.start, mention.end) if mention and mention.id and is_name else None


def rename_goal(texts: Mapping[str, str], old: str, new: str) -> dict[str, tuple[TextEdit, ...]]:
    """Return the edits of each file in which a goal has the id `old`.

    `texts` contains the text of my weeks by path. If a goal's id comes from its text, the edits add the new id as a
    key, because the goal would otherwise become a different one. Raise `UsageFault` if `new` is not an id, if another
    goal has it, or if a file cannot be changed.
    """
    if make_slug(new) != new or not new or new.isdecimal():
        near = make_slug(new)
        hint = f"Try: {near}" if near and not near.isdecimal() else f"It may have at most {LONGEST} characters."
        raise UsageFault(f'"{new}" is not an id; use lowercase letters, digits and hyphens.', hint)
    edits = {path: _rename_in_text(path, text, old, new) for path, text in texts.items()}
    return {path: some for path, some in edits.items() if some}


def _rename_in_text(path: str, text: str, old: str, new: str) -> tuple[TextEdit, ...]:
    places = read_week_places(text)
    if places is None:
        if old in text:
            raise UsageFault(f"{path} contains {old}, but cannot be read.", "Fix that file first.")
        return ()
    goal = places.find_goal(old)
    if goal is None:
        return ()
    if places.find_goal(new) is not None:
        raise UsageFault(f"{path} already has a goal with the id {new}.", "Choose another id.")
    edits = (*_write_id(places, goal, new), *_rename_mentions(places, old, new))
    _require_same(path, places, read_week_places(apply_text_edits(text, edits)), old, new)
    return edits


def _write_id(places: WeekPlaces, goal: GoalPlace, new: str) -> Iterator[TextEdit]:
    """Yield the edits that write a goal's new id into the file.

    A goal without keys becomes a mapping, and its text does not change.
    """
    document = places.document
    if goal.id is not None:
        yield TextEdit(*goal.id, new)
    elif document.text.startswith("{", goal.start):
        yield TextEdit(goal.start + 1, goal.start + 1, f"id: {new}, ")
    elif goal.flow:
        yield TextEdit(goal.start, goal.start, f"{{id: {new}, goal: ")
        yield TextEdit(goal.end, goal.end, "}")
    else:
        column = goal.start - document.text.rfind("\n", 0, goal.start) - 1
        key = "goal: " if goal.text[0] == goal.start else ""
        yield TextEdit(goal.start, goal.start, f"id: {new}{document.newline}{' ' * column}{key}")


def _rename_mentions(places: WeekPlaces, old: str, new: str) -> Iterator[TextEdit]:
    """Yield an edit for each place that refers to the goal by its id. Places that use its number stay."""
    for mention in places.mentions:
        if mention.id == old and mention.name and not mention.name.isdecimal():
            yield TextEdit(mention.start, mention.end, new)


def _require_same(path: str, before: WeekPlaces, after: WeekPlaces | None, old: str, new: str) -> None:
    """Raise `UsageFault` if anything but the id changed in the goals, or in what refers to them."""
    renamed = [
        replace(place.goal, id=new, id_written=True) if place.goal.id == old else place.goal for place in before.goals
    ]
    meant = [new if mention.id == old else mention.id for mention in before.mentions]
    if after is None or [place.goal for place in after.goals] != renamed or list(map(_get_id, after.mentions)) != meant:
        raise UsageFault(
            f"The goal in {path} cannot be renamed.", "Add id: to the goal in the file, then rename that id."
        )


def _get_id(mention: Mention) -> str | None:
    return mention.id
