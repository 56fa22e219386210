"""The first look at a body: it leaves out a closer look only where there is nothing to find."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.read.typed import stray_lists
from apjournal.format.read.typed.typed_lines import TypedLines, cut_prefixes, read_typed_lines
from apjournal.format.text.document import split_text
from tests.format.readings import read

_FRONT = "---\ngoals:\n  - Runs\n---\n"
_MARKS = st.sampled_from(
    ["", "- ", "* ", "-", "• ", "1. ", "2)", "١. ", "## ", "# ", "  ", "\t", "☐ ", "> ", "*", "📓 "]
)
_WORDS = st.sampled_from(
    ["Log", "log:", "İn the way", "In the way home", "What happened", "stress: x", "Report", "My results", "reſult",
     "Done", "1: partly", "not_done", "Notes", "dropped, ill", "goals:", "Call: voice", "report skipped: x",
     "away: yes", "Über Mittag", "", "```"]
)  # fmt: skip
_BODIES = st.lists(st.tuples(_MARKS, _WORDS, st.sampled_from(["", " ", "：", "*", " 📓"])).map("".join), max_size=7)


@given(_BODIES)
def test_skipping_lines_by_their_first_letters_skips_no_finding(body: list[str]) -> None:
    text = _FRONT + "\n".join(body)
    with (
        patch.object(TypedLines, "find_beginnings", lambda own, _: range(len(own.lines))),
        patch.object(stray_lists, "may_be_unread", lambda *_: True),
    ):
        closer = read(text).findings
    assert read(text).findings == closer


def test_find_beginnings_finds_a_word_after_marks_at_the_beginning_of_a_line() -> None:
    document, _ = split_text("a log\n## Log:\n- 12. logs\nnot-done\nnotes\n")
    assert document is not None
    lines = read_typed_lines(document)
    assert lines.find_beginnings(cut_prefixes("log", "not done")) == [1, 3]
    assert lines.find_beginnings(cut_prefixes("done")) == []
