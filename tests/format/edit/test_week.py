"""Editing a week: what each change writes, in every style, with every other byte unchanged."""

from __future__ import annotations

from datetime import date

import pytest

from apjournal.errors import BrokenFile
from apjournal.format.edit.front_matter import EditRefused, NewerFormat, UnsafeEdit
from apjournal.format.edit.week import WeekEditor
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import (
    Amendment,
    CallRecord,
    Decision,
    Goal,
    Happened,
    Medium,
    Obstacle,
    ObstacleKind,
    Outcome,
    PlanUse,
    Result,
)

ANA, W48 = Handle("ana"), IsoWeek(2026, 48)
THREE = "goals:\n  - Send\n  - Three runs\n  - Ring\n"


def opened(text: str) -> WeekEditor:
    return WeekEditor.open_week(text.encode(), ANA, W48)


def front(text: str) -> WeekEditor:
    return opened(f"---\n{text}---\n")


def front_of(editor: WeekEditor) -> str:
    return editor.data.decode().removeprefix("---\n").removesuffix("---\n")


def goals(*texts: str) -> list[Goal]:
    return [Goal(0, "", text) for text in texts]


# Opening


def test_an_edit_of_a_broken_week_is_refused_with_all_its_errors() -> None:
    with pytest.raises(BrokenFile) as caught:
        opened("---\ncall: pigeon\naway: perhaps\n---\n")
    assert [finding.code for finding in caught.value.findings] == ["truth"]
    assert "ana/2026-W48.md" in caught.value.message
    assert caught.value.hint == "Fix it: apj edit 2026-W48"


def test_a_week_in_a_newer_format_is_never_written() -> None:
    with pytest.raises(NewerFormat):
        opened("---\napj: 2\n---\n")


# Goals


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "---\ngoals:\n  - Send\n  - Run\n---\n"),
        ("Only words\n", "---\ngoals:\n  - Send\n  - Run\n---\nOnly words\n"),
        ("no newline", "---\ngoals:\n  - Send\n  - Run\n---\nno newline"),
        ("---\n---\n", "---\ngoals:\n  - Send\n  - Run\n---\n"),
        ("---\n---", "---\ngoals:\n  - Send\n  - Run\n---"),
        ("---\n# a comment\n---\n", "---\n# a comment\ngoals:\n  - Send\n  - Run\n---\n"),
        ("---\n{}\n---\n", "---\n{goals: [Send, Run]}\n---\n"),
        ("---\n{goals: []}\n---\n", "---\n{goals: [Send, Run]}\n---\n"),
        ("---\n{goals: , away: }\n---\n", "---\n{goals: [Send, Run], away: }\n---\n"),
        ("---\n{learned: x}\n---\n", "---\n{learned: x, goals: [Send, Run]}\n---\n"),
        ("---\ngoals:\n---\n", "---\ngoals:\n  - Send\n  - Run\n---\n"),
        ("---\ngoals:   \n---\n", "---\ngoals:\n  - Send\n  - Run\n---\n"),
        ("---\ngoals: ~\n---\n", "---\ngoals:\n  - Send\n  - Run\n---\n"),
        ("---\ngoals: []  # none\nlearned: x\n---\n", "---\ngoals:     # none\n  - Send\n  - Run\nlearned: x\n---\n"),
        ("---\ngoals: [ # none\n]\n---\n", "---\ngoals: [Send, Run # none\n]\n---\n"),
        ("---\ngoals: [# none\n]\n---\n", "---\ngoals: [Send, Run # none\n]\n---\n"),
        ("---\ngoals:\n  -\n  -  \n---\n", "---\ngoals:\n  - Send\n  - Run\n---\n"),
        ("---\ngoals:\n  -\n---\n", "---\ngoals:\n  - Send\n  - Run\n---\n"),
        ("---\ngoals:\n  ~\n---\n", "---\ngoals:\n\n  - Send\n  - Run\n---\n"),
        ("---\nlearned: x  # why\n# end\n---\n", "---\nlearned: x  # why\ngoals:\n  - Send\n  - Run\n# end\n---\n"),
        ("---\nhappened:\n- focus: x\n---\n", "---\nhappened:\n- focus: x\ngoals:\n- Send\n- Run\n---\n"),
        ("\ufeff---\r\ngoals:\r\n---\r\nx\r\n", "\ufeff---\r\ngoals:\r\n  - Send\r\n  - Run\r\n---\r\nx\r\n"),
        ("---\nGoals:\n---\n", "---\nGoals:\n  - Send\n  - Run\n---\n"),
    ],
)
def test_goals_are_added_to_a_file_without_goals(before: str, after: str) -> None:
    editor = opened(before).add_goals(goals("Send", " Run "))
    assert editor.data.decode() == after
    assert [goal.goal for goal in editor.week.goals] == ["Send", "Run"]


def test_a_goal_with_details_is_written_in_short_forms() -> None:
    full = Goal(
        0,
        "grant",
        "Send: the draft",
        id_written=True,
        done_when="Mail sent",
        area="professional",
        confidence=70,
        obstacles=(
            Obstacle(ObstacleKind.INTEREST, "I open the editor", "I park it"),
            Obstacle(ObstacleKind.STRESS, "It is late"),
            Obstacle(ObstacleKind.OTHER, "a -> b", "c"),
            Obstacle(ObstacleKind.FOCUS, "a → b"),
        ),
        decision=Decision.SHRINK,
        carried_from=IsoWeek(2026, 46),
    )
    assert front_of(front("goals:\n").add_goals([full, *goals("- Run #1")])) == (
        "goals:\n"
        "  - id: grant\n"
        '    goal: "Send: the draft"\n'
        "    done_when: Mail sent\n"
        "    area: professional\n"
        "    confidence: 70\n"
        "    decision: shrink\n"
        "    carried_from: 2026-W46\n"
        "    obstacles:\n"
        "      - interest: I open the editor -> I park it\n"
        "      - stress: It is late\n"
        "      - kind: other\n"
        "        if: a -> b\n"
        "        then: c\n"
        "      - kind: focus\n"
        "        if: a → b\n"
        '  - "- Run #1"\n'
    )


def test_steps_written_before_the_goals_are_assigned_to_the_goals() -> None:
    editor = opened("---\n---\n## Steps\n- [ ] send: a table\n").add_goals(goals("Send"))
    assert editor.week.steps[0].goal == "send"


@pytest.mark.parametrize(("text", "identity"), [("🎯", "goal-7"), ("Run", "run-2")])
def test_a_goal_that_would_get_another_id_keeps_its_own(text: str, identity: str) -> None:
    editor = front("").add_goals([Goal(0, identity, text), Goal(0, "ring", "Ring"), *goals("🎸")])
    begin, _, end = front_of(editor).partition("  - Ring\n")
    assert begin == f"goals:\n  - id: {identity}\n    goal: {text}\n".replace("🎯", '"🎯"')
    assert end == '  - "🎸"\n'
    assert [goal.id for goal in editor.week.goals] == [identity, "ring", "goal-3"]


def test_existing_goals_are_never_rewritten() -> None:
    with pytest.raises(EditRefused, match="already has goals"):
        front(THREE).add_goals(goals("Another"))


def test_a_goal_without_text_is_refused() -> None:
    with pytest.raises(UnsafeEdit):
        front("").add_goals(goals("Send", ""))


def test_invalid_unicode_in_a_goal_is_refused() -> None:
    with pytest.raises(EditRefused):
        front("").add_goals(goals("Send \udce9"))


# Outcomes

DONE = Outcome("send", Result.DONE)
PARTLY = Outcome("three-runs", Result.PARTLY, evidence="page 6 of 8")
NOT_DONE = Outcome("ring", Result.NOT_DONE, reason="no time")


@pytest.mark.parametrize(
    ("before", "outcomes", "after"),
    [
        ("", [DONE, NOT_DONE], "outcomes:\n  send: done\n  ring: not done, no time\n"),
        ("outcomes:\n", [PARTLY], "outcomes:\n  three-runs: partly, page 6 of 8\n"),
        ("outcomes: {}\n", [PARTLY], "outcomes:\n  three-runs: partly, page 6 of 8\n"),
        # a list by position
        ("outcomes:\n  - partly\n", [NOT_DONE], "outcomes:\n  - partly\n  -\n  - not done, no time\n"),
        ("outcomes:\n  - done # x\n  -\n", [PARTLY], "outcomes:\n  - done # x\n  - partly, page 6 of 8\n"),
        ("outcomes:\n-  partly\n", [DONE, PARTLY], "outcomes:\n-  done\n-  partly, page 6 of 8\n"),
        ("outcomes: [partly]\n", [NOT_DONE], 'outcomes: [partly, ~, "not done, no time"]\n'),
        ("outcomes: [~, done]\n", [DONE], "outcomes: [done, done]\n"),
        (
            "outcomes:\n  - result: partly\n    evidence: page 2  # of 8\n    mood: fine\n  - done\n",
            [DONE, NOT_DONE],
            (
                "outcomes:\n  - result: done\n    evidence:         # of 8\n    mood: fine\n  - done\n"
                "  - not done, no time\n"
            ),
        ),
        # a mapping by id
        ("outcomes:\n  send: partly\n", [DONE, NOT_DONE], "outcomes:\n  send: done\n  ring: not done, no time\n"),
        ("outcomes:\n  Send:  # soon\n", [DONE], "outcomes:\n  Send: done  # soon\n"),
        (
            "outcomes:\n    ring: {result: Not Done, reason: rain}\n",
            [DONE, NOT_DONE],
            "outcomes:\n    ring: {result: Not Done, reason: no time}\n    send: done\n",
        ),
        (
            "outcomes:\n  ring:\n    result: done\n  send: done\n",
            [NOT_DONE],
            "outcomes:\n  ring:\n    result: not_done\n    reason: no time\n  send: done\n",
        ),
        ("outcomes: {send: partly}\n", [PARTLY], 'outcomes: {send: partly, three-runs: "partly, page 6 of 8"}\n'),
        # a mapping by number
        ("outcomes:\n  1: partly\n", [DONE, NOT_DONE], "outcomes:\n  1: done\n  3: not done, no time\n"),
        # what is there in the short form, and is too long for it
        (
            "outcomes:\n  - done # x\n",
            [Outcome("send", Result.DONE, "a", "b")],
            "outcomes:\n  - result: done\n    evidence: a\n    reason: b # x\n",
        ),
        (
            "outcomes:\n  send: done # x\n",
            [Outcome("send", Result.DONE, "two\nlines")],
            'outcomes:\n  send: # x\n    result: done\n    evidence: "two\\nlines"\n',
        ),
    ],
)
def test_outcomes_are_written_in_the_form_of_the_file(before: str, outcomes: list[Outcome], after: str) -> None:
    editor = front(THREE + before).set_outcomes(outcomes)
    assert front_of(editor) == THREE + after
    for outcome in outcomes:
        assert outcome in editor.week.outcomes


@pytest.mark.parametrize(
    "words",
    ["page 6 of 8", "a: b", "a # b", '"quoted"', "'", "no time, again", "private", "- x", "~", "1e3", "é 🎈", "\\"],
)
@pytest.mark.parametrize("form", ["", "outcomes:\n  - \n", "outcomes: [~]\n", "outcomes: {2: done}\n"])
def test_the_words_of_an_outcome_are_read_back_unchanged(words: str, form: str) -> None:
    editor = front(THREE + form).set_outcomes([Outcome("send", Result.PARTLY, words)])
    editor = editor.set_outcomes([Outcome("ring", Result.NOT_DONE, reason=words)])
    assert Outcome("send", Result.PARTLY, words) in editor.week.outcomes
    assert Outcome("ring", Result.NOT_DONE, reason=words) in editor.week.outcomes


def test_setting_an_outcome_again_changes_no_byte() -> None:
    editor = front(THREE + "outcomes:\n  - 'Done'\n")
    assert editor.set_outcomes([DONE]) == editor


def test_an_outcome_of_an_unknown_goal_cannot_be_added_to_a_list_of_outcomes() -> None:
    with pytest.raises(EditRefused, match="not a goal of this week"):
        front(THREE + "outcomes: [done]\n").set_outcomes([Outcome("tax", Result.DONE)])


def test_a_goal_id_that_is_a_number_does_not_mean_the_goal_with_that_number() -> None:
    editor = front('goals: ["2", Run]\noutcomes: {run: done}\n').set_outcomes([Outcome("2", Result.DROPPED)])
    assert editor.week.outcomes == (Outcome("run", Result.DONE), Outcome("2", Result.DROPPED))


# What happened, what was learned


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'happened:\n  - focus\n  - unforeseen: "closed: all day"\n'),
        ("happened: []\n", 'happened:\n  - focus\n  - unforeseen: "closed: all day"\n'),
        ("happened:\n- stress: x\n#\n", 'happened:\n- stress: x\n- focus\n- unforeseen: "closed: all day"\n#\n'),
        ("happened: [focus]\n", 'happened: [focus, focus, {unforeseen: "closed: all day"}]\n'),
    ],
)
def test_an_obstacle_that_happened_is_added_in_the_short_form(before: str, after: str) -> None:
    editor = front(before).add_obstacles(
        [Happened(ObstacleKind.FOCUS), Happened(ObstacleKind.UNFORESEEN, "closed: all day")]
    )
    assert front_of(editor) == after


def test_an_obstacle_of_a_goal_is_written_with_keys() -> None:
    entry = Happened(ObstacleKind.INTEREST, "fonts", "send", PlanUse.DID_NOT_WORK, foreseen=True)
    assert front_of(front(THREE).add_obstacles([entry])) == THREE + (
        "happened:\n  - kind: interest\n    goal: send\n    note: fonts\n    plan: did_not_work\n    foreseen: true\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "learned: New\n"),
        ("learned:\n", "learned: New\n"),
        ("learned: 'old'  # x\n", "learned:        # x\n  - 'old'\n  - New\n"),
        ("learned: old\n  goes on\nway: x\n", "learned:\n  - old goes on\n  - New\nway: x\n"),
        ("learned: |\n  old\n\n# x\n", "learned:\n  - old\n  - New\n\n# x\n"),
        ("learned:\n  - old\n", "learned:\n  - old\n  - New\n"),
        ("learned: [old]\n", "learned: [old, New]\n"),
        ("learned:\n  - |+\n    old\n\nway: x\n", "learned:\n  - |+\n    old\n\n  - New\nway: x\n"),
        ("{learned: old}\n", "{learned: [old, New]}\n"),
    ],
)
def test_a_second_lesson_turns_the_value_into_a_list(before: str, after: str) -> None:
    assert front_of(front(before).add_learned(" New")) == after


# The call, weeks away, skipped reports, amendments


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "call: voice\n"),
        ("call: ~\n", "call: voice\n"),
        ("call: none   # oh\n", "call: voice  # oh\n"),
        ("call: {medium: none, mood: x}\n", "call: {medium: voice, mood: x}\n"),
        ("call:\n  minutes: 20\n", "call:\n  minutes:\n  medium: voice\n"),
        ("call: {}\n", "call: voice\n"),
        ("call:\n  Medium: Voice\n", "call:\n  Medium: Voice\n"),
    ],
)
def test_a_call_with_only_a_medium_is_written_as_one_word(before: str, after: str) -> None:
    assert front_of(front(before).set_call(CallRecord(Medium.VOICE))) == after


@pytest.mark.parametrize("before", ["", "call: voice\n", "call:\n  medium: voice\n  minutes: 20\n"])
def test_a_call_with_more_details_is_written_with_keys(before: str) -> None:
    editor = front(before).set_call(CallRecord(Medium.IN_PERSON, 20, date(2026, 11, 23)))
    assert front_of(editor) == "call:\n  medium: in_person\n  minutes: 20\n  date: 2026-11-23\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "away: true\n"),
        ("away: false\n", "away: true\n"),
        ("away: yes\n", "away: yes\n"),
        ("Away:\n", "Away: true\n"),
        ("{away: , x: y}\n", "{away: true, x: y}\n"),
    ],
)
def test_a_week_is_marked_as_away(before: str, after: str) -> None:
    assert front_of(front(before).mark_away()) == after


@pytest.mark.parametrize(
    ("reason", "after"),
    [
        (None, "report_skipped: true\n"),
        (" ", "report_skipped: true\n"),
        ("a rough week", "report_skipped: a rough week\n"),
        ("no", 'report_skipped: "no"\n'),
    ],
)
def test_a_skipped_report_is_written_with_its_reason(reason: str | None, after: str) -> None:
    assert front_of(front("").mark_report_skipped(reason)) == after
    assert front_of(front("report_skipped: other\n").mark_report_skipped(reason)) == after


def test_a_key_without_a_colon_inside_braces_is_not_edited() -> None:
    with pytest.raises(EditRefused):
        front("{away}\n").mark_away()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "amended:\n  send: Ines moved\n"),
        ("amended: {}\n", "amended:\n  send: Ines moved\n"),
        ("amended:\n  ring: x\n", "amended:\n  ring: x\n  send: Ines moved\n"),
        ("amended:\n  1: x # y\n", "amended:\n  1: Ines moved # y\n"),
        ("amended: {Send: x}\n", "amended: {Send: Ines moved}\n"),
    ],
)
def test_an_amendment_is_written_under_its_goal(before: str, after: str) -> None:
    editor = front(THREE + before).set_amendment(Amendment("send", "Ines moved "))
    assert front_of(editor) == THREE + after


# Places


def test_an_item_is_added_after_the_last_item_and_before_trailing_comments() -> None:
    before = "happened:\n  - kind: focus\n    note: >-\n      a\n\n      b\n\n  # trailing\n\n# more\n"
    after = "happened:\n  - kind: focus\n    note: >-\n      a\n\n      b\n  - stress\n\n  # trailing\n\n# more\n"
    assert front_of(front(before).add_obstacles([Happened(ObstacleKind.STRESS)])) == after


def test_a_value_that_spans_several_lines_is_replaced_as_a_whole() -> None:
    before = THREE + "outcomes:\n  send: >\n    partly,\n    half\n\n  ring: partly,\n    half\n"
    after = THREE + "outcomes:\n  send: done\n\n  ring: not done, no time\n"
    assert front_of(front(before).set_outcomes([DONE, NOT_DONE])) == after


# Changing goals


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- Send\n  - Ring", "- id: send\n    goal: Send it\n    done_when: sent\n  - Ring"),
        ("-\n  - Send", "-\n  - id: send\n    goal: Send it\n    done_when: sent"),
        (
            "- goal: Send # soon\n    area: work",
            "- goal: Send it # soon\n    area: work\n    done_when: sent\n    id: send",
        ),
        ("- id: send\n    goal: Post\n    done_when: posted", "- id: send\n    goal: Send it\n    done_when: sent"),
    ],
)
def test_a_reworded_goal_keeps_its_id_and_everything_else(before: str, after: str) -> None:
    editor = front(f"goals:\n  {before}\n").reword_goal("send", " Send it ", "sent")
    assert front_of(editor) == f"goals:\n  {after}\n"


def test_goals_written_in_brackets_stay_in_brackets_after_a_change() -> None:
    editor = front("goals: [Send, {goal: Three runs}]\n").reword_goal("send", "Send it", None)
    editor = editor.add_plans("three-runs", [Obstacle(ObstacleKind.FOCUS, "it rains", "I swim")])
    assert front_of(editor) == (
        'goals: [{id: send, goal: Send it}, {goal: Three runs, obstacles: [{focus: "it rains -> I swim"}]}]\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- Send", "- goal: Send\n    obstacles:\n      - focus: mail"),
        ("- goal: Send\n    obstacles:", "- goal: Send\n    obstacles:\n      - focus: mail"),
        ("- goal: Send\n    obstacles: []", "- goal: Send\n    obstacles: [{focus: mail}]"),
        (
            "- goal: Send\n    obstacles:\n    - stress: late",
            "- goal: Send\n    obstacles:\n    - stress: late\n    - focus: mail",
        ),
    ],
)
def test_a_plan_is_added_after_the_existing_plans_of_a_goal(before: str, after: str) -> None:
    editor = front(f"goals:\n  {before}\n").add_plans("send", [Obstacle(ObstacleKind.FOCUS, "mail")])
    assert front_of(editor) == f"goals:\n  {after}\n"


def test_a_new_goal_is_added_last_with_its_own_id() -> None:
    editor = front(f"{THREE}outcomes: [done]\n").append_goal(Goal(0, "", " Ring "))
    assert front_of(editor) == f"{THREE}  - Ring\noutcomes: [done]\n"
    assert editor.week.goals[-1].id == "ring-2"
    assert front_of(front("away: true\n").append_goal(Goal(0, "", "Ring"))) == "away: true\ngoals:\n  - Ring\n"


def test_an_unchanged_goal_leaves_the_file_unchanged() -> None:
    assert front_of(front(THREE).reword_goal("send", "Send", "").add_plans("ring", [])) == THREE


def test_changing_a_goal_that_no_longer_exists_is_refused() -> None:
    with pytest.raises(EditRefused, match="no longer a goal"):
        front(THREE).reword_goal("swim", "Swim", None)
