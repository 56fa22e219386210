"""The content of a hostile week file. Each test has the number of its row in the table of attacks."""

from __future__ import annotations

from time import process_time

import pytest

from apjournal.format.read.week import read_week
from apjournal.format.text.document import MAX_FILE
from apjournal.model.finding import Finding
from apjournal.model.week import CallRecord
from tests.format.readings import ANA, W48, read, week
from tests.helpers.rows import row


def error(text: str) -> Finding:
    reading = read(text)
    assert reading.broken
    return reading.first_error


@row(31)
@pytest.mark.parametrize("deep", ["[" * 50_000, "- " * 30_000, "{a: " * 15_000, "? " * 30_000])
def test_deeply_nested_front_matter_is_refused_before_any_node_is_built(deep: str) -> None:
    assert error(f"---\ngoals: {deep}\n---\n").code in {"depth", "yaml", "indicator"}
    assert error(f"---\n{deep}\n---\n").code in {"depth", "yaml"}


@row(32)
def test_bombs_of_aliases_and_merge_keys_are_refused() -> None:
    bomb = "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 30))
    assert error(f"---\na0: &a0 {{k: v}}\n{bomb}---\n").code == "indicator"


@row(33)
def test_a_duplicate_key_gets_an_error_with_both_lines() -> None:
    found = error("---\ngoals: [a]\noutcomes: [done]\noutcomes: [partly]\n---\n")
    assert found.message == '"outcomes" appears twice, on lines 3 and 4; remove one'


@row(34)
@pytest.mark.parametrize("value", ["9" * 5000, "0x" + "f" * 5000, "2026-13-45", "!!timestamp 2026-13-45"])
def test_huge_numbers_and_impossible_dates_are_reported_and_skipped(value: str) -> None:
    goal = read(f"---\ngoals: [{{goal: a, confidence: {value}}}]\n---\n")
    call = read(f"---\ncall: {{date: {value}}}\n---\n")
    assert goal.findings
    assert call.findings
    assert goal.value is None or goal.value.goals[0].confidence is None
    assert call.value is None or call.value.call == CallRecord()


@row(35)
def test_words_that_yaml_would_convert_stay_as_text() -> None:
    words = ["no", "on", "1:30", "010", "1_000", ".nan"]
    assert [goal.goal for goal in week(f"goals: [{', '.join(words)}]\n").goals] == words


@row(36)
@pytest.mark.parametrize(
    "front",
    [
        "goals: !!python/object:os.system [x]\n",
        "goals: !!set {a, b}\n",
        "goals: !!binary aGk=\n",
        "%TAG ! tag:x\n",
        "goals: [a]\n...\n{b: c}\n",
        "goals: [a]\n--- b\n",
        "{[a]: b}\n",
        "? [a]\n: b\n",
    ],
)
def test_yaml_features_that_a_journal_does_not_use_are_refused(front: str) -> None:
    assert read(f"---\n{front}---\n").broken


@row(37)
@pytest.mark.parametrize("data", [b"\xff\xfea\0", b"---\ngoals:\n  - \xed\xa0\x80\n---\n", b"caf\xe9", b"\xc0\x80"])
def test_invalid_utf_8_is_refused_with_its_line(data: bytes) -> None:
    found = read_week(data, ANA, W48).first_error
    assert found.code == "encoding"
    assert found.span is not None


@row(38)
def test_a_file_of_a_hundred_megabytes_is_not_read() -> None:
    assert read_week(b"x" * (MAX_FILE + 1), ANA, W48).first_error.code == "file_size"


@row(38)
def test_unclosed_front_matter_is_reported() -> None:
    assert [each.code for each in read("---\ngoals: [a]\n").findings] == ["open_front_matter"]


@row(38)
def test_a_line_of_hyphens_in_the_body_stays_in_the_body() -> None:
    assert week("goals: [a]\n", "x\n---\nmood: [b]\n---\n").body == "x\n---\nmood: [b]\n---\n"


@row(46)
@pytest.mark.parametrize("value", ["2026-W54", "2025-W53", "../../x", "2026-W01/..", "２０２６-W01", "2026-W1"])
def test_a_week_that_the_calendar_does_not_have_is_refused(value: str) -> None:
    reading = read(f"---\ngoals: [{{goal: a, carried_from: {value}}}]\n---\n")
    assert [each.code for each in reading.findings] == ["week"]
    assert reading.value is not None
    assert reading.value.goals[0].carried_from is None


@row(31)
@pytest.mark.parametrize(
    "text",
    [
        f"---\ngoals:\n  - @a{' ' * 20_000}b\n---\n",
        f"---\ngoals:\n  - [ ] a{' ' * 20_000}b\n---\n",
        f"---\na{' ' * 20_000}b\ngoals: @a\n---\n",
        f"# a{' ' * 20_000}b\n",
        f"# a{'#' * 20_000}b\n",
        "<!-- a\n" * 20_000,
    ],
)
def test_a_long_line_is_read_in_a_time_that_grows_with_its_length(text: str) -> None:
    began = process_time()
    read(text)
    assert process_time() - began < 10
