"""Frequent errors, as listed in `docs/format.md`: reported at their position, and repaired by one key or explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.yaml import parser as yaml_parser
from apjournal.model.finding import Level
from tests.format.readings import after_goals, findings, read, repaired
from tests.format.week_files import TEXTS


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers, for every test here."""
    if request.param == "pure":
        monkeypatch.setattr(yaml_parser, "PARSER", yaml_parser.PureParser)


def goals(*items: str) -> str:
    return "---\ngoals:\n" + "".join(f"  {item}\n" for item in items) + "---\n"


@pytest.mark.parametrize(
    ("item", "code", "column", "fix", "goal"),
    [
        ("- Ship v1: docs", "colon", 5, 'writes "Ship v1: docs"', "Ship v1: docs"),
        ("- Ship v1: docs: more", "colon", 5, 'writes "Ship v1: docs: more"', "Ship v1: docs: more"),
        ("- Ship v1:", "colon", 5, 'writes "Ship v1:"', "Ship v1:"),
        ("- Ship v1: docs # soon", "colon", 5, 'writes "Ship v1: docs"', "Ship v1: docs"),
        ("- goal: Ship: v1", "colon", 11, 'writes "Ship: v1"', "Ship: v1"),
        ("- {a: b}", "colon", 5, 'writes "{a: b}"', "{a: b}"),
        ("- *urgent*", "indicator", 5, 'writes "*urgent*"', "*urgent*"),
        ("- *urgent", "indicator", 5, 'writes "*urgent"', "*urgent"),
        ("- @ines", "indicator", 5, 'writes "@ines"', "@ines"),
        ("- &rest", "indicator", 5, 'writes "&rest"', "&rest"),
        ("- !go now", "indicator", 5, 'writes "!go now"', "!go now"),
        ("- %x", "indicator", 5, 'writes "%x"', "%x"),
        ("- `code`", "indicator", 5, 'writes "`code`"', "`code`"),
        ("- > q", "indicator", 5, 'writes "> q"', "> q"),
        ("- goal: @ines", "indicator", 11, 'writes "@ines"', "@ines"),
        ("- [a] Send", "indicator", 5, 'writes "[a] Send"', "[a] Send"),
        ("- [a Send", "indicator", 5, 'writes "[a Send"', "[a Send"),
        ("- {a} Send", "indicator", 5, 'writes "{a} Send"', "{a} Send"),
        ('- "Deep" work', "quote", 5, r'writes "\"Deep\" work"', '"Deep" work'),
        ("- 'Deep' work", "quote", 5, "writes \"'Deep' work\"", "'Deep' work"),
        ("- 'tis time", "quote", 5, 'writes "\'tis time"', "'tis time"),
        ('- "Deep work', "quote", 5, 'writes "Deep work"', "Deep work"),
        ("- [ ] Send", "task_box", 5, "writes Send", "Send"),
        ("- [x] Send: it", "task_box", 5, "moves the results under outcomes", "Send: it"),
        ("- [] Send", "task_box", 5, "writes Send", "Send"),
        ("- Runs #health", "hash", 5, 'writes "Runs #health"', "Runs #health"),
        ("- #health", "hash", 5, 'writes "#health"', "#health"),
        ("- goal: Runs  #health", "hash", 11, 'writes "Runs  #health"', "Runs  #health"),
        ("- “Ship v1”", "typographic_quotes", 5, 'writes "Ship v1"', "Ship v1"),
        ("- „Ship v1“", "typographic_quotes", 5, 'writes "Ship v1"', "Ship v1"),
        *(
            (f"- {before}Ship v1{after}", "typographic_quotes", 5, 'writes "Ship v1"', "Ship v1")
            for before, after in ("„”", "””", "‘’", "‚‘", "’’", "«»", "»«", "‹›", "›‹")
        ),
        ("- goal: ‘Ship v1’", "typographic_quotes", 11, 'writes "Ship v1"', "Ship v1"),
        ("- “Ship v1: docs”", "typographic_quotes", 5, 'writes "Ship v1: docs"', "Ship v1: docs"),
        ("- “Ship: v1: docs”", "typographic_quotes", 5, 'writes "Ship: v1: docs"', "Ship: v1: docs"),
        ("- [x, y]", "shape", 5, 'writes "[x, y]"', "[x, y]"),
        ("* Send", "bullet", 3, "writes -", "Send"),
    ],
)
def test_a_goal_that_yaml_misreads_has_a_repair(item: str, code: str, column: int, fix: str, goal: str) -> None:
    text = goals(item)
    assert findings(text) == [(code, 3, column, fix)]
    said = read(repaired(text))
    assert said.findings == ()
    assert said.value is not None
    assert [each.goal for each in said.value.goals] == [goal]


@pytest.mark.parametrize("key", ["apj", "partner", "week", "goals", "outcomes", "happened", "mode", "name", "email"])
def test_a_missing_first_fence_is_reported_if_the_file_begins_with_a_key(key: str) -> None:
    text = f"{key}: x\n---\n"
    assert ("fence", 1, 1, "writes ---") in findings(text)
    assert repaired(text).startswith(f"---\n{key}: ")


def test_an_unquoted_goal_with_a_colon_is_reported_as_the_docs_say() -> None:
    (found,) = read(goals("- Ship v1: docs")).findings
    assert found.message == '"Ship v1: docs" is read as a key and a value; quote it'
    assert found.fix == 'writes "Ship v1: docs"'
    assert found.span is not None
    assert found.span.end - found.span.start == len("Ship v1: docs")


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "repaired_text"),
    [
        ("---\ngoals:\n\t- Send\n\t- Two\n---\n", "tab", 3, 1, "---\ngoals:\n  - Send\n  - Two\n---\n"),
        ("---\ngoals:\n  - goal: a\n\tid: b\n---\n", "tab", 4, 1, "---\ngoals:\n  - goal: a\n    id: b\n---\n"),
        ("---\ngoals:\n-\tgoal: a\n  id: b\n---\n", "tab", 3, 2, "---\ngoals:\n- goal: a\n  id: b\n---\n"),
        ("---\ngoals: Send it\n---\n", "shape", 2, 8, '---\ngoals: ["Send it"]\n---\n'),
        ("---\ngoals: 'Send it'\n---\n", "shape", 2, 8, "---\ngoals: ['Send it']\n---\n"),
        ("---\ngoals:\n  -Send\n  -Two\n---\n", "bullet", 3, 3, "---\ngoals:\n  - Send\n  - Two\n---\n"),
        ("---\ngoals:\n  • Send\n  • Two\n---\n", "bullet", 3, 3, "---\ngoals:\n  - Send\n  - Two\n---\n"),
        ("---\ngoals:\n  – Send\n---\n", "bullet", 3, 3, "---\ngoals:\n  - Send\n---\n"),
        (
            "---\ngoals:\n  - Ship: v1\n    done_when: x\n---\n",
            "colon",
            3,
            5,
            '---\ngoals:\n  - goal: "Ship: v1"\n    done_when: x\n---\n',
        ),
        ("---\ngoals:\n  - a\n--\nBody\n", "fence", 4, 1, "---\ngoals:\n  - a\n---\nBody\n"),
        ("---\ngoals:\n  - a\n--\nBody\n---\n", "fence", 4, 1, "---\ngoals:\n  - a\n---\nBody\n---\n"),
        ("---\ngoals:\n  - a\n—\nBody\n---\n", "fence", 4, 1, "---\ngoals:\n  - a\n---\nBody\n---\n"),
        ("---\ngoals:\n  - a\n\n## Log\n", "open_front_matter", 1, 1, "---\ngoals:\n  - a\n---\n\n## Log\n"),
        (
            "---\ngoals:\n  - Send the\n    grant draft\n\n## Log\n",
            "open_front_matter", 1, 1,
            "---\ngoals:\n  - Send the\n    grant draft\n---\n\n## Log\n",
        ),
        ("---\ngoals:\n  - a\x1bb\x07\n---\n", "control_character", 3, 6, "---\ngoals:\n  - ab\n---\n"),
        (after_goals("learned: Note: x\n"), "colon", 3, 10, after_goals('learned: "Note: x"\n')),
        (after_goals("learned: “Note: x”\n"), "typographic_quotes", 3, 10, after_goals('learned: "Note: x"\n')),
        (after_goals("learned:\n  Note: x\n"), "shape", 4, 3, after_goals('learned:\n  "Note: x"\n')),
        (after_goals("call:voice\n"), "colon", 3, 1, after_goals("call: voice\n")),
        (after_goals("mood: [c, d\n"), "indicator", 3, 7, after_goals("mood: [c, d]\n")),
        (after_goals("mood: {c: d\n"), "indicator", 3, 7, after_goals("mood: {c: d}\n")),
        (
            after_goals("happened:\n  - unforeseen: closed: all day\n"),
            "colon",
            4,
            17,
            after_goals('happened:\n  - unforeseen: "closed: all day"\n'),
        ),
        (
            after_goals("happened:\n  stress: x\n  other: y\n"),
            "bullet",
            4,
            3,
            after_goals("happened:\n  - stress: x\n  - other: y\n"),
        ),
        (after_goals("outcomes: [partly, page 6]\n"), "comma", 3, 12, after_goals('outcomes: ["partly, page 6"]\n')),
        (
            after_goals("outcomes: [partly, page 6, of 8, done]\n"),
            "comma",
            3,
            12,
            after_goals('outcomes: ["partly, page 6, of 8", done]\n'),
        ),
        (
            after_goals('outcomes: ["partly, page 6", of 8, done]\n'),
            "comma", 3, 12,
            after_goals('outcomes: ["partly, page 6, of 8", done]\n'),
        ),
        (after_goals("outcomes:\n  a: [partly, p 6]\n"), "comma", 4, 6, after_goals("outcomes:\n  a: partly, p 6\n")),
        (after_goals("outcomes:\n  a: partly: p 6\n"), "colon", 4, 6, after_goals("outcomes:\n  a: partly, p 6\n")),
        (after_goals("outcomes:\n  a: partly p 6\n"), "word", 4, 6, after_goals("outcomes:\n  a: partly, p 6\n")),
        (after_goals("outcomes: {a: Not done - x}\n"), "word", 3, 15, after_goals('outcomes: {a: "not done, x"}\n')),
        (after_goals("outcomes:\n  - donne, x\n"), "word", 4, 5, after_goals("outcomes:\n  - done, x\n")),
        (after_goals("outcomes:\n  - notdone\n"), "word", 4, 5, after_goals("outcomes:\n  - not done\n")),
        (after_goals("outcomes:\n  - done: sent\n"), "word", 4, 5, after_goals("outcomes:\n  - done, sent\n")),
        (after_goals("outcomes:\n  - done:\n"), "word", 4, 5, after_goals("outcomes:\n  - done\n")),
        (after_goals("outcome: [done]\n"), "near_miss", 3, 1, after_goals("outcomes: [done]\n")),
        (after_goals("call: “voice”\n"), "typographic_quotes", 3, 7, after_goals('call: "voice"\n')),
        (after_goals("call: voize\n"), "word", 3, 7, after_goals("call: voice\n")),
        (
            "---\ngoals: [{goal: a, confidence: 7%}]\n---\n",
            "number", 2, 31,
            "---\ngoals: [{goal: a, confidence: 7}]\n---\n",
        ),
        (after_goals("partner: ben\n"), "path", 3, 10, after_goals("partner: ana\n")),
        (after_goals("week: 2026-W47\n"), "path", 3, 7, after_goals("week: 2026-W48\n")),
    ],
)  # fmt: skip
def test_the_first_finding_has_its_position_and_repair(
    text: str, code: str, line: int, column: int, repaired_text: str
) -> None:
    assert findings(text)[0][:3] == (code, line, column)
    assert repaired(text) == repaired_text
    assert read(repaired_text).findings == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_all_errors_of_a_file_are_found_at_once(newline: str) -> None:
    text = newline.join(
        [
            "—",
            "goals:",
            "\t- Ship v1: docs",
            "\t- *urgent*",
            "\t- Runs #health",
            "\t- goal: “One: page”",
            "outcome:",
            "  - partly: page 6",
            "  - [done, quite]",
            "happened:",
            "  - unforeseen: closed: all day",
            "call: phone",
            "—",
            "## Log",
            "- a",
        ]
    )
    found = findings(text)
    assert [(code, line) for code, line, _, _ in found] == [
        ("fence", 1), ("tab", 3), ("colon", 3), ("indicator", 4), ("hash", 5), ("typographic_quotes", 6),
        ("near_miss", 7), ("colon", 11), ("word", 12), ("fence", 13),
    ]  # fmt: skip
    again = read(repaired(text))
    assert [(each.code, each.span.line) for each in again.findings if each.span] == [
        ("word", 8), ("comma", 9), ("word", 12),
    ]  # fmt: skip
    assert repaired(repaired(text)).split(newline) == [
        "---",
        "goals:",
        '  - "Ship v1: docs"',
        '  - "*urgent*"',
        '  - "Runs #health"',
        '  - goal: "One: page"',
        "outcomes:",
        "  - partly, page 6",
        "  - done, quite",
        "happened:",
        '  - unforeseen: "closed: all day"',
        "call: phone",
        "---",
        "## Log",
        "- a",
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\nhello\n---\n", "not_a_mapping", 2),
        ("---\ngoals:\n  - [[[[[[[[[[[[[1]]]]]]]]]]]]]\n---\n", "depth", 3),
        ("---\na: b\n...\nc: d\n---\n", "documents", 3),
        ("---\n  goals:\n    - a\noutcomes:\n  - done\n---\n", "yaml", 4),
        ("---\ngoals:\n  - goal: a\n   id: b\n---\n", "yaml", 4),
        ("---\ngoals:\n" + "  - a\n" * 9 + "outcomes: {b: ]\n---\n", "yaml", 12),
    ],
)
def test_an_error_without_an_obvious_repair_is_explained(text: str, code: str, line: int) -> None:
    (found,) = read(text).findings
    assert found.span is not None
    assert (found.code, found.span.line, found.edits) == (code, line, ())
    assert ";" in found.message or "deep" in found.message


def test_an_unclosed_quote_is_reported_where_it_begins() -> None:
    text = goals("- 'tis time", "- *urgent*", "- 'x'", '- "Deep work', "- Two", '- "One" more')
    assert [(code, line) for code, line, _, _ in findings(text)] == [
        ("quote", 3), ("indicator", 4), ("quote", 6), ("quote", 8),
    ]  # fmt: skip
    said = read(repaired(text)).value
    assert said is not None
    assert [goal.goal for goal in said.goals] == ["'tis time", "*urgent*", "x", "Deep work", "Two", '"One" more']


def test_a_quoted_string_of_several_lines_is_left_unchanged() -> None:
    text = goals('- "a long', '  text"', "- *x*")
    assert [(code, line) for code, line, _, _ in findings(text)] == [("indicator", 5)]


def test_hostile_yaml_is_not_made_valid_by_repairs() -> None:
    text = "---\n" + "".join(f"- '{'[' * 60}\n" for _ in range(900)) + "---\n"
    assert read(text).broken


def test_a_file_full_of_errors_lists_at_most_fifty() -> None:
    reading = read(goals(*["- *x*"] * 80))
    assert reading.broken
    assert len(reading.findings) == 50


def test_a_large_file_full_of_errors_gets_only_a_few_findings() -> None:
    reading = read(goals("- a " + "x" * 60_000, *["- *x*"] * 80))
    assert 0 < len(reading.findings) < 10


def test_front_matter_that_is_too_large_without_its_fence_is_not_read() -> None:
    reading = read("---\ngoals:\n  - " + "x" * 70_000 + "\n")
    assert {each.code for each in reading.findings} == {"open_front_matter", "file_size"}


def test_a_repair_that_exceeds_the_size_limit_is_not_proposed() -> None:
    room = 64 * 1024 - len("goals:\n  - *x*\nnote: \n")
    text = f"---\ngoals:\n  - *x*\nnote: {'y' * room}\n---\n"
    assert findings(text) == [("yaml", 3, 7, None)]
    assert findings(text.replace("yy", "")) == [("indicator", 3, 5, 'writes "*x*"')]


def test_the_warnings_about_a_broken_file_are_reported_with_its_errors() -> None:
    text = "---\ngoals:\n  - *x*\n---\na\0b\n"
    assert [code for code, *_ in findings(text)] == ["indicator", "nul"]
    assert repaired(text) == '---\ngoals:\n  - "*x*"\n---\nab\n'


def test_an_unclosed_quote_before_an_empty_item_is_reported_where_it_begins() -> None:
    text = goals("- 'tis time", "-", "- 'tis time")
    assert repaired(text) == goals('- "\'tis time"', "-", '- "\'tis time"')


BREAKS = st.sampled_from(
    ["- Ship v1: docs", "- Runs #health", "- *urgent*", "- @ines", '- "Deep" work', "- [ ] Send", "- “Ship: v1”",
     "- 'tis time", "- &rest", "- goal: a: b", "- goal: “a”", "- {a: b}", "- [x, y]", "- %", "- a: b: c", "- Ship:",
     "- obstacles: x: y", "- goal: a\n    done_when: b: c", "- a: b\n    done_when: @c"]
)  # fmt: skip


@given(
    st.lists(st.one_of(BREAKS, st.sampled_from(["- Three runs", "- 'x'", "- goal: y", "-"])), min_size=1, max_size=6),
    st.sampled_from(["---\n", "—\n", "", "--\n"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "happened:\n  - unforeseen: closed: all day\n", "outcomes:\n\t- done\n", "learned: “x”\n"]),
)
def test_a_file_of_everyday_errors_is_valid_after_all_repairs(
    items: list[str], fence: str, newline: str, rest: str
) -> None:
    text = ("---\ngoals:\n" + "".join(f"  {item}\n" for item in items) + rest + fence).replace("\n", newline)
    unrepaired = [each for each in read(text).findings if not each.edits and each.level is Level.ERROR]
    again = read(repaired(text))
    assert [each.code for each in unrepaired] == [each.code for each in again.findings if each.level is Level.ERROR]
    assert {each.code for each in unrepaired} <= {"goal_missing", "shape", "outcomes_count"}


@given(TEXTS, st.sampled_from(["- {}", "- goal: {}"]))
def test_any_goal_that_somebody_types_is_read_repaired_or_explained(words: str, form: str) -> None:
    text = goals(form.format(words))
    for each in read(text).findings:
        assert each.span is not None
        assert each.edits or ";" in each.message
    again = read(repaired(text))
    assert not again.broken or any(not each.edits for each in again.findings)


@given(st.text("ab:-[]{}'\"#*&!|>%@`\n\t ,“”—•", max_size=40))
def test_any_front_matter_is_read_or_reported_as_broken(front: str) -> None:
    reading = read(f"---\ngoals:\n{front}\n---\n")
    assert reading.broken is any(each.level is Level.ERROR for each in reading.findings)
    assert repaired(f"---\ngoals:\n{front}\n---\n") is not None
