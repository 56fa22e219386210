"""Twenty-six weeks of two people in two time zones, using only the commands.

From October to April: both clocks change, each on different days. The year turns with a week 53. The calls become
rarer, to every second week and then to the first of the month. The partners continue as peer support, and return to
every week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.helpers.people import Person, begin

pytestmark = pytest.mark.slow

LISBON, NEW_YORK = ZoneInfo("Europe/Lisbon"), ZoneInfo("America/New_York")
CALL = time(9)
FIRST = date(2026, 10, 5)
"""The call that begins 2026-W41."""


def name(monday: date) -> str:
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02}"


def at(day: date, clock: time, zone: ZoneInfo) -> str:
    return datetime.combine(day, clock, zone).isoformat()


def call_in(zone: ZoneInfo, monday: date) -> str:
    """Return when the call on that day is, on the clock of `zone`, using only the standard library."""
    return datetime.combine(monday, CALL, LISBON).astimezone(zone).isoformat(timespec="seconds")


@dataclass
class Told:
    """What was seen during the half-year, by subject."""

    ana: Person
    ben: Person
    calls: dict[str, tuple[str, str]] = field(default_factory=dict)
    gates: dict[str, int] = field(default_factory=dict)
    summaries: dict[str, str] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)
    insights: dict[str, Any] = field(default_factory=dict)

    def week(self, monday: date, *, results: tuple[str, str] = ("done", "partly"), gate: int = 1) -> None:
        """Go through a Monday: Ana in Lisbon before the call, Ben in New York, where it is night still."""
        here, there = at(monday, time(8, 30), LISBON), at(monday, time(0, 30), NEW_YORK)
        for person, now in ((self.ana, here), (self.ben, there)):
            goals = ("-g", f"Goal of {name(monday)}", "-g", "Three runs")
            ran = person.apj("new-week", *goals, "--no-edit", at=now, code=None)
            self.gates[f"{person.handle} {name(monday)}"] = ran.code
            assert ran.code in {0, gate}, ran
            if ran.code == 1:
                told = [f"{number}={result}" for number, result in enumerate(results, 1)]
                person.apj("report", *(word for each in told for word in ("-o", each)))
                person.apj("new-week", *goals, "--no-edit")
        self.ana.apj("commit")
        self.ben.apj("review", "--keep", at=here)
        self.calls[name(monday)] = tuple(
            person.apj("status", "--json", at=at(monday, time(15), LISBON)).json["next_call"]["at"]
            for person in (self.ana, self.ben)
        )

    def agreed(self, day: date, *words: str) -> None:
        """Let Ana propose, and Ben accept a day later."""
        self.seen[f"proposed {day}"] = self.ana.apj("agree", *words, at=at(day, time(12), LISBON)).out
        self.seen[f"signed {day}"] = self.ben.apj("agree", at=at(day + timedelta(1), time(12), LISBON)).out
        self.summarise(f"after {day}")

    def summarise(self, when: str) -> None:
        self.summaries[when] = self.ana.apj("summary", "--since", "2026-W41", "--until", "2026-W50").out
        self.insights[when] = self.ana.apj("insights", "--json").json

    def sign(self, when: str, indicator: str) -> Any:
        """Return a line of readiness, as it was seen at that time."""
        return next(one for one in self.insights[when]["readiness"] if one["indicator"] == indicator)

    def due(self, person: Person, day: date, clock: time, zone: ZoneInfo) -> list[str]:
        document = person.apj("status", "--json", at=at(day, clock, zone)).json
        return [due["week"] for due in document["reports_due"]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The half-year of both partners, in one clone under their own names, since it is not about sharing."""
    folder = tmp_path_factory.mktemp("half-a-year")
    with pytest.MonkeyPatch.context() as patch:
        from tests.helpers.home import move_in

        move_in(tmp_path_factory.mktemp("home"), patch)
        ana, _ = begin(folder, at=at(FIRST, time(7), LISBON))
        ana.git("remote", "remove", "origin")
        ben = Person("ben", ana.root, ana.now)
        ben.change("ben/partner.md", "Europe/Berlin", "America/New_York")
        story = Told(ana, ben)
        weekly(story)
        tapering(story)
        returning(story)
        yield story


def weekly(story: Told) -> None:
    """W41 to W53, every week; the last one Ana is away."""
    for number in range(12):
        story.week(FIRST + timedelta(7 * number), gate=1 if number else 0)
        if number in {3, 8}:
            story.summarise(f"after {number} reports")
    monday = FIRST + timedelta(7 * 12)
    story.seen["due before midnight"] = story.due(story.ben, monday - timedelta(1), time(23, 59), NEW_YORK)
    story.seen["due from midnight"] = story.due(story.ben, monday, time(0), NEW_YORK)
    story.seen["due in Lisbon"] = story.due(story.ana, monday, time(0), LISBON)
    story.ana.apj("report", "-o", "1=not done", "-o", "2=done", at=at(monday, time(8), LISBON))
    story.ana.apj("away", "this")
    story.ben.apj("report", "-o", "1=done", "-o", "2=done")
    story.summarise("weekly")


def tapering(story: Told) -> None:
    """From W01 on: every second week, then the first of the month."""
    story.week(date(2027, 1, 4), gate=0)
    story.agreed(date(2027, 1, 6), "--cadence", "fortnightly")
    story.week(date(2027, 1, 11))
    story.seen["W03"] = story.ana.apj("status", "--json", at=at(date(2027, 1, 20), time(12), LISBON)).json
    story.week(date(2027, 1, 25))
    story.agreed(date(2027, 1, 27), "--cadence", "monthly")
    story.week(date(2027, 2, 1))
    story.seen["W08"] = story.ana.apj("status", "--json", at=at(date(2027, 2, 24), time(12), LISBON)).json
    story.week(date(2027, 3, 1))


def returning(story: Told) -> None:
    """Peer support in March, and back to every week at its end."""
    story.agreed(date(2027, 3, 3), "--mode", "peer-support")
    story.seen["peers"] = story.due(story.ana, date(2027, 3, 10), time(12), LISBON)
    story.seen["peers next"] = story.ana.apj("status", "--json").json["next"]
    story.agreed(date(2027, 3, 17), "--mode", "two-sided")
    story.agreed(date(2027, 3, 24), "--cadence", "weekly")
    story.week(date(2027, 3, 29), gate=1)
    story.seen["last"] = story.due(story.ana, date(2027, 4, 5), time(0), LISBON)
    story.summarise("at the end")


@pytest.mark.slow
def test_each_call_has_correct_local_times_across_clock_changes(told: Told) -> None:
    for number in range(12):
        coming = FIRST + timedelta(7 * (number + 1))
        seen = told.calls[name(coming - timedelta(7))]
        assert seen == (call_in(LISBON, coming), call_in(NEW_YORK, coming))
    hours = {seen[1][11:16] for seen in told.calls.values()}
    assert hours == {"04:00", "05:00"}, "between the two changes New York is an hour nearer"


@pytest.mark.slow
def test_new_week_asks_for_the_due_report_first_from_the_second_monday_on(told: Told) -> None:
    weekly_gates = [
        told.gates[f"{who} {name(FIRST + timedelta(7 * number))}"] for number in range(12) for who in ("ana", "ben")
    ]
    assert weekly_gates == [0, 0, *[1] * 22]


def test_a_report_is_due_from_midnight_of_monday_in_the_partners_time_zone(told: Told) -> None:
    assert told.seen["due before midnight"] == []
    assert told.seen["due from midnight"] == ["2026-W52"]
    assert told.seen["due in Lisbon"] == ["2026-W52"]


def test_week_53_and_a_week_away_require_no_report(told: Told) -> None:
    (week,) = told.ana.apj("show", "ana", "2026-W53", "--json").json["weeks"]
    assert (week["monday"], week["away"], week["report_due"]) == ("2026-12-28", True, "2027-01-04")
    assert told.gates["ana 2027-W01"] == 0
    assert told.gates["ben 2027-W01"] == 0


def test_a_rarer_cadence_changes_only_the_due_dates(told: Told) -> None:
    due = {}
    for week in ("2027-W01", "2027-W02", "2027-W04", "2027-W05", "2027-W09"):
        (found,) = told.ana.apj("show", "ana", week, "--json").json["weeks"]
        due[week] = found["report_due"]
    assert due == {
        "2027-W01": "2027-01-11",
        "2027-W02": "2027-01-25",
        "2027-W04": "2027-02-01",
        "2027-W05": "2027-03-01",
        "2027-W09": "2027-03-29",
    }
    assert told.seen["W03"]["week"] == "2027-W02"
    assert told.seen["W03"]["reports_due"] == []
    assert told.seen["W03"]["next_call"]["days"] == 5
    assert (told.seen["W08"]["week"], told.seen["W08"]["next_call"]["days"]) == ("2027-W05", 5)


def test_under_peer_support_no_report_is_due_or_suggested(told: Told) -> None:
    assert told.seen["peers"] == []
    assert "report" not in told.seen["peers next"]


def test_a_return_to_weekly_calls_is_reported_and_makes_reports_due_again(told: Told) -> None:
    assert "return" in told.seen["proposed 2027-03-24"].lower()
    assert told.seen["last"] == ["2027-W13"]


def test_a_change_of_the_agreement_does_not_change_the_summary_of_earlier_weeks(told: Told) -> None:
    after = [text for when, text in told.summaries.items() if "reports" not in when]
    assert len(after) == 7
    assert len(set(after)) == 1


def test_insights_count_promises_and_reports_week_by_week(told: Told) -> None:
    counts = {when: (seen["weeks"], seen["promises"]["of"]) for when, seen in told.insights.items()}
    assert counts["after 3 reports"] == (3, 6)
    assert counts["after 8 reports"] == (8, 16)
    assert counts["weekly"] == (12, 24), "the week away is outside every number"
    assert counts["after 2027-01-06"] == (12, 24), "W01 is not due yet"
    assert told.insights["at the end"]["promises"]["of"] == told.insights["at the end"]["weeks"] * 2


def test_the_sign_of_rhythm_stays_present_after_a_change_to_fewer_calls(told: Told) -> None:
    early, later = (told.sign(when, "rhythm") for when in ("after 3 reports", "after 8 reports"))
    assert (early["met"], early["n"]) == (None, 3)
    assert (later["value"], later["met"], later["n"]) == (8, True, 8)
    for when in ("weekly", "after 2027-01-06", "after 2027-01-27"):
        assert told.sign(when, "rhythm")["met"] is True
        assert told.sign(when, "reported_weeks")["met"] is True
    assert told.sign("at the end", "calibration_gap")["met"] is None, "no forecast was made"


def test_verify_and_check_find_no_errors_after_half_a_year(told: Told, tmp_path: Path) -> None:
    assert told.ana.apj("verify", "--json").json["findings"] == []
    assert told.ana.apj("check", "--json", code=0).json["errors"] == 0
