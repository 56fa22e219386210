"""A regular expression finds what it matches, whatever its accents, and never takes longer than a few seconds."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from time import perf_counter

import pytest

from apjournal.errors import GitFault, UsageFault
from apjournal.services.search.child import main
from apjournal.services.search.match_expression import match_expression


def find(expression: str, *texts: str) -> list[list[str]]:
    """Return the words that were found in each text."""
    found = match_expression(expression, texts)
    return [[text[start:end] for start, end in spans] for text, spans in zip(texts, found, strict=True)]


def test_a_regular_expression_finds_its_matches_in_each_passage() -> None:
    assert find(r"page \d+", "On PAGE 16", "no", "page 1, page 2") == [["PAGE 16"], [], ["page 1", "page 2"]]
    assert find(r"\bx|\bz", "ax x") == [["x"]]
    assert match_expression("a", []) == []


def test_a_regular_expression_ignores_accents() -> None:
    assert find("caf.", "Caf\u00e9s", "cafe\u0301s") == [["Caf\u00e9"], ["cafe"]]
    assert find("caf\u00e9s", "CAFES", "\ud55c\uae00") == [["CAFES"], []]
    assert find("[\uac00-\ud7a3]+", "a \ud55c\uae00") == [["\ud55c\uae00"]]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("(x", "missing ), unterminated subpattern"),
        ("a{99999999999}", "too large"),
        ("(" * 5000 + ")" * 5000, "too large"),
        ("x*", "empty text"),
        (r"\b", "empty text"),
        ("(?=a)", "empty text"),
    ],
)
def test_a_regular_expression_that_is_invalid_or_matches_empty_text_is_refused(expression: str, said: str) -> None:
    with pytest.raises(UsageFault, match=said.replace(")", r"\)")):
        match_expression(expression, ["a b"])


@pytest.mark.parametrize("expression", ["(a+)+b", "(.*a){20}b"])
def test_a_regular_expression_that_takes_very_long_is_stopped(expression: str) -> None:
    began = perf_counter()
    with pytest.raises(UsageFault, match=r"took longer than 0\.5 seconds"):
        match_expression(expression, ["a" * 5000 + "!"], seconds=0.5)
    assert perf_counter() - began < 8


def test_a_search_process_that_cannot_be_started_or_ends_early_raises_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("apjournal.services.search.match_expression._CHILD", tmp_path / "none.py")
    with pytest.raises(UsageFault, match="too much memory"):
        match_expression("a", ["a"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(GitFault, match="cannot be started"):
        match_expression("a", ["a"])


def test_the_search_process_answers_in_json() -> None:
    answer = io.StringIO()
    main(io.StringIO(json.dumps({"expression": "b+", "texts": ["abb", "c"]})), answer)
    assert json.loads(answer.getvalue()) == {"found": [[[1, 3]], []], "empty": False}
