"""`apj leave`: my part ends, my record is mine, and the others keep what they have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.stories import begin_on_monday
from tests.helpers.folders import everything
from tests.helpers.html_pages import HtmlPage
from tests.helpers.people import Person, replay
from tests.helpers.repos import tip

LATER = "2026-12-01T09:00+01:00"


def keep_goals(folder: Path) -> tuple[Person, Person]:
    ana, ben = replay(begin_on_monday, folder)
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - Send the grant draft to Ines\noutcomes:\n  - done\n---\n")
    ana.apj("sync")
    ben.apj("review", "--keep")
    ana.apj("sync")
    return ana, ben


@pytest.fixture
def keepers(tmp_path: Path) -> tuple[Person, Person]:
    """Ana and Ben, who has kept a copy of Ana's goals."""
    return replay(keep_goals, tmp_path)


def test_leave_records_the_day_and_commits_only_the_partner_file(keepers: tuple[Person, Person]) -> None:
    ana, _ = keepers
    ana.write("ana/parked.md", "- [ ] a podcast\n")
    ran = ana.apj("leave", "--yes", at=LATER)
    assert "Your part in this journal ends on Tue 1 Dec 2026." in ran.out
    assert "left: 2026-12-01" in ana.read("ana/partner.md")
    assert ana.git("show", "--name-only", "--format=%s", "HEAD").splitlines() == [
        "ana 2026-W49: partner",
        "",
        "ana/partner.md",
    ]
    assert "Next: apj sync" in ran.out


def test_leave_writes_my_whole_record_to_a_file_next_to_the_journal(
    keepers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, _ = keepers
    view = ana.apj("leave", "--yes", "--json", at=LATER).json
    assert view["record"] == str(tmp_path / "ana-ana.md")
    text = (tmp_path / "ana-ana.md").read_text("utf-8")
    assert "Send the grant draft to Ines" in text
    assert (view["weeks"], view["since"], view["until"]) == (1, "2026-W48", "2026-W48")


def test_leave_lists_the_copies_that_others_keep(keepers: tuple[Person, Person]) -> None:
    ana, ben = keepers
    view = ana.apj("leave", "--yes", "--json", at=LATER).json
    kept = ben.read("ben/kept.md").split()[-2]
    assert view["keeps"] == [{"partner": "ben", "copies": 1, "newest": kept}]
    assert "Copies that others kept of your goals: Ben 1 copy. These copies remain." in ana.apj("leave", "--yes").out


def let_ana_leave(folder: Path) -> tuple[Person, Person]:
    ana, ben = replay(keep_goals, folder)
    ana.apj("leave", "--yes", at=LATER)
    ana.apj("sync")
    ben.apj("sync", at=LATER)
    return ana, ben


def test_a_proposal_does_not_wait_for_my_acceptance_after_i_left(tmp_path: Path) -> None:
    _, ben = replay(let_ana_leave, tmp_path)
    assert ben.apj("status", "--json").json["partners"] == []
    ben.apj("agree", "--cadence", "monthly")
    assert ben.apj("agree", "--no-sign", "--json", at="2026-12-08T09:00+01:00").json["cadence"] == "monthly"


def test_the_commands_that_status_suggests_work_after_everybody_else_left(keepers: tuple[Person, Person]) -> None:
    ana, ben = keepers
    ana.write("ana/2026-W49.md", "---\ngoals:\n  - A quiet week\n---\n")
    ana.apj("leave", "--yes", "--yes", at=LATER)
    ana.apj("sync")
    ben.apj("sync", at=LATER)
    ben.apj("new-week", "-g", "Mark the essays", "--no-edit", "--sync")
    assert ben.apj("status", "--json").json["next"] == "apj review ana"
    assert "A quiet week" in ben.apj("show", "ana").out
    shown = ben.apj("status", at=LATER).out
    assert "Everyone else has left this journal." in shown
    assert "call" not in shown.splitlines()[0]
    for command in ("review", "diff", "call"):
        told = ben.apj(command, code=2).err
        assert told == "Ana has left; you are the only partner now.\nTo see what they wrote: apj show ana\n"
    ben.apj("review", "ana", "--keep")
    assert ben.apj("status", "--json").json["next"] != "apj review ana"


def test_status_mentions_a_partner_for_four_weeks_after_they_left(tmp_path: Path) -> None:
    _, ben = replay(let_ana_leave, tmp_path)
    ben.apj("review", "ana", "--keep")
    assert "Ana" in ben.apj("status", at="2026-12-29T09:00+01:00").out
    assert "Ana" not in ben.apj("status", at="2026-12-30T09:00+01:00").out


def test_leaving_twice_keeps_the_date_and_writes_a_second_record(
    keepers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, _ = keepers
    ana.apj("leave", "--yes", at=LATER)
    before = tip(ana.root)
    ran = ana.apj("leave", "--yes", at="2026-12-05T09:00+01:00")
    assert "Your part in this journal ended on Tue 1 Dec 2026." in ran.out
    assert "Next:" not in ran.out
    assert tip(ana.root) == before
    assert (tmp_path / "ana-ana-2.md").exists()


def test_leave_writes_the_record_to_the_given_path(keepers: tuple[Person, Person], tmp_path: Path) -> None:
    ana, _ = keepers
    ana.apj("leave", "--yes", "-o", str(tmp_path / "mine.md"), "--yes", at=LATER)
    assert (tmp_path / "mine.md").exists()
    assert not (tmp_path / "ana-ana.md").exists()


def test_leave_refuses_to_overwrite_a_file(keepers: tuple[Person, Person]) -> None:
    ana, _ = keepers
    ana.write("notes.txt", "of mine\n")
    before = tip(ana.root), everything(ana.root)
    for name in ("ana/2026-W48.md", "README.md", "notes.txt"):
        assert name in ana.apj("leave", "--yes", "--yes", "-o", name, at=LATER, code=2).err
        assert (tip(ana.root), everything(ana.root)) == before, name


def test_leave_does_not_change_the_journal_when_the_record_cannot_be_written(
    keepers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, _ = keepers
    before = tip(ana.root), ana.read("ana/partner.md")
    ana.apj("leave", "--yes", "-o", str(tmp_path / "nowhere" / "mine.md"), code=4)
    assert (tip(ana.root), ana.read("ana/partner.md")) == before


def test_leave_writes_no_record_when_the_partner_file_cannot_be_read(
    keepers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, _ = keepers
    ana.change("ana/partner.md", "name: Ana Costa", "name: [Ana")
    assert "ana/partner.md:" in ana.apj("leave", "--yes", code=3).err
    assert not (tmp_path / "ana-ana.md").exists()


def test_leave_is_refused_without_a_history(keepers: tuple[Person, Person], tmp_path: Path) -> None:
    ana, _ = keepers
    shutil.copytree(ana.root, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    Person("ana", tmp_path / "copy").apj("leave", "--yes", code=4)


def test_leave_writes_an_html_page_if_the_file_name_ends_in_html(keepers: tuple[Person, Person]) -> None:
    ana, _ = keepers
    ana.apj("leave", "--yes", "-o", "../record.html", at=LATER)
    page = HtmlPage((ana.root.parent / "record.html").read_text("utf-8"))
    assert page.faults == []
    assert "The whole record Ana Costa" in page.words
    assert page.links == []


def test_a_partner_without_weeks_can_leave(keepers: tuple[Person, Person]) -> None:
    _, ben = keepers
    ran = ben.apj("leave", "--yes", at=LATER)
    assert "Your record (no weeks) is in" in ran.out
    assert "Copies that others kept of your goals" not in ran.out


def test_leave_works_without_a_remote(keepers: tuple[Person, Person]) -> None:
    ana, _ = keepers
    ana.git("remote", "remove", "origin")
    ran = ana.apj("leave", "--yes", at=LATER)
    assert "next sync" not in ran.out
    assert "Next:" not in ran.out


def test_leave_makes_its_commit_even_if_the_index_is_locked(keepers: tuple[Person, Person]) -> None:
    ana, _ = keepers
    (ana.root / ".git/index.lock").touch()
    ana.apj("leave", "--yes", at=LATER, code=4)
    assert "left: 2026-12-01" in ana.git("show", "HEAD:ana/partner.md")


def test_status_asks_nothing_of_a_partner_who_left(keepers: tuple[Person, Person]) -> None:
    ana, _ = keepers
    ana.change("ana/2026-W48.md", "outcomes:\n  - done\n", "")
    asked = ana.apj("status", at="2026-11-30T08:30+01:00").out
    ana.apj("leave", "--yes", at="2026-11-30T08:30+01:00")
    told = ana.apj("status", at="2026-11-30T08:30+01:00").out
    assert all(row in asked and row not in told for row in ("\nDue ", "\nAgreement "))


def test_a_partner_who_left_can_come_back(keepers: tuple[Person, Person]) -> None:
    ana, _ = keepers
    ana.apj("leave", "--yes", at=LATER)
    assert "delete the date after left:" in ana.apj("agree", code=2).err
    ana.change("ana/partner.md", "left: 2026-12-01", "left:")
    ana.apj("agree")
    assert ana.apj("agree", "--no-sign", "--json").json["partners"][0]["signed"]
