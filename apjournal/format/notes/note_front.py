"""The front matter of notes, in YAML, TOML or JSON: goals, results, and the keys that are not understood."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from apjournal.format.notes.note_words import (
    GOAL_KEYS,
    GOAL_NAMES,
    LEARNED_KEYS,
    OUTCOME_KEYS,
    RESULT_NAMES,
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
_TAGGED = make_pattern(
    r"""^([ ]*(?:-[ ]+)?(?:[\w -]+:[ ]+)?)([^\s"'\[\]{}|>&*!%@`#-][^"'\n]*[ ]\#[^\n]*)$""", re.MULTILINE
)
_NUMBERED = make_pattern(r"(?:weekly)?goal(\d+)(completed|done|status|result)?")
_FULL = 100


def _quote_tagged(line: re.Match[str]) -> str:
    """Return a line whose words are followed by a tag, in quotes. For YAML, the tag would be a comment."""
    return line[1] + quote_text(line[2].rstrip())


class Front(Struct, frozen=True):
    """The front matter: its kind, its values as texts, lists and mappings, its text, and the text around it."""

    kind: str
    values: Mapping[str, Any]
    text: str
    before: str
    body: str


class Understood(Struct):
    """What front matter said: goals with results, what was learned, the keys that are used up, and lines to keep."""

    goals: list[NoteGoal]
    learned: list[str]
    used: set[str]
    kept: list[str]


def split_front(text: str) -> Front:
    """Return the front matter of a text. Its kind is "" if there is none. Comments before it stay text."""
    match = _BEFORE.match(text)
    start = match.end() if match else 0
    before, rest = text[:start].strip(), text[start:]
    if toml := _TOML.match(rest):
        try:
            return Front("toml", tomllib.loads(toml[1]), toml[1], before, rest[toml.end() :])
        except ValueError:
            return Front("", {}, "", "", text)
    if rest.startswith("{"):
        try:
            values, end = json.JSONDecoder().raw_decode(rest)
        except (ValueError, RecursionError):
            return Front("", {}, "", "", text)
        return Front("json", values, rest[:end], before, rest[end:])
    document, _ = split_text(rest)
    if document is None or not document.has_front or document.front_end == document.body_start:
        return Front("", {}, "", "", text)
    readable = repair_front_matter(PatchedText(f"---\n{_TAGGED.sub(_quote_tagged, document.front)}---\n"), bom=False)
    root = readable[1] if readable else None
    values = convert_nodes(root) if root and not any(find_key_faults(root)) else {}
    return Front("yaml", values, document.front, before, document.body)


def read_front(values: Mapping[str, Any]) -> Understood:
    """Return what the values of front matter say."""
    found = Understood([], [], set(), [])
    outcomes: list[tuple[str, Any]] = []
    numbered: dict[str, NoteGoal] = {}
    states: dict[str, tuple[str, str]] = {}
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
            if goal:
                numbered[match[1]] = goal
                found.used.add(key)
            elif match[2] and parse_result(_write(value))[0]:
                states[match[1]] = (key, _write(value))
    found.used |= {key for number, (key, _) in states.items() if number in numbered}
    found.goals += add_results(numbered.values(), [states.get(number, ("", ""))[1] for number in numbered])[0]
    for key, value in outcomes:
        _read_outcomes(key, value, found)
    return found


def _read_outcomes(key: str, value: Any, found: Understood) -> None:
    """Add outcomes: a list in the order of the goals, or a mapping by the words or the number of a goal."""
    found.used.add(key)
    if isinstance(value, Mapping):
        places = {make_key(goal.goal): place for place, goal in enumerate(found.goals)}
        texts = [""] * len(found.goals)
        for name, words in value.items():
            place = int(name) - 1 if str(name).isdecimal() else places.get(make_key(str(name)), -1)
            if 0 <= place < len(texts):
                texts[place] = _write(words)
            else:
                found.kept.append(f"{name}: {_write(words)}")
    else:
        listed = _list_texts(value)
        if listed is None:
            found.used.discard(key)
            return
        texts = listed
    found.goals, rest = add_results(found.goals, texts)
    found.kept += rest


def _read_goals(value: Any, found: Understood, area: str | None = None) -> None:
    """Add the goals in a value: a text, a list, or a mapping that is one goal or has lists by area."""
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
    names = {make_key(str(key)): key for key in value}
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
        known, result, more = parse_result(words)
        if key == text or item is None:
            continue
        if name in RESULT_NAMES and known:
            goal = replace(goal, result=result, words=more)
        elif name == "confidence" and (confidence := _parse_confidence(words)) is not None:
            goal = replace(goal, confidence=confidence)
        elif name in ("donewhen", "area") and isinstance(item, str):
            goal = replace(goal, **{"done_when" if name == "donewhen" else "area": item})
        else:
            left.append(f"{key}: {words}")
    found.goals.append(goal)
    found.kept += [f"{goal.goal}: {', '.join(left)}"] if left else []


def _parse_confidence(words: str) -> int | None:
    """Return a confidence in per cent: `70`, `70%`, or a share such as `0.7`."""
    try:
        number = float(words.strip().rstrip("%"))
    except ValueError:
        return None
    number = number * _FULL if 0 < number < 1 else number
    return round(number) if 0 <= number <= _FULL else None


def _list_texts(value: Any) -> list[str] | None:
    """Return a text, or a list of texts, as a list. None for any other value."""
    items = value if isinstance(value, list | tuple) else [value]
    if any(isinstance(item, Mapping | list) for item in items):
        return None
    return ["" if item is None else _write(item) for item in items]


def _write(value: Any) -> str:
    """Return a value as text. Nothing is the empty text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)


def write_rest(front: Front, used: set[str]) -> str:
    """Return the text of the keys that are not in `used`."""
    if front.kind == "json":
        left = {key: value for key, value in front.values.items() if key not in used}
        return json.dumps(left, indent=2, ensure_ascii=False) if left else ""
    kept, keep, is_in_table = [], True, False
    for line in front.text.split("\n"):
        is_in_table = is_in_table or (front.kind == "toml" and line.startswith("["))
        if line.startswith("#") or is_in_table:
            kept.append(line)
            continue
        if line[:1].strip() and line[:1] not in "-]}":
            key = line.partition("=" if front.kind == "toml" else ":")[0].strip().strip("\"'")
            keep = key not in used
        if keep:
            kept.append(line)
    return "\n".join(kept).strip("\n")
