"""Writing the answers of the talk into `agreement.md`: below their headings, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.errors import ApjError
from apjournal.format.edit.agreement_answers import write_answers
from apjournal.format.edit.front_matter import UnsafeEdit
from apjournal.format.edit.records import write_new_agreement
from apjournal.format.read.agreement_answers import read_answers
from apjournal.model.agreement import Agreement
from apjournal.model.agreement_topic import Topic

FRONT = "---\napj: 1\nmode: two-sided # as we said\n---\n"


def test_answers_replace_the_text_of_a_new_agreement() -> None:
    text = write_answers(
        write_new_agreement(Agreement()), {Topic.END: "By saying so", Topic.BLUNT: " very \n much ", Topic.HELP: " "}
    )
    assert text.decode().partition("\n---\n")[2] == (
        "## How blunt we are\n\nvery much\n\n## How we stop\n\nBy saying so\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ours.", "Ours.\n\n## How we stop\n\nNow\n"),
        ("Ours.\n\n\n", "Ours.\n\n\n## How we stop\n\nNow\n"),
        ("### HOW WE STOP:\n\nLater\nor never\n\n# Else\nx", "### HOW WE STOP:\n\nNow\n\n# Else\nx"),
        ("## How we stop", "## How we stop\n\nNow\n"),
        ("## How we stop\n## Else\n", "## How we stop\n\nNow\n\n## Else\n"),
        ("```\n## How we stop\n```\n", "```\n## How we stop\n```\n\n## How we stop\n\nNow\n"),
    ],
    ids=["open-end", "blank-end", "replaced", "empty", "empty-before-another", "code"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_answer_goes_below_its_heading(before: str, after: str, newline: str) -> None:
    text = (FRONT + before).replace("\n", newline).encode()
    assert write_answers(text, {Topic.END: "Now"}) == (FRONT + after).replace("\n", newline).encode()


def test_a_body_without_a_newline_at_its_beginning_gets_one() -> None:
    assert write_answers(FRONT.rstrip().encode(), {Topic.END: "Now"}) == f"{FRONT}## How we stop\n\nNow\n".encode()


def test_answers_that_would_be_inside_an_open_code_block_are_refused() -> None:
    with pytest.raises(UnsafeEdit):
        write_answers(f"{FRONT}```\nours\n".encode(), {Topic.END: "Now"})


MARKS = ["# x", "```", "<!-- x", "~~~ y"]
ANSWERS = st.dictionaries(st.sampled_from(Topic), st.text(max_size=20) | st.sampled_from(MARKS), max_size=3)


@given(body=st.text(alphabet="#`~ ab\n", max_size=30), first=ANSWERS, second=ANSWERS)
def test_every_answer_is_read_back_and_every_other_line_stays(
    body: str, first: dict[Topic, str], second: dict[Topic, str]
) -> None:
    try:
        after = write_answers(write_answers(f"{FRONT}{body}".encode(), first), second)
    except ApjError:
        return
    assert after.startswith(f"{FRONT}{body if body.strip() else ''}".encode())
    said = {topic: words for topic, text in first.items() if (words := " ".join(text.split()))}
    said |= {topic: words for topic, text in second.items() if (words := " ".join(text.split()))}
    read = read_answers(after.decode().removeprefix(FRONT))
    assert {topic: words.removeprefix("\\") for topic, words in read.items()} == {
        topic: words.removeprefix("\\") for topic, words in said.items()
    }
