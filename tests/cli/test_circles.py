"""More than two partners: a circle, in which `keeps` says whose copies one keeps, and a group of fifty."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from bench.make_journal import make_journal
from tests.helpers.demo import copied
from tests.helpers.home import move_in
from tests.helpers.made_once import made_once
from tests.helpers.people import Person, begin, join

pytestmark = pytest.mark.slow

MONDAY = "2026-11-23T09:00+01:00"
WEDNESDAY = "2026-11-25T18:00+01:00"
NAMES = ("ana", "ben", "cleo", "dan", "eva")
Circle = dict[str, Person]


@pytest.fixture(scope="session")
def circle_as_made(for_all: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clones of five who have each set a goal; it is copied and never changed."""
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home-of-all"), patch)
        return made_once(for_all, "circle", _make_circle)


def _make_circle(folder: Path) -> None:
    begin(folder, at=MONDAY)
    people = [Person(name, folder / name, MONDAY) for name in NAMES]
    for person in people:
        if not person.root.exists():
            join(person, folder / "shared.git", f"{person.handle.capitalize()} Example", "Europe/Berlin")
        person.apj("new-week", "-g", f"A goal of {person.handle}", "--no-edit", "--sync")
    for person in people[:-1]:
        person.apj("sync")


@pytest.fixture
def circle(circle_as_made: Path, tmp_path: Path) -> Circle:
    """Five who have each set a goal, none of whom has kept any."""
    folder = copied(circle_as_made, tmp_path / "circle", NAMES)
    return {name: Person(name, folder / name, MONDAY) for name in NAMES}


def heard(person: Person) -> list[str]:
    """Return the partners whose review is offered without a terminal."""
    said = person.apj("review", code=None).err
    return [name for name in NAMES if f"apj review {name}" in said]


def test_review_of_a_named_partner_in_a_circle_shows_their_goals(circle: Circle) -> None:
    assert circle["ana"].apj("review", code=2).err.startswith("There are several partners.")
    assert heard(circle["ana"]) == ["ben"]
    assert "A goal of dan" in circle["ana"].apj("review", "dan").out


def test_the_keeps_list_limits_review_and_status_to_its_partners(circle: Circle) -> None:
    ana = circle["ana"]
    ana.change("ana/partner.md", "keeps:", "keeps: [dan, eva]")
    assert heard(ana) == ["dan"]
    status = ana.apj("status", "--json", at=WEDNESDAY).json
    assert [partner["partner"] for partner in status["partners"]] == ["dan", "eva", "ben", "cleo"]
    assert status["next"] == "apj review dan"
    assert "Cleo       1 goal.\n" in ana.apj("status").out
    assert "Eva        1 goal; you have not kept a copy yet.\n" in ana.apj("status").out


def test_status_lists_partners_with_new_writing_first(circle: Circle) -> None:
    ana, cleo, dan = circle["ana"], circle["cleo"], circle["dan"]
    for name in NAMES[1:]:
        ana.apj("review", name, "--keep")
    assert ana.apj("status", "--json", at=WEDNESDAY).json["next"] == "apj log"
    dan.write("dan/2026-W48.md", dan.read("dan/2026-W48.md").replace("A goal", "Another goal"))
    dan.apj("sync", at=WEDNESDAY)
    cleo.write("cleo/2026-W48.md", cleo.read("cleo/2026-W48.md") + "\n## To ana\n- ask: Friday?\n\n## To eva\n- Yes.\n")
    cleo.apj("sync", at=WEDNESDAY)
    ana.apj("sync")
    status = ana.apj("status", "--json").json
    assert [partner["partner"] for partner in status["partners"]] == ["cleo", "dan", "ben", "eva"]
    assert [message["text"] for message in status["messages"]] == ["Friday?"]
    assert [partner["unread"] for partner in status["partners"]] == [0, 1, 0, 0]


def test_a_message_reaches_only_the_partner_in_its_heading(circle: Circle) -> None:
    cleo = circle["cleo"]
    cleo.write("cleo/2026-W48.md", cleo.read("cleo/2026-W48.md") + "\n## To ana\n- ask: Friday?\n\n## To eva\n- Yes.\n")
    cleo.apj("sync", at=WEDNESDAY)
    told = {}
    for name in ("ana", "ben", "eva"):
        circle[name].apj("sync", at=WEDNESDAY)
        told[name] = [message["text"] for message in circle[name].apj("review", "cleo", "--json").json["messages"]]
    assert told == {"ana": ["Friday?"], "ben": [], "eva": ["Yes."]}


def test_status_shows_who_kept_my_goals(circle: Circle) -> None:
    for name in ("ben", "dan"):
        circle[name].apj("review", "ana", "--keep")
    circle["ana"].apj("sync")
    assert "Ben and Dan have kept your goals." in circle["ana"].apj("status", at=WEDNESDAY).out


def test_show_and_summary_include_every_partner_of_a_circle(circle: Circle) -> None:
    shown = circle["ana"].apj("show", "--json", at=WEDNESDAY).json["weeks"]
    assert [week["partner"] for week in shown] == list(NAMES)
    assert [partner["partner"] for partner in circle["ana"].apj("summary", "--json").json["partners"]] == list(NAMES)


def test_a_change_of_the_agreement_waits_for_all_partners_of_a_circle(circle: Circle) -> None:
    ana, eva = circle["ana"], circle["eva"]
    ana.apj("agree", "--cadence", "monthly", at=WEDNESDAY)
    for name in NAMES[1:-1]:
        Person(name, ana.root, WEDNESDAY).apj("agree")
    ana.apj("sync")
    assert "once a month. Eva has not accepted it yet." in ana.apj("status").out
    eva.apj("sync", at=WEDNESDAY)
    assert "Ana, Ben, Cleo and Dan propose: once a month." in eva.apj("status").out.replace("\n  ", "")


# ---- fifty


@pytest.fixture
def fifty(for_all: Path, tmp_path: Path) -> Circle:
    """Ana and Ben in a group of fifty, who keep their neighbours."""
    made = made_once(for_all, "fifty-by-hand", lambda folder: _make_fifty(folder))
    folder = copied(made, tmp_path / "fifty")
    return {name: Person(name, folder / name, WEDNESDAY) for name in ("ana", "ben")}


def _make_fifty(folder: Path) -> None:
    make_journal(folder, years=0.06, partners=50)


def test_reading_commands_work_with_fifty_partners(fifty: Circle) -> None:
    for line in (
        *("status", "status --short", "show", "show p17 W47", "summary --format md", "check", "diff ben"),
        *("review ben --no-fetch", "review p17 --no-fetch --json", "agree --no-sign", "verify", "insights"),
        *("insights p17", "call --format html", "site ../pages"),
    ):
        fifty["ana"].apj(*shlex.split(line))


def test_status_lists_only_the_partners_i_keep_in_a_group_of_fifty(fifty: Circle) -> None:
    status = fifty["ana"].apj("status", "--json").json
    assert sorted(partner["partner"] for partner in status["partners"]) == ["ben", "p49"]
    assert len(fifty["ana"].apj("show", "--json").json["weeks"]) == 50


def test_fifty_partners_can_share_and_keep_copies(fifty: Circle) -> None:
    ana, ben = fifty["ana"], fifty["ben"]
    ben.apj("log", "fonts")
    ben.apj("sync")
    ana.apj("log", "fonts")
    assert ana.apj("sync", "--json").json["merged"] == "merge"
    assert ana.apj("review", "p17", "--keep", "--json").json["kept"]
    assert ana.apj("review", "ben", "--keep", "--json").json["kept"]
    ben.apj("sync")
    assert " p17 " in ben.read("ana/kept.md")
