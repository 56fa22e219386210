"""`parked.md`: a plain task list of ideas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.edit.parked import add_parked, merge_parked, read_parked


def test_parked_ideas_that_are_not_ticked_are_read_in_order() -> None:
    data = b"\xef\xbb\xbf# Parked\r\n- [ ] A new site\r\n- [x] Fonts\r\n* no box\r\n+ [X] old\r\nText\r\n"
    assert read_parked(data) == ("A new site", "no box")


def test_invalid_utf_8_does_not_hide_other_ideas() -> None:
    assert read_parked(b"- [ ] caf\xe9\n- [ ] tea\n") == ("caf�", "tea")


def test_the_first_idea_creates_the_file() -> None:
    assert add_parked(None, "  A new\nsite ") == b"# Parked\n- [ ] A new site\n"


def test_an_idea_is_added_after_the_last_idea_and_no_other_byte_changes() -> None:
    before = b"\xef\xbb\xbf# Parked\r\n- [x] caf\xe9\r\n\r\nNotes"
    assert add_parked(before, "Tea") == b"\xef\xbb\xbf# Parked\r\n- [x] caf\xe9\r\n- [ ] Tea\r\n\r\nNotes"


def test_an_open_idea_is_not_added_twice() -> None:
    data = add_parked(None, "Tea")
    assert add_parked(data, "Tea") == data
    assert add_parked(data.replace(b"[ ]", b"[x]"), "Tea") == b"# Parked\n- [x] Tea\n- [ ] Tea\n"


def test_an_empty_idea_is_refused() -> None:
    with pytest.raises(ValueError, match="words"):
        add_parked(None, " \n")


def test_a_tick_takes_precedence_when_parked_ideas_are_merged() -> None:
    base = b"# Parked\n- [ ] Tea\n- [ ] Fonts\n"
    mine = b"# Parked\n- [ ] Tea\n- [ ] Fonts\n- [ ] Boats\n"
    theirs = b"# Parked\n- [x] Tea\n- [ ] Fonts\n- [ ] Trains\n"
    expected = b"# Parked\n- [x] Tea\n- [ ] Fonts\n- [ ] Boats\n- [ ] Trains\n"
    assert merge_parked(base, mine, theirs) == expected


def test_an_idea_ticked_on_one_device_survives_its_removal_on_the_other() -> None:
    base = b"# Parked\n- [ ] Tea\n- [ ] Fonts\n"
    theirs = b"# Parked\n- [x] Fonts\n"
    assert merge_parked(base, base, theirs) == b"# Parked\n- [ ] Tea\n- [x] Fonts\n"
    assert merge_parked(base, theirs, base) == b"# Parked\n- [x] Fonts\n- [ ] Tea\n"


def test_a_parked_idea_with_a_different_bullet_does_not_count_as_ticked() -> None:
    base, theirs = b"- [ ] Tea\n", b"* [ ] Tea\n"
    assert merge_parked(base, base, theirs) == b"- [ ] Tea\n* [ ] Tea\n"
    assert merge_parked(b"- [x] Tea\n", b"- [x] Tea\n", b"- [X] Tea\n") == b"- [x] Tea\n- [X] Tea\n"


def test_an_idea_with_a_long_gap_is_read_in_linear_time() -> None:
    (idea,) = read_parked(b"- [ ] a" + b" " * 200_000 + b"b")
    assert len(idea) == 200_002


@given(st.lists(st.text(min_size=1).filter(lambda text: text.split()), max_size=5))
def test_parked_ideas_are_read_back(ideas: list[str]) -> None:
    data = None
    for idea in ideas:
        data = add_parked(data, idea)
    expected = dict.fromkeys(" ".join(idea.split()) for idea in ideas)
    assert set(read_parked(data or b"")) == set(expected)
