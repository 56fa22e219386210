"""Read keys of a week other than goals and outcomes: obstacles, lessons, the call, and reasons for changed goals."""

from __future__ import annotations

from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.read.goals import KINDS, read_kind_and_words
from apjournal.format.text import known_keys
from apjournal.format.text.text import split_at_colon
from apjournal.format.yaml.emit import write_flow_items
from apjournal.format.yaml.fields import (
    FieldFindings,
    build_key_table,
    read_boolean,
    read_date,
    read_enum,
    read_fields,
    read_integer,
    read_text,
)
from apjournal.format.yaml.lists import read_items
from apjournal.format.yaml.nodes import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    find_content_end,
    make_complex_key_finding,
)
from apjournal.model.codes import make_finding
from apjournal.model.finding import TextEdit
from apjournal.model.week import Amendment, CallRecord, Happened, Medium, PlanUse


def convert_to_keys(node: Scalar | SequenceNode, goals: GoalNames, found: FieldFindings) -> list[TextEdit]:
    """Return the edits that turn `ID: reason`, or a list of such strings, into keys and values.

    Return none if the node contains anything else.
    """
    if isinstance(node, SequenceNode) and not node.flow:
        return _remove_hyphens(node, goals, found)
    source = found.get_source(node)
    items = [node] if isinstance(node, Scalar) else node.children
    pairs = [_format_pair(item, goals, found) for item in items]
    if "\n" in source or not all(pairs):
        return []
    return [TextEdit(node.start, node.end, "{" + ", ".join(pair for pair in pairs if pair) + "}")]


def _remove_hyphens(node: SequenceNode, goals: GoalNames, found: FieldFindings) -> list[TextEdit]:
    """Return edits that replace each hyphen with a space.

    Return none if the keys after the hyphens are not aligned.
    """
    edits: list[TextEdit] = []
    for item in node.children:
        hyphen = len(found.document.text[: item.start].rstrip(" ")) - 1
        edits.append(TextEdit(hyphen, hyphen + 1, " "))
        if not isinstance(item, MappingNode) or found.get_quoted_text(item):
            pair = _format_pair(item, goals, found)
            if pair is None:
                return []
            edits.append(TextEdit(item.start, find_content_end(item), pair))
        elif item.flow:
            return []
    gaps = {item.column - node.column for item in node.children}
    return edits if len(gaps) == 1 else []


def _format_pair(item: Node, goals: GoalNames, found: FieldFindings) -> str | None:
    """Return an item as key and value, or None if it does not contain a goal and a reason.

    An item that YAML reads as a mapping stays unchanged. Any other item is built from its text.
    """
    words = found.get_quoted_text(item)
    if words is None:
        if isinstance(item, MappingNode):
            return found.get_source(item).removeprefix("{").removesuffix("}")
        if not isinstance(item, Scalar):
            return None
        words = item.value
    name, reason = split_at_colon(words) or (words, "")
    if goals.find_id(name.strip()) is None or not reason.strip():
        return None
    return write_flow_items({name.strip(): reason.strip()})


MEDIA = {medium.value: medium for medium in Medium}

_PLANS = {plan.value: plan for plan in PlanUse}
_HAPPENED_KEYS = build_key_table(*known_keys.HAPPENED, *KINDS)
_CALL_KEYS = build_key_table(*known_keys.CALL)


def read_happened(node: Node | None, goals: GoalNames, found: FieldFindings) -> tuple[Happened, ...]:
    """Return the obstacles that got in the way. Each item is `KIND: note` or a mapping."""
    events: list[Happened] = []
    for item in read_items(node, found, "happened", KINDS):
        event = _read_event(item, goals, found)
        if event is not None:
            found.places["happened", len(events)] = item.span
            events.append(event)
    return tuple(events)


def _read_event(item: Node, goals: GoalNames, found: FieldFindings) -> Happened | None:
    kind, words, values = read_kind_and_words(item, _HAPPENED_KEYS, "what happened", found)
    if kind is None:
        return None
    get = values.get
    before = len(found)
    event = Happened(
        kind,
        words or read_text(get("note"), found, "a note"),
        _read_goal_name(get("goal"), goals, found),
        read_enum(get("plan"), _PLANS, found, "a plan"),
        read_boolean(get("foreseen"), found, "foreseen"),
    )
    found.make_warnings(before)
    return event


def _read_goal_name(node: Node | None, goals: GoalNames, found: FieldFindings) -> str | None:
    name = read_text(node, found, "a goal's id")
    return None if name is None or node is None else goals.resolve_name(name, node, found)


def read_learned(node: Node | None, found: FieldFindings) -> tuple[str, ...]:
    """Return the lessons, which are written as one value or as a list."""
    texts = node.children if type(node) is SequenceNode else (node,)
    learned: list[str] = []
    for each in texts:
        text = read_text(each, found, "what was learned")
        if each is not None and text is not None:
            found.places["learned", len(learned)] = each.span
            learned.append(text)
    return tuple(learned)


def read_call(node: Node | None, found: FieldFindings) -> CallRecord | None:
    """Return the call, written as a medium or a mapping, or None if the value is empty or not valid."""
    before = len(found)
    call = _read_call_value(node, found)
    found.make_warnings(before)
    return call


def _read_call_value(node: Node | None, found: FieldFindings) -> CallRecord | None:
    if type(node) is MappingNode:
        values = read_fields(node, _CALL_KEYS, found)
        return CallRecord(
            read_enum(values.get("medium"), MEDIA, found, "a medium"),
            read_integer(values.get("minutes"), found, "minutes", 0, known_keys.LONGEST_CALL),
            read_date(values.get("date"), found, "the date of a call"),
        )
    medium = read_enum(node, MEDIA, found, "a call")
    return None if medium is None else CallRecord(medium)


def read_amended(node: Node | None, goals: GoalNames, found: FieldFindings) -> tuple[Amendment, ...]:
    """Return the reasons for changing kept goals, from a mapping of ids to reasons."""
    if node is None or node.is_null:
        return ()
    if not isinstance(node, MappingNode):
        message = "amended needs the id of each goal, a colon and the reason"
        edits = convert_to_keys(node, goals, found)
        fix = "writes keys and values" if edits else None
        found.append(
            make_finding("shape", message, found.document.make_span(node.start, find_content_end(node)), fix, edits)
        )
        return ()
    amendments: list[Amendment] = []
    keys: dict[str, Scalar] = {}
    for key, value in zip(node.children[::2], node.children[1::2], strict=True):
        if not isinstance(key, Scalar):
            found.append(make_complex_key_finding(key))
            continue
        goal = goals.resolve_name(key.value, key, found)
        goals.report_repeated(goal, key, keys, found)
        reason = read_text(value, found, "a reason")
        if reason is not None:
            found.places["amended", len(amendments)] = found.document.make_span(key.start, value.end)
            amendments.append(Amendment(goal, reason))
        elif value.is_null:
            found.add_finding(
                "reason_missing", f'The amendment of "{key.value}" has no reason; write one after the colon', key
            )
    return tuple(amendments)
