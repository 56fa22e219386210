"""`parked.md`: a plain task list of ideas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.edit.parked import add_parked, merge_parked, read_parked


def test_open_ideas_are_given_in_order_and_ticked_ones_are_not() -> None:
    data = b"\xef\xbb\xbf# Parked\r\n- [ ] A new site\r\n- [x] Fonts\r\n* no box\r\n+ [X] old\r\nText\r\n"
    assert read_parked(data) == ("A new site", "no box")


def test_bytes_that_are_not_utf8_do_not_hide_the_other_ideas() -> None:
    assert read_parked(b"- [ ] caf\xe9\n- [ ] tea\n") == ("caf�", "tea")


def test_the_first_idea_begins_the_file() -> None:
    assert add_parked(None, "  A new\nsite ") == b"# Parked\n- [ ] A new site\n"


def test_an_idea_goes_behind_the_last_one_and_every_other_byte_stays() -> None:
    before = b"\xef\xbb\xbf# Parked\r\n- [x] caf\xe9\r\n\r\nNotes"
    assert add_parked(before, "Tea") == b"\xef\xbb\xbf# Parked\r\n- [x] caf\xe9\r\n- [ ] Tea\r\n\r\nNotes"


def test_an_idea_that_is_open_is_not_doubled() -> None:
    data = add_parked(None, "Tea")
    assert add_parked(data, "Tea") == data
    assert add_parked(data.replace(b"[ ]", b"[x]"), "Tea") == b"# Parked\n- [x] Tea\n- [ ] Tea\n"


def test_an_idea_has_words() -> None:
    with pytest.raises(ValueError, match="words"):
        add_parked(None, " \n")


def test_two_devices_ideas_are_both_kept_and_a_tick_wins() -> None:
    base = b"# Parked\n- [ ] Tea\n- [ ] Fonts\n"
    mine = b"# Parked\n- [ ] Tea\n- [ ] Fonts\n- [ ] Boats\n"
    theirs = b"# Parked\n- [x] Tea\n- [ ] Fonts\n- [ ] Trains\n"
    expected = b"# Parked\n- [x] Tea\n- [ ] Fonts\n- [ ] Boats\n- [ ] Trains\n"
    assert merge_parked(base, mine, theirs) == expected


def test_a_tick_elsewhere_brings_back_an_idea_that_was_removed() -> None:
    base = b"# Parked\n- [ ] Tea\n- [ ] Fonts\n"
    theirs = b"# Parked\n- [x] Fonts\n"
    assert merge_parked(base, base, theirs) == b"# Parked\n- [ ] Tea\n- [x] Fonts\n"
    assert merge_parked(base, theirs, base) == b"# Parked\n- [x] Fonts\n- [ ] Tea\n"


def test_the_same_idea_behind_another_mark_is_not_a_tick() -> None:
    base, theirs = b"- [ ] Tea\n", b"* [ ] Tea\n"
    assert merge_parked(base, base, theirs) == b"- [ ] Tea\n* [ ] Tea\n"
    assert merge_parked(b"- [x] Tea\n", b"- [x] Tea\n", b"- [X] Tea\n") == b"- [x] Tea\n- [X] Tea\n"


def test_a_long_gap_in_an_idea_takes_no_longer_than_it_is_long() -> None:
    (idea,) = read_parked(b"- [ ] a" + b" " * 200_000 + b"b")
    assert len(idea) == 200_002


@given(st.lists(st.text(min_size=1).filter(lambda text: text.split()), max_size=5))
def test_what_was_parked_is_read_again(ideas: list[str]) -> None:
    data = None
    for idea in ideas:
        data = add_parked(data, idea)
    expected = dict.fromkeys(" ".join(idea.split()) for idea in ideas)
    assert set(read_parked(data or b"")) == set(expected)
