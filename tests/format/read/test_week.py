from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from msgspec.structs import replace

from apjournal.format.read.week import read_week
from apjournal.format.yaml import parser as yaml_parser
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import (
    Amendment,
    CallRecord,
    Decision,
    Every,
    Goal,
    Happened,
    LogLine,
    Medium,
    Message,
    MessageKind,
    Obstacle,
    ObstacleKind,
    Outcome,
    PlanUse,
    Result,
    Step,
    Week,
)
from tests.format.readings import ANA, W48, read, week
from tests.format.week_files import week_files

FULL = """\
---
apj: 1
partner: ana
week: 2026-W48
goals:
  - id: grant
    goal: Send the grant draft to Ines
    done_when: Mail sent with the PDF attached
    area: professional
    confidence: 70
    obstacles:
      - interest: I open the site editor before noon -> I park the idea and write one paragraph
  - Three runs
  - id: tax
    goal: Ring the tax office
    decision: shrink
outcomes:
  grant: partly, page 6 of 8
  three-runs: done
  tax:
    result: not_done
    reason: private
happened:
  - kind: interest
    goal: grant
    note: Two hours of comparing fonts
    plan: forgotten
  - unforeseen: School closed on Wednesday
learned: Surprises cost me the mornings, not the evenings
call: voice
amended:
  grant: Ines moved the date
---

## Steps
- [x] grant: budget table
- [ ] grant: summary page

## Log
- 2026-11-25 interest: two hours of comparing fonts

## To ben
- offer: I did mine last week, shall we go through it on Thursday?

## Notes
Anything, in any form.
"""

THREE = "goals: [a, b, {goal: c, id: sea}]\n"


def test_a_week_written_by_hand_is_read_as_a_complete_record() -> None:
    said = week(
        "goals:\n  - Send the grant draft to Ines\n  - Three runs\n"
        "outcomes:\n  - partly, page 6 of 8\n  - done\n"
        "happened:\n  - unforeseen: School closed on Wednesday\n"
    )
    assert said == Week(
        ANA,
        W48,
        goals=(
            Goal(1, "send-the-grant-draft-to-ines", "Send the grant draft to Ines"),
            Goal(2, "three-runs", "Three runs"),
        ),
        outcomes=(
            Outcome("send-the-grant-draft-to-ines", Result.PARTLY, evidence="page 6 of 8"),
            Outcome("three-runs", Result.DONE),
        ),
        happened=(Happened(ObstacleKind.UNFORESEEN, "School closed on Wednesday"),),
    )


def test_every_key_of_a_full_week_is_read() -> None:
    reading = read(FULL)
    assert reading.findings == ()
    assert reading.value == Week(
        ANA,
        W48,
        goals=(
            Goal(
                1,
                "grant",
                "Send the grant draft to Ines",
                id_written=True,
                done_when="Mail sent with the PDF attached",
                area="professional",
                confidence=70,
                obstacles=(
                    Obstacle(
                        ObstacleKind.INTEREST,
                        "I open the site editor before noon",
                        "I park the idea and write one paragraph",
                    ),
                ),
            ),
            Goal(2, "three-runs", "Three runs"),
            Goal(3, "tax", "Ring the tax office", id_written=True, decision=Decision.SHRINK),
        ),
        outcomes=(
            Outcome("grant", Result.PARTLY, evidence="page 6 of 8"),
            Outcome("three-runs", Result.DONE),
            Outcome("tax", Result.NOT_DONE, reason="private"),
        ),
        happened=(
            Happened(ObstacleKind.INTEREST, "Two hours of comparing fonts", "grant", PlanUse.FORGOTTEN),
            Happened(ObstacleKind.UNFORESEEN, "School closed on Wednesday"),
        ),
        learned=("Surprises cost me the mornings, not the evenings",),
        call=CallRecord(Medium.VOICE),
        amended=(Amendment("grant", "Ines moved the date"),),
        steps=(Step("grant", "budget table", True), Step("grant", "summary page", False)),
        log=(LogLine(date(2026, 11, 25), ObstacleKind.INTEREST, "two hours of comparing fonts"),),
        messages=(Message("ben", MessageKind.OFFER, "I did mine last week, shall we go through it on Thursday?"),),
        body=FULL.split("---\n", 2)[2],
    )


def test_a_reading_has_the_positions_of_its_values() -> None:
    known = read(FULL).places
    places = [
        known["goals", 0, "obstacles", 0],
        known["goals", 1],
        known["outcomes", 0],
        known["happened", 1],
        known["amended", 0],
        known["steps", 1],
        known["log", 0],
        known["messages", 0],
    ]
    assert [(span.line, span.column) for span in places] == [
        (12, 9), (13, 5), (18, 10), (28, 5), (32, 3), (37, 1), (40, 1), (43, 1),
    ]  # fmt: skip
    assert [FULL[span.start : span.end].partition("\n")[0] for span in places] == [
        "interest: I open the site editor before noon -> I park the idea and write one paragraph",
        "Three runs",
        "partly, page 6 of 8",
        "unforeseen: School closed on Wednesday",
        "grant: Ines moved the date",
        "- [ ] grant: summary page",
        "- 2026-11-25 interest: two hours of comparing fonts",
        "- offer: I did mine last week, shall we go through it on Thursday?",
    ]


@pytest.mark.parametrize(
    "text",
    ["", "Just a text.\n", "---\n---\n", "---\ngoals:\n---\n", "---\ngoals: []\n---\n",
     *(f"---\ngoals: {nothing}\n---\n" for nothing in ("~", "null", "Null", "NULL", "''"))],
)  # fmt: skip
def test_a_week_without_goals_is_not_an_error(text: str) -> None:
    reading = read(text)
    assert reading.findings == ()
    assert reading.value is not None
    assert reading.value.goals == ()


@pytest.mark.parametrize("goal", ["No", "10:30", "2026-03-31", "1e3", "on", "0o17", "true"])
def test_a_word_that_yaml_would_convert_can_be_a_goal(goal: str) -> None:
    assert [each.goal for each in week(f"goals:\n  - {goal}\n").goals] == [goal]


def test_an_empty_goal_is_skipped_and_not_numbered() -> None:
    said = week("goals:\n  - a\n  -\n  - ~\n  - b\noutcomes:\n  - done\n  - dropped\n")
    assert [(goal.number, goal.goal) for goal in said.goals] == [(1, "a"), (2, "b")]
    assert [outcome.goal for outcome in said.outcomes] == ["a", "b"]


@pytest.mark.parametrize(
    ("written", "obstacle"),
    [
        ("- stress: a -> b", Obstacle(ObstacleKind.STRESS, "a", "b")),
        ("- Stress: a → b", Obstacle(ObstacleKind.STRESS, "a", "b")),
        ("- stress: a → b -> c", Obstacle(ObstacleKind.STRESS, "a → b", "c")),
        ("- stress: a", Obstacle(ObstacleKind.STRESS, "a")),
        ("- stress: a ->", Obstacle(ObstacleKind.STRESS, "a")),
        ("- 'stress: a -> b'", Obstacle(ObstacleKind.STRESS, "a", "b")),
        ("- {kind: stress, if: a, then: b}", Obstacle(ObstacleKind.STRESS, "a", "b")),
        ("- {kind: stress, if: a}", Obstacle(ObstacleKind.STRESS, "a")),
        ("- {stress: a, then: b}", Obstacle(ObstacleKind.STRESS, "a", "b")),
        ("- {stress: , if: a}", Obstacle(ObstacleKind.STRESS, "a")),
    ],
)
def test_an_obstacle_can_be_written_short_or_long(written: str, obstacle: Obstacle) -> None:
    goal = week(f"goals:\n  - goal: a\n    obstacles:\n      {written}\n").goals[0]
    assert goal.obstacles == (obstacle,)


def test_an_empty_obstacle_is_skipped() -> None:
    assert week("goals:\n  - goal: a\n    obstacles: [~]\n").goals[0].obstacles == ()


def test_a_goal_may_name_the_week_from_which_it_was_carried() -> None:
    goal = week("goals:\n  - {goal: a, carried_from: 2026-W46, decision: Keep}\n").goals[0]
    assert (goal.carried_from, goal.decision) == (IsoWeek(2026, 46), Decision.KEEP)


def test_a_goal_can_have_the_key_every_with_the_value_week() -> None:
    assert week("goals:\n  - {goal: a, Every: Week}\n").goals[0].every is Every.WEEK


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("done", Outcome("a", Result.DONE)),
        ("Done", Outcome("a", Result.DONE)),
        ("done, mail sent, twice", Outcome("a", Result.DONE, evidence="mail sent, twice")),
        ("done,", Outcome("a", Result.DONE)),
        ("partly, page 6", Outcome("a", Result.PARTLY, evidence="page 6")),
        ("not done", Outcome("a", Result.NOT_DONE)),
        ("Not-Done, private", Outcome("a", Result.NOT_DONE, reason="private")),
        ("not_done", Outcome("a", Result.NOT_DONE)),
        ("dropped, no need any more", Outcome("a", Result.DROPPED, reason="no need any more")),
        ("{result: done, evidence: mail}", Outcome("a", Result.DONE, evidence="mail")),
        ("{Result: Not done, reason: private}", Outcome("a", Result.NOT_DONE, reason="private")),
    ],
)
def test_an_outcome_can_be_written_short_or_long(written: str, outcome: Outcome) -> None:
    assert week(f"goals: [a]\noutcomes:\n  - {written}\n").outcomes == (outcome,)
    assert week(f"goals: [a]\noutcomes:\n  a: {written}\n").outcomes == (outcome,)


@pytest.mark.parametrize(
    ("written", "goals"),
    [
        ("[done, , partly]", ["a", "sea"]),
        ("[~, done]", ["b"]),
        ("[done]", ["a"]),
        ("\n  -\n  -\n  -\n", []),
        ("\n  - done\n  -\n  -\n  -\n", ["a"]),
        ("{sea: done, a: partly}", ["sea", "a"]),
        ("{3: done, 1: partly}", ["sea", "a"]),
        ("{SEA: done, B: ~}", ["sea"]),
        ("{b: }", []),
        ("", []),
    ],
)
def test_outcomes_are_assigned_by_position_id_or_number(written: str, goals: list[str]) -> None:
    if "[done, ," in written:
        written = "[done, ~, partly]"
    assert [outcome.goal for outcome in week(THREE + f"outcomes: {written}\n").outcomes] == goals


def test_a_goals_id_takes_precedence_over_a_number() -> None:
    said = week("goals: [a, {goal: b, id: 1}]\noutcomes: {1: done, 2: partly}\n".replace("2: partly", "a: partly"))
    assert [(outcome.goal, outcome.result) for outcome in said.outcomes] == [("1", Result.DONE), ("a", Result.PARTLY)]


@pytest.mark.parametrize(
    ("written", "event"),
    [
        ("- unforeseen: School closed", Happened(ObstacleKind.UNFORESEEN, "School closed")),
        ("- stress", Happened(ObstacleKind.STRESS)),
        ("- Stress:", Happened(ObstacleKind.STRESS)),
        ("- 'focus: gone'", Happened(ObstacleKind.FOCUS, "gone")),
        ("- {kind: other, note: x, goal: 3}", Happened(ObstacleKind.OTHER, "x", "sea")),
        (
            "- {kind: other, goal: sea, plan: did not work}",
            Happened(ObstacleKind.OTHER, None, "sea", PlanUse.DID_NOT_WORK),
        ),
        ("- {kind: other, foreseen: true}", Happened(ObstacleKind.OTHER, foreseen=True)),
        ("- {interest: fonts, Foreseen: No, goal: a}", Happened(ObstacleKind.INTEREST, "fonts", "a", foreseen=False)),
        (
            "- interest: fonts\n    plan: Worked\n    goal: b",
            Happened(ObstacleKind.INTEREST, "fonts", "b", PlanUse.WORKED),
        ),
    ],
)
def test_a_happened_entry_can_be_written_short_or_long(written: str, event: Happened) -> None:
    assert week(THREE + f"happened:\n  {written}\n").happened == (event,)


@pytest.mark.parametrize(
    ("written", "learned"), [("a, b", ("a, b",)), ("[a, ~, b]", ("a", "b")), ("~", ()), ("", ()), ("[]", ())]
)
def test_the_value_of_learned_is_a_string_or_a_list(written: str, learned: tuple[str, ...]) -> None:
    assert week(f"learned: {written}\n").learned == learned


@pytest.mark.parametrize(
    ("written", "call"),
    [
        ("voice", CallRecord(Medium.VOICE)),
        ("In person", CallRecord(Medium.IN_PERSON)),
        ("none", CallRecord(Medium.NONE)),
        ("", None),
        ("{medium: video, minutes: 20, date: 2026-11-30}", CallRecord(Medium.VIDEO, 20, date(2026, 11, 30))),
        ("{minutes: 15}", CallRecord(None, 15)),
    ],
)
def test_the_value_of_call_is_a_medium_or_a_mapping(written: str, call: CallRecord | None) -> None:
    assert week(f"call: {written}\n").call == call


@pytest.mark.parametrize(
    ("written", "away"), [("true", True), ("Yes", True), ("false", False), ("no", False), ("", False)]
)
def test_the_value_of_away_is_true_or_false(written: str, away: bool) -> None:
    assert week(f"away: {written}\n").away is away


@pytest.mark.parametrize(
    ("written", "skipped", "reason"),
    [
        ("true", True, None),
        ("False", False, None),
        ("", False, None),
        ("~", False, None),
        ("I was ill", True, "I was ill"),
        ('"true"', True, "true"),
    ],
)
def test_the_value_of_report_skipped_is_true_false_or_a_reason(written: str, skipped: bool, reason: str | None) -> None:
    said = week(f"report_skipped: {written}\n")
    assert (said.report_skipped, said.skip_reason) == (skipped, reason)


@pytest.mark.parametrize("key", ["done_when", "Done_When", "done when", "DONE-WHEN", "done-when"])
def test_keys_are_matched_ignoring_case_and_with_any_separator_between_their_words(key: str) -> None:
    assert week(f"Goals:\n  - Goal: a\n    {key}: b\n").goals[0].done_when == "b"


def test_an_unknown_key_of_a_week_is_not_reported() -> None:
    assert week("mood: fine\ngoals: [{goal: a, colour: {red: [1, 2]}}]\n").goals[0].goal == "a"


def test_a_readable_week_in_a_newer_format_gets_only_a_warning() -> None:
    reading = read("---\napj: 2\ngoals: [a]\nmood: {x: y}\n---\n")
    assert reading.newer
    assert reading.value is not None
    assert [goal.goal for goal in reading.value.goals] == ["a"]
    assert [(each.code, each.level.value) for each in reading.findings] == [("newer_format", "warning")]
    assert not reading.broken
    with pytest.raises(ValueError, match="nothing is wrong"):
        _ = reading.first_error


NEWER = [
    "---\napj: 2\ngoals: {a: b}\n---\n",
    "---\napj: 2\ngoals:\n  - a #b\noutcomes: 5\n---\n",
    "---\napj: 2\ngoals: [&a x, *a]\n---\n",
    '---\n# new\n\ngoals: [&a x, *a]\nAPJ: "2" # new\n---\n',
    "\ufeff---\r\n  goals: [!new x]\r\n  apj: 12\r\n---\r\n",
    "---\n{apj: 3, goals: [&a x]}\n---\n",
    "---\napj: 2\ngoals: [a\n---\n",
    "---\napj: 2\ngoals: [a]\n",
    "\u2014\napj: 2\ngoals: [a]\n\u2014\n",
]


@pytest.mark.parametrize("text", NEWER)
def test_an_unreadable_week_in_a_newer_format_gets_only_the_warning_about_its_format(text: str) -> None:
    reading = read(text)
    assert reading.newer
    assert [(each.code, each.level.value, each.edits) for each in reading.findings] == [("newer_format", "warning", ())]
    assert reading.document is not None
    if reading.broken:
        assert reading.first_error.code == "newer_format"
        assert reading.first_error.span is not None
        assert text.removeprefix("\ufeff")[reading.first_error.span.start :].startswith(("2", "12", "3", '"2"'))


@pytest.mark.parametrize(
    "front",
    [
        "apj: 1\ngoals: [&a x]",
        "apj: 2000\ngoals: [&a x]",
        "goals: [&a x]\nnew:\n  apj: 2",
        "goals: [&a x]\nlearned: |\n  apj: 2\n",
        "goals: [&a x]\n# apj: 2",
        "goals: [&a x]\nmapj: 2",
        "goals: [&a x]\napj: 2 or 3",
    ],
)
def test_only_a_higher_format_number_counts_as_a_newer_format(front: str) -> None:
    reading = read(f"---\n{front}\n---\n")
    assert not reading.newer
    assert "newer_format" not in {each.code for each in reading.findings}


@pytest.mark.parametrize(("front", "code"), [("[" * 20, "depth"), ("[" + "a, " * 6000 + "]", "too_many")])
def test_the_size_limits_also_apply_to_a_file_in_a_newer_format(front: str, code: str) -> None:
    reading = read(f"---\napj: 2\ngoals: {front}\n---\n")
    assert (reading.newer, reading.broken) == (True, True)
    assert [(each.code, each.edits) for each in reading.findings] == [("newer_format", ()), (code, ())]
    assert reading.first_error.code == "newer_format"
    assert read(f"---\napj: 2\n{'# long' * 20000}\n---\n").first_error.code == "file_size"


def test_a_file_with_invalid_utf_8_has_no_value() -> None:
    reading = read_week(b"\xff", ANA, W48)
    assert (reading.value, reading.document, reading.first_error.code) == (None, None, "encoding")


@given(week_files())
def test_both_yaml_parsers_read_equal_values_from_every_file(data: bytes) -> None:
    by_libyaml = read_week(data, ANA, W48)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_parser, "PARSER", yaml_parser.PureParser)
        by_itself = read_week(data, ANA, W48)
    assert by_libyaml.value is not None
    assert by_libyaml == by_itself


@given(week_files())
def test_line_endings_and_a_byte_order_mark_change_no_value(data: bytes) -> None:
    said = read_week(data, ANA, W48).value
    other = read_week(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"), ANA, W48).value
    assert said is not None
    assert other is not None
    assert replace(said, body="") == replace(other, body="")


@pytest.mark.parametrize(
    ("goals", "key", "found"),
    [
        ("{goal: a, id: Grant}", "grant", "Grant"),
        ("{goal: a, id: Grant}", "GRANT", "Grant"),
        ("{goal: a, id: Grant_Draft}", "grant draft", "Grant_Draft"),
        ("Straße fegen", "STRASSE FEGEN", "straße-fegen"),
        ("Straße fegen", "strasse-fegen", "straße-fegen"),
        ("{goal: a, id: Grant}, {goal: b, id: grant}", "grant", "grant"),
        ("{goal: a, id: Grant}, {goal: b, id: grant}", "Grant", "Grant"),
        ("{goal: a, id: '1'}, {goal: b, id: ONE}", "1", "1"),
    ],
)
def test_a_goal_is_found_by_its_id_ignoring_case(goals: str, key: str, found: str) -> None:
    value = week(
        f"goals: [{goals}]\noutcomes: {{'{key}': done}}\namended: {{'{key}': late}}\n", f"## Steps\n- [ ] {key}: x\n"
    )
    assert [outcome.goal for outcome in value.outcomes] == [found]
    assert [entry.goal for entry in value.amended] == [found]
    assert [step.goal for step in value.steps] == [found]


@pytest.mark.parametrize(
    ("goals", "key"), [("{goal: a, id: GRANT}, {goal: b, id: Grant}", "gRANT"), ("{goal: a, id: '?'}", "!")]
)
def test_an_ambiguous_or_empty_goal_name_is_unknown(goals: str, key: str) -> None:
    reading = read(f"---\ngoals: [{goals}]\noutcomes: {{'{key}': done}}\n---\n")
    assert [each.code for each in reading.findings] == ["unknown_goal"]


def test_outcomes_listed_by_position_have_positions_in_the_file() -> None:
    text = "---\ngoals:\n  - One page\n  - Two runs\noutcomes:\n  - done\n  - partly, 1 of 2\n---\n"
    known = read(text).places
    spans = [known["outcomes", number] for number in range(2)]
    assert [text[span.start : span.end] for span in spans] == ["done", "partly, 1 of 2"]
