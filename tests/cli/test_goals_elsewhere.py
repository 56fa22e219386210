"""A week with goals in the wrong place is never shown as "no goals yet" without a reason."""

from __future__ import annotations

import pytest

from tests.helpers.people import Person

Both = tuple[Person, Person]
TEXT = "# Week 48\n\n## Goals\n- [ ] Tide chapter\n"
WEDNESDAY = "2026-11-25T10:00+01:00"


def test_status_and_show_mention_the_line_of_goals_outside_the_front_matter(begun: Both) -> None:
    ana, ben = begun
    ana.write("ana/2026-W48.md", TEXT)
    mine = " ".join(ana.apj("status", at=WEDNESDAY).out.split())
    assert "no goals yet, but line 4 of ana/2026-W48.md looks like a goal." in mine
    ana.apj("sync", at=WEDNESDAY)
    ben.apj("sync", at=WEDNESDAY)
    theirs = " ".join(ben.apj("show", "ana", "W48", at=WEDNESDAY).out.split())
    assert "No goals yet, but line 4 of ana/2026-W48.md looks like a goal." in theirs


@pytest.mark.parametrize("command", ["review --no-fetch", "call --no-sync"])
def test_review_and_call_mention_the_line_of_goals_outside_the_front_matter(begun: Both, command: str) -> None:
    ana, ben = begun
    ana.write("ana/2026-W48.md", TEXT)
    ana.apj("sync", at=WEDNESDAY)
    ben.apj("sync", at=WEDNESDAY)
    assert "line 4 of ana/2026-W48.md" in " ".join(ben.apj(*command.split(), at=WEDNESDAY).out.split())


def test_the_prompt_says_that_goals_were_not_read(begun: Both) -> None:
    ana, _ = begun
    ana.write("ana/2026-W48.md", TEXT)
    assert "goals not read" in ana.apj("status", "--short", at=WEDNESDAY).out


@pytest.mark.parametrize("name", ["2026-W48 (1).md", "2026-W48.sync-conflict-20261123-101010-ABCDEFG.md", "kept 2.md"])
def test_sync_skips_a_conflict_copy_of_a_cloud_drive(begun: tuple[Person, Person], name: str) -> None:
    ana = begun[0]
    ana.write(f"ana/{name}", "---\ngoals: [Runs]\n---\n")
    shared = ana.apj("sync", "--json", at=WEDNESDAY).json
    assert [one["path"] for one in shared["skipped"]] == [f"ana/{name}"]
    assert shared["files"] == []
