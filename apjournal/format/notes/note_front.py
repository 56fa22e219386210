"""Read the front matter of notes, in YAML, TOML or JSON: goals, results, and keys that apj does not understand."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from apjournal.format.notes.note_words import (
    GOAL_KEYS,
    GOAL_NAMES,
    LEARNED_KEYS,
    OUTCOME_KEYS,
    RESULT_NAMES,
    add_result,
    add_results,
    make_key,
    parse_item,
    parse_result,
    parse_text,
)
from apjournal.format.read.frontmatter_handler import convert_nodes
from apjournal.format.repair.patched_text import PatchedText
from apjournal.format.repair.repair_yaml import repair_front_matter
from apjournal.format.text.document import split_text
from apjournal.format.yaml.nodes import find_key_faults
from apjournal.format.yaml.quoting import quote_text
from apjournal.model.notes import NoteGoal
from apjournal.patterns import make_pattern

_BEFORE = make_pattern(r"(?:\s*<!--.*?-->)*\s*", re.DOTALL)
_TOML = make_pattern(r"\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
_KEY = make_pattern(r" *(?:- +)?(?:\w[\w -]*: +)?")
_BLOCK = make_pattern(r"[:-] +[|>][+-]?\d?[+-]? *$")
_INDICATORS = frozenset("\"'[]{}|>&*!%@`#-")
_NUMBERED = make_pattern(r"(?:weekly)?goal(\d{1,4})(completed|done|status|result)?")
_PER_CENT = make_pattern(r"(\d{1,3}) ?%?", re.ASCII)
_SHARE = make_pattern(r"0?[.,](\d{1,2})", re.ASCII)
_FULL = 100
_DEEPEST = 40
_LARGEST = 2**1000


def _quote_tags(front: str) -> str:
    """Return YAML in which a tag such as `#work` is text instead of a comment.

    Block scalars stay unchanged, because they contain no comments.
    """
    lines: list[str] = []
    block = -1  # the indentation of the key whose block scalar contains the line, or -1
    for line in front.rstrip("\n").split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if block >= 0 and (indent > block or not line.strip()):
            lines.append(line)
            continue
        block = indent if _BLOCK.search(line) else -1
        lines.append(_quote_tagged(line))
    return "\n".join(lines)


def _quote_tagged(line: str) -> str:
    """Return a line with its text in quotes if it contains a tag, which YAML would read as a comment."""
    start = match.end() if (match := _KEY.match(line)) else 0
    words = line[start:].rstrip()
    before, tag, _ = words.partition(" #")
    if (
        not tag
        or not line[:start].strip()
        or not before.strip()
        or before[0] in _INDICATORS
        or '"' in before
        or "'" in before
    ):
        return line
    return line[:start] + quote_text(words)


class Front(Struct, frozen=True):
    """The front matter: its kind, its values as strings, lists and mappings, its text, and the text around it."""

    kind: str
    values: Mapping[str, Any]
    text: str
    before: str
    body: str


class Understood(Struct):
    """What apj understood of front matter: goals with results, lessons, the keys used, and lines to keep as text."""

    goals: list[NoteGoal]
    learned: list[str]
    used: set[str]
    kept: list[str]


def split_front(text: str) -> Front:
    """Split a file's text into front matter and the rest. The kind of the front matter is "" if there is none.

    Comments before the front matter become part of the rest.
    """
    match = _BEFORE.match(text)
    start = match.end() if match else 0
    before, rest = text[:start].strip(), text[start:]
    if toml := _TOML.match(rest):
        values = _parse_toml(toml[1])
        return Front("toml", values, toml[1], before, rest[toml.end() :]) if values else Front("", {}, "", "", text)
    if rest.startswith("{"):
        try:
            values, end = json.JSONDecoder(object_pairs_hook=_make_mapping, parse_float=str).raw_decode(rest)
        except (ValueError, RecursionError):
            return Front("", {}, "", "", text)
        if not _is_usual(values):
            return Front("", {}, "", "", text)
        return Front("json", values, rest[:end], before, rest[end:])
    document, _ = split_text(rest)
    if document is None or not document.has_front or document.front_end == document.body_start:
        return Front("", {}, "", "", text)
    return Front("yaml", _parse_yaml(document.front), document.front, before, document.body)


def _parse_yaml(front: str) -> dict[str, Any]:
    """Return the values in YAML, which is repaired as that of a week is, or nothing if it cannot be read."""
    readable = repair_front_matter(PatchedText(f"---\n{_quote_tags(front)}\n---\n"), bom=False)
    root = readable[1] if readable else None
    return dict(convert_nodes(root)) if root and not any(find_key_faults(root)) else {}


def _parse_toml(front: str) -> dict[str, Any]:
    try:
        values = tomllib.loads(front)
    except (ValueError, RecursionError):
        return {}
    return values if _is_usual(values) else {}


def _make_mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a mapping. Raise `ValueError` if a key is repeated, because then a value would be lost."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key is repeated")
    return dict(pairs)


def _is_usual(values: Any) -> bool:
    """Whether values are safe to write: not nested too deeply, and without a number that is too large."""
    level = [values]
    for _ in range(_DEEPEST):
        if any(isinstance(value, int) and abs(value) > _LARGEST for value in level):
            return False
        nested = [value for value in level if isinstance(value, Mapping | list)]
        level = [item for value in nested for item in (value.values() if isinstance(value, Mapping) else value)]
    return not level


def read_front(values: Mapping[str, Any]) -> Understood:
    """Return the goals, the results and the lessons in the values of front matter."""
    found = Understood([], [], set(), [])
    outcomes: list[tuple[str, Any]] = []
    numbered: dict[str, NoteGoal] = {}
    states: list[tuple[str, str, str]] = []
    for key, value in values.items():
        name = make_key(key)
        if name in GOAL_KEYS:
            found.used.add(key)
            _read_goals(value, found)
        elif name in OUTCOME_KEYS:
            outcomes.append((key, value))
        elif name in LEARNED_KEYS and _list_texts(value) is not None:
            found.used.add(key)
            found.learned += [text.strip() for text in _list_texts(value) or [] if text.strip()]
        elif match := _NUMBERED.fullmatch(name):
            goal = parse_text(_write(value)) if match[2] is None and isinstance(value, str) else None
            number = match[1].lstrip("0")
            if goal and number not in numbered:
                numbered[number] = goal
                found.used.add(key)
            elif match[2]:
                states.append((number, key, _write(value)))
    _add_states(states, numbered, found)
    found.goals += numbered.values()
    for key, value in outcomes:
        _read_outcomes(key, value, found)
    return found


def _add_states(states: Iterable[tuple[str, str, str]], goals: dict[str, NoteGoal], found: Understood) -> None:
    """Add results to the goals with the same number.

    Each of `states` is a number, the key with the result, and its value.
    """
    for number, key, words in states:
        known, result, more = parse_result(words)
        changed = add_result(goals[number], result, more) if known and number in goals else None
        if changed:
            goals[number] = changed
            found.used.add(key)


def _read_outcomes(key: str, value: Any, found: Understood) -> None:
    """Add outcomes from a list in the order of the goals, or from a mapping by the text or number of a goal."""
    found.used.add(key)
    if isinstance(value, Mapping):
        names: dict[str, int] = {}
        for place, goal in enumerate(found.goals):
            names.setdefault(make_key(goal.goal), place)
        names |= {str(place + 1): place for place in range(len(found.goals))}
        for name, said in value.items():
            words = _write(said)
            known, result, more = parse_result(words)
            at = names.get(make_key(name), -1)
            changed = add_result(found.goals[at], result, more) if known and at >= 0 else None
            if changed:
                found.goals[at] = changed
            elif words:
                found.kept.append(f"{name}: {words}")
        return
    listed = _list_texts(value)
    if listed is None:
        found.used.discard(key)
        return
    found.goals, rest = add_results(found.goals, listed)
    found.kept += rest


def _read_goals(value: Any, found: Understood, area: str | None = None) -> None:
    """Add the goals in a value: a string, a list, or a mapping that is one goal or contains lists of goals by area."""
    if isinstance(value, Mapping):
        _read_mapping(value, found, area)
    elif isinstance(value, list | tuple):
        for item in value:
            _read_goals(item, found, area)
    else:
        words = _write(value).strip()
        lines = [line for line in words.split("\n") if line.strip()]
        items = [item[1] for line in lines if (item := parse_item(line))]
        goals = items if len(items) == len(lines) else [goal] if (goal := parse_text(words)) else []
        found.goals += [replace(goal, area=area) for goal in goals]
        found.kept += [words] if words and not goals else []


def _read_mapping(value: Mapping[str, Any], found: Understood, area: str | None) -> None:
    names: dict[str, str] = {}
    for key in value:
        names.setdefault(make_key(key), key)
    text = next((names[name] for name in GOAL_NAMES if isinstance(value.get(names.get(name, "")), str)), None)
    goal = parse_text(value[text]) if text is not None else None
    if goal is None:
        if len(value) == 1 and not any(isinstance(item, Mapping | list) for item in value.values()):
            _read_goals(": ".join((str(next(iter(value))), _write(next(iter(value.values()))))), found, area)
            return
        for name, item in value.items():
            if isinstance(item, list):
                _read_goals(item, found, str(name))
            else:
                found.kept.append(f"{name}: {_write(item)}")
        return
    goal = replace(goal, area=area)
    left = []
    for key, item in value.items():
        name, words = make_key(str(key)), _write(item)
        if key == text or item is None:
            continue
        changed = _add_value(goal, name, item, words)
        if changed is None:
            left.append(f"{key}: {words}")
        goal = changed or goal
    found.goals.append(goal)
    found.kept += [f"{goal.goal}: {', '.join(left)}"] if left else []


def _add_value(goal: NoteGoal, name: str, item: Any, words: str) -> NoteGoal | None:
    """Return a goal with the value of its key `name` added.

    Return None if a goal has no such key, or already has a different value.
    """
    if name in RESULT_NAMES:
        known, result, more = parse_result(words)
        return add_result(goal, result, more) if known else None
    if name == "confidence" and goal.confidence is None and (confidence := _parse_confidence(words)) is not None:
        return replace(goal, confidence=confidence)
    if name == "donewhen" and goal.done_when is None and isinstance(item, str):
        return replace(goal, done_when=item)
    if name == "area" and goal.area in (None, item) and isinstance(item, str):
        return replace(goal, area=item)
    return None


def _parse_confidence(words: str) -> int | None:
    """Return a confidence in per cent, written as `70`, `70%`, or a share such as `0.7`.

    Return None for any other number. That includes `1`, which may mean 1 or 100 per cent.
    """
    share = _SHARE.fullmatch(words.strip())
    whole = _PER_CENT.fullmatch(words.strip())
    number = int(share[1].ljust(2, "0")) if share else int(whole[1]) if whole else 1
    return number if number != 1 and number <= _FULL else None


def _list_texts(value: Any) -> list[str] | None:
    """Return the strings in a list, or a single string as a list. Return None for any other value."""
    items = value if isinstance(value, list | tuple) else [value]
    if any(isinstance(item, Mapping | list) for item in items):
        return None
    return ["" if item is None else _write(item) for item in items]


def _write(value: Any) -> str:
    """Return a value as text. None becomes an empty string."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)


def write_rest(front: Front, used: set[str]) -> str:
    """Return the keys that are not in `used`, as text."""
    if front.kind == "json":
        kept = {key: value for key, value in front.values.items() if key not in used}
        return json.dumps(kept, indent=2, ensure_ascii=False) if kept else ""
    left = _list_lines_left(front, used)
    wanted = {key: value for key, value in front.values.items() if key not in used}
    parse = _parse_toml if front.kind == "toml" else _parse_yaml
    # If some line of a value looks like a key, all of the text stays.
    return left if parse(left) == wanted else front.text.strip("\n")


def _list_lines_left(front: Front, used: set[str]) -> str:
    """Return the lines of the keys that are not in `used`, and the comments of those that are."""
    kept, keep, is_in_table = [], True, False
    said = _write({key: value for key, value in front.values.items() if key in used})
    for line in front.text.split("\n"):
        is_in_table = is_in_table or (front.kind == "toml" and line.startswith("["))
        if line.startswith("#") or is_in_table:
            kept.append(line)
            continue
        if line[:1].strip() and line[:1] not in "-]}":
            key = line.partition("=" if front.kind == "toml" else ":")[0].strip().strip("\"'")
            keep = key not in used
        comment = f"#{line.rpartition(' #')[2].rstrip()}" if " #" in line else ""
        if keep:
            kept.append(line)
        elif comment not in said:
            kept.append(comment)
    return "\n".join(kept).strip("\n")
