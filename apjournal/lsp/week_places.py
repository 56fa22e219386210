"""Find the goals in a week's text, and every place that refers to one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from apjournal.format.read.body import read_body
from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.read.goals import read_goals
from apjournal.format.text import known_keys
from apjournal.format.text.document import Document, split_text
from apjournal.format.text.text import split_at_colon
from apjournal.format.yaml.fields import FieldFindings, build_key_table, read_fields
from apjournal.format.yaml.nodes import Fault, MappingNode, Node, Scalar, SequenceNode, find_content_end
from apjournal.format.yaml.plain_lines import read_nodes
from apjournal.model.markdown import BULLETS
from apjournal.model.week import Goal
from apjournal.patterns import make_pattern

_WEEK = build_key_table(*known_keys.WEEK)
_GOAL = build_key_table(*known_keys.GOAL)
_HAPPENED = build_key_table(*known_keys.HAPPENED)
_GOALS_ALONE = make_pattern(r"^goals[ \t]*:.*(?:\n(?:[ \t\r#].*|-[ \t].*)?)*", re.MULTILINE | re.IGNORECASE)
_BOX = make_pattern(rf"[{BULLETS}][ \t]+\[[ xX]\][ \t]+")


class GoalPlace(Struct, frozen=True):
    """A goal, and the positions of its parts in the file: the item, the text, and the id (None if no id is written)."""

    goal: Goal
    start: int
    end: int
    text: tuple[int, int]
    id: tuple[int, int] | None = None
    flow: bool = False


class Mention(Struct, frozen=True):
    """A reference to a goal elsewhere in the file: its offsets, the name as written, and the id that it means.

    `id` is None if the file has no such goal. `section` is the key or the heading above the reference. The entry with
    the reference ends before the offset `end_of_entry`.
    """

    start: int
    end: int
    name: str
    id: str | None
    section: str
    end_of_entry: int


class WeekPlaces(Struct, frozen=True):
    """The goals in a file and the references to them, in the order of the file."""

    document: Document
    goals: tuple[GoalPlace, ...]
    mentions: tuple[Mention, ...]

    def find_goal(self, identity: str | None) -> GoalPlace | None:
        """Return the goal with an id, or None."""
        return next((place for place in self.goals if place.goal.id == identity), None)

    def find_goal_at(self, offset: int) -> GoalPlace | None:
        """Return the goal whose item contains an offset, or None."""
        return next((place for place in self.goals if place.start <= offset <= place.end), None)

    def find_mention_at(self, offset: int) -> Mention | None:
        """Return the reference at an offset, or the one in the entry that contains the offset, or None."""
        exact = (each for each in self.mentions if each.start <= offset <= each.end)
        around = (each for each in self.mentions if each.start <= offset <= each.end_of_entry)
        return next(exact, None) or next(around, None)


def read_week_places(text: str) -> WeekPlaces | None:
    """Return the goals and references in the text of a week, or None if its front matter is not valid YAML."""
    document, _ = split_text(text)
    if document is None:
        return None
    found = FieldFindings(document)
    try:
        root = read_nodes(document)
    except Fault:
        return None
    values = read_fields(root, _WEEK, found) if root is not None else {}
    goals = tuple(_place_goals(values.get("goals"), found))
    names = GoalNames(tuple(place.goal.id for place in goals))
    mentions = (
        *_find_in_outcomes(values.get("outcomes"), names),
        *_find_in_happened(values.get("happened"), names, found),
        *_find_keys("amended", values.get("amended"), names),
        *_find_in_steps(document, names),
    )
    return WeekPlaces(document, goals, tuple(sorted(mentions, key=lambda each: each.start)))


def list_goals_of(text: str) -> tuple[Goal, ...]:
    """Return the goals in a text that may contain errors, or none if they cannot be read.

    If the front matter is not valid YAML because of other keys, only the lines from `goals:` to the next key are read.
    """
    places = read_week_places(text)
    if places is None and (alone := _GOALS_ALONE.search(text)):
        places = read_week_places(f"---\n{alone[0]}\n---\n")
    return tuple(place.goal for place in places.goals) if places else ()


def _place_goals(node: Node | None, found: FieldFindings) -> Iterator[GoalPlace]:
    goals = read_goals(node, found)
    items = node.children if isinstance(node, SequenceNode) else []
    starts = {item.start: item for item in items}
    for number, goal in enumerate(goals):
        item = starts[found.places["goals", number].start]
        flow = isinstance(node, SequenceNode) and node.flow
        if not isinstance(item, MappingNode):
            yield GoalPlace(goal, item.start, item.end, (item.start, find_content_end(item)), flow=flow)
            continue
        values = read_fields(item, _GOAL, FieldFindings(found.document))
        words = values.get("goal", item)
        identity = values.get("id")
        written = (identity.start, identity.end) if isinstance(identity, Scalar) and not identity.is_null else None
        text = (words.start, find_content_end(words))
        yield GoalPlace(goal, item.start, find_content_end(item), text, written, item.flow)


def _find_in_outcomes(node: Node | None, names: GoalNames) -> Iterator[Mention]:
    """Yield the references in a mapping (its keys), or in a list (its items, which refer to the goals in order)."""
    yield from _find_keys("outcomes", node, names)
    if isinstance(node, SequenceNode):
        for item, identity in zip(node.children, names.ids, strict=False):
            yield Mention(item.start, item.start, "", identity, "outcomes", find_content_end(item))


def _find_keys(section: str, node: Node | None, names: GoalNames) -> Iterator[Mention]:
    if isinstance(node, MappingNode):
        for key, value in zip(node.children[::2], node.children[1::2], strict=True):
            if isinstance(key, Scalar):
                yield _make_mention(key, names, section, find_content_end(value))


def _find_in_happened(node: Node | None, names: GoalNames, found: FieldFindings) -> Iterator[Mention]:
    for item in node.children if isinstance(node, SequenceNode) else ():
        values = read_fields(item, _HAPPENED, FieldFindings(found.document)) if isinstance(item, MappingNode) else {}
        name = values.get("goal")
        if isinstance(name, Scalar) and not name.is_null:
            yield _make_mention(name, names, "happened", name.end)


def _find_in_steps(document: Document, names: GoalNames) -> Iterator[Mention]:
    parts = read_body(document, names)
    for number, step in enumerate(parts.steps):
        span = parts.places["steps", number]
        box = _BOX.match(document.text, span.start, span.end)
        if box is None or (step.goal is None and step.named is None):
            continue
        name = (split_at_colon(document.text[box.end() : span.end]) or ("", ""))[0]
        end = box.end() + len(name.rstrip())
        yield Mention(box.end(), end, name.strip(), step.goal, "steps", span.end)


def _make_mention(node: Scalar, names: GoalNames, section: str, end: int) -> Mention:
    return Mention(node.start, node.end, node.value, names.find_id(node.value), section, end)
