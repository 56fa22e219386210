"""`apj diff`: what changed in a week since the kept copy."""

from __future__ import annotations

from tests.helpers.people import Person

WEDNESDAY = "2026-11-25T18:00+01:00"

Both = tuple[Person, Person]


def test_diff_json_has_exactly_the_documented_keys(kept: Both) -> None:
    ana, ben = kept
    document = ben.apj("diff", "--json").json
    assert list(document) == ["partner", "week", "kept_commit", "kept_by", "changes"]
    assert document == {
        "partner": "ana",
        "week": "2026-W48",
        "kept_commit": ben.read("ben/kept.md").split()[-2],
        "kept_by": "ben",
        "changes": [],
    }
    assert ana.apj("diff", "ana", "--json").json == document


def test_diff_json_has_no_copy_and_no_changes_for_a_week_that_nobody_kept(kept: Both) -> None:
    document = kept[0].apj("diff", "ben", "--json").json
    assert (document["kept_commit"], document["kept_by"], document["changes"]) == (None, None, [])


def test_diff_names_the_partner_who_kept_the_copy_and_calls_the_reader_you(kept: Both) -> None:
    ana, ben = kept
    assert "compared with the copy that you kept on" in ben.apj("diff").out
    ben.change("ben/partner.md", "name: Ben", "name: Benedikt")
    ben.apj("sync")
    ana.apj("sync")
    assert "compared with the copy that Benedikt kept on" in ana.apj("diff", "ana").out


def test_diff_refuses_a_week_without_a_file(kept: Both) -> None:
    kept[1].apj("diff", "ana", "W30", code=2)


FORMATTED = """\
---
# formatted
Goals: [ "Send the grant draft
    to Ines", 'Three runs' ]
---

"""


def test_writing_a_goal_with_other_quotes_or_line_breaks_is_not_a_change(kept: Both) -> None:
    ana, ben = kept
    ana.write("ana/2026-W48.md", FORMATTED)
    ana.apj("sync", at=WEDNESDAY)
    ben.apj("sync")
    assert ben.apj("diff", "--json").json["changes"] == []
    assert "Since the copy you kept" not in ben.apj("review").out
