from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.text.document import Document, split_document, split_text
from apjournal.format.yaml import parser as yaml_parser
from apjournal.format.yaml.nodes import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    find_content_end,
    find_key_faults,
)
from apjournal.format.yaml.parser import build_nodes, parse_front_matter
from apjournal.model.finding import Finding
from tests.format.week_files import week_files

PARSERS = {"libyaml": yaml_parser.PARSER, "pure": yaml_parser.PureParser}


@pytest.fixture(params=PARSERS, autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers, for every test that does not choose one itself."""
    monkeypatch.setattr(yaml_parser, "PARSER", PARSERS[request.param])
    return str(request.param)


def document(front: str) -> Document:
    made, _ = split_text(f"---\n{front}---\n")
    assert made is not None
    return made


def root(front: str) -> MappingNode:
    found, faults = parse_front_matter(document(front))
    assert found is not None, faults
    assert not faults
    return found


def fault(front: str) -> Finding:
    found, faults = parse_front_matter(document(front))
    assert found is None
    assert len(faults) == 1
    return faults[0]


def plain(node: Node) -> Any:
    """Return a node as Python values, each scalar with its style, its position and its text."""
    if isinstance(node, Scalar):
        return node.value, node.sign, node.span
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.children], node.flow, node.span.start
    return [(plain(key), plain(value)) for key, value in node.pairs], node.flow, node.span.start


@pytest.mark.parametrize(
    "typed",
    ["No", "on", "10:30", "2026-03-31", "1e3", "0o17", "010", "1_000", ".nan", "0xfff", "2026-13-45", "9" * 5000],
)
def test_every_scalar_keeps_its_typed_form(typed: str) -> None:
    value = root(f"goal: {typed}\n").pairs[0][1]
    assert isinstance(value, Scalar)
    assert (value.value, value.sign, value.is_null) == (typed, "", False)


@pytest.mark.parametrize(
    ("typed", "sign"), [("x", ""), ("'x'", "'"), ('"x"', '"'), ("|\n  x\n", "|"), (">-\n  x\n", ">")]
)
def test_a_scalar_remembers_its_quoting_style(typed: str, sign: str) -> None:
    value = root(f"goal: {typed}\n").pairs[0][1]
    assert isinstance(value, Scalar)
    assert value.sign == sign


@pytest.mark.parametrize(
    ("typed", "nothing"),
    [("", True), ("~", True), ("null", True), ("NULL", True), ("''", True), ("' '", True), ("'~'", False),
     ('"null"', False), ("none", False), ("[]", False), ("{}", False)],
)  # fmt: skip
def test_an_empty_value_and_an_unquoted_null_are_read_as_no_value(typed: str, nothing: bool) -> None:
    assert root(f"goal: {typed}\n").pairs[0][1].is_null is nothing


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_nodes_have_their_positions_in_the_file(start: str, newline: str) -> None:
    text = newline.join(["---", "a: 🚲x", "list: # note", "  - 'é'", '  - {k: "v", w: [u]}', "---", "body"])
    made, _ = split_document((start + text).encode())
    assert made is not None
    mapping = build_nodes(made)
    assert mapping is not None
    values = [value for _, value in mapping.pairs]
    sequence = values[1]
    assert isinstance(sequence, SequenceNode)
    flow = sequence.children[1]
    assert isinstance(flow, MappingNode)
    for node, line, column, source in [
        (values[0], 2, 4, "🚲x"),
        (sequence.children[0], 4, 5, "'é'"),
        (flow, 5, 5, '{k: "v", w: [u]}'),
        (flow.pairs[0][1], 5, 9, '"v"'),
        (flow.pairs[1][1], 5, 17, "[u]"),
        (mapping.pairs[1][0], 3, 1, "list"),
    ]:
        assert (node.line, node.column, made.text[node.start : node.end]) == (line, column, source)
        assert (node.span.line, node.span.column, node.span.start, node.span.end) == (
            line,
            column,
            node.start,
            node.end,
        )
    assert (sequence.flow, flow.flow) == (False, True)


def test_a_block_ends_with_its_last_child_and_before_trailing_comments() -> None:
    text = document("list:\n  - a\n  - b: c # note\n\n# more\nend: []\n")
    mapping = build_nodes(text)
    assert mapping is not None
    first, last = (value for _, value in mapping.pairs)
    assert text.text[first.start : find_content_end(first)] == "- a\n  - b: c"
    assert find_content_end(last) == last.end


@pytest.mark.parametrize("front", ["", "\n", "# note\n", "~\n", "null\n", "''\n"])
def test_front_matter_without_values_gives_no_mapping(front: str) -> None:
    assert parse_front_matter(document(front)) == (None, ())


def test_a_file_without_front_matter_has_no_nodes() -> None:
    made, _ = split_document(b"Just a text.\n")
    assert made is not None
    assert parse_front_matter(made) == (None, ())


@pytest.mark.parametrize(
    ("front", "code", "line", "column"),
    [
        ("- a\n", "not_a_mapping", 2, 1),
        ("hello\n", "not_a_mapping", 2, 1),
        ("- " * 30_000 + "\n", "depth", 2, 25),
        ("a:\n" + "\n".join("- x" for _ in range(5000)) + "\n", "too_many", 4997, 3),
        ("a: &b c\n", "anchor", 2, 4),
        ("a: &b [c]\n", "anchor", 2, 4),
        ("a: *b\n", "anchor", 2, 4),
        ("<<: *b\n", "anchor", 2, 5),
        ("a: !!str b\n", "tag", 2, 4),
        ("a: !!python/object:os.system {}\n", "tag", 2, 4),
        ("a: !!set {b}\n", "tag", 2, 4),
        ("a: !b\n", "tag", 2, 4),
        ("a: b\n...\n%TAG ! x\n---x\n", "documents", 3, 1),
        ("a: b\n... # note\nc: d\n", "documents", 3, 1),
        ("a: b\n--- c\n", "documents", 3, 1),
        ("a: b\n...\n%YAML 1.1\n--- c\n", "documents", 4, 1),
        ("a: b: c\n", "yaml", 2, 5),
        ("a: 'b\nc: d\n", "yaml", 2, 4),
        ("a: [b\nc: d\n", "yaml", 2, 4),
        ("a: {b\nc\n", "yaml", 2, 4),
        ("\ta: b\n", "yaml", 2, 1),
        ("a: @b\n", "yaml", 2, 4),
        ("a: b\0\n", "control_character", 2, 5),
        ("a: \x1b[31m\n", "control_character", 2, 4),
    ],
)
def test_yaml_features_that_a_journal_does_not_use_are_reported_at_their_position(
    front: str, code: str, line: int, column: int
) -> None:
    found = fault(front)
    assert found.span is not None
    assert (found.code, found.span.line, found.span.column) == (code, line, column)
    assert found.message


@pytest.mark.parametrize("front", ["[" * 50_000, "{" * 60_000, "a: " + "[" * 1_500])
def test_many_unclosed_brackets_are_refused_as_too_deep(front: str) -> None:
    found = fault(f"{front}\n")
    assert found.span is not None
    assert (found.code, found.span.line) == ("depth", 2)


def test_a_yaml_bomb_of_merge_keys_is_refused_at_its_first_anchor() -> None:
    lines = ["a0: &a0 {k: v}"] + [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 30)]
    assert fault("\n".join(lines) + "\n").code == "anchor"


def test_front_matter_may_have_at_most_twelve_levels() -> None:
    assert root("a: " + "[" * 11 + "]" * 11 + "\n")
    assert fault("a: " + "[" * 12 + "]" * 12 + "\n").code == "depth"


@pytest.mark.parametrize(
    ("front", "codes", "lines"),
    [
        ("outcome: a\nb: c\noutcome: d\n", ["duplicate_key"], [4]),
        ("x: {a: b, a: c}\n", ["duplicate_key"], [2]),
        ("x:\n  - a: b\n    c: [{d: e, d: f}]\n", ["duplicate_key"], [4]),
        ("[a, b]: c\n", ["complex_key"], [2]),
        ("x: {{a: b}: c}\na: b\na: c\n", ["duplicate_key", "complex_key"], [4, 2]),
    ],
)
def test_duplicate_keys_and_keys_that_are_not_text_are_reported(front: str, codes: list[str], lines: list[int]) -> None:
    _, found = parse_front_matter(document(front))
    assert [each.code for each in found] == codes
    assert [each.span.line for each in found if each.span] == lines


def test_a_duplicate_key_is_reported_with_both_lines() -> None:
    _, found = parse_front_matter(document("outcome: a\nb: c\noutcome: d\n"))
    assert found[0].message == '"outcome" appears twice, on lines 2 and 4; remove one'


def test_characters_of_anchors_and_tags_are_allowed_inside_a_string() -> None:
    assert not list(find_key_faults(root("a: Done! R&D * 2\nb: '&x'\n")))


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\r"])
def test_characters_that_end_a_line_only_for_yaml_count_as_a_space(sign: str) -> None:
    mapping = root(f"a: b{sign}c\nd: e\n")
    assert [value.value for _, value in mapping.pairs if isinstance(value, Scalar)] == ["b c", "e"]
    assert mapping.pairs[1][0].line == 3


@given(week_files())
def test_both_yaml_parsers_build_equal_nodes_for_every_file(data: bytes) -> None:
    made, _ = split_document(data)
    assert made is not None
    seen = [None if (found := _with(parser, made)) is None else plain(found) for parser in PARSERS.values()]
    assert seen[0] == seen[1]


@given(st.text("ab:-[]{}'\"#*&!|>%@` \n\t,?", max_size=30))
def test_any_front_matter_is_read_or_refused_with_a_position(front: str) -> None:
    made = document(front + "\n")
    _, faults = parse_front_matter(made)
    for each in faults:
        assert each.span is not None
        assert each.span.start <= made.front_end


def _with(parser: Any, made: Document) -> MappingNode | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_parser, "PARSER", parser)
        return build_nodes(made)
