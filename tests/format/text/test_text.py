from __future__ import annotations

import pytest

from apjournal.format.text.text import apply_text_edits
from apjournal.model.finding import TextEdit


def test_edits_of_a_file_can_be_given_in_any_order() -> None:
    edits = [TextEdit(4, 5, "E"), TextEdit(0, 1, "A!"), TextEdit(2, 2, "+")]
    assert apply_text_edits("abcdef", edits) == "A!b+cdEf"


def test_insertions_at_one_position_keep_their_order() -> None:
    assert apply_text_edits("ab", [TextEdit(1, 1, "1"), TextEdit(1, 1, "2")]) == "a12b"


def test_a_file_without_edits_is_unchanged() -> None:
    assert apply_text_edits("ab", []) == "ab"


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="two edits overlap at 1"):
        apply_text_edits("abc", [TextEdit(0, 2, ""), TextEdit(1, 3, "")])
