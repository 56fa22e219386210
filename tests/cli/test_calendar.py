"""`apj calendar`: two independent readers find the moments in it that `apj status` says."""

from __future__ import annotations

import io
import re
import shutil
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import recurring_ical_events
from dateutil import rrule, tz
from icalendar import Calendar

from tests.helpers.people import Person

CALL, REPORT = "The call of your journal", "Your report is due before the call"


def read_with_library(text: str, summary: str, since: date, until: date) -> list[Any]:
    """Return the beginnings of an event, as recurring-ical-events reads them."""
    events = recurring_ical_events.of(Calendar.from_ical(text)).between(since, until)
    return sorted(event["DTSTART"].dt for event in events if event["SUMMARY"] == summary)


def read_by_hand(text: str, summary: str, since: datetime, until: datetime) -> list[datetime]:
    """Return the beginnings of an event, as dateutil reads its rule and the calendar's own time zones."""
    unfolded = re.sub(r"\r\n[ \t]", "", text)
    zones = tz.tzical(io.StringIO("".join(re.findall(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", unfolded, re.DOTALL))))
    (event,) = [part for part in unfolded.split("BEGIN:VEVENT")[1:] if f"SUMMARY:{summary}\r" in part]
    values = dict(line.partition(":")[::2] for line in event.split("BEGIN:VALARM")[0].splitlines()[1:] if ":" in line)
    (start,) = [key for key in values if key.startswith("DTSTART")]
    zone = zones.get(start.partition("TZID=")[2])
    first = datetime.strptime(values[start], "%Y%m%dT%H%M%S")  # noqa: DTZ007  the zone follows
    off = {
        datetime.strptime(at, "%Y%m%dT%H%M%S").replace(tzinfo=zone)
        for key, value in values.items()
        if key.startswith("EXDATE")
        for at in value.split(",")
    }
    rule = rrule.rrulestr(values["RRULE"], dtstart=first.replace(tzinfo=zone))
    return [at for at in rule.between(since, until, inc=True) if at not in off]


@pytest.mark.slow
@pytest.mark.parametrize("cadence", ["weekly", "fortnightly", "monthly"])
def test_calendar_programs_find_a_year_of_calls_at_the_times_of_status(
    cadence: str, begun: tuple[Person, Person]
) -> None:
    ana, ben = begun
    ana.change("agreement.md", "cadence: weekly", f"cadence: {cadence}")
    ana.apj("away", "2027-W14", "--json", code=None)
    text = ana.apj("calendar").out
    shutil.rmtree(ana.root / ".git")  # `status` says the same about the calls, and asks git nothing
    said, now = [], datetime.fromisoformat("2026-11-23T20:00+00:00")
    while now < datetime.fromisoformat("2027-11-20T20:00+00:00"):
        at = datetime.fromisoformat(ana.apj("status", "--json", at=now.isoformat()).json["next_call"]["at"])
        said.append(at)
        now = at + timedelta(hours=11)
    away = {at for at in said if at.date() == date(2027, 4, 5)}
    assert {at.utcoffset() for at in said} == {timedelta(), timedelta(hours=1)}
    expected = [at for at in said if at not in away]
    found = read_with_library(text, CALL, date(2026, 11, 24), said[-1].date() + timedelta(days=1))
    assert found == expected
    assert read_by_hand(text, CALL, said[0], said[-1]) == expected
    due = read_with_library(text, REPORT, date(2026, 11, 24), said[-1].date() + timedelta(days=1))
    days = {call.date(): before in away for before, call in pairwise(said)}
    assert set(due) >= {day for day, is_off in days.items() if not is_off}
    assert not {day for day, is_off in days.items() if is_off}.intersection(due)
    assert ben.apj("calendar").out.count("BEGIN:VTIMEZONE") == 2


def test_the_calendar_has_an_alarm_before_each_call_and_no_text_of_the_journal(
    kept: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = kept
    text = ana.apj("calendar").out
    assert "TRIGGER:-PT15M" in text
    (first, second) = re.findall(r"UID:(.*)@apj\r", text)
    assert first != second
    assert set(re.findall(r"UID:(.*)@apj\r", ben.apj("calendar").out)).isdisjoint({first, second})
    ana.apj("calendar", "-o", str(tmp_path / "calls.ics"), at="2026-12-24T09:00+01:00")
    assert (tmp_path / "calls.ics").read_bytes() == text.encode()
    assert not re.search("grant|runs|essays|ana|ben|costa|adler", text, re.IGNORECASE)


def test_calendar_without_its_library_says_how_to_install_it(
    begun: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "icalendar" or name.endswith("ics_text")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "icalendar", None)
    assert "pipx install --force '.[web,calendar,lsp]'" in begun[0].apj("calendar", code=4).err


def test_calendar_prints_the_calls_of_a_listener_and_calls_without_a_time(begun: tuple[Person, Person]) -> None:
    ana = begun[0]
    text = re.sub("(?m)^  (time|timezone):.*\n", "", ana.read("agreement.md"))
    ana.write(
        "agreement.md", text.replace("mode: two-sided", "mode: one-sided").replace("listeners: []", "listeners: [ana]")
    )
    found = ana.apj("calendar").out
    assert "DTSTART;VALUE=DATE:20261123" in found
    assert REPORT not in found
    assert "VALARM" not in found


def test_sync_writes_and_shares_my_calendar_if_i_want_one(
    kept: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = kept
    ana.change("ana/partner.md", "page: false", "calendar: true\npage: false")
    ana.apj("sync")
    assert (ana.root / "ana/calendar.ics").read_bytes() == ana.apj("calendar").out.encode()
    assert ana.apj("sync", "--json", at="2026-11-30T09:00+01:00").json["committed"] is None
    ana.apj("away", "W52")
    assert ana.apj("sync", "--json").json["files"] == ["ana/2026-W52.md", "ana/calendar.ics"]
    assert "EXDATE" in ana.read("ana/calendar.ics")
    said = ben.apj("sync").out
    assert "calendar.ics" not in said
    assert ben.read("ana/calendar.ics") == ana.read("ana/calendar.ics")
    assert not (ben.root / "ben/calendar.ics").exists()
    assert ben.apj("verify", "--json").json["findings"] == []
    assert ben.apj("check", "--json").json["errors"] == 0
    monkeypatch.setitem(sys.modules, "icalendar", None)
    monkeypatch.delitem(sys.modules, "apjournal.services.calendar.ics_text")
    assert "[web,calendar,lsp]" in " ".join(ana.apj("sync").out.split())


def test_sync_does_not_replace_a_calendar_of_another_program(kept: tuple[Person, Person]) -> None:
    ana, _ = kept
    ana.change("ana/partner.md", "page: false", "calendar: true\npage: false")
    text = "BEGIN:VCALENDAR\r\nPRODID:-//Mine//EN\r\nEND:VCALENDAR\r\n"
    ana.write("ana/calendar.ics", text)
    assert "apj did not create ana/calendar.ics" in ana.apj("sync").out
    assert ana.read("ana/calendar.ics") == text
    assert "apj did not create" not in ana.apj("sync").out
