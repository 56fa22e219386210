"""`apj insights`: my own record in counts, a partner's by name, with and without history, and signs of readiness."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.helpers.people import Person, command_line

WEDNESDAY = "2026-11-25T10:00+01:00"
MONDAY = "2026-11-30T10:00+01:00"
KEYS = (
    *("partner", "weeks", "goals", "promises", "foresight", "derailers", "plans", "calibration", "carried"),
    *("resilience", "rhythm", "areas", "readiness", "ledger", "learned", "unreadable"),
)
SIGNS = ["reported_weeks", "rhythm", "calibration_gap", "foresight_rate", "plans_worked", "resilience_gap"]
SURE = "---\ngoals:\n  - id: grant\n    goal: Send the draft\n    confidence: {}\n{}---\n"


@pytest.fixture
def demo_ana(demo: Path) -> Person:
    return Person("ana", demo / "ana", WEDNESDAY)


def all_have_signed(ana: Person) -> None:
    """Let both partners accept the current agreement."""
    signed = ana.git("hash-object", "agreement.md")
    for handle in ("ana", "ben"):
        path = f"{handle}/partner.md"
        ana.write(path, re.sub("agreed: .*", f"agreed: {signed}", ana.read(path)))
    ana.commit()


def test_insights_shows_my_own_record_by_default(demo_ana: Person) -> None:
    assert demo_ana.apj("insights").out.startswith("Ana, 12 weeks, 34 goals.\n")
    assert demo_ana.apj("insights", "ben").out.startswith("Ben, 11 weeks, 32 goals.\n")
    assert "What distracts Ben most" in demo_ana.apj("insights", "ben").out
    assert "What distracts you most" in demo_ana.apj("insights", "ana").out


def test_insights_begins_with_the_most_frequent_distraction(demo_ana: Person) -> None:
    lines = demo_ana.apj("insights").out.splitlines()
    assert lines[2:4] == ["What distracts you most", "  Interest, 7 of 15 times."]
    assert any(line.startswith("  You expected 9 of 15") for line in lines)
    helps = lines.index("What helps")
    assert lines[helps + 1] == '  "I write one paragraph first" worked 4 of 5 times you used it.'
    assert len(lines) <= 24


def test_insights_json_has_exactly_the_documented_keys(demo_ana: Person) -> None:
    found = demo_ana.apj("--json", "insights").json
    assert tuple(found) == KEYS
    assert list(found["promises"]) == ["done", "partly", "not_done", "unreported", "dropped", "of", "interval"]
    assert list(found["foresight"]) == ["foreseen_came", "foreseen_not", "surprise"]
    assert [list(derailer) for derailer in found["derailers"]] == [["kind", "count", "foreseen", "logged"]] * 4
    assert list(found["plans"]) == ["written", "triggered", "used", "worked", "forgotten"]
    assert list(found["calibration"]) == ["n", "mean_confidence", "kept_rate", "brier", "bins"]
    assert [list(each) for each in found["calibration"]["bins"]] == [["from", "to", "n", "kept"]] * 3
    assert [list(goal) for goal in found["carried"]] == [["id", "since", "times", "decision"]]
    assert found["resilience"] == {"hit": {"done": 3, "of": 8}, "calm": {"done": 15, "of": 25}}
    assert found["rhythm"] == {"reported": 8, "of": 8, "calls": 5, "voice": 5}
    assert [list(area) for area in found["areas"]] == [["area", "done", "of"]] * 2
    assert [list(sign) for sign in found["readiness"]] == [["indicator", "value", "needed", "met", "n"]] * 6
    assert [sign["indicator"] for sign in found["readiness"]] == SIGNS
    assert demo_ana.apj("insights", "--format", "json").json == found
    assert demo_ana.apj("insights", "--readiness", "--json").json == found


def test_values_with_too_few_cases_are_null_in_insights_json(demo_ana: Person) -> None:
    found = demo_ana.apj("--json", "insights", "--since", "W47").json
    assert (found["weeks"], found["calibration"], found["promises"]["interval"]) == (1, None, None)
    assert [(sign["value"], sign["met"]) for sign in found["readiness"][1:]] == [(None, None)] * 5


def test_insights_readiness_shows_signs_questions_and_next_commands(demo_ana: Person) -> None:
    shown = demo_ana.apj("insights", "--readiness").out
    assert "Plans that worked        there: 7 of 8, 88 %, 95 % interval 53 to 98;" in shown
    assert shown.count("?") == 3
    assert [line.split("    ")[0] for line in shown.splitlines() if line.startswith("  apj ")] == [
        "  apj agree --cadence fortnightly",
        "  apj agree --cadence monthly",
        "  apj agree --mode peer-support",
        "  apj leave",
    ]


def test_readiness_uses_the_thresholds_of_the_agreement(demo_ana: Person) -> None:
    demo_ana.change("agreement.md", "\nareas:", "\nreadiness: {rhythm: 9, calibration_gap: 17 %}\nareas:")
    found = {sign["indicator"]: sign for sign in demo_ana.apj("--json", "insights").json["readiness"]}
    assert (found["rhythm"]["needed"], found["rhythm"]["met"]) == (9, False)
    assert (found["calibration_gap"]["needed"], found["calibration_gap"]["met"]) == (0.17, True)


def test_insights_since_accepts_a_week_or_a_year(demo_ana: Person) -> None:
    assert demo_ana.apj("insights", "--since", "W45").out.startswith("Ana, 3 weeks since 2026-W45, 9 goals.")
    assert demo_ana.apj("--json", "insights", "--since", "2026").json == demo_ana.apj("--json", "insights").json
    assert (
        demo_ana.apj("insights", "--since", "2027").out.splitlines()[0] == "Ana: nothing is counted yet since 2027-W01."
    )
    assert "--since" not in demo_ana.apj("insights", "--since", "never", code=2).out


def test_insights_uses_the_confidence_in_the_kept_copy(kept: tuple[Person, Person]) -> None:
    ana, ben = kept
    ana.write("ana/2026-W48.md", SURE.format(90, ""))
    ana.apj("sync")
    ben.apj("review", "--keep")
    ana.apj("sync")
    ana.write("ana/2026-W48.md", SURE.format(10, "outcomes:\n  - done\n"))
    found = ana.apj("--json", "insights", at=MONDAY).json
    # "Three runs" was kept on the morning, and taken out and kept so before the report: agreed, and outside.
    assert (found["goals"], found["promises"]["of"]) == (1, 1)
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - Rest\n---\n")
    reworded = ana.apj("--json", "insights").json
    assert (reworded["goals"], reworded["promises"]["unreported"]) == (1, 1)
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - Rest\n  - Sleep by ten\n---\n")
    gone = ana.apj("--json", "insights").json
    assert (gone["goals"], gone["promises"]["unreported"]) == (3, 3)


def test_insights_without_history_says_so_and_counts_from_the_files(plain: Path) -> None:
    ran = command_line("insights", folder=plain, as_="ana", at=WEDNESDAY)
    assert "There is no history here, so apj cannot see what was kept." in ran.out
    found = command_line("--json", "insights", folder=plain, as_="ana", at=WEDNESDAY).json
    assert (found["weeks"], found["goals"]) == (12, 34)


def test_insights_needs_an_identity_unless_a_partner_is_given(plain: Path) -> None:
    unknown = command_line("insights", folder=plain, at=MONDAY, code=2)
    assert "apj does not know which partner you are." in unknown.err
    assert unknown.err.endswith("apj --as HANDLE. The partners are: ana, ben.\n")
    assert command_line("insights", "ben", folder=plain, at=MONDAY).out.startswith("Ben, ")
    assert command_line("insights", "nobody", folder=plain, at=MONDAY, code=2).err
    refused = command_line("--json", "insights", "nobody", folder=plain, at=MONDAY, code=2)
    assert json.loads(refused.out)["error"]["exit"] == 2


def test_insights_counts_the_last_readable_version_of_an_unreadable_week(demo_ana: Person) -> None:
    before = demo_ana.apj("--json", "insights").json
    demo_ana.write("ana/2026-W45.md", "---\ngoals: [\n---\n")
    after = demo_ana.apj("--json", "insights").json
    assert [(one["week"], one["line"], one["has_older"]) for one in after["unreadable"]] == [("2026-W45", 2, True)]
    assert after | {"unreadable": []} == before
    assert "\n2026-W45 cannot be read now, so apj counts its newest readable version.\n" in demo_ana.apj("insights").out
    demo_ana.write("ana/2026-W44.md", "---\ngoals: [\n---\n")
    demo_ana.write("ana/2026-W30.md", "---\ngoals: [\n---\n")
    said = " ".join(demo_ana.apj("insights").out.split())
    assert "2026-W44 and 2026-W45 cannot be read now, so apj counts their newest readable versions." in said
    assert "2026-W30 cannot be read now, so apj does not count it." in said


def test_insights_counts_a_kept_week_that_was_deleted(demo_ana: Person) -> None:
    before = demo_ana.apj("--json", "insights").json
    (demo_ana.root / "ana/2026-W46.md").unlink()
    demo_ana.commit()
    after = demo_ana.apj("--json", "insights").json
    assert (after["weeks"], after["goals"]) == (before["weeks"], before["goals"])
    assert after["promises"]["unreported"] == 3


def test_insights_under_peer_support_still_counts_earlier_weeks(demo_ana: Person) -> None:
    before = demo_ana.apj("--json", "insights").json
    until = "earlier:\n  - {until: 2026-W47, mode: two-sided, cadence: weekly, day: monday}\n"
    demo_ana.change("agreement.md", "mode: two-sided", "mode: peer-support")
    demo_ana.change("agreement.md", "\nareas:", f"\n{until}areas:")
    demo_ana.write("ana/2026-W49.md", "---\ngoals:\n  - Rest\noutcomes:\n  - done\nhappened:\n  - focus\n---\n")
    after = demo_ana.apj("--json", "insights", at="2027-03-01T10:00+01:00").json
    assert after | {"carried": before["carried"]} == before


def test_status_mentions_the_signs_of_readiness_on_the_review_date(kept: tuple[Person, Person]) -> None:
    ana, _ = kept
    ana.write("agreement.md", re.sub("review_on: .*", "review_on: 2026-11-30", ana.read("agreement.md")))
    all_have_signed(ana)
    assert "apj insights --readiness" not in ana.apj("status").out
    shown = ana.apj("status", at=MONDAY).out
    assert "Agreement  due for review since Mon 30 Nov. Do you still need this?" in shown
    for command in ("insights --readiness", "agree --cadence fortnightly", "agree --mode peer-support", "leave"):
        assert f"           apj {command}:" in shown


@pytest.mark.parametrize(
    ("needed", "there"),
    [("{rhythm: 9}", 4), ("{rhythm: 9, reported_weeks: 99}", 3), ("{calibration_gap: 25 %}", 6)],
)
def test_status_mentions_the_signs_of_readiness_once_most_of_them_are_present(
    demo_ana: Person, needed: str, there: int
) -> None:
    demo_ana.change("agreement.md", "\nareas:", f"\nreadiness: {needed}\nareas:")
    all_have_signed(demo_ana)
    assert "apj agree" not in demo_ana.apj("status").out, "once a week, on the day of the call"
    signs = demo_ana.apj("--json", "insights", at=MONDAY).json["readiness"]
    assert sum(sign["met"] is True for sign in signs) == there
    shown = demo_ana.apj("status", at=MONDAY).out
    assert ("Agreement  you have most of the signs that you can go on alone" in shown) == (there > 3)
    assert ("apj agree --cadence fortnightly: talk every second week" in shown) == (there > 3)


def test_status_checks_readiness_only_in_the_last_52_weeks(demo_ana: Person) -> None:
    demo_ana.write("agreement.md", re.sub("review_on: .*\n", "", demo_ana.read("agreement.md")))
    assert "most of the signs" in demo_ana.apj("status", at="2027-08-30T10:00+01:00").out
    assert "most of the signs" not in demo_ana.apj("status", at="2027-11-29T10:00+01:00").out


def test_status_mentions_the_signs_of_readiness_only_to_partners_who_report(demo_ana: Person) -> None:
    agreement = demo_ana.read("agreement.md")
    demo_ana.change("agreement.md", "mode: two-sided", "mode: peer-support")
    assert "most of the signs" not in demo_ana.apj("status", at=MONDAY).out
    demo_ana.write("agreement.md", agreement)
    demo_ana.change("agreement.md", "mode: two-sided", "mode: one-sided")
    assert "most of the signs" in demo_ana.apj("status").out
    demo_ana.change("agreement.md", "listeners: []", "listeners: [ana]")
    assert "most of the signs" not in demo_ana.apj("status").out
    demo_ana.write("agreement.md", agreement)
    demo_ana.apj("leave", "--yes")
    assert "most of the signs" not in demo_ana.apj("status").out
