"""The JSON Schemas of the front matter agree with the reader about each example of the tests, valid or not.

A schema judges values, so each example is loaded as YAML 1.2, as editors do. Where a schema cannot say what apj says,
the tables below list it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings

from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.partner import read_partner
from apjournal.format.read.result import Reading
from apjournal.format.read.week import read_week
from apjournal.format.text import known_keys
from tests.format.examples import list_texts, list_weeks
from tests.format.readings import ANA, W48
from tests.format.week_files import week_files
from tools.front_matter_schema import FILES, write_schema_of

READERS: dict[str, Callable[[bytes], Reading[Any]]] = {
    "week": lambda data: read_week(data, ANA, W48),
    "partner": lambda data: read_partner(data, ANA),
    "agreement": read_agreement,
}
EXAMPLES: dict[str, Callable[[], Iterable[str]]] = {
    "week": list_weeks,
    "partner": lambda: list_texts("read_partner"),
    "agreement": lambda: list_texts("read_agreement"),
}

BEYOND = {
    "duplicate_key": "YAML keeps one of two equal keys; keys in different spellings are different keys for a schema",
    "folded_goal": "YAML joins the lines of a text before a schema sees them",
    "goal_id": "two goals with one id: a schema cannot compare the items of a list by one of their keys",
    "goal_twice": "two keys that mean one goal, such as its id and its number",
    "goals_elsewhere": "a key of its own that seems to contain goals",
    "hash": "YAML drops the text after a # before a schema sees it",
    "key_in_body": "a key below the front matter",
    "fence": "the --- lines are not part of the front matter",
    "mixed_newlines": "line endings",
    "near_miss": "unknown keys are allowed, also if they resemble a known key",
    "path": "a schema does not know the path of the file",
    "result_in_goal": "a key of its own that seems to contain a result",
    "unknown_goal": "an outcome of a goal that the week does not have",
}
"""The codes of what a schema cannot express, each with the reason. With these, a file is valid for its schema."""
FIRST = {
    "anchor": "apj reports it and reads nothing else; YAML 1.2 has anchors",
    "bullet": "apj reads or reports a list that YAML sees as a text or as keys",
    "depth": "apj reports it and reads nothing else",
    "indicator": "apj reports it and reads nothing else; YAML 1.2 has tags",
    "newer_format": "a later format may have other rules",
    "open_front_matter": "without its second ---, apj reads what looks like front matter",
    "outcomes_count": "apj does not read outcomes beyond the last goal, and a schema cannot count goals",
    "typographic_quotes": "apj reports the quotes before it reports the value in them",
}
"""The codes that apj reports instead of others: the schema may find more than these."""
ACCEPTED = {
    "goals: [{goal: Runs, carried_from: 2025-W53}]": "2025 has no week 53",
    "goals: [{goal: a, carried_from: 2025-W53}]": "2025 has no week 53",
    "earlier:\n  - {until: 2025-W53}": "2025 has no week 53",
    "happened: [{stress: a, focus: b}]": "a schema with this rule would show errors that nobody understands",
    "happened: [{kind: , note: a}]": "an empty kind is right beside a kind as key",
    "outcomes: {a: {evidence: mail}}": "empty keys are right while an outcome is prepared",
    "outcomes: {a: {result: , evidence: mail}}": "empty keys are right while an outcome is prepared",
    "outcomes: {a: {done: [b]}}": "unknown keys are allowed",
}
"""Invalid front matter that the schema accepts, with the reason."""


class CoreLoader(yaml.SafeLoader):
    """Loads YAML as the core schema of YAML 1.2 does, with keys as texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  as in PyYAML


def _add_type(name: str, pattern: str, first: str, make: Callable[[str], Any]) -> None:
    tag = f"tag:yaml.org,2002:{name}"
    CoreLoader.add_implicit_resolver(tag, re.compile(f"(?:{pattern})$"), [*first, ""] if name == "null" else [*first])
    CoreLoader.add_constructor(tag, lambda _, node: make(node.value))


_add_type("bool", "true|True|TRUE|false|False|FALSE", "tTfF", lambda text: text.lower() == "true")
_add_type("null", "~|null|Null|NULL|", "~nN", lambda text: None)
_add_type(
    "int",
    "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "-+0123456789",
    lambda text: int(text, 0 if text[1:2] in "ox" and text[1:2] else 10),
)
_add_type("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789", float)
CoreLoader.add_constructor(
    "tag:yaml.org,2002:map",
    lambda loader, node: {key.value: loader.construct_object(value, deep=True) for key, value in node.value},
)


@cache
def schema(name: str) -> Any:
    return json.loads(write_schema_of(name))


@cache
def validator(name: str) -> Any:
    return jsonschema.Draft202012Validator(schema(name))


def judge(name: str, text: str) -> tuple[list[str], frozenset[str]] | None:
    """Return what the schema and the reader say of a file, or None if the file has no front matter that YAML loads."""
    reading = READERS[name](text.encode())
    document = (reading.meant or reading).document
    if document is None or not document.has_front:
        return None
    try:
        value = yaml.load(document.front, CoreLoader)
    except (
        yaml.YAMLError,
        ValueError,
        TypeError,
        AttributeError,
    ):  # not YAML, or a tag or a key that JSON does not have
        return None
    codes = frozenset(each.code for each in reading.findings if not each.span or each.span.start < document.body_start)
    return [error.message for error in validator(name).iter_errors(value)], codes


@cache
def judge_examples(name: str) -> dict[str, tuple[list[str], frozenset[str]]]:
    """Return the examples of a kind of file, each with what the schema and the reader say of it."""
    judged = {text: judge(name, text) for text in dict.fromkeys(EXAMPLES[name]())}
    return {text.removeprefix("---\n").removesuffix("\n---\n"): each for text, each in judged.items() if each}


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_valid_json_schema_and_describes_each_key(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    jsonschema.Draft7Validator.check_schema(schema(name))
    properties = schema(name)["properties"]
    assert tuple(properties) == getattr(known_keys, name.upper())
    assert all(value["description"].endswith((".", "?", "-> THEN.", "note.", ")")) for value in properties.values())


@pytest.mark.parametrize("name", FILES)
def test_a_schema_accepts_each_valid_example_and_refuses_each_invalid_one(name: str) -> None:
    seen = {True: 0, False: 0}
    for front, (errors, codes) in judge_examples(name).items():
        expected = bool(codes - BEYOND.keys() - FIRST.keys())
        if expected and front in ACCEPTED:
            assert errors == [], front
        elif expected or not codes & FIRST.keys():
            assert bool(errors) is expected, (front, sorted(codes), errors)
            seen[expected] += 1
    assert min(seen.values()) >= 12, seen


def test_each_row_of_the_key_tables_has_an_example() -> None:
    judged = {front: codes for name in FILES for front, (_, codes) in judge_examples(name).items()}
    assert {*BEYOND, *FIRST} <= {code for codes in judged.values() for code in codes}
    assert ACCEPTED.keys() <= judged.keys()


@settings(max_examples=40)
@given(week_files())
def test_the_schema_accepts_every_week_without_errors(data: bytes) -> None:
    judged = judge("week", data.decode("utf-8-sig"))
    assert judged is None or judged[0] == []


@pytest.mark.parametrize(
    ("front", "valid"),
    [
        ("goals: [70, 1e3, No, 10:30, 2026-03-31, true, ~]", True),
        ("GOALS: [a]\nReport Skipped: ill", True),
        ("GOALS: a", False),
        ("goals: ''", False),  # apj reads it as nothing; a rule for it would make the message about `goals: a` worse
        ("goals: [{Goal: a, Done When: b}]", True),
        ("goals: [{Goal: , Done When: b}]", False),
        ("goals: [{text: a}]", False),
        ("happened: [unforeseen, 'Stress: x', {Interest: y}, {Kind: focus}]", True),
        ("happened: [{note: x}]", False),
        ("outcomes: [done, ~, 'Partly, page 6', {result: not done}]", True),
        ("outcomes: {1: done, sea: dropped}", True),
        ("outcomes: [finished]", False),
        ("call: {medium: In Person, minutes: '２０', date: ２０２６-１１-３０}", True),
        ("call: {minutes: 20.5}", False),
        ("amended: {a: }", False),
        ("away: yes", True),
        ("away: perhaps", False),
        ("mood: [{a: b}]", True),
    ],
)
def test_the_schema_of_a_week_checks_short_and_long_forms(front: str, valid: bool) -> None:
    value = yaml.load(front, CoreLoader)
    assert validator("week").is_valid(value) is valid
    assert jsonschema.Draft7Validator(schema("week")).is_valid(value) is valid
