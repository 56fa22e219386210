"""The story of the example journal: read from its file, and moved to another time with all its dates."""

from __future__ import annotations

from datetime import datetime

from apjournal.format.read.story import move_step, read_story

STORY = """\
- {at: "2026-11-23T09:00+01:00", who: ana, run: [new-week, 2026-W48, -g, "Before 2026-11-29"]}
- {at: "2026-11-23T09:05+01:00", who: ben, write: ben/2026-W53.md, text: "until 2026-12-31\\n"}
- {at: "2026-11-25T18:00+01:00", who: ana, edit: ana/2026-W48.md, replace: "2026-W48 a", with: "b 2026-W480"}
"""
LATER = datetime.fromisoformat("2030-01-01T00:00+01:00")


def test_each_step_of_the_story_is_a_command_a_file_or_a_manual_change() -> None:
    run, written, edited = read_story(STORY)
    assert (run.who, run.run, run.path) == ("ana", ("new-week", "2026-W48", "-g", "Before 2026-11-29"), "")
    assert (written.run, written.path, written.old, written.text) == ((), "ben/2026-W53.md", None, "until 2026-12-31\n")
    assert (edited.path, edited.old, edited.text) == ("ana/2026-W48.md", "2026-W48 a", "b 2026-W480")
    assert run.at == datetime.fromisoformat("2026-11-23T09:00+01:00")


def test_a_moved_story_step_contains_the_moved_weeks_and_days() -> None:
    run, written, edited = (move_step(step, 2, latest=LATER) for step in read_story(STORY))
    assert run.at == datetime.fromisoformat("2026-12-07T09:00+01:00")
    assert run.run == ("new-week", "2026-W50", "-g", "Before 2026-12-13")
    assert (written.path, written.text) == ("ben/2027-W02.md", "until 2027-01-14\n")
    assert (edited.old, edited.text) == ("2026-W50 a", "b 2026-W480"), "what is no week stays"


def test_a_moved_story_step_is_never_after_the_latest_time() -> None:
    latest = datetime.fromisoformat("2026-11-24T12:00+01:00")
    assert [move_step(step, 0, latest=latest).at.day for step in read_story(STORY)] == [23, 23, 24]
