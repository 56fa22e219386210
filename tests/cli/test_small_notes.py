"""`apj log`, `apj park` and `apj away`: a line, an idea, a week off."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.helpers.people import FIVE_LINES, Person, command_line

README = Path(__file__).parents[2] / "README.md"
WEDNESDAY = "2026-11-25T18:00+00:00"
KEYS = ["path", "week", "written"]
Both = tuple[Person, Person]


# ---- log


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
@pytest.mark.parametrize(
    "words",
    [
        "i used rm -f again",
        "10% of --foo done",
        "used grep -q and --json twice",
        "git checkout -- a.md",
        "-2 and -3 -s",
    ],
)
def test_log_and_park_take_options_after_the_first_word_as_text(ana: Person, command: str, words: str) -> None:
    assert ana.apj(command, *words.split(), "--json", at=WEDNESDAY).json["written"] == [words]


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


@pytest.mark.parametrize(
    ("words", "text"),
    [
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
    ],
    ids=lambda value: repr(value) if isinstance(value, str) else None,
)
def test_log_accepts_any_text(ana: Person, words: tuple[str, ...], text: str) -> None:
    ana.apj("log", "--", *words, at=WEDNESDAY)
    (week,) = ana.apj("show", "ana", "--json").json["weeks"]
    (line,) = week["log"]
    assert line["text"] == text
    assert line["kind"] == (words[0].partition(":")[0] if words[0].startswith(("stress", "unforeseen")) else None)
    assert ana.apj("check", "--json").json["errors"] == 0


@pytest.mark.parametrize("command", ["log", "park"])
@pytest.mark.parametrize("words", [(), ("",), ("  ",), ("", "\n")], ids=repr)
def test_log_and_park_refuse_empty_text(ana: Person, command: str, words: tuple[str, ...]) -> None:
    before = ana.read("ana/2026-W48.md")
    ana.apj(command, *words, at=WEDNESDAY, code=2)
    assert ana.read("ana/2026-W48.md") == before
    assert not (ana.root / "ana/parked.md").exists()


def test_log_names_a_broken_week_and_leaves_it_unchanged(ana: Person) -> None:
    broken = '---\ngoals:\n  - "Deep" work\n---\n'
    ana.write("ana/2026-W48.md", broken)
    ran = ana.apj("log", "fonts", "--json", at=WEDNESDAY, code=3)
    assert ran.json["error"]["findings"][0]["path"] == "ana/2026-W48.md"
    assert ana.read("ana/2026-W48.md") == broken
    ana.apj("park", "a newsletter")


@pytest.mark.parametrize("kinds", [("-f", "-s"), ("-fs",), ("-u", "--kind", "other")], ids=" ".join)
def test_log_refuses_two_kinds(ana: Person, kinds: tuple[str, ...]) -> None:
    before = ana.read("ana/2026-W48.md")
    assert "A note has one kind" in ana.apj("log", *kinds, "too much", at=WEDNESDAY, code=2).err
    assert ana.read("ana/2026-W48.md") == before
    ana.apj("log", "-s", "--kind", "stress", "too much", at=WEDNESDAY)


# ---- park


def test_park_appends_a_task_to_the_list(ana: Person) -> None:
    document = ana.apj("park", "a", "newsletter", "--json").json
    assert list(document) == KEYS
    assert (document["path"], document["week"]) == ("ana/parked.md", None)
    ana.apj("park", "a second", "idea: with a colon")
    lines = ana.read("ana/parked.md").splitlines()
    assert lines[-2:] == ["- [ ] a newsletter", "- [ ] a second idea: with a colon"]


def test_park_joins_lines_into_one(ana: Person) -> None:
    ana.apj("park", "first\nsecond")
    assert ana.read("ana/parked.md").splitlines()[-1] == "- [ ] first second"


def test_park_leaves_existing_text_unchanged(ana: Person) -> None:
    ana.write("ana/parked.md", "My ideas\r\n\r\n* [x] old\r\n* [ ] new")
    ana.apj("park", "newest")
    assert ana.read("ana/parked.md").startswith("My ideas\r\n\r\n* [x] old\r\n* [ ] new\r\n")


# ---- away


def weeks(person: Person) -> dict[str, bool]:
    summary = person.apj("summary", "--since", "W40", "--until", "2027-W10", "--partner", "ana", "--json").json
    return {week["week"]: week["away"] for week in summary["partners"][0]["weeks"]}


@pytest.mark.parametrize(
    ("words", "off"),
    [
        (("this",), ["2026-W48"]),
        (("next",), ["2026-W49"]),
        (("last",), ["2026-W47"]),
        (("W50",), ["2026-W50"]),
        (("W50..W51",), ["2026-W50", "2026-W51"]),
        (("W46..this",), ["2026-W46", "2026-W47", "2026-W48"]),
        (("2026-W52..2027-W01",), ["2026-W52", "2026-W53", "2027-W01"]),
        (("2026-12-24..2027-01-02",), ["2026-W52", "2026-W53"]),
        (("W52..W01",), ["2026-W52", "2026-W53", "2027-W01"]),
        (("W53..2027-W01",), ["2026-W53", "2027-W01"]),
    ],
    ids=str,
)
def test_away_marks_past_current_and_future_weeks(begun: Both, words: tuple[str, ...], off: list[str]) -> None:
    document = begun[0].apj("away", *words, "--json", at=WEDNESDAY).json
    assert list(document) == KEYS
    assert document["week"] == off[0]
    assert weeks(begun[0]) == dict.fromkeys(off, True)


def test_away_accepts_a_past_span_across_the_new_year(begun: Both) -> None:
    begun[0].apj("away", "W52..W2", at="2027-01-13T10:00+00:00")
    assert weeks(begun[0]) == dict.fromkeys(["2026-W52", "2026-W53", "2027-W01", "2027-W02"], True)


@pytest.mark.parametrize(
    ("cadence", "off"),
    [("fortnightly", ["2026-W50", "2026-W52", "2027-W01"]), ("monthly", ["2026-W50", "2027-W01"])],
)
def test_away_marks_only_the_weeks_that_begin_a_period(begun: Both, cadence: str, off: list[str]) -> None:
    ana = begun[0]
    ana.change("agreement.md", "cadence: weekly", f"cadence: {cadence}")
    ana.apj("away", "W49..2027-W01", at=WEDNESDAY)
    assert weeks(ana) == dict.fromkeys(off, True)
    ran = ana.apj("away", "2026-W51", code=2)
    assert "No period begins in 2026-W51; it belongs to the period of 2026-W50." in ran.err


def test_a_week_away_is_shown_in_status_and_has_no_due_report(kept: Both) -> None:
    ana, ben = kept
    ana.apj("review", "--keep")
    told = ana.apj("away", "this..next", at=WEDNESDAY).out.splitlines()
    assert told == [
        "A week off: 23 to 29 Nov (W48), in ana/2026-W48.md.",
        "A week off: 30 Nov to 6 Dec (W49), in ana/2026-W49.md.",
    ]
    ana.apj("sync")
    ben.apj("sync", at=WEDNESDAY)
    assert "This week  2 goals; a week off." in ana.apj("status").out
    assert "Ana        2 goals; a week off" in ben.apj("status").out
    status = ana.apj("status", "--json", at="2026-12-02T10:00+00:00").json
    assert (status["reports_due"], status["next"]) == ([], "apj show")
    status = ana.apj("status", "--json", at="2026-12-07T08:00+00:00").json
    assert (status["reports_due"], status["next"]) == ([], "apj new-week")
    ana.apj("new-week", "-g", "Three runs", "--no-edit")
    assert ana.apj("show", "ana", "W50", "--json").json["weeks"][0]["goals"][0]["carried"] == 0


def test_away_keeps_existing_goals(ana: Person) -> None:
    ana.apj("away", "this", at=WEDNESDAY)
    text = ana.read("ana/2026-W48.md")
    assert text == FIVE_LINES.replace("runs\n---", "runs\naway: true\n---")
    ana.apj("away", "this")
    assert ana.read("ana/2026-W48.md") == text


def test_away_replaces_a_false_value(ana: Person) -> None:
    ana.change("ana/2026-W48.md", "---\ngoals", "---\naway: no # not yet\ngoals")
    ana.apj("away", "this", at=WEDNESDAY)
    assert "away: true # not yet\n" in ana.read("ana/2026-W48.md")


def test_away_after_a_kept_copy_shows_its_goals_as_amended(kept: Both) -> None:
    ana, ben = kept
    ana.apj("away", "this", at=WEDNESDAY)
    ana.apj("sync")
    ben.apj("sync", at=WEDNESDAY)
    (week,) = ben.apj("show", "ana", "--json").json["weeks"]
    assert week["away"] is True
    assert [(goal["state"], goal["change"]) for goal in week["goals"]] == [("open", "amended")] * 2


@pytest.mark.parametrize("text", ['---\ngoals:\n  - "Deep" work\n---\n', "---\napj: 2\ngoals: [x]\n---\n"])
def test_away_marks_all_weeks_of_a_span_or_none(begun: Both, text: str) -> None:
    ana = begun[0]
    ana.write("ana/2026-W50.md", text)
    ran = ana.apj("away", "W49..W51", "--json", code=3)
    assert "ana/2026-W50.md" in ran.json["error"]["message"]
    assert sorted(path.name for path in (ana.root / "ana").glob("2026-*")) == ["2026-W50.md"]


@pytest.mark.parametrize("span", ["W49..W48", "W49..", "..W49", "W01..2028", "soon..later"])
def test_away_refuses_an_invalid_span(begun: Both, span: str) -> None:
    begun[0].apj("away", span, code=2)
    assert list((begun[0].root / "ana").glob("2026-*")) == []


# ---- the moment


def test_away_without_a_terminal_needs_a_week(ana: Person) -> None:
    ran = ana.apj("away", code=2)
    assert ran.err.startswith("No week was given.")


@pytest.mark.parametrize("line", ["log more", "new-week -g Runs --no-edit --no-sync"])
def test_commands_warn_when_the_clock_is_before_my_newest_commit(kept: Both, line: str) -> None:
    ana = kept[0]
    ana.apj("log", "a line")
    ana.apj("commit")
    ran = ana.apj(*line.split(), at="1999-12-28T10:00+00:00", code=None)
    assert "The clock shows 1999-12-28 10:00, but your newest commit is from 2026-11-23" in ran.err
    assert "1999-W52" in ran.out
    assert "The clock" not in ana.apj("log", "again", at=WEDNESDAY).err


SUNDAY = "2026-11-29T18:00+00:00"


def test_status_on_sunday_shows_the_goals_of_the_next_week(ana: Person) -> None:
    ana.apj("new-week", "-g", "Ring the tax office", "-g", "Two runs", "--no-edit", "--no-sync", at=SUNDAY)
    shown = " ".join(ana.apj("status", at=SUNDAY).out.split())
    assert "Next week 2 goals for 30 November to 6 December (2026-W49)." in shown
    assert "Next week" not in ana.apj("status", at="2026-11-30T10:00+00:00").out


def test_edit_opens_the_next_week_once_it_has_a_file(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    assert ana.apj("edit", "--json", at=SUNDAY).json["week"] == "2026-W48"
    ana.apj("new-week", "-g", "Two runs", "--no-edit", "--no-sync", at=SUNDAY)
    assert ana.apj("edit", "--json", at=SUNDAY).json["week"] == "2026-W49"
    assert ana.apj("edit", "this", "--json", at=SUNDAY).json["week"] == "2026-W48"


@pytest.mark.parametrize("editor", ["true", "false", "no-such-editor-here"])
def test_edit_removes_a_created_file_that_stayed_empty(
    ana: Person, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    ana.apj("edit", "next", code=None)
    assert not (ana.root / "ana/2026-W49.md").exists()
    assert ana.apj("status", "--json").json["unsynced"]["files"] == []


def test_edit_keeps_a_file_with_text(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "sed -i '$aA line'")
    ana.apj("edit", "next", code=None)
    assert "A line" in ana.read("ana/2026-W49.md")
    monkeypatch.setenv("EDITOR", "true")
    ana.apj("edit", "next", code=None)
    assert (ana.root / "ana/2026-W49.md").exists()


@pytest.mark.parametrize("day", ["2026-11-28", "2026-11-29", "2026-11-30"])
def test_the_monday_command_of_the_readme_starts_the_right_week_on_saturday_or_later(ana: Person, day: str) -> None:
    (line,) = re.findall(r"^apj (new-week .*)$", README.read_text("utf-8"), re.MULTILINE)
    ana.apj("report", "-o", "1=done", "-o", "2=done", "--happened", "other")
    view = ana.apj(*shlex.split(line), "--no-edit", "--no-sync", "--json", at=f"{day}T08:00+00:00").json
    assert view["week"] == "2026-W49"


def test_commands_name_the_errors_of_an_unreadable_week_but_no_warnings(ana: Person) -> None:
    ana.write("ana/2026-W48.md", "---\npartner: Somebody\ngoals: [Runs]\noutcomes: [3 of 3]\n---\n")
    for words in (("log", "fonts"), ("report", "-o", "1=done"), ("away", "this")):
        said = ana.apj(*words, at=WEDNESDAY, code=3).err
        assert '"3 of 3" is not a result' in said
        assert "Somebody" not in said
