"""`apj away`: one or more weeks off, past or future."""

from __future__ import annotations

import pytest

from tests.helpers.people import FIVE_LINES, Person

WEDNESDAY = "2026-11-25T18:00+00:00"

KEYS = ["path", "week", "written"]

Both = tuple[Person, Person]


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
def test_away_accepts_past_current_and_future_weeks(begun: Both, words: tuple[str, ...], off: list[str]) -> None:
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
    assert "No period begins in 2026-W51, which belongs to the period of 2026-W50." in ran.err


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


def test_away_replaces_the_value_false_in_a_week(ana: Person) -> None:
    ana.change("ana/2026-W48.md", "---\ngoals", "---\naway: no # not yet\ngoals")
    ana.apj("away", "this", at=WEDNESDAY)
    assert "away: true # not yet\n" in ana.read("ana/2026-W48.md")


def test_away_shows_the_goals_of_a_kept_week_as_amended(kept: Both) -> None:
    ana, ben = kept
    ana.apj("away", "this", at=WEDNESDAY)
    ana.apj("sync")
    ben.apj("sync", at=WEDNESDAY)
    (week,) = ben.apj("show", "ana", "--json").json["weeks"]
    assert week["away"] is True
    assert [(goal["state"], goal["change"]) for goal in week["goals"]] == [("open", "amended")] * 2


@pytest.mark.parametrize("text", ['---\ngoals:\n  - "Deep" work\n---\n', "---\napj: 2\ngoals: [x]\n---\n"])
def test_away_marks_either_all_weeks_of_a_span_or_none(begun: Both, text: str) -> None:
    ana = begun[0]
    ana.write("ana/2026-W50.md", text)
    ran = ana.apj("away", "W49..W51", "--json", code=3)
    assert "ana/2026-W50.md" in ran.json["error"]["message"]
    assert sorted(path.name for path in (ana.root / "ana").glob("2026-*")) == ["2026-W50.md"]


@pytest.mark.parametrize("span", ["W49..W48", "W49..", "..W49", "W01..2028", "soon..later"])
def test_away_refuses_an_invalid_span(begun: Both, span: str) -> None:
    begun[0].apj("away", span, code=2)
    assert list((begun[0].root / "ana").glob("2026-*")) == []


def test_away_needs_a_week_when_not_on_a_terminal(ana: Person) -> None:
    ran = ana.apj("away", code=2)
    assert ran.err.startswith("No week was given.")
