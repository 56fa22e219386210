"""Where front matter without a second line `---` ends, and text outside it that was meant for it."""

from __future__ import annotations

import pytest

from apjournal.format.read.agreement import read_agreement
from apjournal.model.finding import Level
from tests.format.readings import findings, fixed, read

GOALS = "---\ngoals:\n  - Send\n"


@pytest.mark.parametrize(
    ("front", "body"),
    [
        (GOALS, "\nMonday was fine: I wrote.\n\n- [ ] ask Ines\n"),
        (GOALS, "\n- [ ] ask Ines\n"),
        (GOALS, "\nhttps://example.org\n"),
        (GOALS, "\n[link]: x\n"),
        (GOALS, "\nmood: fine\n"),
        (GOALS, "\n# Notes\noutcome: x\n"),
        (f"{GOALS}\nOutcomes:\n  - done\n", "\nMonday was fine: I wrote.\n"),
        (f"{GOALS}# why\n\nReport skipped: ill\n", "\nText\n"),
        (f"{GOALS}mood: fine\nmore: {{\n}}\n", "\nText\n"),
        ("---\ngoals:\n- Send\n\n- Two\n", "\n- [ ] ask Ines\n"),
        ("---\ngoals: # mine\n- Send\n  it\n- Two\n", "\nNote: x\n"),
        ("---\n{goals: [Send]}\n", "\nText\n"),
        ("---\n", "\n- [ ] ask Ines\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_missing_second_fence_is_added_before_the_body(front: str, body: str, newline: str) -> None:
    text = (front + body).replace("\n", newline)
    assert findings(text)[0][0] == "open_front_matter"
    assert fixed(text) == f"{front}---\n{body}".replace("\n", newline)
    assert not read(fixed(text)).broken


def test_a_missing_second_fence_is_added_after_the_boxes_of_the_goals() -> None:
    text = "---\ngoals:\n- [ ] Send\n- [x] Two\n\n- [ ] ask Ines\n"
    assert fixed(text) == "---\ngoals:\n- Send\n- Two\noutcomes:\n  two: done\n---\n\n- [ ] ask Ines\n"


def test_the_front_matter_of_an_agreement_ends_before_its_text() -> None:
    text = "---\napj: 1\nmode: two-sided\n\ncall:\n  day: monday\n\nWe agreed: all of it\n"
    (found,) = read_agreement(text.encode()).findings
    assert found.fix == "writes --- as line 7"


@pytest.mark.parametrize(
    "text",
    ["away: true\n", "Away: yes\n", "learned: x\n", "call: voice\n", "report_skipped: true\n", "Report skipped: ill\n",
     "amended:\n  grant: moved\n", "goals:\n- a\n", "Goals :\n- a\n"],
)  # fmt: skip
def test_a_missing_first_fence_is_recognised_before_any_key_of_a_week(text: str) -> None:
    assert findings(text)[0] == ("fence", 1, 1, "writes ---")
    assert fixed(text) == f"---\n{text}---\n"


def test_a_week_marked_away_without_fences_is_still_away_after_its_repair() -> None:
    said = read(fixed("away: true\n")).value
    assert said is not None
    assert said.away


@pytest.mark.parametrize("text", ["Learned: patience.\n", "Call: at ten\n", "Goalsetting: x\n", "goals\n"])
def test_prose_that_resembles_front_matter_gives_no_finding(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("outcomes:\n\n- ran\n", [(4, 1)]),
        ("Goals:\n- done\n", [(4, 1)]),
        ("call:\n- voice\n", [(4, 1)]),
        ("\nOutcomes: [done]\n\nreport skipped: x\r\n", [(5, 1), (7, 1)]),
        ("## Log\n- x\naway: true", [(6, 1)]),
        ("```\noutcomes: x\n```\nhappened:\n~~~~\ngoals:\n~~~\ngoals:\n", [(7, 1)]),
        ("Learned: much\n- goals: x\n  outcomes: y\nweek: fine\nCall: short\noutcomes:done\n", []),
    ],
)
def test_a_key_of_a_week_in_the_body_gets_a_warning(body: str, places: list[tuple[int, int]]) -> None:
    reading = read(f"---\ngoals: [a]\n---\n{body}")
    assert reading.value is not None
    found = [each for each in reading.findings if each.code == "key_in_body"]
    assert [(each.span.line, each.span.column) for each in found if each.span] == places
    assert not any(each.edits for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "---\ngoals:\n  - Send\n- ask Ines\n",
        "---\ngoals:\n  - Send\nMonday was fine: I wrote.\n",
        "---\ngoals:\n- Send\n☐ Runs\n",
        "goals:\n\nSend\n",
        "---\ngoals:\n- Send\noutcomes:\n\n☐ done\n",
    ],
)
def test_a_missing_second_fence_has_no_repair_if_the_next_line_may_belong_to_the_front_matter(text: str) -> None:
    reading = read(text)
    assert reading.value is None
    (found,) = [each for each in reading.findings if each.code == "open_front_matter"]
    assert found.level is Level.ERROR
    assert "may belong to it" in found.message
    assert "---" not in fixed(text)[3:]
