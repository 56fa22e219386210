"""`apj call`: one screen to talk from, in speaking order, and a record of how the partners talked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.helpers.folders import everything
from tests.helpers.people import Person, goals_kept, replay

NEXT_MONDAY = "2026-11-30T09:30+01:00"
SUNDAY = "2026-11-29T18:00+01:00"
DOCUMENT = ["week", "minutes", "parts", "next_call", "path", "recorded", "as_of"]
W48 = "2026-W48, 23 to 29 November"
Both = tuple[Person, Person]

FULL = """\
---
goals:
  - goal: Send the grant draft to Ines
    done_when: Mail sent
    obstacles:
      - interest: I open the site editor -> I write one paragraph
  - Three runs
outcomes:
  - partly, page 6 of 8
  - done
happened:
  - {kind: interest, goal: 1, note: fonts, plan: forgotten}
  - unforeseen: School closed
learned: Mornings are short
---

## To ben
- offer: Thursday?
"""


def week(*goals: str) -> str:
    return "---\ngoals:\n" + "".join(f"  - {goal}\n" for goal in goals) + "---\n"


@pytest.fixture
def monday(tmp_path: Path) -> Both:
    """The second Monday: Ana has reported and set goals, and Ben has set his."""
    return replay(report_on_monday, tmp_path / "journal")


def report_on_monday(folder: Path) -> Both:
    ana, ben = replay(goals_kept, folder)
    ana.write("ana/2026-W48.md", FULL)
    ana.write("ana/2026-W49.md", week("One page", "Two runs"))
    ana.apj("sync", at=NEXT_MONDAY)
    ben.write("ben/2026-W49.md", week("Mark the rest"))
    ben.apj("sync", at=NEXT_MONDAY)
    ana.apj("sync", at=NEXT_MONDAY)
    return ana, ben


def test_call_shows_reports_then_goals_then_messages(monday: Both) -> None:
    ana, ben = monday
    titles = [part["title"] for part in ana.apj("call", "--json").json["parts"]]
    assert sorted(titles[:2]) == [
        f"Ana's report on {W48}",
        "Ben's report on 2026-W48, 23 to 29 November",
    ]
    assert sorted(titles[2:4]) == ["Ana's goals", "Ben's goals"]
    assert titles[4:] == ["For each other"]
    assert [part["title"] for part in ben.apj("call", "--json", at=NEXT_MONDAY).json["parts"]] == titles


def test_call_json_contains_the_sentences_of_the_screen(monday: Both) -> None:
    document = monday[0].apj("call", "--json").json
    assert list(document) == DOCUMENT
    assert all(list(part) == ["title", "partner", "minutes", "lines"] for part in document["parts"])
    said = {part["title"]: part["lines"] for part in document["parts"]}
    assert said[f"Ana's report on {W48}"] == [
        "◐ Send the grant draft to Ines: partly, page 6 of 8, reworded",
        "interest, expected: fonts. The plan was forgotten.",
        "● Three runs: done",
        "In the way: unforeseen, School closed.",
        "Learned: Mornings are short",
    ]
    assert said["Ana's goals"] == ["1 One page", "2 Two runs"]
    assert said["For each other"] == ["Ana offers Ben: Thursday?", "The next call: Mon 7 Dec, 09:00 (10:00 for Ben)."]
    assert document["next_call"] == {"at": "2026-12-07T09:00:00+00:00", "days": 7}


def test_the_minutes_of_the_parts_add_up_to_the_agreed_minutes(monday: Both) -> None:
    document = monday[0].apj("call", "--json").json
    assert sum(part["minutes"] for part in document["parts"]) == document["minutes"] == 20


def test_call_shows_done_when_and_the_plan_of_a_goal(kept: Both) -> None:
    ana, _ = kept
    ana.write("ana/2026-W48.md", FULL)
    lines = ana.apj("call").out
    assert "done when Mail sent" in lines
    assert "if I open the site editor, then I write one paragraph" in lines


def test_two_partners_take_turns_at_speaking_first(monday: Both) -> None:
    ana, _ = monday
    first = ana.apj("call", "--json").json["parts"][0]["partner"]
    ana.write("ana/2026-W50.md", week("More"))
    assert ana.apj("call", "--json", at="2026-12-07T09:00+01:00").json["parts"][0]["partner"] != first


def test_a_call_about_ten_detailed_goals_fits_in_40_lines(kept: Both) -> None:
    ana, ben = kept
    goal = (
        "  - goal: {} of many words that tell what is to be done this week\n    done_when: {} is sent\n"
        "    obstacles:\n      - stress: it gets late -> I write one line\n"
    )
    for person in (ben, ana):
        goals = "".join(goal.format(f"Goal {number}", f"Goal {number}") for number in range(5))
        done = "outcomes: [done, done, partly, not done, dropped]\nlearned: Late is too late\n"
        person.write(f"{person.handle}/2026-W48.md", f"---\ngoals:\n{goals}{done}---\n")
        person.write(f"{person.handle}/2026-W49.md", f"---\ngoals:\n{goals}---\n")
        person.apj("sync", at=NEXT_MONDAY)
    screen = ana.apj("call", at=NEXT_MONDAY).out
    assert screen.count("\n") <= 40
    assert screen.count("Goal 4") == 4


def test_call_shows_as_many_details_as_fit_in_40_lines(kept: Both) -> None:
    ana = kept[0]
    lengths = set()
    for number in (3, 11, 12, 14, 15, 28, 29):  # where the number of details changes
        goals = "".join(f"  - goal: Goal {each}\n    done_when: It is sent\n" for each in range(number))
        ana.write("ana/2026-W48.md", f"---\ngoals:\n{goals}---\n")
        screen = ana.apj("call", "--no-sync").out
        lengths |= {screen.count("\n")} if "It is sent" in screen else set()
    assert max(lengths) == 40


def test_call_does_not_write_a_file_when_not_run_in_a_terminal(monday: Both) -> None:
    ana, _ = monday
    before = everything(ana.root)
    for line in (["call"], ["call", "--json"], ["call", "--format", "html"], ["call", "--no-sync"]):
        ana.apj(*line)
    assert everything(ana.root) == before


def test_call_medium_records_the_call_and_shares_it(monday: Both) -> None:
    ana, ben = monday
    document = ana.apj("call", "--medium", "voice", "--json", at=NEXT_MONDAY).json
    assert document["recorded"] == {"medium": "voice", "minutes": None, "date": None}
    assert "\ncall: voice\n" in ana.read("ana/2026-W49.md")
    ben.apj("sync")
    assert "call: voice" in ben.read("ana/2026-W49.md")


def test_call_records_minutes_and_date_without_sharing_if_sync_is_off(monday: Both) -> None:
    ana, ben = monday
    ana.apj("call", "--medium", "in_person", "--minutes", "18", "--no-sync", at="2026-12-01T09:00+01:00")
    assert "call:\n  medium: in_person\n  minutes: 18\n  date: 2026-12-01\n" in ana.read("ana/2026-W49.md")
    ben.apj("sync")
    assert "call:" not in ben.read("ana/2026-W49.md")


def test_recorded_minutes_stay_until_the_call_is_recorded_as_none(monday: Both) -> None:
    ana, _ = monday
    ana.apj("call", "--medium", "voice", "--minutes", "18", "--no-sync", at=NEXT_MONDAY)
    document = ana.apj("call", "--medium", "video", "--no-sync", "--json").json
    assert document["recorded"] == {"medium": "video", "minutes": 18, "date": None}
    assert "  minutes: 18\n" in ana.read("ana/2026-W49.md")
    ana.apj("call", "--medium", "none", "--no-sync")
    assert "minutes: 18" not in ana.read("ana/2026-W49.md")


def test_call_refuses_minutes_without_a_medium(monday: Both) -> None:
    assert "--medium" in monday[0].apj("call", "--minutes", "10", code=2).err


def test_call_shows_the_current_week_until_the_next_week_is_planned(kept: Both) -> None:
    ana, _ = kept
    assert ana.apj("call", "--json", at=SUNDAY).json["week"] == "2026-W48"
    ana.write("ana/2026-W49.md", week("One page"))
    document = ana.apj("call", "--json", at=SUNDAY).json
    assert document["week"] == "2026-W49"
    said = {part["title"]: part["lines"] for part in document["parts"]}
    assert said["Ben's goals"] == ["No goals yet."]


def test_call_says_in_how_many_weeks_the_partners_talked_only_in_writing(monday: Both) -> None:
    ana, _ = monday
    assert "Your last calls" not in ana.apj("call").out
    for number, medium in ((45, "voice"), (46, "async"), (47, "async")):
        ana.write(f"ana/2026-W{number}.md", f"---\ncall: {medium}\n---\n")
    assert "Your last calls: 1 by voice and 2 in writing." in ana.apj("call").out


def test_call_warns_once_if_the_agreed_length_exceeds_twenty_minutes(monday: Both) -> None:
    ana, _ = monday
    assert "15 to 20" not in ana.apj("call").err
    ana.change("agreement.md", "minutes: 20", "minutes: 45")
    ran = ana.apj("call")
    assert ran.err.count("15 to 20") == 1
    assert ana.apj("-q", "call").err == ""


def test_the_html_page_of_a_call_is_one_file_without_scripts_or_links(monday: Both) -> None:
    ana, _ = monday
    ana.write("ana/2026-W49.md", week('"<script>alert(1)</script> & <img src=x onerror=y>"'))
    told = ana.apj("call", "--format", "html", "-o", "call.html")
    page = ana.read("call.html")
    assert "call.html" in told.err
    assert page.startswith("<!doctype html>")
    assert "Send the grant draft" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img" in page
    assert not re.search(r"<(script|img|link|iframe|a)\b|https?:|url\(", page)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_a_call_with_a_listener_shows_only_the_other_partners_goals(kept: Both) -> None:
    ana, ben = kept
    ana.change("agreement.md", "mode: two-sided", "mode: one-sided")
    ana.change("agreement.md", "listeners: []", "listeners: [ben]")
    ana.apj("sync")
    ben.apj("sync")
    for person in (ana, ben):
        partners = [part["partner"] for part in person.apj("call", "--json").json["parts"]]
        assert partners == ["ana", "ana", None]


def test_call_in_a_circle_shows_one_line_for_each_goal_with_mine_first(kept: Both) -> None:
    _, ben = kept
    ben.write("cleo/partner.md", "---\nname: Cleo Dahl\nemail: cleo@example.org\n---\n")
    for name in ("ana", "ben", "cleo"):
        ben.write(f"{name}/2026-W48.md", week(f"A goal of {name} " + "that is long " * 9))
    ben.commit()
    document = ben.apj("call", "--json").json
    assert [part["partner"] for part in document["parts"]] == ["ben", "ana", "cleo"] * 2 + [None]
    lines = [line for line in ben.apj("call").out.splitlines() if "A goal of" in line]
    assert len(lines) == 3
    assert all(70 < len(line) <= 80 for line in lines)


def test_call_without_another_partner_says_how_to_add_a_remote(tmp_path: Path) -> None:
    ana = Person("ana", tmp_path / "alone")
    ana.apj("init", str(ana.root), "--partner", "ana", "--email", "ana@example.org", "--timezone", "Europe/Lisbon")
    assert "git remote add origin URL" in ana.apj("call", code=2).err


def test_call_shows_the_agenda_of_a_journal_without_history(plain: Path) -> None:
    assert "The next call" in Person("ana", plain).apj("call").out


def test_status_suggests_the_call_on_its_day_until_the_call_is_recorded(monday: Both) -> None:
    ana, _ = monday
    ana.apj("report", "2026-W48", "-o", "1=done", at=NEXT_MONDAY)
    assert ana.apj("status", "--json", at=NEXT_MONDAY).json["next"] == "apj call"
    ana.apj("call", "--medium", "voice", at=NEXT_MONDAY)
    assert ana.apj("status", "--json", at=NEXT_MONDAY).json["next"] != "apj call"


def test_the_first_call_of_a_month_shows_the_aims_of_both_partners(monday: Both) -> None:
    ana = monday[0]
    ana.change("ana/partner.md", "## Aims\n", "## Aims\n- Finish the book\n- Swim.\n")
    assert "aims" not in ana.apj("call", "--no-sync").out
    said = ana.apj("call", "--no-sync", at="2026-12-07T09:30+01:00").out
    assert "Ana's aims: Finish the book; Swim." in said
    assert "Ben's aims" not in said
    assert "aims" not in ana.apj("call", "--no-sync", at="2026-12-14T09:30+01:00").out
    page = ana.apj("call", "--no-sync", "--format", "html", at="2026-12-07T09:30+01:00").out
    assert "aims: Finish the book; Swim." in page
