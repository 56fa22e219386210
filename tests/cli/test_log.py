"""`apj log`: a dated line in the log of the week, with a kind or without."""

from __future__ import annotations

import pytest

from tests.helpers.people import FIVE_LINES, Person, command_line

WEDNESDAY = "2026-11-25T18:00+00:00"
KEYS = ["path", "week", "written"]
Both = tuple[Person, Person]


def test_log_appends_a_dated_line_to_the_log_of_the_week(ana: Person) -> None:
    document = ana.apj("log", "two", "hours", "of", "fonts", "--json", at=WEDNESDAY).json
    assert list(document) == KEYS
    assert (document["path"], document["week"]) == ("ana/2026-W48.md", "2026-W48")
    assert ana.read("ana/2026-W48.md") == FIVE_LINES + "\n## Log\n- 2026-11-25 two hours of fonts\n"


@pytest.mark.parametrize(
    ("option", "kind"),
    [
        (("-f",), "focus"),
        (("-i",), "interest"),
        (("-s",), "stress"),
        (("-u",), "unforeseen"),
        (("--kind", "other"), "other"),
        (("--kind", "focus"), "focus"),
    ],
)
def test_log_records_the_given_kind(ana: Person, option: tuple[str, ...], kind: str) -> None:
    ana.apj("log", *option, "two hours of fonts", at=WEDNESDAY)
    assert f"- 2026-11-25 {kind}: two hours of fonts\n" in ana.read("ana/2026-W48.md")
    (week,) = ana.apj("show", "ana", "--json").json["weeks"]
    assert week["log"] == [{"date": "2026-11-25", "kind": kind, "text": "two hours of fonts"}]


@pytest.mark.parametrize("command", ["log", "park"])
def test_log_and_park_read_options_after_the_first_word_as_text(ana: Person, command: str) -> None:
    for words in (
        "i used rm -f again",
        "10% of --foo done",
        "used grep -q and --json twice",
        "git checkout -- a.md",
        "-2 and -3 -s",
    ):
        assert ana.apj(command, *words.split(), "--json", at=WEDNESDAY).json["written"] == [words]


@pytest.mark.parametrize("command", ["log", "park"])
def test_text_that_begins_with_a_hyphen_but_cannot_be_an_option_is_written(ana: Person, command: str) -> None:
    for words in ("- two hours", "-> fonts", "-- again", "-5 degrees", "-", "--- -q"):
        assert ana.apj(command, words, "--json", at=WEDNESDAY).json["written"] == [words]


def test_an_unknown_option_is_refused_with_the_way_to_write_it_as_text(ana: Person) -> None:
    for command in ("log", "park", "search"):
        assert f"type -- before it: apj {command} -- -x. Otherwise" in ana.apj(command, "-x", code=2).err
    assert "-- -x" not in ana.apj("show", "-x", code=2).err


def test_common_options_may_follow_the_text(ana: Person) -> None:
    line = ("log", "-i", "two", "hours")
    told = command_line(*line, "-q", "--as", "ana", "-C", str(ana.root), "--json", folder=ana.root.parent, at=WEDNESDAY)
    assert told.json["written"] == ["interest: two hours"]
    assert ana.apj("log", "--", "used", "-q", at=WEDNESDAY).out.endswith("  used -q\n")
    assert ana.apj("log", "--json", "a word", at=WEDNESDAY).json["written"] == ["a word"]
    assert "--colour" in ana.apj("log", "--colour", "red", at=WEDNESDAY, code=2).err


def test_log_creates_the_file_of_the_week(begun: Both) -> None:
    begun[0].apj("log", "fonts", at=WEDNESDAY)
    assert begun[0].read("ana/2026-W48.md") == "---\ngoals:\n---\n\n## Log\n- 2026-11-25 fonts\n"


def test_log_appends_lines_in_order(ana: Person) -> None:
    for word in ("one", "two", "three"):
        ana.apj("log", word, at=WEDNESDAY)
    assert ana.read("ana/2026-W48.md").endswith("- 2026-11-25 one\n- 2026-11-25 two\n- 2026-11-25 three\n")


TEXTS = [
    (("stress: too much",), "too much"),
    (("unforeseen:", "school", "closed"), "school closed"),
    (("Note: it went well",), "Note: it went well"),
    (("2026-11-24", "it", "rained"), "2026-11-24 it rained"),
    (("#health", "*again*"), "#health *again*"),
    (("[ ]", "send"), "[ ] send"),
    (("-5", "degrees"), "-5 degrees"),
    (("  spaces   around  ",), "spaces around"),
    (("a\nb",), "a b"),
    (("tab\there",), "tab here"),
    (("über", "“Läufe”", "🏃"), "über “Läufe” 🏃"),
    (("---",), "---"),
    (("<!-- x",), "<!-- x"),
]
"""Words as typed, and the text that they are."""


def test_log_accepts_any_text(ana: Person) -> None:
    for words, _ in TEXTS:
        ana.apj("log", "--", *words, at=WEDNESDAY)
    (week,) = ana.apj("show", "ana", "--json").json["weeks"]
    assert [line["text"] for line in week["log"]] == [text for _, text in TEXTS]
    assert [line["kind"] for line in week["log"]] == ["stress", "unforeseen", *[None] * (len(TEXTS) - 2)]
    assert ana.apj("check", "--json").json["errors"] == 0


@pytest.mark.parametrize("command", ["log", "park"])
def test_log_and_park_refuse_an_empty_note(ana: Person, command: str) -> None:
    before = ana.read("ana/2026-W48.md")
    for words in ((), ("",), ("  ",), ("", "\n")):
        ana.apj(command, *words, at=WEDNESDAY, code=2)
        assert ana.read("ana/2026-W48.md") == before, words
        assert not (ana.root / "ana/parked.md").exists(), words


def test_log_reports_a_broken_week_and_leaves_it_unchanged(ana: Person) -> None:
    broken = '---\ngoals:\n  - "Deep" work\n---\n'
    ana.write("ana/2026-W48.md", broken)
    ran = ana.apj("log", "fonts", "--json", at=WEDNESDAY, code=3)
    assert ran.json["error"]["findings"][0]["path"] == "ana/2026-W48.md"
    assert ana.read("ana/2026-W48.md") == broken
    ana.apj("park", "a newsletter")


@pytest.mark.parametrize("kinds", [("-f", "-s"), ("-fs",), ("-u", "--kind", "other")], ids=" ".join)
def test_log_refuses_two_kinds_in_one_line(ana: Person, kinds: tuple[str, ...]) -> None:
    before = ana.read("ana/2026-W48.md")
    assert "A note has one kind" in ana.apj("log", *kinds, "too much", at=WEDNESDAY, code=2).err
    assert ana.read("ana/2026-W48.md") == before
    ana.apj("log", "-s", "--kind", "stress", "too much", at=WEDNESDAY)
