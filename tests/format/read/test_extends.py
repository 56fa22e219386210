"""A later version of a week that continues an earlier one has all its goals, as can be seen without parsing."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apjournal.format.read.week import is_extension_of, read_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek

ANA, W48 = Handle("ana"), IsoWeek(2026, 48)
GOALS = "---\ngoals:\n  - Send the draft\n  - Three runs\n"
BEFORE = GOALS + "---\n\n## Log\n- one\n"


@pytest.mark.parametrize("more", ["---\n", "outcomes: [done, done]\n---\n", "learned: Ask first\n---\nother body\n"])
def test_front_matter_with_more_keys_added_is_an_extension(more: str) -> None:
    assert is_extension_of((GOALS + more).encode(), BEFORE.encode())


@pytest.mark.parametrize(
    "now",
    [
        GOALS + "  - Ring the tax office\n---\n",
        GOALS + "    and one more\n---\n",
        GOALS + "# a remark\n---\n",
        GOALS,
        "---\ngoals:\n  - Send the draft\n---\n",
        "outcomes: [done]\n",
    ],
)
def test_front_matter_with_other_changes_is_not_an_extension(now: str) -> None:
    assert not is_extension_of(now.encode(), BEFORE.encode())


@pytest.mark.parametrize("before", [b"goals:\n  - Send\n", b"\xff", b""])
def test_a_file_without_front_matter_has_no_extension(before: bytes) -> None:
    assert not is_extension_of(before, before)


def test_an_extension_must_have_the_same_byte_order_mark_and_line_endings() -> None:
    before = b"\xef\xbb\xbf" + BEFORE.replace("\n", "\r\n").encode()
    assert is_extension_of(before, before)
    assert not is_extension_of(BEFORE.encode(), before)


LINES = st.sampled_from(
    [
        "goals:",
        "  - a",
        "  - b: c",
        '  - "d',
        'e"',
        "  - [f,",
        "g]",
        "outcomes:",
        "  - done",
        "---",
        "learned: |",
        " h",
        "Goals: [i]",
    ]
)


@given(st.lists(LINES, max_size=6), st.lists(LINES, max_size=5))
@example(["goals:", "  - a"], ["Goals: [i]"])
@example([], ["goals:", "  - a"])
def test_a_readable_extension_has_the_goals_of_the_original_text(front: list[str], more: list[str]) -> None:
    before = "\n".join(["---", *front, "---", ""]).encode()
    now = "\n".join(["---", *front, *more, "---", ""]).encode()
    old, new = read_week(before, ANA, W48).value, read_week(now, ANA, W48).value
    if old is not None and new is not None and is_extension_of(now, before):
        assert new.goals == old.goals or not old.goals
