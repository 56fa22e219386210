"""Where a cursor is in the front matter, although what is being typed is seldom valid YAML."""

from __future__ import annotations

import pytest

from apjournal.format.text.document import MAX_FRONT
from apjournal.lsp.cursor import find_cursor, find_key_at, get_front_matter, is_closed, read_line
from tests.helpers.buffers import in_front, split_at_cursor

GOALS = "goals:\n  - goal: Three runs\n    obstacles:\n      - stress: Rain -> Run at home\n"


def locate(marked: str) -> tuple[str, str, bool] | None:
    """Return the path to the cursor, what has been typed, and whether that is the value of a key."""
    text, offset = split_at_cursor(marked)
    document = get_front_matter(text)
    assert document is not None
    cursor = find_cursor(document, offset)
    if cursor is None:
        return None
    assert cursor.start + len(cursor.typed) == offset
    return " ".join(cursor.path), cursor.typed, cursor.after_key


@pytest.mark.parametrize(
    ("marked", "path", "typed", "after_key"),
    [
        ("|", "", "", False),
        ("go|", "", "go", False),
        ("go|als: x", "", "go", False),
        ("goals|: x", "", "goals", False),
        ("goals:|", "goals", "", True),
        ("goals:|x", "goals", "", True),
        ("goals: |", "goals", "", True),
        ("goals:  x|", "goals", "x", True),
        ("Goals : x|", "goals", "x", True),
        ('"goals": |', "goals", "", True),
        ("'done when': |", "done_when", "", True),
        ("a: b: |", "a", "b: ", True),
        ("# goals: |", "", "# goals: ", False),
        ("goals:\n|", "", "", False),
        ("goals:\n  |", "goals", "", False),
        ("goals:\n\t|", "goals", "", False),
        ("goals:\n-|", "goals -", "", False),
        ("goals:\n- |", "goals -", "", False),
        ("goals: # all\n- |", "goals -", "", False),
        ("goals: x\n- |", "-", "", False),
        ("goals:\n  - |", "goals -", "", False),
        ("goals:\n\n  # note\n  - |", "goals -", "", False),
        ("goals:\n  - a|b", "goals -", "a", False),
        ("goals:\n  - goal: |", "goals - goal", "", True),
        ("goals:\n  - goal: x\n    |", "goals -", "", False),
        ("goals:\n  - goal: x\n  |", "goals", "", False),
        ("goals:\n  - goal: x\n  - |", "goals -", "", False),
        ("goals:\n- goal: x\n  id: |", "goals - id", "", True),
        ("  - - |", "- -", "", False),
        (GOALS + "      - |", "goals - obstacles -", "", False),
        (GOALS + "        |", "goals - obstacles -", "", False),
        (GOALS + "      |", "goals - obstacles", "", False),
        (GOALS + "    |", "goals -", "", False),
        (GOALS + "    area: |", "goals - area", "", True),
        (GOALS + "|", "", "", False),
        (GOALS + "call:\n  me|", "call", "me", False),
        ("call:\n  minutes: 1\n\n  |", "call", "", False),
        ("outcomes:\n  grant:\n    result: |", "outcomes grant result", "", True),
        ("happened:\n- kind: stress\n  goal: |\n- kind: focus", "happened - goal", "", True),
        ("asks: [|", "asks -", "", False),
        ("asks: [ |", "asks -", "", False),
        ("asks: [are|", "asks -", "are", False),
        ("asks: [a, b|", "asks -", "b", False),
    ],
)
def test_a_cursor_is_below_the_keys_and_items_that_contain_it(
    marked: str, path: str, typed: str, after_key: bool
) -> None:
    texts = (in_front(marked), f"---\n{marked}")  # closed, and while it is typed
    for text in (*texts, *(text.replace("\n", "\r\n") for text in texts)):
        assert locate(text) == (path, typed, after_key), text


@pytest.mark.parametrize(
    "marked",
    ["|---\na:\n---\n", "---|\na:\n---\n", "---\na:\n|---\n", "---\na:\n---|\n", "---\na:\n---\nx|", "|---\na:\n"],
)
def test_a_cursor_on_a_fence_or_below_it_is_not_in_the_front_matter(marked: str) -> None:
    assert locate(marked) is None


def test_a_cursor_is_in_the_front_matter_on_its_only_line_and_where_it_will_begin() -> None:
    assert locate("---\na|\n---\n") == ("", "a", False)
    assert locate("---\n|---\n") == ("", "", False)
    assert locate("---\n|") == ("", "", False)


@pytest.mark.parametrize(
    ("text", "closed"), [("---\na: 1\n---\n", True), ("---\n---", True), ("---\na: 1\n", False), ("---\n", False)]
)
def test_front_matter_is_closed_by_a_second_fence(text: str, closed: bool) -> None:
    document = get_front_matter(text)
    assert document is not None
    assert is_closed(document) is closed


@pytest.mark.parametrize("text", ["", "Dear diary\n", "## Log\n", f"---\na: {'x' * MAX_FRONT}\n---\n"])
def test_a_text_without_front_matter_or_with_too_much_of_it_has_none(text: str) -> None:
    assert get_front_matter(text) is None


@pytest.mark.parametrize(
    ("line", "names", "columns", "rest", "has_value"),
    [
        ("", [], [], "", False),
        ("   ", [], [], "", False),
        ("goals:", ["goals"], [0], "", False),
        ("goals:  # all", ["goals"], [0], "# all", False),
        ("  id: grant", ["id"], [2], "grant", True),
        ("  - id:  grant ", ["-", "id"], [2, 4], "grant ", True),
        ("- - a", ["-", "-"], [0, 2], "a", True),
        ("-a", [], [], "-a", True),
        ("Done  when : x", ["done_when"], [0], "x", True),
        ("a: b: c", ["a"], [0], "b: c", True),
        ("http://x", [], [], "http://x", True),
        ("x: #1", ["x"], [0], "#1", False),
        ("goals:\r", ["goals"], [0], "\r", False),
        ("  -\r", ["-"], [2], "\r", False),
    ],
)
def test_a_line_has_hyphens_and_one_key_and_then_its_text(
    line: str, names: list[str], columns: list[int], rest: str, has_value: bool
) -> None:
    text = f"before: x\n{line}\nafter: x\n"
    start = len("before: x\n")
    read = read_line(text, start, start + len(line))
    assert [token.name for token in read.tokens] == names
    assert [token.column for token in read.tokens] == columns
    assert [token.start - start for token in read.tokens] == columns
    assert (text[read.rest : start + len(line)], read.has_value) == (rest, has_value)


def test_a_token_ends_before_its_colon() -> None:
    text = '- "Done when" : x'
    assert [text[token.start : token.end] for token in read_line(text, 0, len(text)).tokens] == ["-", '"Done when"']


@pytest.mark.parametrize(
    ("marked", "path", "key"),
    [
        ("|goals: x", "goals", "goals"),
        ("goa|ls: x", "goals", "goals"),
        ("goals|: x", "goals", "goals"),
        ("goals:| x", None, None),
        ("goals: x|", None, None),
        ("goals:\n  -| goal: x", None, None),
        ("goals:\n  - |goal: x", "goals - goal", "goal"),
        ("goals:\n  - goal: x\n    i|d: y\n    area: z", "goals - id", "id"),
        ("goals:\n  - goal: x\ncall|:\n  medium: voice", "call", "call"),
        ("call:\n  medi|um:", "call medium", "medium"),
        ("|", None, None),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_key_is_found_at_any_of_its_characters(marked: str, path: str | None, key: str | None, newline: str) -> None:
    text, offset = split_at_cursor(in_front(marked).replace("\n", newline))
    document = get_front_matter(text)
    assert document is not None
    found = find_key_at(document, offset)
    assert (found and " ".join(found[0])) == path
    assert (found and text[found[1].start : found[1].end]) == key


@pytest.mark.parametrize("marked", ["---\na: 1\n---\nb|: 2\n", "---\na: 1\n|---\nb: 2\n", "---\na: 1\n---\n|b: 2"])
def test_a_key_below_the_front_matter_is_not_one(marked: str) -> None:
    text, offset = split_at_cursor(marked)
    document = get_front_matter(text)
    assert document is not None
    assert find_key_at(document, offset) is None


def test_the_last_key_of_a_file_that_is_being_typed_is_found() -> None:
    text, offset = split_at_cursor("---\nweek: x\naw|ay:")
    document = get_front_matter(text)
    assert document is not None
    found = find_key_at(document, offset)
    assert found is not None
    assert found[0] == ("away",)
