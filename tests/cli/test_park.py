"""`apj park`: an idea for later, as a task in the list of parked ideas."""

from __future__ import annotations

from tests.helpers.people import Person

KEYS = ["path", "week", "written"]


def test_park_appends_an_idea_to_the_list_as_an_open_task(ana: Person) -> None:
    document = ana.apj("park", "a", "newsletter", "--json").json
    assert list(document) == KEYS
    assert (document["path"], document["week"]) == ("ana/parked.md", None)
    ana.apj("park", "a second", "idea: with a colon")
    lines = ana.read("ana/parked.md").splitlines()
    assert lines[-2:] == ["- [ ] a newsletter", "- [ ] a second idea: with a colon"]


def test_park_joins_lines_into_one(ana: Person) -> None:
    ana.apj("park", "first\nsecond")
    assert ana.read("ana/parked.md").splitlines()[-1] == "- [ ] first second"


def test_park_leaves_existing_text_unchanged(ana: Person) -> None:
    ana.write("ana/parked.md", "My ideas\r\n\r\n* [x] old\r\n* [ ] new")
    ana.apj("park", "newest")
    assert ana.read("ana/parked.md").startswith("My ideas\r\n\r\n* [x] old\r\n* [ ] new\r\n")
