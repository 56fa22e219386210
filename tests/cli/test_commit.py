"""`apj commit`: the commit of a sync, without sharing it."""

from __future__ import annotations

from tests.helpers.people import Person
from tests.helpers.repos import git

WEDNESDAY = "2026-11-25T18:00+01:00"


def test_commit_makes_the_same_commit_as_sync_without_sharing_it(ana: Person) -> None:
    ana.apj("log", "fonts", at=WEDNESDAY)
    tip = git(ana.root.parent / "shared.git", "rev-parse", "main")
    document = ana.apj("commit", "--json").json
    assert list(document) == list(ana.apj("sync", "--offline", "--json").json)
    assert document["committed"] == ana.git("rev-parse", "HEAD")
    assert (document["files"], document["fetched"], document["pushed"]) == (["ana/2026-W48.md"], False, False)
    assert git(ana.root.parent / "shared.git", "rev-parse", "main") == tip


def test_commit_accepts_a_message(ana: Person) -> None:
    ana.apj("log", "fonts", at=WEDNESDAY)
    ana.apj("commit", "-m", "A quiet week — so far")
    assert ana.git("log", "-1", "--format=%s") == "A quiet week — so far"


def test_commit_ignores_an_empty_message(ana: Person) -> None:
    ana.apj("log", "fonts", at=WEDNESDAY)
    ana.apj("commit", "-m", " \n")
    assert ana.git("log", "-1", "--format=%s") == "ana 2026-W48: log"


def test_commit_without_changes_is_not_an_error(ana: Person) -> None:
    assert ana.apj("commit", "--json").json["committed"] is None
    assert ana.apj("commit").out == "Nothing to commit.\n"


def test_commit_skips_a_broken_file(ana: Person) -> None:
    ana.write("ana/2026-W48.md", '---\ngoals:\n  - "Deep" work\n---\n')
    ana.apj("park", "a newsletter")
    document = ana.apj("commit", "--json", code=3).json
    assert document["files"] == ["ana/parked.md"]
    assert document["error"]["exit"] == 3
