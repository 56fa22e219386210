"""`apj new-week`: first the report that is due, then carried goals, then new ones."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.helpers.folders import everything
from tests.helpers.people import FIVE_LINES, Person

README = Path(__file__).parents[2] / "README.md"

TUESDAY = "2026-11-24T18:00+00:00"
FRIDAY = "2026-11-27T18:00+00:00"
SATURDAY = "2026-11-28T00:00+00:00"
SUNDAY = "2026-11-29T23:59+00:00"
NEXT_MONDAY = "2026-11-30T00:00+00:00"
KEYS = ["path", "week", "created", "carried", "report_due"]
Both = tuple[Person, Person]


def goals(person: Person, week: str) -> list[dict[str, object]]:
    (found,) = person.apj("show", person.handle, week, "--json").json["weeks"]
    return found["goals"]  # type: ignore[no-any-return]


# ---- which week


def test_new_week_starts_the_next_week_on_saturday_or_later(begun: Both) -> None:
    for now, week in (
        (TUESDAY, "2026-W48"),
        (FRIDAY, "2026-W48"),
        ("2026-11-27T23:59+00:00", "2026-W48"),
        (SATURDAY, "2026-W49"),
        (SUNDAY, "2026-W49"),
        (NEXT_MONDAY, "2026-W49"),
        ("2026-12-31T12:00+00:00", "2026-W53"),
        ("2027-01-02T12:00+00:00", "2027-W01"),
        ("2027-01-03T12:00+00:00", "2027-W01"),
    ):
        document = begun[0].apj("new-week", "-g", "Three runs", "--no-edit", "--json", at=now).json
        assert (document["week"], document["path"]) == (week, f"ana/{week}.md"), now
        assert begun[0].read(f"ana/{week}.md") == "---\ngoals:\n  - Three runs\n---\n"
        (begun[0].root / f"ana/{week}.md").unlink()


def test_new_week_accepts_a_given_week(begun: Both) -> None:
    assert begun[0].apj("new-week", "W51", "-g", "x", "--no-edit", "--json").json["week"] == "2026-W51"


def test_new_week_uses_the_current_day_in_my_time_zone(begun: Both) -> None:
    ana, ben = begun
    late_on_friday = "2026-11-27T23:30+00:00"
    assert ana.apj("new-week", "--json", at=late_on_friday).json["week"] == "2026-W48"
    assert ben.apj("new-week", "--json", at=late_on_friday).json["week"] == "2026-W49"


# ---- goals


def test_new_week_writes_the_given_goals_of_the_first_week(begun: Both) -> None:
    ana = begun[0]
    document = ana.apj("new-week", "-g", "Send: the draft", "-g", "Three runs", "--no-edit", "--json").json
    assert list(document) == KEYS
    assert document == {
        "path": "ana/2026-W48.md",
        "week": "2026-W48",
        "created": True,
        "carried": [],
        "report_due": [],
    }
    assert [goal["goal"] for goal in goals(ana, "W48")] == ["Send: the draft", "Three runs"]
    assert ana.git("status", "--porcelain") == "?? ana/2026-W48.md"


def test_new_week_without_goals_creates_an_empty_week(begun: Both) -> None:
    document = begun[0].apj("new-week", "--json").json
    assert (document["created"], document["carried"]) == (True, [])
    assert goals(begun[0], "W48") == []


def test_new_week_adds_goals_to_a_file_without_goals_and_keeps_its_text(begun: Both) -> None:
    ana = begun[0]
    text = "---\n# my week\nlearned: Mornings # yes\ngoals:\n---\n\n## Log\n- 2026-11-23 fonts\n"
    ana.write("ana/2026-W48.md", text)
    document = ana.apj("new-week", "-g", "Three runs", "--no-edit", "--json").json
    assert document["created"] is False
    assert ana.read("ana/2026-W48.md") == text.replace("goals:\n", "goals:\n  - Three runs\n")


def test_new_week_refuses_a_goal_without_text(begun: Both) -> None:
    ana, _ = begun
    for words in ("", "  ", "\n"):
        ran = ana.apj("new-week", "-g", "One page", "-g", words, "--no-edit", code=2)
        assert "One of the goals is empty." in ran.err
        assert not (ana.root / "ana/2026-W48.md").exists()


@pytest.mark.parametrize("command", ["new-week", "edit"])
def test_new_week_and_edit_refuse_a_week_in_the_middle_of_a_period(
    begun: Both, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    ana, _ = begun
    monkeypatch.setenv("EDITOR", "true")
    ana.change("agreement.md", "cadence: weekly", "cadence: fortnightly")
    ran = ana.apj(command, "W51", code=2)
    assert ran.err.startswith("No period begins in 2026-W51, which belongs to the period of 2026-W50.\n")
    assert f"apj {command} 2026-W50" in ran.err
    assert not (ana.root / "ana/2026-W51.md").exists()
    ana.write("ana/2026-W51.md", FIVE_LINES)
    ana.apj(command, "W51")
    ana.apj(command, "W50")


@pytest.mark.parametrize("line", [("-g", "One page"), ("--carry", "1")], ids=" ".join)
@pytest.mark.parametrize("carriable", [True, False])
def test_new_week_never_rewrites_a_file_with_goals(ana: Person, line: tuple[str, ...], *, carriable: bool) -> None:
    if carriable:
        ana.write("ana/2026-W47.md", FIVE_LINES)
    before = everything(ana.root)
    ran = ana.apj("new-week", *line, "--no-edit", "--without-report", "--json", code=1)
    assert ran.json["error"]["exit"] == 1
    assert "apj edit 2026-W48" in ran.json["error"]["hint"]
    assert {name: text for name, text in everything(ana.root).items() if not name.startswith(".git/apj")} == {
        name: text for name, text in before.items() if not name.startswith(".git/apj")
    }


def test_new_week_without_options_shows_an_existing_week_and_does_not_change_it(ana: Person) -> None:
    before = ana.read("ana/2026-W48.md")
    document = ana.apj("new-week", "--json").json
    assert (document["created"], document["carried"]) == (False, [])
    assert ana.read("ana/2026-W48.md") == before
    assert "Three runs" in ana.apj("new-week").out


# ---- the report comes first


def test_new_week_stops_at_a_due_report_without_writing_a_file(ana: Person) -> None:
    before = {name: text for name, text in everything(ana.root).items() if not name.startswith(".git")}
    ran = ana.apj("new-week", "-g", "One page", "--no-edit", "--json", at=NEXT_MONDAY, code=1)
    assert list(ran.json) == [*KEYS, "error"]
    assert (ran.json["created"], ran.json["week"]) == (False, "2026-W49")
    (due,) = ran.json["report_due"]
    assert list(due) == ["week", "goals"]
    assert due["week"] == "2026-W48"
    assert [goal["goal"] for goal in due["goals"]] == ["Send the grant draft to Ines", "Three runs"]
    assert {name: text for name, text in everything(ana.root).items() if not name.startswith(".git")} == before


def test_new_week_lists_the_open_goals_of_a_partial_report(ana: Person) -> None:
    ana.apj("report", "-o", "1=done")
    ran = ana.apj("new-week", "--json", at=NEXT_MONDAY, code=1)
    assert [goal["number"] for goal in ran.json["report_due"][0]["goals"]] == [2]


def test_no_report_is_due_before_the_day_of_the_call(ana: Person) -> None:
    assert ana.apj("new-week", "-g", "One page", "--no-edit", "--json", at=SUNDAY).json["created"] is True


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (("--without-report",), "report_skipped: true\n"),
        (("--without-report", "ill in bed"), "report_skipped: ill in bed\n"),
    ],
    ids=["true", "reason"],
)
def test_new_week_without_report_records_the_skipped_report(ana: Person, given: tuple[str, ...], written: str) -> None:
    ana.apj("new-week", "-g", "One page", "--no-edit", *given, at=NEXT_MONDAY)
    assert written in ana.read("ana/2026-W49.md")
    assert "outcomes" not in ana.read("ana/2026-W48.md")


def test_the_option_without_report_is_not_recorded_when_no_report_is_due(begun: Both) -> None:
    begun[0].apj("new-week", "-g", "One page", "--no-edit", "--without-report", "ill")
    assert "report_skipped" not in begun[0].read("ana/2026-W48.md")


def test_new_week_asks_for_no_report_of_older_weeks(ana: Person) -> None:
    ana.apj("new-week", "-g", "One page", "--no-edit", "--without-report", at=NEXT_MONDAY)
    ana.apj("report", "W49", "-o", "1=done")
    assert ana.apj("new-week", "-g", "Two pages", "--no-edit", "--json", at="2026-12-07T09:00+00:00").json["created"]


def test_after_a_week_away_new_week_asks_for_the_report_before_it(ana: Person) -> None:
    ana.apj("away", "W49")
    ran = ana.apj("new-week", "-g", "One page", "--no-edit", "--json", at="2026-12-07T09:00+00:00", code=1)
    assert [due["week"] for due in ran.json["report_due"]] == ["2026-W48"]


def test_new_week_asks_for_no_report_of_a_week_without_goals(begun: Both) -> None:
    begun[0].apj("log", "a quiet week")
    assert begun[0].apj("new-week", "--json", at=NEXT_MONDAY).json["created"] is True


def test_under_peer_support_new_week_asks_for_no_report(ana: Person) -> None:
    ana.change("agreement.md", "mode: two-sided", "mode: peer-support")
    assert ana.apj("new-week", "--json", at=NEXT_MONDAY).json["created"] is True


# ---- what is carried


@pytest.fixture
def reported(ana: Person) -> Person:
    """Ana on the next Monday, with one goal done, one partly and one not done."""
    week = FIVE_LINES.replace("  - Three runs\n", "  - Three runs\n  - id: tax\n    goal: Ring the tax office\n")
    ana.write("ana/2026-W48.md", week.replace("Ines\n", "Ines # by mail\n"))
    ana.apj("report", "-o", "1=partly", "-o", "2=done", "-o", "tax=not done", at=NEXT_MONDAY)
    return ana


def test_carry_accepts_a_goal_by_number_id_or_prefix(reported: Person) -> None:
    for name in ("1", "send", "send-the-grant-draft-to-ines", "Send the grant"):
        document = reported.apj("new-week", "--carry", name, "--no-edit", "--json").json
        assert document["carried"] == ["send-the-grant-draft-to-ines"]
        (goal,) = goals(reported, "W49")
        assert (goal["goal"], goal["carried"]) == ("Send the grant draft to Ines", 1), name
        (reported.root / "ana/2026-W49.md").unlink()


@pytest.mark.parametrize("decision", ["keep", "shrink"])
def test_a_carried_goal_records_the_decision_to_keep_or_shrink_it(reported: Person, decision: str) -> None:
    reported.apj("new-week", "--carry", f"tax={decision}", "-g", "One page", "--no-edit")
    found = goals(reported, "W49")
    assert [(goal["id"], goal["decision"]) for goal in found] == [("tax", decision), ("one-page", None)]
    assert found[0]["carried_from"] == "2026-W48"


def test_carried_goals_come_first_in_the_given_order(reported: Person) -> None:
    document = reported.apj(
        "new-week", "-g", "New", "--carry", "tax", "--carry", "1=shrink", "--no-edit", "--json"
    ).json
    assert document["carried"] == ["tax", "send-the-grant-draft-to-ines"]
    assert [goal["id"] for goal in goals(reported, "W49")] == ["tax", "send-the-grant-draft-to-ines", "new"]


def test_carry_refuses_a_done_or_unknown_goal(reported: Person) -> None:
    for name in ("2", "three-runs", "9", "nothing", ""):
        ran = reported.apj("new-week", "--carry", name, "--no-edit", "--json", code=2)
        assert "1 send-the-grant-draft-to-ines, 3 tax" in ran.json["error"]["hint"], name
        assert not (reported.root / "ana/2026-W49.md").exists()


def test_carry_refuses_the_same_goal_twice(reported: Person) -> None:
    reported.apj("new-week", "--carry", "tax", "--carry", "3=keep", "--no-edit", code=2)
    assert not (reported.root / "ana/2026-W49.md").exists()


def test_a_carried_goal_keeps_its_details_but_not_its_confidence_or_report(ana: Person) -> None:
    ana.write(
        "ana/2026-W48.md",
        "---\ngoals:\n  - id: tax\n    goal: Ring\n    done_when: Letter sent\n    area: personal\n    confidence: 70\n"
        "    obstacles:\n      - stress: Deadline -> I ring first\n---\n",
    )
    ana.apj("report", "-o", "tax=not done", at=NEXT_MONDAY)
    ana.apj("new-week", "--carry", "tax", "--no-edit")
    (goal,) = goals(ana, "W49")
    assert (goal["done_when"], goal["area"], goal["confidence"]) == ("Letter sent", "personal", None)
    assert goal["obstacles"] == [{"kind": "stress", "if": "Deadline", "then": "I ring first"}]


def test_no_goal_returns_by_itself_in_a_week_off_and_typed_goals_do_not_count(reported: Person) -> None:
    reported.change("ana/2026-W48.md", "  - Three runs\n", "  - goal: Three runs\n    every: week\n")
    reported.apj("away", "W49")
    empty = reported.apj("new-week", "W49", "--no-edit").out
    assert empty == "2026-W49 is a week off, without goals, in ana/2026-W49.md.\n"
    told = reported.apj("new-week", "W49", "-g", "One page", "--no-edit").out
    assert told.splitlines()[1:] == ["  1 One page", "This is a week off, so these goals do not count."]


def test_a_goal_is_carried_from_the_newest_week_that_was_not_away(reported: Person) -> None:
    reported.apj("away", "W49")
    document = reported.apj("new-week", "W50", "--carry", "tax", "--no-edit", "--json").json
    assert document["carried"] == ["tax"]


# ---- broken files of mine


BROKEN = '---\ngoals:\n  - "Deep" work\n---\n'


def test_new_week_reports_a_broken_file_of_the_new_week_and_does_not_change_it(begun: Both) -> None:
    ana = begun[0]
    ana.write("ana/2026-W48.md", BROKEN)
    ran = ana.apj("new-week", "-g", "One page", "--no-edit", code=3)
    assert ran.err.startswith("ana/2026-W48.md:3:5: ")
    assert ana.read("ana/2026-W48.md") == BROKEN


def test_new_week_reports_a_broken_file_of_the_week_before(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    ran = ana.apj("new-week", "-g", "One page", "--no-edit", code=3, at=NEXT_MONDAY)
    assert ran.err.startswith("ana/2026-W48.md:3:5: ")
    assert not (ana.root / "ana/2026-W49.md").exists()


def test_new_week_can_skip_an_unreadable_report(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    ana.apj("new-week", "-g", "One page", "--no-edit", "--without-report", "later", at=NEXT_MONDAY)
    assert [goal["goal"] for goal in goals(ana, "W49")] == ["One page"]


# ---- sharing afterwards


def test_new_week_sync_shares_the_week(begun: Both) -> None:
    ana, ben = begun
    ana.apj("new-week", "-g", "Three runs", "--no-edit", "--sync")
    ben.apj("sync")
    assert "Three runs" in ben.read("ana/2026-W48.md")


def test_new_week_sync_with_json_prints_one_document(begun: Both) -> None:
    ana = begun[0]
    assert list(ana.apj("new-week", "-g", "Three runs", "--no-edit", "--sync", "--json").json) == KEYS
    assert ana.git("log", "-1", "--format=%s") == "ana 2026-W48: goals"


def test_new_week_creates_the_week_even_if_it_cannot_be_shared(begun: Both) -> None:
    ana = begun[0]
    (ana.root.parent / "shared.git").rename(ana.root.parent / "away.git")
    ran = ana.apj("new-week", "-g", "Three runs", "--no-edit", "--sync", "--json", code=4)
    assert (ran.json["created"], ran.json["error"]["exit"]) == (True, 4)


def test_new_week_without_sync_makes_no_commit(begun: Both) -> None:
    ana = begun[0]
    head = ana.git("rev-parse", "HEAD")
    ana.apj("new-week", "-g", "Three runs")
    assert ana.git("rev-parse", "HEAD") == head


@pytest.mark.parametrize("day", ["2026-11-28", "2026-11-29", "2026-11-30"])
def test_from_saturday_on_the_new_week_command_in_the_readme_starts_the_coming_week(ana: Person, day: str) -> None:
    (line,) = re.findall(r"^apj (new-week.*)$", README.read_text("utf-8"), re.MULTILINE)
    ana.apj("report", "-o", "1=done", "-o", "2=done", "--happened", "other")
    view = ana.apj(*shlex.split(line), "--no-edit", "--no-sync", "--json", at=f"{day}T08:00+00:00").json
    assert view["week"] == "2026-W49"


# ---- goals that come back


def test_a_goal_that_returns_every_week_is_a_new_goal_each_time_and_never_carried(ana: Person) -> None:
    ana.apj("new-week", "W49", "-g", "Two swims", "--every-week", "--no-edit", "--without-report", at=SUNDAY)
    assert ana.read("ana/2026-W49.md").endswith("  - goal: Two swims\n    every: week\n---\n")
    ana.apj("report", "W49", "-o", "1=not done, cold", at="2026-12-06T18:00+01:00")
    said = ana.apj("new-week", "-g", "Send it", "--no-edit").out
    assert "Two swims" in said
    assert "carried" not in said
    (week,) = ana.apj("show", "ana", "W50", "--json").json["weeks"]
    assert [(goal["goal"], goal["every"], goal["carried"]) for goal in week["goals"]] == [
        ("Send it", None, 0),
        ("Two swims", "week", 0),
    ]
    assert "every week" in ana.apj("show", "ana", "W50").out
    ana.apj("report", "W50", "-o", "1=done", "-o", "2=dropped", at="2026-12-13T18:00+01:00")
    ana.apj("new-week", "--no-edit")
    assert "Two swims" not in ana.read("ana/2026-W51.md")
    found = ana.apj("insights", "--json", at="2026-12-15T18:00+01:00").json
    assert found["carried"] == []
    assert found["promises"]["not_done"] >= 1


def test_the_option_every_week_accepts_a_new_or_a_carried_goal(reported: Person) -> None:
    reported.apj(
        *("new-week", "--carry", "1", "-g", "Two swims", "-g", "Send it", "--no-edit"),
        *("--every-week", "two sw", "--every-week", "1"),
    )
    goals = reported.apj("show", "ana", "W49", "--json").json["weeks"][0]["goals"]
    assert [goal["every"] for goal in goals] == ["week", "week", None]


def test_the_option_every_week_needs_a_goal(begun: Both) -> None:
    ana = begun[0]
    assert "no new goal" in ana.apj("new-week", "--every-week", "--no-edit", code=2).err
    assert "swims" in ana.apj("new-week", "-g", "Run", "--every-week", "swims", "--no-edit", code=2).err
    assert not (ana.root / "ana/2026-W48.md").exists()
