from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.text.document import MAX_FILE, MAX_FRONT, Document, encode_document, split_document
from apjournal.format.text.text import apply_text_edits
from apjournal.model.finding import Finding, Level
from tests.format.week_files import week_files

BOM = b"\xef\xbb\xbf"


def taken_apart(data: bytes) -> tuple[Document, tuple[Finding, ...]]:
    document, found = split_document(data)
    assert document is not None
    return document, found


def only(found: tuple[Finding, ...]) -> Finding:
    assert len(found) == 1, found
    return found[0]


def repaired(document: Document, found: tuple[Finding, ...]) -> str:
    return apply_text_edits(document.text, [edit for each in found for edit in each.edits])


@pytest.mark.parametrize(
    ("text", "front", "body"),
    [
        ("---\ngoals:\n  - Send\n---\nBody\n", "goals:\n  - Send\n", "Body\n"),
        ("---\r\ngoals:\r\n---\r\nBody", "goals:\r\n", "Body"),
        ("---\n---\n", "", ""),
        ("---\n---", "", ""),
        ("--- \t\na: b\n---  \nBody", "a: b\n", "Body"),
        ("\n \n---\na: b\n---\n", "a: b\n", ""),
        ("---\na: b\n---\nBody\n---\nMore\n", "a: b\n", "Body\n---\nMore\n"),
        ("---\na: |\n  ---\n---x\n---\nBody", "a: |\n  ---\n---x\n", "Body"),
    ],
)
def test_the_front_matter_is_the_text_between_its_fences(text: str, front: str, body: str) -> None:
    document, found = taken_apart(text.encode())
    assert (document.front, document.body, document.has_front, found) == (front, body, True, ())


@pytest.mark.parametrize(
    "text", ["", "\n", "Just a text.\n", "- a list\n", "Note: a text\n", "---x\n", "-\n", "----------\n"]
)
def test_a_file_without_fences_has_only_a_body(text: str) -> None:
    document, found = taken_apart(text.encode())
    assert (document.front, document.body, document.has_front, found) == ("", text, False, ())


@given(week_files())
def test_decoding_and_encoding_a_document_gives_the_original_bytes(data: bytes) -> None:
    document, found = taken_apart(data)
    assert encode_document(document, document.text) == data
    assert document.bom is data.startswith(BOM)
    assert document.newline == ("\r\n" if b"\r\n" in data else "\n")
    assert not [each for each in found if each.level is Level.ERROR]


@given(st.text(), st.text(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_text_is_split_into_front_matter_and_body_without_loss(
    front: str, body: str, newline: str, bom: bool
) -> None:
    text = f"---{newline}{front}{newline}---{newline}{body}"
    data = BOM * bom + text.encode("utf-8", "surrogatepass")
    document, found = split_document(data)
    if document is None:
        assert only(found).code == "encoding"
    else:
        assert encode_document(document, document.text) == data
        assert document.text.startswith(document.text[: document.front_start] + document.front)
        assert document.text.endswith(document.body)


@pytest.mark.parametrize(
    ("data", "line", "column", "offset"),
    [
        (b"caf\xe9\n", 1, 4, 3),
        ("---\nZüge\n".encode() + b"- \xff", 3, 3, 11),
        (BOM + b"ab\n\xfe", 2, 1, 3),
    ],
)
def test_an_invalid_byte_is_reported_at_its_position(data: bytes, line: int, column: int, offset: int) -> None:
    document, found = split_document(data)
    span = only(found).span
    assert document is None
    assert only(found).code == "encoding"
    assert span is not None
    assert (span.line, span.column, span.start) == (line, column, offset)


def test_a_file_in_utf_16_is_reported_as_such() -> None:
    document, found = split_document("---\n".encode("utf-16"))
    assert document is None
    assert only(found).message == "This file is UTF-16; save it as UTF-8"
    assert only(found).fix == "reads it as UTF-16 and saves it as UTF-8"


def test_the_repair_of_an_encoding_shows_a_word_as_it_will_be() -> None:
    _, found = split_document(b"goals: [a caf\xe9]\n")
    assert only(found).fix == "reads it as Windows-1252, with words such as “café”, and saves it as UTF-8"
    _, found = split_document(b"caf\xe9 \x81\n")
    assert only(found).fix is None


def test_a_file_above_the_limit_is_not_read() -> None:
    document, found = split_document(b"x" * (MAX_FILE + 1))
    assert document is None
    assert (only(found).code, only(found).span) == ("file_size", None)
    assert split_document(b"x" * MAX_FILE)[0] is not None


def test_front_matter_above_the_limit_is_not_read() -> None:
    rest = MAX_FRONT - len("note: \n")
    assert split_document(b"---\nnote: " + b"x" * rest + b"\n---\n")[0] is not None
    document, found = split_document(b"---\nnote: " + b"x" * (rest + 1) + b"\n---\n")
    assert document is None
    assert only(found).code == "file_size"


def test_the_limit_on_front_matter_is_counted_in_bytes() -> None:
    assert split_document(b"---\nnote: " + "読".encode() * (MAX_FRONT // 3 + 1) + b"\n---\n")[0] is None
    assert split_document(b"---\nnote: " + "読".encode() * (MAX_FRONT // 3 - 10) + b"\n---\n")[0] is not None


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "repaired_text"),
    [
        ("a\0b\n", "nul", 1, 2, "ab\n"),
        ("---\na: b\n---\nx\ry\n", "line_break", 4, 2, "---\na: b\n---\nx y\n"),
        ("a\rb\rc", "line_break", 1, 2, "a\nb\nc"),
        ("a\n\x85b\u0085", "line_break", 2, 1, "a\n b "),
        ("a\u2028", "line_break", 1, 2, "a "),
        ("é\n\u2029", "line_break", 2, 1, "é\n "),
        ("a\r\nb\n", "mixed_newlines", 2, 2, "a\r\nb\n"),
        ("a\nb\r\n", "mixed_newlines", 2, 2, "a\nb\r\n"),
    ],
)
def test_characters_that_end_a_line_only_for_some_programs_are_reported(
    text: str, code: str, line: int, column: int, repaired_text: str
) -> None:
    document, found = taken_apart(text.encode())
    span = only(found).span
    assert span is not None
    assert (only(found).code, span.line, span.column) == (code, line, column)
    assert repaired(document, found) == repaired_text


@pytest.mark.parametrize(
    ("text", "codes", "repaired_text"),
    [
        ("—\ngoals:\n—\nBody\n", ["fence"], "---\ngoals:\n—\nBody\n"),
        ("---\ngoals:\n—\nBody\n", ["fence"], "---\ngoals:\n---\nBody\n"),
        ("---\ngoals:\n—-\nBody\n---\n", ["fence"], "---\ngoals:\n---\nBody\n---\n"),
        ("---\ngoals:\n----\nBody\n", ["fence"], "---\ngoals:\n---\nBody\n"),
        ("--\ngoals:\n---\nBody\n", ["fence"], "---\ngoals:\n---\nBody\n"),
        ("  ---\ngoals:\n---\nBody\n", ["fence"], "---\ngoals:\n---\nBody\n"),
        ("goals:\n  - Send\n---\n", ["fence"], "---\ngoals:\n  - Send\n---\n"),
        ("\r\nGoals:\r\n", ["fence"], "\r\n---\r\nGoals:\r\n"),
        ("---\ngoals:\n  - Send\n", ["open_front_matter"], "---\ngoals:\n  - Send\n---\n"),
        ("---\ngoals:\n  - Send", ["open_front_matter"], "---\ngoals:\n  - Send\n---\n"),
        ("---\r\ngoals:\r\n  - Send", ["open_front_matter"], "---\r\ngoals:\r\n  - Send\r\n---\r\n"),
        ("---\ngoals:\n- Send\n\n## Log\n- x\n", ["open_front_matter"], "---\ngoals:\n- Send\n---\n\n## Log\n- x\n"),
        ("---\na: b\n# note\nc: d\n\n# Log\n", ["open_front_matter"], "---\na: b\n# note\nc: d\n---\n\n# Log\n"),
        ("---\na: b\n\nIt went well.\n", ["open_front_matter"], "---\na: b\n---\n\nIt went well.\n"),
        ("---", ["open_front_matter"], "---\n---\n"),
        ("---\n-\n---x\n—\nBody", ["fence"], "---\n-\n---x\n---\nBody"),
    ],
)
def test_a_missing_or_misspelled_fence_is_an_error_with_a_repair(
    text: str, codes: list[str], repaired_text: str
) -> None:
    document, found = taken_apart(text.encode())
    assert [each.code for each in found] == codes
    assert repaired(document, found) == repaired_text


def test_lines_and_columns_of_a_position_count_from_one() -> None:
    document, _ = taken_apart("ab\n🚲d".encode())
    span = document.make_span(4, 5)
    assert (span.line, span.column, span.start, span.end) == (2, 2, 4, 5)
