from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apjournal.format.text.document import Document, split_document, split_text
from apjournal.format.yaml.nodes import MAX_DEPTH, Fault, Node, Scalar
from apjournal.format.yaml.parser import build_nodes
from apjournal.format.yaml.plain_lines import read_nodes, read_nodes_if_valid, read_plain_lines
from tests.format.week_files import FREE, week_files

PLAIN = """goals:
  - Three runs
  -   id: page
      goal: Write the first page, good enough to read aloud

      obstacles:
        - focus: Mail at 9:30 (again) -> I go for a walk
  -

outcomes:
  1: done
happened:
empty: ""
quoted: 'a "b": #c'
names: [ana, ben-2, 1]
learned: Züge 🚲 planen, see http://example.org/#fonts
"""
TEXTS = st.sampled_from(
    [
        "",
        "",
        "a",
        "b c",
        "a: b",
        "a:",
        "a #b",
        "- a",
        "'a'",
        '"a: #b"',
        "[a]",
        "[a, b-c]",
        "é",
        "~",
        "a\t",
        "a\u2028b",
        "?",
    ]
)
KEYS = st.sampled_from(["", "", "a:", "a: ", "b:  ", "done when: ", "k : ", "1: ", "a.b: "])
LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "  ", "    ", " "]),
    st.sampled_from(["", "- ", "-", "-  "]),
    KEYS,
    TEXTS,
)


def document(front: str) -> Document:
    made, _ = split_text(f"---\n{front}---\n")
    assert made is not None
    return made


def list_contents(node: Node) -> tuple[object, ...]:
    """Return all that a node and those inside it contain."""
    place = (type(node), node.start, node.end, node.line, node.column)
    if isinstance(node, Scalar):
        return (*place, node.value, node.sign)
    return (*place, node.flow, *map(list_contents, node.children))


def assert_same_as_yaml(made: Document) -> bool:
    """Check that plain lines have the nodes that YAML's parser makes. Return whether there are any."""
    root = read_plain_lines(made)
    if root is not None:
        parsed = build_nodes(made)
        assert parsed is not None
        assert list_contents(root) == list_contents(parsed)
    return root is not None


def test_nodes_of_plain_lines_equal_those_of_the_yaml_parser() -> None:
    assert assert_same_as_yaml(document(PLAIN))
    assert assert_same_as_yaml(document(f"\n  a: b\n\n{''.join(f'  k{n}: v{n}{chr(10)}' for n in range(400))}"))


@given(week_files())
def test_a_week_read_line_by_line_has_the_same_nodes_as_read_by_yaml(data: bytes) -> None:
    made, _ = split_document(data)
    assert made is not None
    assert_same_as_yaml(made)


@given(st.lists(LINES, max_size=6), st.just("") | FREE)
@example(["a:", "  - b: c", "    d:", "  e: f"], "")
@example(["a: b", "  c: d"], "")
@example(["- a: b"], "")
def test_the_reader_of_plain_lines_agrees_with_yaml_or_leaves_the_text_to_yaml(lines: list[str], words: str) -> None:
    made = document("".join(f"{line}\n" for line in [*lines, f"last: {words}"]))
    assert_same_as_yaml(made)


@pytest.mark.parametrize(
    "front",
    [
        "", "\n", "words\n", "a: b\n  c\n", "a: b\n  c: d\n", "a:\n- b\n", "- b\n", "a:\n  b: c\n d: e\n",
        "a: b # why\n", "# why\na: b\n", "a: 'b''c'\n", 'a: "b\\n"\n', "a: [b, [c]]\n", "a: b: c\n", "a: b:\n",
        "a: b\r\n", "a: b\u2028c\n", "a: b\ufeffc\n", "a: @b\n", "a: - b\n", "- - b\n", "a: |\n  b\n", "a: &b c\n",
        "? b\n", "a: b \n", "a:\tb\n",
        "a b c: d\n" * 501,
        "".join(f"{'  ' * depth}a:\n" for depth in range(MAX_DEPTH + 1)),
    ],
)  # fmt: skip
def test_the_line_reader_returns_none_for_front_matter_that_needs_the_yaml_parser(front: str) -> None:
    assert read_plain_lines(document(front)) is None


def test_front_matter_that_cannot_be_parsed_raises_a_fault_or_counts_as_empty() -> None:
    broken, _ = split_text('---\ngoals: "a\n---\n')
    assert broken is not None
    with pytest.raises(Fault):
        read_nodes(broken)
    assert read_nodes_if_valid(broken) is None
