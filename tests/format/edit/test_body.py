"""Adding a line to a week's log, a note of a call, and a message."""

from __future__ import annotations

from datetime import date

import pytest

from apjournal.format.edit.front_matter import EditRefused
from apjournal.format.edit.week import WeekEditor
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import LogLine, Message, MessageKind, ObstacleKind

ANA, W48 = Handle("ana"), IsoWeek(2026, 48)
WEDNESDAY = date(2026, 11, 25)
FONTS = LogLine(WEDNESDAY, ObstacleKind.INTEREST, "two hours")
ITEM = "- 2026-11-25 interest: two hours"


def opened(text: str) -> WeekEditor:
    return WeekEditor.open_week(text.encode(), ANA, W48)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # no section yet
        ("", f"## Log\n{ITEM}\n"),
        ("---\ngoals:\n---\n", f"---\ngoals:\n---\n\n## Log\n{ITEM}\n"),
        ("---\ngoals:\n---", f"---\ngoals:\n---\n\n## Log\n{ITEM}\n"),
        ("Notes", f"Notes\n\n## Log\n{ITEM}\n"),
        ("Notes\r\n", f"Notes\r\n\r\n## Log\r\n{ITEM}\r\n"),
        ("\ufeffNotes\n", f"\ufeffNotes\n\n## Log\n{ITEM}\n"),
        ("```\n## Log\n```\n", f"```\n## Log\n```\n\n## Log\n{ITEM}\n"),
        # a section without lines
        ("## Log", f"## Log\n{ITEM}\n"),
        ("# LOG #\n\n## Notes\n", f"# LOG #\n{ITEM}\n\n## Notes\n"),
        ("### Log:\nSome words.\n", f"### Log:\n{ITEM}\n\nSome words.\n"),
        ("## 📓 Log\n", f"## 📓 Log\n{ITEM}\n"),
        ("## Logbook\n\n## Log\n", f"## Logbook\n\n## Log\n{ITEM}\n"),
        # a section with lines
        ("## Log\n- a\n\n## Notes\n- b\n", f"## Log\n- a\n{ITEM}\n\n## Notes\n- b\n"),
        ("## Log\n\n- a\n\n\nx", f"## Log\n\n- a\n{ITEM}\n\n\nx"),
        ("## Log\r\n *  a\r\n    goes on\r\n", f"## Log\r\n *  a\r\n    goes on\r\n *  {ITEM[2:]}\r\n"),
        ("## Log\n- a\n  - b", f"## Log\n- a\n  - b\n{ITEM}\n"),
    ],
)
def test_a_log_line_is_added_after_the_last_log_line_or_in_a_new_section(before: str, after: str) -> None:
    editor = opened(before)
    logged = editor.add_log_line(FONTS)
    assert logged.data.decode() == after
    assert logged.week.log == (*editor.week.log, FONTS)


@pytest.mark.parametrize(
    ("line", "item", "read"),
    [
        (LogLine(None, None, " two\nhours "), "- two hours", LogLine(None, None, "two hours")),
        (LogLine(WEDNESDAY, None, "x"), "- 2026-11-25 x", LogLine(WEDNESDAY, None, "x")),
        (LogLine(None, ObstacleKind.FOCUS, "x"), "- focus: x", LogLine(None, ObstacleKind.FOCUS, "x")),
        (LogLine(WEDNESDAY, None, "Stress: x"), "- 2026-11-25 Stress: x", LogLine(WEDNESDAY, ObstacleKind.STRESS, "x")),
        (LogLine(WEDNESDAY, None, "# x"), "- 2026-11-25 # x", LogLine(WEDNESDAY, None, "# x")),
    ],
)
def test_a_log_line_is_written_on_one_line_and_read_back(line: LogLine, item: str, read: LogLine) -> None:
    logged = opened("## Log\n").add_log_line(line)
    assert logged.data.decode() == f"## Log\n{item}\n"
    assert logged.week.log == (read,)


def test_an_empty_log_line_is_refused() -> None:
    with pytest.raises(EditRefused):
        opened("").add_log_line(LogLine(None, None, " "))


def test_a_log_line_with_invalid_unicode_is_refused() -> None:
    with pytest.raises(EditRefused):
        opened("").add_log_line(LogLine(WEDNESDAY, None, "caf\udce9"))


def test_no_log_line_is_added_to_a_body_that_ends_in_a_code_block() -> None:
    with pytest.raises(EditRefused):
        opened("```\ncode\n").add_log_line(FONTS)


def test_a_log_line_that_makes_the_file_too_large_is_refused() -> None:
    with pytest.raises(EditRefused):
        opened("x" * 262_100 + "\n").add_log_line(LogLine(WEDNESDAY, None, "y" * 100))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ngoals:\n---\n", "---\ngoals:\n---\n\n## Call\n- Ana's goals: a pencil\n"),
        ("## Call", "## Call\n- Ana's goals: a pencil\n"),
        ("## Call 📞\n- a\n", "## Call 📞\n- a\n- Ana's goals: a pencil\n"),
        ("# CALL\r\n- a\r\n\r\n# Log\r\n- b\r\n", "# CALL\r\n- a\r\n- Ana's goals: a pencil\r\n\r\n# Log\r\n- b\r\n"),
        (
            "## Call\n- a\n### More\nb\n\n\n## Notes\n",
            "## Call\n- a\n### More\nb\n- Ana's goals: a pencil\n\n\n## Notes\n",
        ),
        ("```\n## Call\n```\n", "```\n## Call\n```\n\n## Call\n- Ana's goals: a pencil\n"),
        ("## Call\n\nwords\n\n## Call\n- b", "## Call\n\nwords\n- Ana's goals: a pencil\n\n## Call\n- b"),
    ],
)
def test_a_note_of_a_call_is_added_at_the_end_of_its_section(before: str, after: str) -> None:
    noted = opened(before).add_call_note("Ana's goals:  a\npencil ")
    assert noted.data.decode() == after
    assert noted.week.log == opened(before).week.log


@pytest.mark.parametrize("before", ["```\ncode\n", "## Call\n- a\n```\nb\n"])
def test_a_note_of_a_call_is_not_written_into_a_code_block(before: str) -> None:
    with pytest.raises(EditRefused):
        opened(before).add_call_note("a pencil")


OFFER = Message("ben", MessageKind.OFFER, "we go through it on Thursday")
SAID = "- offer: we go through it on Thursday"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ngoals:\n---\n", f"---\ngoals:\n---\n\n## To ben\n{SAID}\n"),
        ("# TO Ben:\r\n\r\n# Log\r\n- b\r\n", f"# TO Ben:\r\n{SAID}\r\n\r\n# Log\r\n- b\r\n"),
        ("## To ben\n * a\n   more\n\n## Notes\n", f"## To ben\n * a\n   more\n * {SAID[2:]}\n\n## Notes\n"),
        ("## To cleo\n- a\n", f"## To cleo\n- a\n\n## To ben\n{SAID}\n"),
        ("## To ben\n- a\n\n## To cleo\n- b\n", f"## To ben\n- a\n{SAID}\n\n## To cleo\n- b\n"),
        ("```\n## To ben\n```\n", f"```\n## To ben\n```\n\n## To ben\n{SAID}\n"),
    ],
)
def test_a_message_is_added_at_the_end_of_its_readers_section(before: str, after: str) -> None:
    editor = opened(before)
    told = editor.add_message(Message("ben", MessageKind.OFFER, "we go through it\n on Thursday "))
    assert told.data.decode() == after
    assert OFFER in told.week.messages
    assert len(told.week.messages) == len(editor.week.messages) + 1


def test_a_plain_message_that_begins_with_a_kind_is_read_with_that_kind() -> None:
    assert opened("").add_message(Message("ben", None, "thank: for Monday")).week.messages == (
        Message("ben", MessageKind.THANK, "for Monday"),
    )


@pytest.mark.parametrize(
    ("before", "text"),
    [("```\ncode\n", "a"), ("", " "), ("", "caf\udce9"), ("x" * 262_100 + "\n", "y" * 100)],
)
def test_a_message_that_would_not_be_read_back_is_refused(before: str, text: str) -> None:
    with pytest.raises(EditRefused):
        opened(before).add_message(Message("ben", None, text))
