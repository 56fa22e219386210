"""`apj show`: weeks in full, also deleted and unreadable ones."""

from __future__ import annotations

import pytest

from tests.cli.stories import push_by_hand
from tests.helpers.people import Person

NEWER = ["goals: {new: form}", "goals: [&a x, *a]", "goals:\n  - x #b\noutcomes: 5", "goals: [other]\noutcomes: [done]"]

WEDNESDAY = "2026-11-25T18:00+01:00"

Both = tuple[Person, Person]


def test_show_prints_the_newest_week_of_every_partner(kept: Both) -> None:
    ana = kept[0]
    ana.apj("new-week", "W50", "-g", "x", "--no-edit")
    document = ana.apj("show", "--json").json
    assert list(document) == ["weeks"]
    assert [(week["partner"], week["week"]) for week in document["weeks"]] == [("ana", "2026-W48"), ("ben", "2026-W48")]
    assert [week["week"] for week in ana.apj("show", "--json", at="2027-02-01T09:00+01:00").json["weeks"]] == [
        "2026-W50",
        "2026-W48",
    ]


def test_show_accepts_a_partner_a_week_or_both(kept: Both) -> None:
    for line, shown in (
        (("ana",), [("ana", "2026-W48")]),
        (("ana", "W48"), [("ana", "2026-W48")]),
        (("W48",), [("ana", "2026-W48"), ("ben", "2026-W48")]),
        (("this",), [("ana", "2026-W48"), ("ben", "2026-W48")]),
        (("W30",), []),
        (("ben", "W30"), []),
    ):
        document = kept[0].apj("show", *line, "--json").json
        assert [(week["partner"], week["week"]) for week in document["weeks"]] == shown, line


def test_show_calls_the_keeper_of_a_copy_by_name_when_only_the_other_partner_is_shown(kept: Both) -> None:
    ana, ben = kept
    push_by_hand(ben, {"ben/partner.md": ben.read("ben/partner.md").replace("name: Ben", "name: Benedikt")})
    ana.apj("sync")
    assert "Kept by Benedikt" in ana.apj("show", "ana").out


def test_show_prints_the_kept_goals_of_a_deleted_week(kept: Both) -> None:
    ana, ben = kept
    (ana.root / "ana/2026-W48.md").unlink()
    ana.apj("sync", "--with-deletions", at=WEDNESDAY)
    ben.apj("sync", code=None)
    (week,) = ben.apj("show", "ana", "W48", "--json").json["weeks"]
    assert [(goal["goal"], goal["change"], goal["state"]) for goal in week["goals"]] == [
        ("Send the grant draft to Ines", "removed", "unreported"),
        ("Three runs", "removed", "unreported"),
    ]


@pytest.mark.parametrize("front", NEWER[:3:2])
def test_show_prints_a_file_in_an_unreadable_newer_format_as_text(kept: Both, front: str) -> None:
    ana, ben = kept
    text = f"---\napj: 2\n{front}\n---\nWords.\n"
    ana.write("ana/2026-W48.md", text)
    ana.apj("sync")
    ben.apj("sync")
    shown = ben.apj("show", "ana", "W48").out
    assert "ana/2026-W48.md:2:6: This file has format 2" in shown
    assert [line.strip() for line in shown.splitlines()][-len(text.splitlines()) :] == [
        line.strip() for line in text.splitlines()
    ]
    assert "Send the grant draft" not in shown
    (week,) = ben.apj("show", "ana", "W48", "--json").json["weeks"]
    assert week["body"] == text
    assert week["unreadable"]["message"].startswith("This file has format 2")
    assert [(goal["goal"], goal["change"]) for goal in week["goals"]] == [
        ("Send the grant draft to Ines", None),
        ("Three runs", None),
    ]
    assert "ana/2026-W48.md has a newer format than this version of apj can read." in ana.apj("status").out
    assert "ana/2026-W48.md has a newer format than this version of apj can read" in ben.apj("call", "--no-sync").out
    assert ben.apj("verify").code == 0
