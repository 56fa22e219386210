"""Everything that a person wrote in a week is a passage, at the position where it begins in the file."""

from __future__ import annotations

import pytest

from apjournal.format.read.passages import list_passages
from apjournal.format.read.week import read_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek

WEEK = """---
goals:
  - Three runs
  - id: grant
    goal: "Send the gr\\u00E4nt"
    done_when: Mail sent
    obstacles:
      - interest: the editor -> one paragraph
outcomes:
  - partly, page 6
  - not done, private
happened:
  - stress: two exams
learned: Less is more
amended:
  grant: Ines moved it
report_skipped: on a train
---
Free words
## Steps
- [ ] 1: shoes
## Log
- 2026-11-25 interest: fonts
  and more fonts

## To ben
- ask: May I?
"""


def passages(data: bytes) -> list[tuple[str, str, int, int]]:
    reading = read_week(data, Handle("ana"), IsoWeek.parse("2026-W48"))
    return [(str(one.field), one.text, one.line, one.column) for one in list_passages(reading)]


def test_each_value_of_a_week_is_a_passage_with_its_position() -> None:
    assert passages(WEEK.encode()) == [
        ("goal", "Three runs", 3, 5),
        ("goal", "Send the gränt", 4, 5),
        ("done_when", "Mail sent", 6, 16),
        ("obstacle", "the editor", 8, 19),
        ("plan", "one paragraph", 8, 33),
        ("evidence", "page 6", 10, 13),
        ("reason", "private", 11, 15),
        ("happened", "two exams", 13, 13),
        ("learned", "Less is more", 14, 10),
        ("amended", "Ines moved it", 16, 10),
        ("report_skipped", "on a train", 17, 17),
        ("step", "shoes", 21, 10),
        ("log", "fonts and more fonts", 23, 1),
        ("message", "May I?", 27, 8),
        ("note", "Free words", 19, 1),
        ("note", "## Steps", 20, 1),
        ("note", "## Log", 22, 1),
        ("note", "## To ben", 26, 1),
    ]


def test_each_line_of_an_unreadable_week_is_a_passage() -> None:
    assert passages(b"---\ngoals: [\n---\n  Words\n")[1:] == [
        ("text", "goals: [", 2, 1),
        ("text", "---", 3, 1),
        ("text", "Words", 4, 3),
    ]
    assert passages(b"caf\xe9") == []


MEANT = [
    "goals:\n- Three runs\n- Tide book\n\noutcomes:\n- done, ok\n- partly, half\n\nSome body words\n",
    "---\ngoals:\n- Tide book\n---\nfree words\n\noutcomes:\n- done, all of it\n",
    "\u2014\ngoals:\n\u2022 Three runs\n\u2022 Tide book\n\u2014\nfree words\n## Log\n- fonts\n",
    "---\ngoals:\n- \u201cTide book\u201d\n- Three\u3000runs\nlearned:\n\u2022 less\n\u2022 more\n---\nfree words\n",
    "---\ngoals:\n- a\nlearned: |\n  one\n  two\nreport_skipped: |\n  on a train\n  and late\n---\nfree words\n",
]


@pytest.mark.parametrize("text", MEANT)
def test_in_a_week_with_a_repaired_form_each_passage_has_its_line_in_the_file(text: str) -> None:
    lines = text.split("\n")
    found = passages(text.encode())
    assert [one for one in found if not lines[one[2] - 1].startswith(one[1].partition("\n")[0], one[3] - 1)] == []
    assert len({(words, line) for _, words, line, _ in found}) == len(found)
    assert [words for field, words, _, _ in found if field == "note"][:1] in (["free words"], ["Some body words"])


def test_words_that_a_repair_moves_to_the_front_matter_are_not_listed_as_free_text() -> None:
    text = "---\ngoals:\n- done\n---\nfree\n\noutcomes:\n- done, done\n"
    assert [(field, words) for field, words, _, _ in passages(text.encode())][-1] == ("note", "free")
