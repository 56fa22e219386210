"""Read the outcomes of a week: a list in the order of the goals, or a mapping by goal.

`usecases/report.py` reads the form for the command line, `-o GOAL=RESULT`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as List
from unicodedata import normalize

from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.repair.misread_text import has_only_key
from apjournal.format.text import known_keys
from apjournal.format.text.text import split_at_comma
from apjournal.format.text.titles import EMOJI
from apjournal.format.text.typed_list import ITEM
from apjournal.format.yaml.fields import (
    FieldFindings,
    build_key_table,
    find_near_word,
    make_canonical,
    read_enum,
    read_fields,
    read_text,
)
from apjournal.format.yaml.lists import read_items
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar, SequenceNode, make_complex_key_finding
from apjournal.format.yaml.quoting import quote_text, write_scalar
from apjournal.model.codes import make_finding
from apjournal.model.finding import TextEdit
from apjournal.model.markdown import BOXES
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.week import Outcome, Result, build_outcome
from apjournal.patterns import make_pattern

RESULTS = {result.value: result for result in Result}
_OUTCOME_KEYS = build_key_table(*known_keys.OUTCOME)
_TICKS = "✅✔☑✓"
_DOUBTS = "❓❔🤔🚫⛔👎🔴🟠🟡🟢🔵🟣🟤🔘⚪⚫⭕"
"""Emoji that may contradict the word before them, besides those in `OTHER_MARKS`."""
_SAYS_NOTHING = f"!.… \t\ufe0f{_TICKS}"
_BEGINS_WITH_RESULT = make_pattern(
    rf"(done|partly|not[ _-]+done|dropped)[ :;.–—-]+(?=[^\s:;.?？–—{_DOUBTS}{BOXES}-])", re.IGNORECASE
)
_ENDING = make_pattern(rf"(?P<word>.*\w)(?P<ending>(?:[{_SAYS_NOTHING}]|(?![{_DOUBTS}]){EMOJI})+)", re.DOTALL)


def read_outcomes(node: Node | None, goals: GoalNames, found: FieldFindings) -> tuple[Outcome, ...]:
    """Return the outcomes of a week, in the order of the file."""
    if type(node) is MappingNode:
        return _read_by_name(node, goals, found)
    return _read_by_position(node, goals, found)


def _read_by_position(node: Node | None, goals: GoalNames, found: FieldFindings) -> tuple[Outcome, ...]:
    """Read a list in the order of the goals. An empty item means that the goal has no outcome yet."""
    if isinstance(node, Scalar) and len(_find_results(node.value.split(","), found)) > 1:
        found.add_finding("shape", "Each outcome is a separate item; begin each with a hyphen and a space", node)
        return ()
    children = read_items(node, found, "outcomes")
    flow = type(node) is SequenceNode and node.flow
    if flow:
        children = _group_split_words(children, found)
    outcomes: list[Outcome] = []
    for number, item in enumerate(children, 1):
        if item.is_null:
            continue
        if number > len(goals.ids):
            _report_too_many(item, number, goals, found)
            break
        outcome = _read_outcome(goals.ids[number - 1], item, flow, found)
        if outcome is not None:
            found.places["outcomes", len(outcomes)] = item.span
            outcomes.append(outcome)
    return tuple(outcomes)


def _read_by_name(node: MappingNode, goals: GoalNames, found: FieldFindings) -> tuple[Outcome, ...]:
    """Read a mapping by id or number. An empty value means that the goal has no outcome yet."""
    outcomes: list[Outcome] = []
    keys: dict[str, Scalar] = {}
    parted: list[Node] = []
    for key, value in zip(node.children[::2], node.children[1::2], strict=True):
        if type(key) is not Scalar:
            found.append(make_complex_key_finding(key))
            continue
        name = key.value
        identity = goals.find_id(name)
        is_word = identity is None and parted and has_only_key(found.document, key, value)
        if is_word and not _is_one_result(key, found):
            parted.append(key)
            continue
        _report_split_words(parted, found)
        parted = [value] if node.flow and _is_result_node(value, found) else []
        if identity is None:
            identity = name
            if name.isascii() and name.isdecimal():
                _report_too_many(key, name, goals, found)
            elif ITEM.match(name):
                message = f'"{name}" is not a goal; write the number or id of a goal, a colon and its result: "1: done"'
                found.add_finding("bullet", message, key)
            else:
                goals.report_unknown(name, key, found)
        goals.report_repeated(identity, key, keys, found)
        if not value.is_null:
            outcome = _read_outcome(identity, value, node.flow, found)
            if outcome is not None:
                found.places["outcomes", len(outcomes)] = value.span
                outcomes.append(outcome)
    _report_split_words(parted, found)
    return tuple(outcomes)


def _report_split_words(parted: list[Node], found: FieldFindings) -> None:
    """Report that commas split the words of an outcome into keys. The outcomes before it can still be read."""
    if len(parted) > 1:
        _report_group(parted, "unknown_goal", "{} is read as an outcome and keys without a value; quote it", found)


def _report_too_many(node: Node, number: int | str, goals: GoalNames, found: FieldFindings) -> None:
    count = "1 goal" if len(goals.ids) == 1 else f"{len(goals.ids)} goals"
    found.add_finding("outcomes_count", f"This is outcome {number}, but the week has only {count}", node)


def _read_outcome(goal: str, node: Node, flow: bool, found: FieldFindings) -> Outcome | None:
    """Read `RESULT`, `RESULT, words`, or a mapping. Return None if it is not an outcome."""
    if isinstance(node, SequenceNode):
        _report_brackets(node, flow, found)
        return None
    value = found.get_quoted_text(node)
    if value is None:
        if isinstance(node, MappingNode):
            return _read_long_form(goal, node, flow, found)
        value = node.value
    head, words = split_at_comma(value)
    result = _parse_english(head)
    if result is None:
        result, words = find_typed_result(head, words.strip(), found.result_words)
        if result is None:
            _report_no_result(node, value, flow, found)
            return None
        _report_other_form(node, head, result, words, flow, found)
    return build_outcome(goal, result, words.strip() or None)


def _read_long_form(goal: str, node: MappingNode, flow: bool, found: FieldFindings) -> Outcome | None:
    """Read `result`, `evidence` and `reason`. If all of them are empty, the goal has no outcome yet (None)."""
    values = read_fields(node, _OUTCOME_KEYS, found)
    result = _read_result(values.get("result"), flow, found)
    if result is not None:
        evidence = read_text(values.get("evidence"), found, "evidence")
        return Outcome(goal, result, evidence, read_text(values.get("reason"), found, "a reason"))
    said = [value for name, value in values.items() if name in _OUTCOME_KEYS]
    is_prepared = all(value.is_null for value in said) and len(said) == len(values)
    if not is_prepared and ("result" not in values or values["result"].is_null):
        _report_colon_for_comma(node, flow, found)
    return None


def _read_result(node: Node | None, flow: bool, found: FieldFindings) -> Result | None:
    if type(node) is Scalar and not node.is_null:
        value = found.get_quoted_text(node) or node.value
        result, words = (None, "") if _parse_english(value) else find_typed_result(value, "", found.result_words)
        if result is not None and not words:
            _report_other_form(node, value, result, "", flow, found)
            return result
        if _is_asked(value):
            _report_no_result(node, value, flow, found)
            return None
    return read_enum(node, RESULTS, found, "a result")


def find_result(words: str, own: ResultWords) -> Result | None:
    """Return the result in a text that is nothing else, in English or in the user's `own` words, or None."""
    return _parse_english(words) or own.get(fold_word(words))


def fold_word(word: str) -> str:
    """Return a word for comparison without case, composed characters, spaces, hyphens and `_`."""
    return normalize("NFC", make_canonical(normalize("NFC", word)).casefold())


def find_typed_result(head: str, words: str, own: ResultWords) -> tuple[Result | None, str]:
    """Return the result that `head` means, and the words after it. The result is None if the meaning is not clear.

    Full stops, exclamation marks and emoji may follow the result, as in `done.`. Emoji become the first of the words,
    except a tick after `done`, which adds nothing.
    """
    result = find_result(head, own)
    ended = _ENDING.fullmatch(head) if result is None else None
    if ended is None:
        return result, words
    result = find_result(ended["word"], own)
    if any(sign in _TICKS for sign in ended["ending"]) and result is not Result.DONE:
        return None, words
    emoji = "".join(sign for sign in ended["ending"] if sign not in _SAYS_NOTHING).strip()
    return result, ", ".join(filter(None, (emoji, words)))


def is_result(words: str, own: ResultWords = NO_WORDS) -> bool:
    """Whether a text is a result, by itself or followed by a comma and other words."""
    return find_typed_result(*split_at_comma(words), own)[0] is not None


def is_like_result(words: str, own: ResultWords) -> bool:
    """Whether a text is a result, or begins with a result or a misspelled one."""
    near = _BEGINS_WITH_RESULT.match(words) or find_near_word(split_at_comma(words)[0], RESULTS)
    return is_result(words, own) or near is not None


def _parse_english(words: str) -> Result | None:
    return RESULTS.get(words) or RESULTS.get(make_canonical(words))


def _report_other_form(node: Node, head: str, result: Result, words: str, flow: bool, found: FieldFindings) -> None:
    """Report a result `head` that has an ending, or is a word of the user's own.

    The repair writes the English word, which every partner can read.
    """
    meant = write_result(result)
    instead = write_scalar(f"{meant}, {words}" if words else meant, flow=flow)
    own_word = explain_own_word(head, found.result_words)
    if own_word:
        found.add_finding("own_word", own_word, node, instead)
        return
    message = f'"{head.strip()}" is read as {meant}; after a result, write a comma or nothing'
    found.add_finding("result_ending", message, node, instead)


def explain_own_word(words: str, own: ResultWords) -> str | None:
    """Return a message about an outcome that only the user's `own` words make a result, or None."""
    head = split_at_comma(words)[0]
    result = find_typed_result(head, "", own)[0]
    if result is None or find_typed_result(head, "", NO_WORDS)[0] is not None:
        return None
    return f'"{head.strip()}" means {write_result(result)} in your results.txt, which your partners may not have'


def _is_asked(words: str) -> bool:
    return words.rstrip().endswith(("?", "？"))


def write_result(result: Result) -> str:
    """Return a result in words, as people write it."""
    return result.replace("_", " ")


def _report_no_result(node: Node, value: str, flow: bool, found: FieldFindings) -> None:
    """Report an outcome that does not begin with a result. Propose a similar result, if there is one."""
    head, proposed = split_at_comma(value)[0], propose_result(value)
    instead = None if proposed is None else write_scalar(proposed, flow=flow)
    found.add_finding("word", f'"{head.strip()}" is not a result; use done, partly, not done or dropped', node, instead)


def propose_result(words: str) -> str | None:
    """Return the outcome that a text without a result probably means, such as `partly, page 6` for `partly - page 6`.

    The text may have another character in place of the comma, or one wrong letter. Return None for any other text, and
    for a result in doubt, such as `done?` or one with a cross after it.
    """
    head, more = split_at_comma(words)
    begin = _BEGINS_WITH_RESULT.match(words)
    if begin:
        return f"{' '.join(begin[1].lower().split())}, {words[begin.end() :]}"
    near = None if _is_asked(head) else find_near_word(head, RESULTS)
    return ", ".join(filter(None, (write_result(RESULTS[near]), more.strip()))) if near else None


def _report_colon_for_comma(node: MappingNode, flow: bool, found: FieldFindings) -> None:
    """Report a mapping without a result. For one such as `done: mail sent`, propose a comma in place of the colon."""
    message, instead = "This outcome has no result; write done, partly, not done or dropped as its result:", None
    if len(node.children) == 2:
        key, value = node.children
        if isinstance(value, Scalar) and isinstance(key, Scalar) and _is_one_result(key, found):
            instead = write_scalar(f"{key.value}, {value.value}".rstrip(" ,"), flow=flow)
            message = "Write a comma between a result and its words, not a colon"
    found.add_finding("word", message, node, instead)


def _report_brackets(node: SequenceNode, flow: bool, found: FieldFindings) -> None:
    """Report that `[partly, page 6]` is a list instead of one outcome."""
    values = [item.value for item in node.children if isinstance(item, Scalar)]
    instead = None
    counted = len(_find_results(values, found)), len(_find_results(values[:1], found))
    if len(values) == len(node.children) and counted == (1, 1):
        instead = write_scalar(", ".join(values), flow=flow)
    found.add_finding("comma", "An outcome is not a list; write a result and its words without brackets", node, instead)


def _group_split_words(children: list[Node], found: FieldFindings) -> list[Node]:
    """Join words to the result before them.

    Inside brackets, YAML reads the comma between them as the end of an item.
    """
    groups: list[list[Node]] = []
    for item in children:
        is_words = isinstance(item, Scalar) and not item.is_null and not _is_result_node(item, found)
        if is_words and groups and _is_result_node(groups[-1][0], found):
            groups[-1].append(item)
        else:
            groups.append([item])
    for group in groups:
        if len(group) > 1:
            _report_group(group, "comma", f"{{}} is read as {len(group)} outcomes; quote it", found)
    return [group[0] for group in groups]


def _is_one_result(node: Scalar, found: FieldFindings) -> bool:
    return find_result(node.value, found.result_words) is not None


def _is_result_node(node: Node, found: FieldFindings) -> bool:
    return isinstance(node, Scalar) and is_result(node.value, found.result_words)


def _find_results(words: List[str], found: FieldFindings) -> list[Result]:
    """Return the results among `words`."""
    results = (find_typed_result(word, "", found.result_words)[0] for word in words)
    return [result for result in results if result is not None]


def _report_group(group: List[Node], code: str, message: str, found: FieldFindings) -> None:
    start, end = group[0].start, group[-1].end
    words = quote_text(", ".join(node.value for node in group if isinstance(node, Scalar)))
    edit = TextEdit(start, end, words)
    found.append(
        make_finding(code, message.format(words), found.document.make_span(start, end), f"writes {words}", [edit])
    )
