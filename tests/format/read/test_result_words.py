"""Words for results in other languages, from a table of the user's own."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.errors import UsageFault
from apjournal.format.edit.week import WeekEditor
from apjournal.format.merge.merge_week import merge_week
from apjournal.format.read.result import Reading
from apjournal.format.read.result_words import parse_result_words
from apjournal.format.read.week import read_week
from apjournal.format.text.text import apply_text_edits
from apjournal.model.finding import Level
from apjournal.model.result_words import ResultWords
from apjournal.model.week import Outcome, Result, Week
from tests.format.examples import list_weeks
from tests.format.readings import ANA, W48, after_goals, read

TABLE = """\ufeff# meine Wörter
fertig = done
Erledigt=done   # auch so

nicht erledigt = not done
teilweise\t=\tPartly
gestrichen = dropped
完了 = done
terminé = done
fertig = done
"""
WORDS = parse_result_words(TABLE.removeprefix("\ufeff"), "results.txt")


def read_with(words: ResultWords, text: str) -> Reading[Week]:
    return read_week(text.encode(), ANA, W48, words)


def outcomes(rest: str) -> list[tuple[str, str | None]]:
    """Return the outcomes of a week with two goals, each as its result and its words."""
    value = read_with(WORDS, after_goals(rest)).value
    assert value is not None
    return [(one.result.value, one.evidence or one.reason) for one in value.outcomes]


def fix(rest: str) -> str:
    """Return the keys of `rest` after their repairs."""
    text = after_goals(rest)
    while edits := [edit for finding in read_with(WORDS, text).findings for edit in finding.edits]:
        text = apply_text_edits(text, edits)
    return text.removeprefix(after_goals("").removesuffix("---\n")).removesuffix("---\n")


@pytest.mark.parametrize(
    ("rest", "meant", "written"),
    [
        ("outcomes: [fertig]\n", [("done", None)], "outcomes: [done]\n"),
        ("outcomes:\n- FERTIG\n- 完了\n", [("done", None)] * 2, "outcomes:\n- done\n- done\n"),
        ("outcomes:\n- fertig, am Montag\n", [("done", "am Montag")], "outcomes:\n- done, am Montag\n"),
        ("outcomes:\n- 完了、月曜\n", [("done", "月曜")], "outcomes:\n- done, 月曜\n"),
        ("outcomes:\n- “fertig”\n", [("done", None)], "outcomes:\n- done\n"),
        ("outcomes:\n- Nicht-Erledigt\n", [("not_done", None)], "outcomes:\n- not done\n"),
        ("outcomes:\n  b: teilweise, S. 6\n", [("partly", "S. 6")], "outcomes:\n  b: partly, S. 6\n"),
        ("outcomes:\n  2: gestrichen\n", [("dropped", None)], "outcomes:\n  2: dropped\n"),
        ("outcomes:\n  a: {result: fertig}\n", [("done", None)], "outcomes:\n  a: {result: done}\n"),
        (
            "outcomes:\n  a:\n    result: nicht erledigt\n    reason: krank\n",
            [("not_done", "krank")],
            "outcomes:\n  a:\n    result: not done\n    reason: krank\n",
        ),
        (
            f"outcomes:\n- {unicodedata.normalize('NFD', 'Terminé')}\n- done\n",
            [("done", None)] * 2,
            "outcomes:\n- done\n- done\n",
        ),
    ],
)
def test_my_own_word_is_a_result_and_its_repair_is_the_english_word(
    rest: str, meant: list[tuple[str, str | None]], written: str
) -> None:
    assert outcomes(rest) == meant
    assert fix(rest) == written
    found = read_with(WORDS, after_goals(rest)).findings
    assert {(one.code, one.level) for one in found} <= {
        ("own_word", Level.HINT),
        ("typographic_quotes", Level.HINT),
    }
    assert read(after_goals(rest)).broken, "without the table, the word is an error as before"
    assert read(after_goals(written)).findings == ()


@pytest.mark.parametrize(
    ("rest", "code", "written"),
    [
        ("outcomes: fertig, teilweise\n", "shape", "outcomes: fertig, teilweise\n"),
        ("outcomes: [fertig, S. 6]\n", "comma", 'outcomes: ["done, S. 6"]\n'),
        ("outcomes:\n- [fertig, S. 6]\n", "comma", "outcomes:\n- done, S. 6\n"),
        ("outcomes: {1: fertig, S. 6}\n", "unknown_goal", 'outcomes: {1: "done, S. 6"}\n'),
        ("outcomes:\n- fertig: S. 6\n", "word", "outcomes:\n- done, S. 6\n"),
        ("outcomes:\n- vertagt\n", "word", "outcomes:\n- vertagt\n"),
        ("outcomes:\n  a: {result: vertagt}\n", "word", "outcomes:\n  a: {result: vertagt}\n"),
    ],
)
def test_my_own_word_in_a_wrong_form_is_reported_like_an_english_one(rest: str, code: str, written: str) -> None:
    assert [one.code for one in read_with(WORDS, after_goals(rest)).findings if one.code != "own_word"] == [code]
    assert fix(rest) == written


def test_the_hint_about_my_own_word_contains_the_word_and_its_result() -> None:
    (found,) = read_with(WORDS, after_goals("outcomes:\n- Nicht erledigt, krank\n")).findings
    assert found.message == '"Nicht erledigt" means not done in your results.txt, which your partners may not have'
    assert found.fix == "writes not done, krank"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fertig", "fertig does not give a word and its meaning."),
        ("\n# a\n= done", "= done does not give a word and its meaning."),
        ("- = done", "- = done does not give a word and its meaning."),
        ("fertig =", "nothing is not a result."),
        ("fertig = erledigt", "erledigt is not a result."),
        ("fertig, ja = done", "fertig, ja contains a comma."),
        ("fertig、 = done", "fertig、 contains a comma."),
        ("done = partly", "done already has a meaning in apj."),
        ("NOT-DONE = not done", "NOT-DONE already has a meaning in apj."),
        ("Outcomes = done", "Outcomes already has a meaning in apj."),
        ("evidence = done", "evidence already has a meaning in apj."),
        ("stress = dropped", "stress already has a meaning in apj."),
        ("worked = done", "worked already has a meaning in apj."),
        ("yes = done", "yes already has a meaning in apj."),
        ("null = dropped", "null already has a meaning in apj."),
        ("~ = dropped", "~ already has a meaning in apj."),
        ("x = done", "x already has a meaning in apj."),
        ("P = done", "P already has a meaning in apj."),
        ("12 = done", "12 already has a meaning in apj."),
        ("fertig = done\nFertig = partly", "Fertig has two meanings."),
    ],
)
def test_an_invalid_line_in_my_table_of_words_is_refused_with_its_line_number(text: str, message: str) -> None:
    with pytest.raises(UsageFault) as refused:
        parse_result_words(text, "results.txt")
    assert refused.value.message == f"results.txt:{text.count(chr(10)) + 1}: {message}"
    assert refused.value.hint


def test_a_week_with_my_own_word_for_a_result_can_be_edited_and_merged() -> None:
    base = after_goals("outcomes:\n  a: fertig\n").encode()
    editor = WeekEditor.open_week(base, ANA, W48, WORDS).set_outcomes([Outcome("b", Result.PARTLY)]).add_learned("x")
    assert b"  a: fertig\n  b: partly\n" in editor.data
    other = base.replace(b"---\n", b"---\nlearned: y\n", 1)
    merged = merge_week(base, editor.data.replace(b"learned: x\n", b""), other, partner=ANA, week=W48, words=WORDS)
    assert merged is not None
    assert {b"  b: partly", b"learned: y"} <= {*merged.splitlines()}


_SAID = st.one_of(
    st.sampled_from(["donee", "finished", "Send", "Three runs", "page 6", "a", "b", "goal", "✓", "not-started"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="=#,"), max_size=9),
)


@given(st.sampled_from(sorted(set(list_weeks()))), st.dictionaries(_SAID, st.sampled_from(sorted(Result)), max_size=4))
def test_a_table_of_words_does_not_change_how_a_week_without_these_words_is_read(
    text: str, table: dict[str, Result]
) -> None:
    words: dict[str, Result] = {}
    for word, result in table.items():
        try:
            words.update(parse_result_words(f"{word} = {result}", "results.txt"))
        except UsageFault:
            continue
    before, after = read(text), read_with(words, text)
    if before.value is not None:
        assert after == before
