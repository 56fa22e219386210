"""The command line's arguments of a report, parsed before anything is written."""

from __future__ import annotations

import pytest

from apjournal.errors import UsageFault
from apjournal.model.week import ObstacleKind, Result
from apjournal.usecases.report import parse_report


@pytest.mark.parametrize("result", Result)
@pytest.mark.parametrize("form", [str, str.upper, str.title, lambda word: word.replace("_", " ")])
def test_report_accepts_a_result_in_any_spelling(result: Result, form: object) -> None:
    assert callable(form)
    ((name, outcome),) = parse_report([f"grant = {form(result.value)}"], [], None).outcomes
    assert (name.strip(), outcome.result) == ("grant", result)


@pytest.mark.parametrize(
    ("text", "words"), [("done!!", None), ("DONE ✅", None), ("done.", None), ("Done 🎉, all of it", "🎉, all of it")]
)
def test_report_accepts_a_result_with_the_endings_that_it_may_have_in_a_file(text: str, words: str | None) -> None:
    ((_, outcome),) = parse_report([f"grant={text}"], [], None).outcomes
    assert (outcome.result, outcome.evidence) == (Result.DONE, words)


@pytest.mark.parametrize("kind", ObstacleKind)
def test_report_accepts_a_kind_with_a_note_that_contains_colons(kind: ObstacleKind) -> None:
    (entry,) = parse_report([], [f"{kind.value.title()}: closed: all day"], None).happened
    assert (entry.kind, entry.note) == (kind, "closed: all day")


@pytest.mark.parametrize("text", ["", "=", "grant", "grant=", "grant=maybe", "=done=", "grant:done"])
def test_report_refuses_an_invalid_outcome(text: str) -> None:
    with pytest.raises(UsageFault):
        parse_report([text], [], None)


@pytest.mark.parametrize("text", ["", ":", "weather", "weather: rain", "interests: x"])
def test_report_refuses_an_unknown_kind(text: str) -> None:
    with pytest.raises(UsageFault):
        parse_report([], [text], None)
