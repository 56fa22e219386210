from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.read.agreement_answers import read_answers
from apjournal.format.read.aims import read_aims
from apjournal.format.read.body import BodyParts, read_body
from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.read.week import read_week
from apjournal.format.text.document import split_document
from apjournal.model.agreement_topic import Topic
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import LogLine, Message, MessageKind, ObstacleKind, Step

ANA, W48 = Handle("ana"), IsoWeek(2026, 48)
GOALS = GoalNames(("grant", "three-runs"))


def parts(body: str) -> BodyParts:
    document, _ = split_document(body.encode())
    assert document is not None
    return read_body(document, GOALS)


DECORATED = ("## Log 📓", "## 📓 Log", "## Log!", "## **Log**", "## Log ✅", "## Log – ", "## Log.", "## ☐ Log…")


@pytest.mark.parametrize(
    "heading", ["# Log", "###### log", "## LOG:", "## Log ##", "  ## Log", "##Log", "## log\r", *DECORATED]
)
def test_a_sections_heading_may_have_any_level(heading: str) -> None:
    assert parts(f"{heading}\n- focus: gone\n").log == (LogLine(None, ObstacleKind.FOCUS, "gone"),)


@pytest.mark.parametrize(
    "heading", ["## Logs", "## To", "## To Ben Smith", "## To con", "Log", "## Step", "- Log", "## ~~Log~~", "## 📓"]
)
def test_an_unknown_heading_does_not_begin_a_section(heading: str) -> None:
    assert parts(f"{heading}\n- [ ] a\n") == BodyParts()


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ("- 2026-11-25 interest: fonts", LogLine(date(2026, 11, 25), ObstacleKind.INTEREST, "fonts")),
        ("* 2026-11-25: interest: fonts", LogLine(date(2026, 11, 25), ObstacleKind.INTEREST, "fonts")),
        ("+ 2026-11-25 fonts", LogLine(date(2026, 11, 25), None, "fonts")),
        ("- Interest : fonts: two hours", LogLine(None, ObstacleKind.INTEREST, "fonts: two hours")),
        ("- fonts", LogLine(None, None, "fonts")),
        ("- Note: fonts", LogLine(None, None, "Note: fonts")),
        ("- interest", LogLine(None, None, "interest")),
        ("- 2026-11-25", LogLine(date(2026, 11, 25), None, "")),
        ("- 2026-13-45 x", LogLine(None, None, "2026-13-45 x")),
        ("- 2026-11-25x", LogLine(None, None, "2026-11-25x")),
        ("  - fonts", LogLine(None, None, "fonts")),
        ("- two hours\n  of fonts\n\tand more\n", LogLine(None, None, "two hours of fonts and more")),
        ("-\tfonts", LogLine(None, None, "fonts")),
    ],
)
def test_a_log_line_may_have_a_date_and_a_kind(item: str, line: LogLine) -> None:
    assert parts(f"## Log\n{item}\n").log == (line,)


@pytest.mark.parametrize("item", ["fonts", "-fonts", "-", "1. fonts", "> - fonts"])
def test_only_list_items_are_log_lines(item: str) -> None:
    assert parts(f"## Log\n{item}\n").log == ()


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("- ask: when?", Message("ben", MessageKind.ASK, "when?")),
        ("- Offer: I did mine: shall we?", Message("ben", MessageKind.OFFER, "I did mine: shall we?")),
        ("- thank: you", Message("ben", MessageKind.THANK, "you")),
        ("- well: done", Message("ben", None, "well: done")),
    ],
)
def test_a_message_may_have_a_kind(item: str, message: Message) -> None:
    assert parts(f"## To Ben\n{item}\n").messages == (message,)


@pytest.mark.parametrize(
    ("item", "step"),
    [
        ("- [x] grant: budget", Step("grant", "budget", True)),
        ("- [X] 2: budget", Step("three-runs", "budget", True)),
        ("- [ ] Three runs: shoes", Step("three-runs", "shoes", False)),
        ("- [ ] 3: budget", Step(None, "3: budget", False, named="3")),
        ("- [ ] Note: budget", Step(None, "Note: budget", False, named="note")),
        ("- [ ] grant:", Step(None, "grant:", False)),
        ("- [ ] budget", Step(None, "budget", False)),
    ],
)
def test_a_step_belongs_to_the_goal_that_it_names(item: str, step: Step) -> None:
    assert parts(f"## Steps\n{item}\n").steps == (step,)


@pytest.mark.parametrize("around", ["{} 🙏", "🚲 {}", "{}!", "**{}**", "{} –"])
def test_an_emoji_or_punctuation_around_a_title_does_not_matter(around: str) -> None:
    said = parts("".join(f"## {around.format(title)}\n- [ ] {title}\n" for title in ("Log", "Steps", "To ben")))
    assert [len(said.log), len(said.steps), [one.to for one in said.messages]] == [1, 1, ["ben"]]
    assert read_aims(f"## {around.format('Aims')}\n- Sleep\n") == ("Sleep",)
    assert read_answers(f"## {around.format(Topic.END)}\nNow\n") == {Topic.END: "Now"}
    plain = read_week(f"# {around.format('Goals')}\n- Runs\n# {around.format('Report')}\n- done\n".encode(), ANA, W48)
    assert plain.value is not None
    assert [goal.goal for goal in plain.value.goals] == ["Runs"]
    assert len(plain.value.outcomes) == 1


@pytest.mark.parametrize("item", ["- budget", "- [] budget", "- [y] budget", "- [ ]budget", "- [ ]"])
def test_a_list_item_without_a_box_is_not_a_step(item: str) -> None:
    assert parts(f"## Steps\n{item}\n").steps == ()


def test_a_section_ends_at_the_next_heading_of_the_same_or_a_higher_level() -> None:
    body = "## Log\n- a\n### Monday\n- b\n## Notes\n- c\n### Log\n- d\n#### To ben\n- e\n### More\n- f\n# End\n- g\n"
    said = parts(body)
    assert [line.text for line in said.log] == ["a", "b", "d"]
    assert [message.text for message in said.messages] == ["e"]


def test_a_nested_list_item_is_part_of_the_text_of_the_outer_item() -> None:
    said = parts("## Log\n- a\n  goes on\n    - b\n\n  not an item\n- c\n  # no heading of an item\n- d\n")
    assert [line.text for line in said.log] == ["a goes on", "b", "c"]


@pytest.mark.parametrize("line", ["goes on", "*so* it goes on", "1999 it goes on", "_", "    goes on", "\tgoes on"])
def test_a_line_below_a_list_item_is_part_of_it_even_without_indent(line: str) -> None:
    said = parts(f"## Log\n- stress: a\n{line}\nto the end\n\nno part of it\n- b\n")
    assert [each.text for each in said.log] == [f"a {line.strip()} to the end", "b"]


@pytest.mark.parametrize(
    "line",
    ["", "> quote", "| a | b |", "<!-- c -->", "=======", ">>>>>>> theirs", "1. one", "2) two", "---", "* * *", "___",
     "_ _ _", "•b", "-b", "learned: b", "## Notes", "```"],
)  # fmt: skip
def test_a_list_item_ends_at_a_line_that_begins_another_markdown_element(line: str) -> None:
    said = parts(f"## Log\n- stress: a\n{line}\ngoes on\n")
    assert [each.text for each in said.log] == ["a"]


@pytest.mark.parametrize("line", ["* * *", "- - -", "*  *  *\t* "])
def test_a_thematic_break_between_list_items_is_not_an_item(line: str) -> None:
    assert [each.text for each in parts(f"## Log\n- a\n{line}\n- b\n- *\n").log] == ["a", "b", "*"]


def test_fenced_code_is_not_read_as_sections() -> None:
    body = (
        "## Log\n- a\n```text\n## Steps\n- b\n~~~\n``` x\n```\n- c\n~~~~\n- d\n~~~\n- e\n~~~~~\n- f\n"
        "- g\n  ```\n  - h\n  ```\n``\n- i\n```\n- j\n"
    )
    assert [line.text for line in parts(body).log] == ["a", "c", "f", "g", "i"]


def test_steps_log_lines_and_messages_have_their_positions_in_the_file() -> None:
    text = "---\ngoals: [🚲]\n---\n\n## Log\r\n- a\r\n  b\r\n\r\n   * ü c  \r\n"
    document, _ = split_document(text.encode())
    assert document is not None
    places = read_body(document, GOALS).places
    spans = [places["log", 0], places["log", 1]]
    assert [(span.line, span.column, text[span.start : span.end]) for span in spans] == [
        (6, 1, "- a\r\n  b"),
        (9, 4, "* ü c"),
    ]


ANY_TEXT = st.text("#-*+ \t\n`~[]x:Log to ben Steps 2026-11-25", max_size=20)
PIECES = (
    st.sampled_from(["\n## Log\n", "\n# To ben\n", "\n## Steps\n", "\n- ", "\n* [x] grant: ", "\n```\n"]) | ANY_TEXT
)


@given(st.lists(PIECES).map("".join))
def test_any_text_can_be_read_as_a_body(body: str) -> None:
    document, _ = split_document(f"---\n---\n{body}".encode())
    assert document is not None
    found = read_body(document, GOALS)
    assert len(found.places) == len(found.log) + len(found.messages) + len(found.steps)
    for span in found.places.values():
        assert document.make_span(span.start, span.end) == span
        assert document.text[span.start] in "-*+"
