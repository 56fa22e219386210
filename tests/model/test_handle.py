"""Handles name folders on every system, so few names are allowed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.model.handle import RESERVED, Handle


@pytest.mark.parametrize("text", ["ana", "a", "ben-2", "a" * 32, "x--y", "com", "com10", "lpt", "gitta"])
def test_a_valid_handle_is_read_unchanged(text: str) -> None:
    assert Handle.parse(text) == text
    assert Handle.is_valid(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Ana", "ANA", "2b", "-a", "--output=x", "a-", "a.lock", "../x", "a/b", "ana\n", "ana ", "a_b", "a" * 33),
        *("аna", "anä", "private", "site", "templates", "con", "prn", "aux", "nul", "git", "apj", "com0", "lpt9"),
    ],
)
def test_a_name_that_some_system_does_not_allow_as_a_folder_is_not_a_handle(text: str) -> None:
    assert not Handle.is_valid(text)
    with pytest.raises(ValueError, match="not a handle"):
        Handle.parse(text)


@given(st.text(max_size=40))
def test_every_handle_is_plain_ascii_and_not_a_reserved_word(text: str) -> None:
    plain = re.fullmatch(r"[a-z][a-z0-9-]{0,31}", text, re.ASCII) is not None
    assert Handle.is_valid(text) == (plain and not text.endswith("-") and text not in RESERVED)
