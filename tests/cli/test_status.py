"""`apj status`: my status at each moment of the week, the next step, and the one line for a prompt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, command_line
from tests.helpers.repos import git

SUNDAY = "2026-11-29T18:00+00:00"

WEDNESDAY = "2026-11-25T18:00+00:00"
SATURDAY = "2026-11-28T12:00+00:00"
NEXT_MONDAY = "2026-11-30T08:00+00:00"
KEYS = [
    *("partner", "today", "week", "next_call", "open_goals", "reports_due", "partners", "messages", "unsynced"),
    *("alarms", "next", "as_of"),
]
Both = tuple[Person, Person]


def test_status_json_has_exactly_the_documented_keys(kept: Both) -> None:
    document = kept[0].apj("status", "--json", at=WEDNESDAY).json
    assert list(document) == KEYS
    assert document == {
        "partner": "ana",
        "today": "2026-11-25",
        "week": "2026-W48",
        "next_call": {"at": "2026-11-30T09:00:00+00:00", "days": 5},
        "open_goals": 2,
        "reports_due": [],
        "partners": [{"partner": "ben", "week": "2026-W48", "goals": 1, "unread": 0, "kept": True, "quiet_weeks": 0}],
        "messages": [],
        "unsynced": {"files": [], "ahead": 0, "behind": 0},
        "alarms": [],
        "next": "apj review",
        "as_of": "2026-11-23T08:00:00+00:00",
    }


def test_a_message_in_json_has_its_sender_and_week(kept: Both) -> None:
    ana, ben = kept
    ben.write("ben/2026-W48.md", ben.read("ben/2026-W48.md") + "\n## To ana\n- ask: Thursday?\n")
    ben.apj("sync", at=WEDNESDAY)
    ana.apj("sync", at=WEDNESDAY)
    assert ana.apj("status", "--json").json["messages"] == [
        {"partner": "ben", "week": "2026-W48", "to": "ana", "kind": "ask", "text": "Thursday?"}
    ]


def test_status_json_lists_a_due_report_with_its_open_goals(kept: Both) -> None:
    (due,) = kept[0].apj("status", "--json", at=NEXT_MONDAY).json["reports_due"]
    assert list(due) == ["week", "goals"]
    assert (due["week"], [goal["number"] for goal in due["goals"]]) == ("2026-W48", [1, 2])


# ---- through a week


def test_status_suggests_the_next_step_at_each_moment_of_a_week(begun: Both) -> None:
    ana, ben = begun

    def step(person: Person, at: str) -> str:
        return person.apj("status", "--json", at=at).json["next"]  # type: ignore[no-any-return]

    assert step(ana, "2026-11-23T08:00+00:00") == "apj new-week"
    ana.apj("new-week", "-g", "Three runs", "--no-edit")
    assert step(ana, "2026-11-23T08:10+00:00") == "apj call"
    ben.apj("new-week", "-g", "Mark the essays", "--no-edit", "--sync", at="2026-11-23T08:30+00:00")
    ana.apj("call", "--medium", "voice", at="2026-11-23T09:05+00:00")
    assert step(ana, "2026-11-23T09:10+00:00") == "apj review"
    ana.apj("review", "--keep", at="2026-11-23T09:10+00:00")
    ben.apj("review", "--keep", at="2026-11-23T09:10+00:00")
    ana.apj("sync")
    assert step(ana, WEDNESDAY) == "apj log"
    ana.apj("log", "-i", "fonts", at=WEDNESDAY)
    assert step(ana, WEDNESDAY) == "apj sync"
    ana.apj("sync")
    assert step(ana, SATURDAY) == "apj new-week"
    ana.apj("new-week", "-g", "One page", "--no-edit", "--sync", at=SATURDAY)
    assert step(ana, "2026-11-29T12:00+00:00") == "apj log"
    assert step(ana, NEXT_MONDAY) == "apj report"
    ana.apj("report", "-o", "1=done", at=NEXT_MONDAY)
    assert step(ana, NEXT_MONDAY) == "apj call"
    ana.apj("call", "--medium", "voice", "--no-sync", at=NEXT_MONDAY)
    assert step(ana, NEXT_MONDAY) == "apj sync"


def test_the_last_line_of_status_is_the_next_step(kept: Both) -> None:
    assert kept[0].apj("status").out.splitlines()[-1].startswith("Next: apj ")


def test_the_next_call_is_in_my_time_zone_across_clock_changes(kept: Both) -> None:
    for now, at, days in (
        ("2026-11-23T08:59+00:00", "2026-11-23T09:00:00+00:00", 0),
        ("2026-11-23T09:00+00:00", "2026-11-23T09:00:00+00:00", 0),
        ("2026-11-23T09:59+00:00", "2026-11-23T09:00:00+00:00", 0),
        ("2026-11-23T10:00+00:00", "2026-11-30T09:00:00+00:00", 7),
        ("2026-11-29T23:59+00:00", "2026-11-30T09:00:00+00:00", 1),
        ("2027-03-27T12:00+00:00", "2027-03-29T09:00:00+01:00", 2),
        ("2026-12-28T10:00+00:00", "2027-01-04T09:00:00+00:00", 7),
    ):
        assert kept[0].apj("status", "--json", at=now).json["next_call"] == {"at": at, "days": days}, now


# ---- what is not shared


def test_status_counts_unshared_files_and_commits(kept: Both) -> None:
    ana, ben = kept
    ana.apj("log", "fonts", at=WEDNESDAY)
    assert ana.apj("status", "--json").json["unsynced"] == {"files": ["ana/2026-W48.md"], "ahead": 0, "behind": 0}
    ana.apj("commit")
    assert ana.apj("status", "--json").json["unsynced"] == {"files": [], "ahead": 1, "behind": 0}
    ben.apj("log", "a quiet day", at=WEDNESDAY)
    ben.apj("sync")
    assert ana.apj("status", "--json").json["unsynced"]["behind"] == 0  # status asks no server


def test_status_in_a_plain_clone_counts_from_what_git_fetched(kept: Both, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(kept[0].root.parent / "shared.git"), "laptop")
    laptop = Person("ana", tmp_path / "laptop")
    laptop.apj("log", "from the laptop", at=WEDNESDAY)
    laptop.apj("commit")
    assert laptop.apj("status", "--json").json["unsynced"] == {"files": [], "ahead": 1, "behind": 0}
    assert laptop.apj("sync", "--json").json["sent"] == 1


def test_status_works_with_a_broken_file_and_suggests_its_repair(kept: Both) -> None:
    ana = kept[0]
    ana.change("ana/2026-W48.md", "Three runs", '"Deep" work')
    document = ana.apj("status", "--json", at=WEDNESDAY).json
    assert (document["open_goals"], document["next"]) == (2, "apj check --fix ana/2026-W48.md")
    assert ana.apj("status").err == ""
    ana.apj("check", "--fix", "ana/2026-W48.md")
    assert ana.apj("status", "--json").json["next"] == "apj review"


@pytest.mark.parametrize(
    ("path", "text", "step"),
    [
        ("ana/2026-W48.md", "---\naway: pigeon\n---\n", "apj edit 2026-W48"),
        ("ana/2026-W47.md", "---\naway: pigeon\n---\n", "apj edit 2026-W47"),
        ("ana/partner.md", "---\nname: [Ana\n---\n", "apj check --fix ana/partner.md"),
        ("agreement.md", "---\napj: 1\ncadence: dailyish\n---\n", "apj check agreement.md"),
    ],
)
def test_status_names_an_unreadable_file_and_shows_the_command_for_it(
    kept: Both, path: str, text: str, step: str
) -> None:
    ana = kept[0]
    ana.write(path, text)
    assert ana.apj("status", "--json", at=WEDNESDAY).json["next"] == step
    assert f"{path} cannot be read" in ana.apj("status").out


@pytest.mark.parametrize("line", [("call", "--no-sync"), ("new-week", "W49", "-g", "Rest", "--no-edit", "--no-sync")])
def test_commands_that_use_default_terms_say_that_the_agreement_is_unreadable(
    kept: Both, line: tuple[str, ...]
) -> None:
    ana = kept[0]
    assert "default terms" not in ana.apj(*line).err
    ana.change("agreement.md", "cadence: weekly", "cadence: dailyish")
    said = ana.apj(*line, code=None).err
    assert "agreement.md cannot be read. Until you fix it, the default terms apply." in " ".join(said.split())
    assert "apj check agreement.md" in said


@pytest.mark.parametrize("text", ["cadence: [weekly", "cadence: dailyish"])
def test_no_command_says_who_accepted_an_agreement_that_cannot_be_read(kept: Both, text: str, tmp_path: Path) -> None:
    ana = kept[0]
    assert "agree" in ana.apj("insights", "--readiness", at=NEXT_MONDAY).out
    ana.change("agreement.md", "cadence: weekly", text)
    said = ana.apj(at=NEXT_MONDAY).out
    assert "agreement.md cannot be read. Until you fix it, the default terms apply." in " ".join(said.split())
    assert not any(words in said for words in ("in force", "apj agree", "only the terms"))
    ran = ana.apj("insights", "--readiness", at=NEXT_MONDAY)
    assert ran.err.startswith("agreement.md cannot be read. Until you fix it, the default terms apply.")
    assert "apj leave" in ran.out
    assert "apj agree" not in ran.out
    ana.apj("site", str(tmp_path / "pages"))
    page = (tmp_path / "pages/agreement.html").read_text("utf-8")
    assert "agreement.md cannot be read. Until you fix it, the default terms apply." in page
    assert "accepted" not in page


@pytest.mark.parametrize("path", ["ana/partner.md", "agreement.md"])
def test_commands_warn_that_they_replace_an_unknown_time_zone(kept: Both, path: str) -> None:
    ana = kept[0]
    assert "not a known time zone" not in ana.apj("status").err
    ana.write(path, ana.read(path).replace("Europe/Lisbon", "Europe/Lisbom"))
    for line in (
        *("status", "", "log fonts", "report -o 1=done", "call --no-sync"),
        "new-week W49 -g Rest --no-edit --without-report",
    ):
        said = ana.apj(*line.split()).err
        assert f"{path}:" in said, line
        assert '"Europe/Lisbom" is not a known time zone; did you mean Europe/Lisbon' in said
        assert "Until you correct it, apj uses another time zone." in said


def test_status_does_not_suggest_a_file_in_a_newer_format_as_the_next_step(kept: Both) -> None:
    ana = kept[0]
    ana.write("ana/2026-W48.md", "---\napj: 2\ngoals: [[1]]\n---\n")
    assert ana.apj("status", "--json", at=WEDNESDAY).json["next"] != "apj edit 2026-W48"


def test_agree_names_the_position_of_an_error_in_my_partner_file(kept: Both) -> None:
    ana = kept[0]
    ana.change("ana/partner.md", "name: Ana Costa", "name: [Ana")
    told = ana.apj("agree", "--mode", "peer-support", code=3).err
    assert told.startswith("ana/partner.md:3:7: ")
    assert "ana/partner.md cannot be read." in told


def test_status_shows_an_unreadable_partners_goals_as_unknown(kept: Both) -> None:
    ana = kept[0]
    ana.change("ben/2026-W48.md", "Mark the essays", '"Deep" work')
    ana.commit()
    (partner,) = ana.apj("status", "--json", at=WEDNESDAY).json["partners"]
    assert (partner["week"], partner["goals"]) == ("2026-W48", None)
    assert "Ben        ben/2026-W48.md cannot be read.\n" in ana.apj("status").out


# ---- the line for a prompt


def test_status_short_prints_one_line_without_git(kept: Both, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ana = kept[0]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ana.apj("status", "--short", at=WEDNESDAY).out == "apj W48 2 open, call in 5 d\n"
    ana.apj("report", "-o", "1=done", code=None)
    assert ana.apj("status", "--short", at=NEXT_MONDAY).out == "apj W49 no goals yet, call today\n"


@pytest.mark.parametrize(
    ("at", "said"), [("T09:00", "call today"), ("T09:01", "call today"), ("T10:00", "call in 7 d")]
)
def test_status_and_status_short_show_the_same_day_of_the_call(kept: Both, at: str, said: str) -> None:
    ana = kept[0]
    moment = f"2026-11-30{at}+00:00"
    assert ana.apj("status", "--short", at=moment).out == f"apj W49 no goals yet, {said}\n"
    days = ana.apj("status", "--json").json["next_call"]["days"]
    assert said == ("call today" if days == 0 else f"call in {days} d")


def test_status_short_does_not_start_git_while_a_proposal_waits(
    kept: Both, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ana = kept[0]
    ana.apj("agree", "--cadence", "monthly", at=WEDNESDAY)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ana.apj("status", "--short", at=WEDNESDAY).out == "apj W48 2 open, call in 5 d\n"


def test_status_short_prints_nothing_outside_a_journal_and_for_unknown_partners(kept: Both, tmp_path: Path) -> None:
    ran = command_line("status", "--short", folder=tmp_path)
    assert (ran.out, ran.err) == ("", "")
    git(kept[0].root, "config", "--unset", "apj.partner")
    ran = command_line("status", "--short", folder=kept[0].root)
    assert (ran.out, ran.err) == ("", "")
    ran = command_line("status", "--short", folder=kept[0].root, as_="nobody")
    assert (ran.out, ran.err) == ("", "")


def test_status_short_works_with_a_broken_file(kept: Both) -> None:
    kept[0].write("ana/2026-W48.md", '---\ngoals:\n  - "Deep" work\n---\n')
    kept[0].write("agreement.md", "---\napj: 1\nmode: [\n---\n")
    assert kept[0].apj("status", "--short").out == "apj W48 cannot be read, call today\n"


def test_status_short_with_json_prints_the_whole_document(kept: Both) -> None:
    assert list(kept[0].apj("status", "--short", "--json").json) == KEYS


def test_status_on_sunday_shows_the_goals_of_the_next_week(ana: Person) -> None:
    ana.apj("new-week", "-g", "Ring the tax office", "-g", "Two runs", "--no-edit", "--no-sync", at=SUNDAY)
    shown = " ".join(ana.apj("status", at=SUNDAY).out.split())
    assert "Next week 2 goals for 30 November to 6 December (2026-W49)." in shown
    assert "Next week" not in ana.apj("status", at="2026-11-30T10:00+00:00").out


def test_status_says_how_to_finish_what_is_unfinished_in_git(kept: Both) -> None:
    ana = kept[0]
    ana.git("switch", "-q", "--detach")
    shown = ana.apj("status").out
    assert "No branch is checked out in this clone." in shown
    assert "git switch main" in shown
    assert shown.endswith("Next: git status\n")
    ana.git("switch", "-q", "main")
    assert "No branch" not in ana.apj("status").out
