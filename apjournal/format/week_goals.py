"""The goals of a week: a list of texts, of mappings, or of both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apjournal.format.fields import (
    Found,
    canonical,
    fields,
    names,
    near_name,
    near_word,
    quoted_source,
    text,
    typed,
    week_name,
    whole,
    word,
)
from apjournal.format.goal_slips import report_folded, words_under_another_name
from apjournal.format.nodes import Mapping, Node, Scalar, content_end
from apjournal.format.quick import quick
from apjournal.format.quoting import quoted, scalar
from apjournal.format.separators import split_at_colon
from apjournal.format.shapes import items
from apjournal.format.slips import TYPOGRAPHIC
from apjournal.format.slug import goal_ids
from apjournal.model.codes import finding
from apjournal.model.finding import TextEdit
from apjournal.model.week import Decision, Goal, Kind, Obstacle

KINDS = {kind.value: kind for kind in Kind}
KIND_WORDS = ", ".join(f"{kind}:" for kind in Kind)

_make_goal, _make_obstacle = quick(Goal), quick(Obstacle)
_DECISIONS = {decision.value: decision for decision in Decision}
_GOAL_KEYS = names("goal", "id", "done_when", "area", "confidence", "obstacles", "decision", "carried_from")
_OBSTACLE_KEYS = names("kind", "if", "then", *KINDS)
# Where one of these stands beside a kind, what follows the kind itself would be said in its place.
_SAYING = frozenset({"note", "if", "then"})


def read_goals(node: Node | None, found: Found) -> tuple[Goal, ...]:
    """Return the goals of a week; an empty item is not a goal, and does not count."""
    parts: list[tuple[Node, dict[str, Node]]] = []
    written: list[tuple[str | None, str]] = []
    for item in items(node, found, "goals"):
        values: dict[str, Node] = {}
        identity = None
        if type(item) is Mapping:
            values = fields(item, _GOAL_KEYS, found)
            words = text(values.get("goal"), found, "a goal")
            identity = text(values.get("id"), found, "an id")
            if words is None:
                words = _no_goal(item, values, found)
        else:
            words = text(item, found, "a goal")
            if words is None:
                if item.nothing:
                    continue
                words = found.source(item)
            elif isinstance(item, Scalar) and "\n" in found.document.text[item.start : item.end]:
                report_folded(item, found)
        parts.append((item, values))
        written.append((identity, words))
    goals: list[Goal] = []
    for (item, values), (given, words), identity in zip(parts, written, goal_ids(written), strict=True):
        number = len(goals) + 1
        if len(values) < 2:
            goals.append(_make_goal(number, identity, words, span=item.span))
        else:
            if given is not None and any(goal.id == given for goal in goals):
                found.say("goal_id", f'Another goal has the id "{given}" too; give one of them another', values["id"])
            goals.append(_goal(number, identity, words, given is not None, item, values, found))
    return tuple(goals)


def _goal(
    number: int, identity: str, words: str, is_written: bool, node: Node, values: dict[str, Node], found: Found
) -> Goal:
    more = {}
    for name, value in values.items():
        if name in _MORE:
            before = len(found)
            more[name] = _MORE[name](value, found)
            if name != "obstacles":  # a plan that was left out would be missed; a number is not
                found.weaken(before)
    return _make_goal(number, identity, words, is_written, span=node.span, **more)


def _no_goal(item: Mapping, values: dict[str, Node], found: Found) -> str:
    """Report either a text that contains a colon or a missing goal, and return some words for its place in the list."""
    if "goal" in values and not values["goal"].nothing:
        return found.source(values["goal"])
    words = words_under_another_name(item, found)
    if words is not None:
        return words
    key, value = item.children[:2] or (item, item)
    alone = len(item.children) == 2
    first, last = (item, item) if item.flow else (key, value)
    start, end = first.start, content_end(last)
    source = found.document.text[start:end]
    is_name = not isinstance(key, Scalar) or near_name(key.value, _GOAL_KEYS) is not None
    if is_name or "\n" in source or (item.flow and not alone):
        found.say("goal_missing", "This goal has no words; write them as its goal:", item)
        return source
    instead = quoted_source(source) if alone else f"goal: {quoted_source(source)}"
    message = f'"{source}" is read as a key and a value; quote it'
    edits = [TextEdit(start, end, instead)]
    found.append(finding("colon", message, found.document.span(start, end), f"writes {instead}", edits))
    return source


def _obstacles(node: Node, found: Found) -> tuple[Obstacle, ...]:
    obstacles = [_obstacle(item, found) for item in items(node, found, "obstacles", KINDS)]
    return tuple([obstacle for obstacle in obstacles if obstacle is not None])


def _obstacle(item: Node, found: Found) -> Obstacle | None:
    """Read `KIND: IF -> THEN`, or the same with `kind`, `if` and `then`."""
    kind, words, values = kind_and_words(item, _OBSTACLE_KEYS, "an obstacle", found)
    if kind is None:
        return None
    if_, then = text(values.get("if"), found, "if"), text(values.get("then"), found, "then")
    if words is not None:
        if_, _, plan = (words.replace("→", "->") if "->" not in words else words).partition("->")
        if_, then = if_.rstrip(), plan.strip() or then
    if not if_:
        found.say("shape", "This obstacle does not say what may come; write it after its kind", item)
        return None
    return _make_obstacle(kind, if_, then, item.span)


# What else a goal may say of itself, and how it is read.
_MORE: dict[str, Callable[[Node, Found], Any]] = {
    "done_when": lambda node, found: text(node, found, "done_when"),
    "area": lambda node, found: text(node, found, "area"),
    "confidence": lambda node, found: whole(node, found, "confidence", 0, 100),
    "obstacles": lambda node, found: _obstacles(node, found),
    "decision": lambda node, found: word(node, _DECISIONS, found, "decision"),
    "carried_from": lambda node, found: week_name(node, found, "carried_from"),
}


def kind_and_words(
    item: Node, known: dict[str, str], what: str, found: Found
) -> tuple[Kind | None, str | None, dict[str, Node]]:
    """Read `KIND: words`, a bare `KIND`, or a mapping with `kind`, and give the other values too.

    The kind is None for an item that says nothing, and for one of which nothing can be made.
    """
    inner = found.in_quotes(item) if type(item) is Mapping else None
    if inner is not None:
        found.say("typographic_quotes", TYPOGRAPHIC, item, quoted(inner))
    if type(item) is Mapping and inner is None:
        values = fields(item, known, found)
        kinds = [name for name in values if name in KINDS]
        if len(kinds) == 1:
            return KINDS[kinds[0]], text(values[kinds[0]], found, what), values
        node = values.get("kind")
        if not kinds and node is not None and not node.nothing:
            if _with_words(item, node, values, found):
                return None, None, {}
            return word(node, KINDS, found, "a kind"), None, values
    else:
        value = inner or typed(item, found, what)
        if value is None:
            return None, None, {}
        head, words = split_at_colon(value) or (value, "")
        kind = KINDS.get(canonical(head))
        if kind is not None:
            return kind, words.strip() or None, {}
    found.say("kind", f"Each item says one kind, and then what it was; begin with one of {KIND_WORDS}", item)
    return None, None, {}


def _with_words(item: Mapping, node: Node, values: dict[str, Node], found: Found) -> bool:
    """Report `kind: KIND: words`, which names its kind twice, if nothing else in the item has words."""
    if type(node) is not Scalar or _SAYING.intersection(values):
        return False
    head, colon, words = node.value.partition(":")
    kind = near_word(head, KINDS)
    key = next(key for key, value in zip(item.children[::2], item.children[1::2], strict=True) if value is node)
    source = found.document.text[key.end : node.start]
    if not colon or kind is None or source.strip(" :"):
        return False
    instead = f"{kind}: {scalar(words.strip(), flow=item.flow)}" if words.strip() else f"kind: {kind}"
    message = f'A kind and its words are written as "{kind}: …", without kind: before it'
    edit = TextEdit(key.start, content_end(node), instead)
    found.append(finding("kind", message, found.document.span(key.start, edit.end), f"writes {instead}", [edit]))
    return True
