"""`apj remind`: one line that says nothing of the journal, when something is due or waits."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from contextlib import chdir
from datetime import datetime
from pathlib import Path

import pytest

from apjournal import prompt_cache
from apjournal.prompt_cache import REMIND, REMINDER, find_kept_line
from apjournal.render.screens.remind import format_line
from apjournal.usecases.remind import find_reminder
from tests.helpers.folders import everything
from tests.helpers.people import Person, command_line
from tools.record_story import surroundings

EVERY_LINE = re.compile(
    r"""apj:[ ](
    the[ ]call[ ](begins|began)[ ]at[ ]\d\d:\d\d
    |your[ ]report[ ]is[ ]due([ ]before[ ]the[ ]call[ ](at[ ]\d\d:\d\d|today))?
    |you[ ]have[ ]no[ ]goals[ ]yet[ ]for[ ]the[ ]call[ ]((tomorrow[ ])?at[ ]\d\d:\d\d|today|tomorrow)
    |(your|a)[ ]partner[ ]shared[ ]something[ ]that[ ]you[ ]have[ ]not[ ]read(AGE)?
    |a[ ]change[ ]to[ ]the[ ]agreement[ ]is[ ]waiting[ ]for[ ]you[ ]to[ ]accept[ ]it
    |(your|a)[ ]partner[ ]has[ ]written[ ]nothing[ ]for[ ]at[ ]least[ ]four[ ]weeks(AGE)?
    )\n""".replace("AGE", r",[ ]as[ ]of[ ][A-Z][a-z]{2}[ ]\d+[ ][A-Z][a-z]{2}([ ]\d{4})?,[ ]\d\d:\d\d"),
    re.VERBOSE,
)
"""Every line that `apj remind` can print."""


def remind(person: Person, at: str) -> str:
    """Return what `apj remind` prints at a time such as `2026-11-30T08:00`, in the time zone of the call."""
    ran = person.apj("remind", at=f"{at}+01:00", code=None)
    assert (ran.code, ran.err) == (1 if ran.out else 0, "")
    assert not ran.out or EVERY_LINE.fullmatch(ran.out)
    return ran.out.removeprefix("apj: ").removesuffix("\n")


@pytest.mark.slow
def test_both_partners_get_the_right_reminders_during_a_week(kept: tuple[Person, Person]) -> None:
    ana, ben = kept  # the call is at nine in Lisbon, where Ana is, and at ten in Berlin, where Ben is
    news = "your partner shared something that you have not read"
    assert remind(ana, "2026-11-23T10:10") == "the call began at 09:00"
    ana.apj("call", "--medium", "voice", "--no-sync")
    assert remind(ana, "2026-11-23T10:10") == f"{news}, as of Mon 23 Nov, 08:00"
    ana.apj("review", "--keep")
    ben.apj("sync", at="2026-11-23T10:20+01:00")
    assert [remind(person, "2026-11-23T11:00") for person in kept] == ["", ""]
    assert [remind(person, "2026-11-29T17:59") for person in kept] == ["", ""]
    assert remind(ben, "2026-11-29T18:00") == "you have no goals yet for the call tomorrow at 10:00"
    assert remind(ana, "2026-11-29T18:59") == ""  # in Lisbon it is not evening yet
    assert remind(ana, "2026-11-29T19:00") == "you have no goals yet for the call tomorrow at 09:00"
    ana.apj("report", "-o", "1=done", "-o", "2=partly, two", at="2026-11-29T20:00+01:00")
    ana.apj("new-week", "-g", "Send it", "--no-edit", "--no-sync")
    assert remind(ana, "2026-11-29T21:00") == ""
    ana.apj("sync")
    assert remind(ben, "2026-11-30T00:00") == "your report is due before the call at 10:00"
    assert remind(ana, "2026-11-30T09:59") == "the call begins at 09:00"
    assert remind(ben, "2026-11-30T10:00") == "the call began at 10:00"
    assert remind(ana, "2026-11-30T11:00") == ""
    assert remind(ben, "2026-11-30T11:00") == "your report is due"
    ben.apj("new-week", "--without-report", "-g", "Mark", "--no-edit", "--no-sync")
    assert remind(ben, "2026-11-30T11:00") == ""
    assert ben.apj("remind", "--fetch", code=1).out == f"apj: {news}\n"
    assert "Mon 30 Nov, 11:00" not in ben.apj("status").out  # the news is not merged yet, so the screen is older
    ben.apj("sync")
    assert remind(ben, "2026-11-30T11:00") == f"{news}, as of Mon 30 Nov, 11:00"
    ben.apj("review", "--keep")
    assert ben.apj("remind", "--fetch").out == ""


def test_remind_json_gives_the_reason_and_the_call(kept: tuple[Person, Person]) -> None:
    before = everything(kept[0].root)
    ran = kept[0].apj("remind", "--json", at="2026-11-30T07:00+00:00", code=1)
    assert everything(kept[0].root) == before
    assert ran.json == {"reason": "report", "call_at": "2026-11-30T09:00:00+00:00", "as_of": None}
    shared = kept[0].apj("remind", "--json", at="2026-11-24T07:00+00:00", code=1)
    assert shared.json == {"reason": "news", "call_at": None, "as_of": "2026-11-23T08:00:00+00:00"}


def test_remind_announces_no_call_in_a_week_off_or_without_other_partners(begun: tuple[Person, Person]) -> None:
    ana, ben = begun
    for person in begun:
        person.apj("away", "W49", at="2026-11-23T12:00+01:00")
    assert [remind(person, "2026-11-30T09:30") for person in begun] == ["", ""]
    ana.apj("leave", "--yes", at="2026-12-07T09:30+01:00")
    assert remind(ana, "2026-12-07T09:40") == ""
    ana.apj("sync")
    ben.apj("sync")
    assert remind(ben, "2026-12-07T09:40") == ""


def test_remind_mentions_a_silent_partner_on_the_day_of_the_call(
    kept: tuple[Person, Person],
) -> None:
    ana, ben = kept
    ana.apj("review", "--keep")
    ana.apj("call", "--medium", "voice", "--no-sync")
    ben.apj("agree", "--cadence", "fortnightly", at="2026-11-24T08:00+01:00")
    ben.apj("sync")
    assert ana.apj("remind", "--fetch", at="2026-11-24T09:00+01:00").out == ""  # it brings no week
    ana.apj("sync")
    assert remind(ana, "2026-11-24T10:00") == "a change to the agreement is waiting for you to accept it"
    ana.apj("agree", at="2026-11-24T11:00+01:00")
    ana.write("ana/2027-W01.md", "---\naway: true\n---\n")
    ana.apj("report", "W48", "-o", "1=done", "-o", "2=done")
    silence = "your partner has written nothing for at least four weeks, as of Tue 24 Nov 2026, 08:00"
    assert [remind(ana, f"2027-01-{day}T11:30") for day in ("03", "04", "05")] == ["", silence, ""]


SECRET = "Xylophon"


def test_a_reminder_contains_no_word_of_a_hostile_journal(begun: tuple[Person, Person]) -> None:
    ana, ben = begun
    for person, other in (begun, begun[::-1]):
        path = f"{person.handle}/partner.md"
        person.write(path, re.sub("(?m)^name: .*$", f'name: "{SECRET}\\\\x1b[2J\\\\n{SECRET}"', person.read(path)))
        text = f"---\ngoals:\n  - goal: {SECRET}\n    done_when: {SECRET}\n    area: {SECRET}\nlearned: {SECRET}\n---\n"
        person.write(f"{person.handle}/2026-W48.md", f"{text}\n## To {other.handle}\n- ask: {SECRET}\n\n{SECRET}\n")
    ben.write("agreement.md", f"{ben.read('agreement.md')}\n{SECRET}\n")
    for person in (ben, ana):
        person.apj("sync", code=None)
    days = ("23T09:30", "23T10:00", "24T12:00", "29T18:00", "30T00:00", "30T09:00", "30T12:00")
    said = {remind(ana, f"2026-11-{day}") for day in days}
    assert len(said) == 5
    ana.git("remote", "set-url", "origin", f"https://{SECRET}.invalid/{SECRET}.git")
    for form in ((), ("--json",), ("--fetch",)):
        ran = ana.apj("remind", *form, code=1)
        assert SECRET not in ran.out + ran.err
    assert "could not fetch from the remote" in ran.err
    assert ran.out == "apj: your report is due\n"


def test_remind_needs_a_journal_and_an_identity(kept: tuple[Person, Person], tmp_path: Path) -> None:
    assert "There is no journal" in command_line("remind", folder=tmp_path, code=2).err
    kept[0].git("config", "--unset", "apj.partner")
    kept[0].git("config", "user.email", "nobody@example.org")
    assert "which partner you are" in command_line("remind", folder=kept[0].root, code=2).err


# ---- the kept line


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt_cache, "_SETTLED", 0)


def move_a_ref(person: Person) -> None:
    person.git("update-ref", "refs/apj/incoming/main", "HEAD~1")


EVENTS: dict[str, Callable[[Person], object]] = {
    "nothing": lambda ana: None,
    "a goal": lambda ana: ana.write("ana/2026-W49.md", "---\ngoals:\n  - One\n---\n"),
    "a commit": lambda ana: ana.apj("commit"),
    "a kept copy": lambda ana: ana.apj("review", "--keep", "--no-fetch"),
    "another partner": lambda ana: ana.git("config", "apj.partner", "ben"),
    "the first partner again": lambda ana: ana.git("config", "apj.partner", "ana"),
    "refs in one file": lambda ana: ana.git("pack-refs", "--all"),
    "a fetched commit": move_a_ref,
    "an older commit": lambda ana: ana.git("reset", "-q", "--hard", "HEAD~1"),
    "a call on another day": lambda ana: ana.change("agreement.md", "day: monday", "day: wednesday"),
}


@pytest.mark.slow
def test_a_cached_reminder_equals_the_computed_one(kept: tuple[Person, Person], tmp_path: Path, at_once: None) -> None:
    ana = kept[0]
    environ = surroundings(tmp_path)
    hits, lines = 0, set()
    for name, change in EVENTS.items():
        change(ana)
        for clock in ("2026-11-24T12:00", "2026-11-24T23:59", "2026-11-29T17:59", "2026-11-29T19:00"):
            environ["APJ_NOW"] = f"{clock}+00:00"
            with chdir(ana.root):
                found = find_kept_line(REMIND, environ)
            time.sleep(0.01)  # until the clock of the file system advances
            now = datetime.fromisoformat(environ["APJ_NOW"])
            view = find_reminder(ana.root, partner=None, now=now, environ=environ, format_line=format_line)
            assert found in {None, format_line(view)}, (name, clock)
            hits += found is not None
            lines.add(format_line(view))
    assert hits >= len(EVENTS)
    assert len(lines) >= 3


def test_a_cached_reminder_is_used_until_the_minute_it_changes(
    kept: tuple[Person, Person], tmp_path: Path, at_once: None
) -> None:
    root, environ = kept[0].root, surroundings(tmp_path)
    time.sleep(0.03)

    def look(clock: str) -> str | None:
        environ["APJ_NOW"] = f"{clock}+00:00"
        with chdir(root):
            return find_kept_line(REMIND, environ)

    now = datetime.fromisoformat("2026-11-29T18:00+00:00")
    find_reminder(root, partner=None, now=now, environ=environ, format_line=format_line)
    assert [look(f"2026-11-29T{clock}") for clock in ("17:59", "18:00", "23:59")] == [
        None,
        "apj: you have no goals yet for the call tomorrow at 09:00\n",
        "apj: you have no goals yet for the call tomorrow at 09:00\n",
    ]
    assert look("2026-11-30T00:00") is None
    with chdir(tmp_path):
        assert find_kept_line(REMIND, environ) is None  # outside of a journal the program says what is missing
    shutil.rmtree(root / "ana")
    assert (root / REMINDER).exists()
    assert look("2026-11-29T18:00") is None
