"""The aims in a `partner.md`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.read.aims import read_aims


@pytest.mark.parametrize(
    ("body", "aims"),
    [
        ("## Aims\n", ()),
        ("No heading\n- One\n", ()),
        ("## Aims\n- Finish it\n  by summer\n* Swim\n\n## Notes\n- Not an aim\n", ("Finish it by summer", "Swim")),
        ("# AIMS:\nFinish the book\nby summer.\n\nSwim.\n", ("Finish the book by summer.", "Swim.")),
        ("## Aims\n### This year\n- Swim\n# Else\n- No\n", ("Swim",)),
        ("## Aims\n```\n- code\n```\n<!-- - comment -->\n- Swim\n", ("Swim",)),
    ],
)  # fmt: skip
def test_aims_are_the_list_items_or_paragraphs_below_their_heading(body: str, aims: tuple[str, ...]) -> None:
    assert read_aims(body) == aims


@given(st.lists(st.sampled_from(["## Aims", "- a", "b", "", "```", "# x", "-", "- "]), max_size=8).map("\n".join))
def test_in_any_text_each_aim_is_read_as_one_line(body: str) -> None:
    assert all("\n" not in aim for aim in read_aims(body))
