"""Read the goals of a week: a list of strings, of mappings, or of both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apjournal.format.repair.misread_goals import find_words_under_other_name, report_folded
from apjournal.format.repair.misread_text import TYPOGRAPHIC
from apjournal.format.text import known_keys
from apjournal.format.text.slug import compute_goal_ids
from apjournal.format.text.text import split_at_colon
from apjournal.format.yaml.fields import (
    FieldFindings,
    build_key_table,
    find_near_key,
    find_near_word,
    make_canonical,
    quote_source,
    read_enum,
    read_fields,
    read_integer,
    read_text,
    read_typed_text,
    read_week_name,
    remove_typographic_quotes,
)
from apjournal.format.yaml.lists import read_items
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar, find_content_end
from apjournal.format.yaml.quoting import quote_text, write_scalar
from apjournal.model.codes import make_finding
from apjournal.model.finding import TextEdit
from apjournal.model.week import Decision, Every, Goal, Obstacle, ObstacleKind
from apjournal.patterns import make_pattern

KINDS = {kind.value: kind for kind in ObstacleKind}
KIND_WORDS = ", ".join(f"{kind}:" for kind in ObstacleKind)

_DECISIONS = {decision.value: decision for decision in Decision}
_EVERY = {every.value: every for every in Every}
_ARROW = make_pattern("→|[–—]>")
_GOAL_KEYS = build_key_table(*known_keys.GOAL)
_OBSTACLE_KEYS = build_key_table(*known_keys.OBSTACLE, *KINDS)
# If an item has a kind and one of these keys, any words after the kind would compete with the key's value.
_SAYING = frozenset({"note", "if", "then"})


def read_goals(node: Node | None, found: FieldFindings) -> tuple[Goal, ...]:
    """Return the goals of a week. An empty item is not a goal, and is not counted."""
    parts: list[tuple[Node, dict[str, Node]]] = []
    written: list[tuple[str | None, str]] = []
    for item in read_items(node, found, "goals"):
        values: dict[str, Node] = {}
        identity = None
        if type(item) is MappingNode:
            values = read_fields(item, _GOAL_KEYS, found)
            words = read_text(values.get("goal"), found, "a goal")
            identity = read_text(values.get("id"), found, "an id")
            if words is None:
                words = _report_no_goal(item, values, found)
        else:
            words = read_text(item, found, "a goal")
            if words is None:
                if item.is_null:
                    continue
                words = found.get_source(item)
            elif isinstance(item, Scalar) and "\n" in found.document.text[item.start : item.end]:
                report_folded(item, found)
        parts.append((item, values))
        written.append((identity, words))
    goals: list[Goal] = []
    for (item, values), (given, words), identity in zip(parts, written, compute_goal_ids(written), strict=True):
        number = len(goals) + 1
        found.places["goals", number - 1] = item.span
        if len(values) < 2:
            goals.append(Goal(number, identity, words))
        else:
            if given is not None and any(goal.id == given for goal in goals):
                found.add_finding(
                    "goal_id", f'Another goal also has the id "{given}"; give one of them a different id', values["id"]
                )
            goals.append(_build_goal(number, identity, words, given is not None, values, found))
    return tuple(goals)


def _build_goal(
    number: int, identity: str, words: str, is_written: bool, values: dict[str, Node], found: FieldFindings
) -> Goal:
    more: dict[str, Any] = {}
    for name, value in values.items():
        if name == "obstacles":  # a plan that is left out would be missing for the partner, so these stay errors
            more[name] = _read_obstacles(value, number - 1, found)
        elif name in _MORE:
            before = len(found)
            more[name] = _MORE[name](value, found)
            if len(found) > before:
                found.make_warnings(before)
    return Goal(number, identity, words, is_written, **more)


def _report_no_goal(item: MappingNode, values: dict[str, Node], found: FieldFindings) -> str:
    """Report a goal without text, or one that YAML read as a mapping because it contains a colon.

    Return a text to use in place of the goal.
    """
    if "goal" in values and not values["goal"].is_null:
        return found.get_source(values["goal"])
    words = find_words_under_other_name(item, found)
    if words is not None:
        return words
    key, value = item.children[:2] or (item, item)
    alone = len(item.children) == 2
    first, last = (item, item) if item.flow else (key, value)
    start, end = first.start, find_content_end(last)
    source = found.document.text[start:end]
    is_name = not isinstance(key, Scalar) or find_near_key(key.value, _GOAL_KEYS) is not None
    if is_name or "\n" in source or (item.flow and not alone):
        found.add_finding("goal_missing", "This goal has no text; write it after goal:", item)
        return source
    instead = quote_source(source) if alone else f"goal: {quote_source(source)}"
    code, message = "colon", f'"{source}" is read as a key and a value; quote it'
    if alone and remove_typographic_quotes(source) is not None:
        code, message = "typographic_quotes", TYPOGRAPHIC
    edits = [TextEdit(start, end, instead)]
    found.append(make_finding(code, message, found.document.make_span(start, end), f"writes {instead}", edits))
    return source


def _read_obstacles(node: Node, goal: int, found: FieldFindings) -> tuple[Obstacle, ...]:
    obstacles: list[Obstacle] = []
    for item in read_items(node, found, "obstacles", KINDS):
        obstacle = _read_obstacle(item, found)
        if obstacle is not None:
            found.places["goals", goal, "obstacles", len(obstacles)] = item.span
            obstacles.append(obstacle)
    return tuple(obstacles)


def _read_obstacle(item: Node, found: FieldFindings) -> Obstacle | None:
    """Read `KIND: IF -> THEN`, or a mapping with `kind`, `if` and `then`. Return None if it has no kind or no text."""
    kind, words, values = read_kind_and_words(item, _OBSTACLE_KEYS, "an obstacle", found)
    if kind is None:
        return None
    if_, then = read_text(values.get("if"), found, "if"), read_text(values.get("then"), found, "then")
    if words is not None:
        if_, plan = split_plan(words)
        then = plan or then
    if not if_:
        found.add_finding("shape", "This obstacle has no text; write it after its kind", item)
        return None
    return Obstacle(kind, if_, then)


def split_plan(words: str) -> tuple[str, str]:
    """Split `IF -> THEN` or `IF → THEN` into the obstacle and the plan."""
    if_, _, then = (_ARROW.sub("->", words) if "->" not in words else words).partition("->")
    return if_.rstrip(), then.strip()


# The other keys of a goal, and how each is read.
_MORE: dict[str, Callable[[Node, FieldFindings], Any]] = {
    "done_when": lambda node, found: read_text(node, found, "done_when"),
    "area": lambda node, found: read_text(node, found, "area"),
    "confidence": lambda node, found: read_integer(node, found, "confidence", 0, 100),
    "decision": lambda node, found: read_enum(node, _DECISIONS, found, "decision"),
    "carried_from": lambda node, found: read_week_name(node, found, "carried_from"),
    "every": lambda node, found: read_enum(node, _EVERY, found, "every"),
}


def read_kind_and_words(
    item: Node, known: dict[str, str], what: str, found: FieldFindings
) -> tuple[ObstacleKind | None, str | None, dict[str, Node]]:
    """Read `KIND: words`, a bare `KIND`, or a mapping with `kind`. Return the kind, the words and the other values.

    The kind is None if the item is empty or cannot be interpreted. The words are None if the item has none.
    """
    inner = found.get_quoted_text(item) if type(item) is MappingNode else None
    if inner is not None:
        found.add_finding("typographic_quotes", TYPOGRAPHIC, item, quote_text(inner))
    if type(item) is MappingNode and inner is None:
        values = read_fields(item, known, found)
        kinds = [name for name in values if name in KINDS]
        if len(kinds) == 1:
            return KINDS[kinds[0]], read_text(values[kinds[0]], found, what), values
        node = values.get("kind")
        if not kinds and node is not None and not node.is_null:
            if _report_double_kind(item, node, values, found):
                return None, None, {}
            return read_enum(node, KINDS, found, "a kind"), None, values
    else:
        value = inner or read_typed_text(item, found, what)
        if value is None:
            return None, None, {}
        head, words = split_at_colon(value) or (value, "")
        kind = KINDS.get(make_canonical(head))
        if kind is not None:
            return kind, words.strip() or None, {}
    found.add_finding(
        "kind",
        f"Each item must begin with a kind, such as focus:, followed by what happened; use one of {KIND_WORDS}",
        item,
    )
    return None, None, {}


def _report_double_kind(item: MappingNode, node: Node, values: dict[str, Node], found: FieldFindings) -> bool:
    """Report `kind: KIND: words`, which contains its kind twice. Return whether it was reported.

    It is reported only if nothing else in the item contains words.
    """
    if type(node) is not Scalar or _SAYING.intersection(values):
        return False
    head, colon, words = node.value.partition(":")
    kind = find_near_word(head, KINDS)
    key = next(key for key, value in zip(item.children[::2], item.children[1::2], strict=True) if value is node)
    source = found.document.text[key.end : node.start]
    if not colon or kind is None or source.strip(" :"):
        return False
    instead = f"{kind}: {write_scalar(words.strip(), flow=item.flow)}" if words.strip() else f"kind: {kind}"
    message = f'A kind and its words are written as "{kind}: …", without kind: before it'
    edit = TextEdit(key.start, find_content_end(node), instead)
    found.append(
        make_finding("kind", message, found.document.make_span(key.start, edit.end), f"writes {instead}", [edit])
    )
    return True
