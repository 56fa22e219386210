"""Report goals in forms that the format does not allow: other keys, results in a goal, two goals in one item."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table
from collections.abc import Sequence as List

from apjournal.format.text import known_keys
from apjournal.format.text.text import find_line_end
from apjournal.format.yaml.fields import TRUTHS, FieldFindings, make_canonical
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar, SequenceNode, find_content_end
from apjournal.format.yaml.quoting import write_scalar
from apjournal.model.codes import make_finding
from apjournal.model.finding import TextEdit
from apjournal.model.week import Goal, Result
from apjournal.patterns import make_pattern

_GOAL_KEYS = frozenset(known_keys.GOAL)
_NAMES_ALONE = frozenset({"name", "title"})
_NAMES = _NAMES_ALONE | {"task", "text", "todo", "item", "summary", "description"}
_DONE_KEYS = frozenset({"done", "complete", "completed", "finished"})
_STATUS_KEYS = frozenset({"status", "state", "result", "outcome"})
_STATUSES = {
    **{result.value: result for result in Result},
    **dict.fromkeys(("complete", "completed", "finished"), Result.DONE),
    **dict.fromkeys(("partial", "partially_done"), Result.PARTLY),
    **dict.fromkeys(("cancelled", "canceled"), Result.DROPPED),
}
_ITEM_INSIDE = make_pattern(r"\n([ \t]+)([-*•·–—+])[ \t]*\S")


def find_words_under_other_name(item: MappingNode, found: FieldFindings) -> str | None:
    """Return the text of a goal whose key is `name`, `title` … instead of `goal`, and report the key.

    Return None if there is no such key.
    """
    names = _NAMES_ALONE if len(item.children) == 2 else _NAMES
    for key, value in _list_pairs(item):
        if isinstance(key, Scalar) and make_canonical(key.value) in names and isinstance(value, Scalar) and value.value:
            found.add_finding(
                "goal_missing", f'Write the text of a goal after "goal:", not after "{key.value}:"', key, "goal"
            )
            return value.value
    return None


def report_folded(item: Scalar, found: FieldFindings) -> None:
    """Report a line that was meant as a list item, but that YAML reads as part of the goal before it."""
    text = found.document.text
    inside = _ITEM_INSIDE.search(text, item.start, item.end) if not item.sign else None
    if inside is None:
        return
    start, end = inside.start(2), find_line_end(text, inside.start(2))
    message = f'"{text[start:end].strip()}" is read as part of the goal before it'
    span = found.document.make_span(start, end)
    hyphen = text.rfind("-", 0, item.start)
    column = hyphen - text.rfind("\n", 0, hyphen) - 1
    if len(inside[1]) >= item.column - 1:  # indented like the text: parts of the goal, or goals. Only its author knows
        found.append(make_finding("folded_goal", f"{message}; indent it as far as the goal", span))
        return
    edit = TextEdit(inside.start(1), inside.end(2), " " * column + "-")
    found.append(make_finding("folded_goal", message, span, "makes it a separate goal", [edit]))


def report_results_in_goals(values: Table[str, Node], goals: List[Goal], found: FieldFindings) -> None:
    """Report `done: true`, `status: dropped` … in a goal, with a repair that moves the result under `outcomes`.

    `values` are the values of the week by key.
    """
    items = values.get("goals")
    if not isinstance(items, SequenceNode):
        return
    others = [item for item in items.children if isinstance(item, MappingNode) and not _has_only_goal_keys(item)]
    by_start = {found.places["goals", place].start: goal for place, goal in enumerate(goals)} if others else {}
    for item, goal in [(item, by_start[item.start]) for item in others if item.start in by_start]:
        for number, (key, value) in enumerate(_list_pairs(item)):
            result = _read_result(key, value)
            if result is not None:
                edits = (
                    []
                    if number == 0 or item.flow
                    else _move_result(goal, result, key, value, values.get("outcomes"), found)
                )
                _report_result(key, value, found, edits)


def _has_only_goal_keys(item: MappingNode) -> bool:
    return _GOAL_KEYS.issuperset([key.value for key in item.children[::2] if isinstance(key, Scalar)])


def _report_result(key: Node, value: Node, found: FieldFindings, edits: list[TextEdit]) -> None:
    start, end = key.start, find_content_end(value)
    source = found.document.text[start:end]
    message = f'"{source}" is the result of this goal, but apj reads results only under outcomes'
    fix = "moves it under outcomes" if edits else None
    found.append(make_finding("result_in_goal", message, found.document.make_span(start, end), fix, edits))


def _read_result(key: Node, value: Node) -> Result | None:
    if not isinstance(key, Scalar) or not isinstance(value, Scalar):
        return None
    name, said = make_canonical(key.value), value.value.strip()
    if name in _DONE_KEYS:
        return Result.DONE if TRUTHS.get(said.lower()) else None
    return _STATUSES.get(make_canonical(said)) if name in _STATUS_KEYS else None


def _move_result(
    goal: Goal, result: Result, key: Node, value: Node, outcomes: Node | None, found: FieldFindings
) -> list[TextEdit]:
    """Return the edits that remove a result from a goal and write it under `outcomes`.

    Return none if `outcomes` is not a mapping in block style, or already has an outcome for this goal.
    """
    document = found.document
    start = document.text.rfind("\n", 0, key.start) + 1
    taken = TextEdit(start, min(find_line_end(document.text, find_content_end(value)) + 1, len(document.text)), "")
    line = f"{write_scalar(goal.id)}: {result.value.replace('_', ' ')}{document.newline}"
    if outcomes is None:
        return [taken, TextEdit(document.front_end, document.front_end, f"outcomes:{document.newline}  {line}")]
    if not isinstance(outcomes, MappingNode) or outcomes.flow:
        return []
    first, last = outcomes.children[0], outcomes.children[-1]
    names = {key.value for key in outcomes.children[::2] if isinstance(key, Scalar)}
    if goal.id in names or str(goal.number) in names:
        return []
    at = min(find_line_end(document.text, find_content_end(last)) + 1, len(document.text))
    return [taken, TextEdit(at, at, " " * (first.column - 1) + line)]


def _list_pairs(mapping: MappingNode) -> Iterator[tuple[Node, Node]]:
    return zip(mapping.children[::2], mapping.children[1::2], strict=True)
