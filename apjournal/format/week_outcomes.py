"""What came of the goals, by list or by name."""

from __future__ import annotations

import re
from collections.abc import Sequence as List

from apjournal.format.fields import Found, canonical, fields, names, near_word, text, word
from apjournal.format.goal_names import GoalNames
from apjournal.format.nodes import Mapping, Node, Scalar, Sequence, complex_key
from apjournal.format.quick import quick
from apjournal.format.quoting import quoted, scalar
from apjournal.format.separators import split_at_comma
from apjournal.format.shapes import items
from apjournal.format.slips import is_alone
from apjournal.model.codes import finding
from apjournal.model.finding import TextEdit
from apjournal.model.week import Outcome, Result

_make_outcome = quick(Outcome)
_RESULTS = {result.value: result for result in Result}
_OUTCOME_KEYS = names("result", "evidence", "reason")
_EVIDENT = frozenset({Result.DONE, Result.PARTLY})
_BEGINS_WITH_RESULT = re.compile(r"(done|partly|not[ _-]+done|dropped)[ :;.–—-]+(?=\S)", re.IGNORECASE)


def read_outcomes(node: Node | None, goals: GoalNames, found: Found) -> tuple[Outcome, ...]:
    """Return the outcomes of a week, in the order of the file."""
    if type(node) is Mapping:
        return _by_name(node, goals, found)
    return _by_place(node, goals, found)


def _by_place(node: Node | None, goals: GoalNames, found: Found) -> tuple[Outcome, ...]:
    """Read a list in the order of the goals; an empty item is no outcome yet."""
    if isinstance(node, Scalar) and len(_results(node.value.split(","))) > 1:
        found.say("shape", "Each outcome is an item of its own; begin each with a hyphen and a blank", node)
        return ()
    children = items(node, found, "outcomes")
    flow = type(node) is Sequence and node.flow
    if flow:
        children = _apart(children, found)
    outcomes: list[Outcome] = []
    for number, item in enumerate(children, 1):
        if item.nothing:
            continue
        if number > len(goals.ids):
            _too_many(item, number, goals, found)
            break
        outcome = _outcome(goals.ids[number - 1], item, flow, found)
        if outcome is not None:
            outcomes.append(outcome)
    return tuple(outcomes)


def _by_name(node: Mapping, goals: GoalNames, found: Found) -> tuple[Outcome, ...]:
    """Read a mapping by id or number; an empty value is no outcome yet."""
    outcomes: list[Outcome] = []
    keys: dict[str, Scalar] = {}
    parted: list[Node] = []
    for key, value in zip(node.children[::2], node.children[1::2], strict=True):
        if type(key) is not Scalar:
            found.append(complex_key(key))
            continue
        name = key.value
        identity = goals.find(name)
        if identity is None and parted and is_alone(found.document, key, value) and _result(name) is None:
            parted.append(key)
            continue
        _say_parted(parted, found)
        parted = [value] if node.flow and _is_result(value) else []
        if identity is None:
            identity = name
            if name.isascii() and name.isdecimal():
                _too_many(key, name, goals, found)
            else:
                goals.unknown(name, key, found)
        goals.once(identity, key, keys, found)
        if not value.nothing:
            outcome = _outcome(identity, value, node.flow, found)
            if outcome is not None:
                outcomes.append(outcome)
    _say_parted(parted, found)
    return tuple(outcomes)


def _say_parted(parted: list[Node], found: Found) -> None:
    """Report that the words of an outcome became keys at its commas; what precedes them can still be read."""
    if len(parted) > 1:
        _join(parted, "unknown_goal", "{} is read as an outcome and keys without a value; quote it", found)


def _too_many(node: Node, number: int | str, goals: GoalNames, found: Found) -> None:
    count = "is 1 goal" if len(goals.ids) == 1 else f"are {len(goals.ids)} goals"
    found.say("outcomes_count", f"There {count} in this week, and this is said of number {number}", node)


def _outcome(goal: str, node: Node, flow: bool, found: Found) -> Outcome | None:
    """Read `RESULT`, `RESULT, words`, or a mapping."""
    if isinstance(node, Sequence):
        _brackets_for_words(node, flow, found)
        return None
    value = found.in_quotes(node)
    if value is None:
        if isinstance(node, Mapping):
            return _long(goal, node, flow, found)
        value = node.value
    head, words = split_at_comma(value)
    result = _result(head)
    if result is None:
        _no_result(node, value, flow, found)
        return None
    words_ = words.strip() or None
    if result in _EVIDENT:
        return _make_outcome(goal, result, words_, None, node.span)
    return _make_outcome(goal, result, None, words_, node.span)


def _long(goal: str, node: Mapping, flow: bool, found: Found) -> Outcome | None:
    """Read `result`, `evidence` and `reason`; a mapping in which all that is there is empty is no outcome yet."""
    values = fields(node, _OUTCOME_KEYS, found)
    result = word(values.get("result"), _RESULTS, found, "a result")
    if result is not None:
        evidence = text(values.get("evidence"), found, "evidence")
        return _make_outcome(goal, result, evidence, text(values.get("reason"), found, "a reason"), node.span)
    said = [value for name, value in values.items() if name in _OUTCOME_KEYS]
    is_prepared = all(value.nothing for value in said) and len(said) == len(values)
    if not is_prepared and ("result" not in values or values["result"].nothing):
        _colon_for_words(node, flow, found)
    return None


def _result(words: str) -> Result | None:
    return _RESULTS.get(words) or _RESULTS.get(canonical(words))


def _no_result(node: Node, value: str, flow: bool, found: Found) -> None:
    """Offer the result that was meant: with another sign than a comma after it, or one letter off."""
    head, words = split_at_comma(value)
    begin = _BEGINS_WITH_RESULT.match(value)
    near = near_word(head, _RESULTS)
    instead = None
    if begin:
        result = " ".join(begin[1].lower().split())
        instead = scalar(f"{result}, {value[begin.end() :]}", flow=flow)
    elif near:
        result = near.replace("_", " ")
        instead = scalar(f"{result}, {words.strip()}" if words.strip() else result, flow=flow)
    found.say("word", f'"{head.strip()}" is no result; begin with done, partly, not done or dropped', node, instead)


def _colon_for_words(node: Mapping, flow: bool, found: Found) -> None:
    """Report what a mapping without a result lacks; `done: mail sent` lacks a comma."""
    message, instead = "This outcome has no result; write done, partly, not done or dropped as its result:", None
    if len(node.children) == 2:
        key, value = node.children
        if isinstance(key, Scalar) and isinstance(value, Scalar) and _result(key.value) is not None:
            instead = scalar(f"{key.value}, {value.value}".rstrip(" ,"), flow=flow)
            message = "A comma stands between a result and its words, not a colon"
    found.say("word", message, node, instead)


def _brackets_for_words(node: Sequence, flow: bool, found: Found) -> None:
    """Report that `[partly, page 6]` is a list, in place of one outcome."""
    values = [item.value for item in node.children if isinstance(item, Scalar)]
    instead = None
    if len(values) == len(node.children) and len(_results(values)) == len(_results(values[:1])) == 1:
        instead = scalar(", ".join(values), flow=flow)
    found.say("comma", "An outcome is no list; a result and its words need no brackets", node, instead)


def _apart(children: list[Node], found: Found) -> list[Node]:
    """Group words with their result: in brackets the comma between them begins another item."""
    groups: list[list[Node]] = []
    for item in children:
        is_words = isinstance(item, Scalar) and not item.nothing and not _is_result(item)
        if is_words and groups and _is_result(groups[-1][0]):
            groups[-1].append(item)
        else:
            groups.append([item])
    for group in groups:
        if len(group) > 1:
            _join(group, "comma", f"{{}} is read as {len(group)} outcomes; quote it", found)
    return [group[0] for group in groups]


def _is_result(node: Node) -> bool:
    return isinstance(node, Scalar) and _result(split_at_comma(node.value)[0]) is not None


def _results(words: List[str]) -> list[Result]:
    """Return the results among several words."""
    return [result for result in map(_result, words) if result is not None]


def _join(group: List[Node], code: str, message: str, found: Found) -> None:
    start, end = group[0].start, group[-1].end
    words = quoted(", ".join(node.value for node in group if isinstance(node, Scalar)))
    edit = TextEdit(start, end, words)
    found.append(finding(code, message.format(words), found.document.span(start, end), f"writes {words}", [edit]))
