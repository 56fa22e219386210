"""Eight weeks with a partner who never has apj: he types in his host's editor, in the forms that phones write."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from apjournal.model.isoweek import IsoWeek
from tests.helpers.people import Person
from tests.partner_model.shared_repository import Server

pytestmark = pytest.mark.slow

ADDRESS = "123+ben@users.noreply.github.com"
GOAL = "Call mum: birthday"
FORMS = (
    (f"—\ngoals:\n• “{GOAL}”\n• Swim\n—\n", "\n## Log\n• stress: late\n", "\noutcomes:\n1: done\n2: partly, one\n"),
    (f"Goals\n• {GOAL}\n• Swim\n", "\nLog\n• stress: late\n", "\nReport\n• done\n• partly, one\n"),
    (f"---\ngoals:\n– “{GOAL}”\n– Swim\n---\n", "## Log\n– stress: late\n", "\noutcomes:\n• done\n• partly, one\n"),
    (f"goals:\n- ‘{GOAL}’\n- Swim\n", "\n## Log\n- stress: late\n", "\noutcomes:\n１: done\n２: partly, one\n"),
)  # fmt: skip
"""The goals of a week, a note and the report, each as added to the file."""


class HostEditor:
    """The editor of a git host, which commits each change under a no-reply address."""

    def __init__(self, shared: Path) -> None:
        self.server = Server(shared)

    def append(self, path: str, text: str, at: str) -> None:
        before = self.server.text(path) or ""
        self.server.put({path: before + text}, ("ben", ADDRESS), at, f"Update {path}")


def test_a_partner_who_never_has_apj_can_take_part_for_eight_weeks(tmp_path: Path) -> None:
    ana = Person("ana", tmp_path / "ana", "2026-11-23T08:00+01:00")
    me = ("--partner", "ana", "--name", "Ana Costa", "--email", "ana@example.org", "--timezone", "Europe/Berlin")
    ana.apj("init", str(ana.root), *me, "--mode", "two-sided", "--shared", str(tmp_path / "shared.git"))
    ana.git("config", "apj.host", "github")
    ana.change("ana/partner.md", "page: false", "page: true")
    ana.apj("sync")
    host, day, told = HostEditor(tmp_path / "shared.git"), date(2026, 11, 23), ""
    for number in range(8):
        week, at = IsoWeek.of(day), f"{day}T09:10+01:00"
        goals, note, _ = FORMS[number % len(FORMS)]
        if number:
            host.append(f"ben/{week + -1}.md", FORMS[(number - 1) % len(FORMS)][2], at)
        host.append(f"ben/{week}.md", goals, at)
        told += ana.apj("sync", at=f"{day}T09:20+01:00").out
        if number:
            ana.apj("report", "-o", "1=done")
            (reported,) = ana.apj("show", "ben", str(week + -1), "--json").json["weeks"]
            assert [goal["state"] for goal in reported["goals"]] == ["done", "partly"]
            assert [line["kind"] for line in reported["log"]] == ["stress"]
            assert "1. Call mum: birthday: **done**\n2. Swim: **partly, one**" in ana.read("ana/README.md")
        ana.apj("new-week", "-g", f"Page {number}", "--no-edit", "--no-sync")
        assert ana.apj("review", "--keep", "--json").json["kept"]
        told += ana.apj("sync").out
        host.append("ben/kept.md", f"– {week} Ana\n", at)
        host.append(f"ben/{week}.md", note, f"{day}T20:00+01:00")
        told += ana.apj("sync", at=f"{day}T21:00+01:00").out
        (mine,) = ana.apj("show", "ana", str(week), "--json").json["weeks"]
        assert [kept["partner"] for kept in mine["kept_by"]] == ["ben"]
        page = ana.read("ana/README.md")
        assert f"1. Page {number}: **open**\n\nA copy was kept by Ben on" in page
        assert "1. Call mum: birthday: **open**\n2. Swim: **open**" in page
        day += timedelta(days=7)
    assert "?" not in told
    assert told.count("ben has joined as ben.") == 1
    assert told.count("Ben seems to write on a git host's page, as") == 1
    assert ana.apj("check", "--json").json["errors"] == 0
    assert ana.apj("verify", "--json").json["findings"] == [], "the address that began his folder is his"
