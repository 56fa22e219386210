"""After any edits by apj of any file, only the lines that must change do, and the file has the intended value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from apjournal.format.edit.front_matter import EditRefused
from apjournal.format.edit.new_week import render_new_week
from apjournal.format.edit.week import WeekEditor
from apjournal.format.read.week import read_week
from apjournal.format.yaml import parser as yaml_parser
from apjournal.format.yaml.fields import make_canonical
from apjournal.model.handle import Handle
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
    Obstacle,
    ObstacleKind,
    Outcome,
    PlanUse,
    Result,
    Week,
)
from tests.format.touched import document, untouched
from tests.format.week_files import TEXTS, week_files

ANA, W48 = Handle("ana"), IsoWeek(2026, 48)
Change = tuple[str, Callable[[WeekEditor], WeekEditor], Callable[[Week], Week], frozenset[str]]
"""The key it writes, the change, what the week says then, and the goals whose present entries it replaces."""

pytestmark = pytest.mark.slow

KINDS = st.sampled_from(list(ObstacleKind))
MAYBE = st.none() | TEXTS
OBSTACLES = st.builds(Obstacle, KINDS, TEXTS.filter(lambda text: not text.startswith(("->", "→"))), MAYBE)
GOALS = st.builds(
    Goal,
    number=st.just(0),
    id=st.sampled_from(["grant", "tax", "3d", "Ärger"]),
    goal=TEXTS,
    id_written=st.booleans(),
    done_when=MAYBE,
    area=MAYBE,
    confidence=st.none() | st.integers(0, 100),
    obstacles=st.lists(OBSTACLES, max_size=2).map(tuple),
    decision=st.none() | st.sampled_from(list(Decision)),
    carried_from=st.none() | st.just(IsoWeek(2026, 46)),
    every=st.none() | st.just(Every.WEEK),
)
PLAIN_GOALS = TEXTS.map(lambda text: Goal(0, "", text))


def without_doubles(goals: Iterable[Goal]) -> list[Goal]:
    """Two goals of a week may not have the same id. New goals do not have one yet."""
    seen: set[str] = set()
    return [goal for goal in goals if not (goal.id and (goal.id in seen or seen.add(goal.id)))]


def goal_changes(_: Week) -> st.SearchStrategy[Change]:
    def change(goals: list[Goal]) -> Change:
        def says(week: Week) -> Week:
            found = read_week(WeekEditor.open_week(b"", ANA, W48).add_goals(goals).data, ANA, W48).value
            assert found is not None
            assert [goal.goal for goal in found.goals] == [goal.goal for goal in goals]
            return replace(week, goals=found.goals)

        return "goals", lambda editor: editor.add_goals(goals), says, frozenset()

    return st.lists(st.one_of(PLAIN_GOALS, GOALS), min_size=1, max_size=3).map(without_doubles).map(change)


def outcome_changes(week: Week) -> st.SearchStrategy[Change]:
    def change(drawn: dict[str, tuple[Result, str | None]]) -> Change:
        told = {Result.DONE, Result.PARTLY}
        outcomes = [
            Outcome(goal, result, words) if result in told else Outcome(goal, result, reason=words)
            for goal, (result, words) in drawn.items()
        ]

        def says(week: Week) -> Week:
            after = {outcome.goal: outcome for outcome in (*week.outcomes, *outcomes)}
            return replace(week, outcomes=tuple(after.values()))

        return "outcomes", lambda editor: editor.set_outcomes(outcomes), says, frozenset(drawn)

    results = st.tuples(st.sampled_from(list(Result)), MAYBE)
    ids = st.sampled_from([goal.id for goal in week.goals])
    return st.dictionaries(ids, results, min_size=1, max_size=3).map(change)


def happened_changes(week: Week) -> st.SearchStrategy[Change]:
    goals = st.sampled_from([None, *(goal.id for goal in week.goals)])
    plans = st.none() | st.sampled_from(list(PlanUse))
    entry = st.one_of(
        st.builds(Happened, KINDS, MAYBE), st.builds(Happened, KINDS, MAYBE, goals, plans, st.none() | st.booleans())
    )
    return st.lists(entry, min_size=1, max_size=2).map(
        lambda entries: (
            "happened",
            lambda editor: editor.add_obstacles(entries),
            lambda week: replace(week, happened=(*week.happened, *entries)),
            frozenset(),
        )
    )


def learned_changes(_: Week) -> st.SearchStrategy[Change]:
    return TEXTS.map(
        lambda text: (
            "learned",
            lambda editor: editor.add_learned(text),
            lambda week: replace(week, learned=(*week.learned, text)),
            frozenset(),
        )
    )


def call_changes(_: Week) -> st.SearchStrategy[Change]:
    calls = st.builds(
        CallRecord,
        st.sampled_from(list(Medium)),
        st.none() | st.integers(0, 90),
        st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    )
    return calls.map(
        lambda call: (
            "call",
            lambda editor: editor.set_call(call),
            lambda week: replace(week, call=call),
            frozenset({"*"}),
        )
    )


def mark_changes(_: Week) -> st.SearchStrategy[Change]:
    away: Change = ("away", lambda editor: editor.mark_away(), lambda week: replace(week, away=True), frozenset())
    skipped: st.SearchStrategy[Change] = MAYBE.map(
        lambda reason: (
            "report_skipped",
            lambda editor: editor.mark_report_skipped(reason),
            lambda week: replace(week, report_skipped=True, skip_reason=reason),
            frozenset(),
        )
    )
    return st.one_of(st.just(away), skipped)


def amended_changes(week: Week) -> st.SearchStrategy[Change]:
    def change(amendment: Amendment) -> Change:
        def says(week: Week) -> Week:
            after = {each.goal: each for each in (*week.amended, amendment)}
            return replace(week, amended=tuple(after.values()))

        return "amended", lambda editor: editor.set_amendment(amendment), says, frozenset({amendment.goal})

    return st.builds(Amendment, st.sampled_from([goal.id for goal in week.goals]), TEXTS).map(change)


def log_changes(_: Week) -> st.SearchStrategy[Change]:
    lines = st.builds(
        LogLine, st.just(date(2026, 11, 25)), KINDS, st.sampled_from(["fonts", "# x", "- [ ] y: z", "🚲"])
    )
    return lines.map(
        lambda line: (
            "",
            lambda editor: editor.add_log_line(line),
            lambda week: replace(week, log=(*week.log, line)),
            frozenset(),
        )
    )


def changes(week: Week) -> st.SearchStrategy[Change]:
    """Return the changes that apj makes to such a week."""
    possible = [happened_changes, learned_changes, call_changes, mark_changes, log_changes]
    possible += [outcome_changes, outcome_changes, amended_changes] if week.goals else [goal_changes, goal_changes]
    return st.sampled_from(possible).flatmap(lambda make: make(week))


def plain(data: bytes) -> tuple[dict[str, Any], str]:
    """Read a file as any other program does."""
    metadata, content = frontmatter.parse(data.decode("utf-8-sig"))
    return {make_canonical(str(key)): value for key, value in metadata.items()}, content


def in_order(week: Week) -> Week:
    return replace(
        week,
        outcomes=tuple(sorted(week.outcomes, key=lambda outcome: outcome.goal)),
        steps=(),
        body="",
    )


@given(week_files(), st.data())
def test_any_sequence_of_edits_changes_only_the_necessary_lines(data: bytes, drawn: st.DataObject) -> None:
    editor = WeekEditor.open_week(data, ANA, W48)
    for _ in range(drawn.draw(st.integers(1, 5))):
        key, change, says, replaced = drawn.draw(changes(editor.week))
        after = change(editor)
        assert in_order(after.week) == in_order(says(editor.week))
        assert read_week(after.data, ANA, W48).value == after.week
        assert untouched(editor, after, key, replaced)
        if document(editor.data).newline == "\r\n" and editor.data.count(b"\n") == editor.data.count(b"\r\n"):
            assert after.data.count(b"\n") == after.data.count(b"\r\n")
        before_plain, after_plain = plain(editor.data), plain(after.data)
        assert before_plain[0] | after_plain[0] == after_plain[0] | {
            name: value for name, value in before_plain[0].items() if name != key
        }
        assert not key or after_plain[1] == before_plain[1]
        editor = after


def as_any_program_reads(week: Week) -> dict[str, Any]:
    """Return the front matter of a file that only apj wrote, as read by a program that only knows YAML."""
    said: dict[str, Any] = {
        "goals": [_goal(goal) for goal in week.goals] or None,
        "outcomes": {outcome.goal: _outcome(outcome) for outcome in week.outcomes},
        "happened": [_happened(entry) for entry in week.happened],
        "learned": week.learned[0] if len(week.learned) == 1 else list(week.learned),
        "call": _call(week.call),
        "amended": {amendment.goal: amendment.reason for amendment in week.amended},
        "away": week.away,
        "report_skipped": week.skip_reason or week.report_skipped,
    }
    return {key: value for key, value in said.items() if value}


def _said(**values: Any) -> dict[str, Any]:
    return {key.rstrip("_"): value for key, value in values.items() if value is not None}


def _goal(goal: Goal) -> Any:
    obstacles = [_obstacle(obstacle) for obstacle in goal.obstacles] or None
    carried = str(goal.carried_from) if goal.carried_from else None
    more = _said(
        done_when=goal.done_when,
        area=goal.area,
        confidence=goal.confidence,
        decision=goal.decision,
        carried_from=carried,
        every=goal.every,
        obstacles=obstacles,
    )
    if not more and not goal.id_written:
        return goal.goal
    return _said(id=goal.id if goal.id_written else None, goal=goal.goal) | more


def _obstacle(obstacle: Obstacle) -> Any:
    if any(arrow in obstacle.if_ + (obstacle.then or "") for arrow in ("->", "→")):
        return _said(kind=obstacle.kind, if_=obstacle.if_, then=obstacle.then)
    return {obstacle.kind: obstacle.if_ + (f" -> {obstacle.then}" if obstacle.then else "")}


def _outcome(outcome: Outcome) -> str:
    words = outcome.evidence or outcome.reason
    return outcome.result.replace("_", " ") + (f", {words}" if words else "")


def _happened(entry: Happened) -> Any:
    if (entry.goal, entry.plan, entry.foreseen) == (None, None, None):
        return {entry.kind: entry.note} if entry.note else entry.kind
    return _said(kind=entry.kind, goal=entry.goal, note=entry.note, plan=entry.plan, foreseen=entry.foreseen)


def _call(call: CallRecord | None) -> Any:
    if call is None or (call.minutes is None and call.date is None):
        return call and call.medium
    return _said(medium=call.medium, minutes=call.minutes, date=call.date)


@given(st.data())
def test_other_yaml_programs_read_the_values_of_a_written_week_as_apj_does(drawn: st.DataObject) -> None:
    editor = WeekEditor.open_week(render_new_week(ANA, W48), ANA, W48)
    for _ in range(drawn.draw(st.integers(1, 6))):
        _, change, _, _ = drawn.draw(changes(editor.week))
        editor = change(editor)
    metadata, _ = plain(editor.data)
    if isinstance(metadata.get("call"), dict):  # what a later call does not say stays as an empty key
        call = _said(**metadata["call"])
        metadata["call"] = call if set(call) > {"medium"} else call["medium"]
    assert {key: value for key, value in metadata.items() if value} == as_any_program_reads(editor.week)


@given(week_files(), st.data())
def test_an_edit_does_not_depend_on_which_yaml_parser_is_used(data: bytes, drawn: st.DataObject) -> None:
    _, change, _, _ = drawn.draw(changes(WeekEditor.open_week(data, ANA, W48).week))
    with_libyaml = change(WeekEditor.open_week(data, ANA, W48))
    parser, yaml_parser.PARSER = yaml_parser.PARSER, yaml_parser.PureParser
    try:
        assert change(WeekEditor.open_week(data, ANA, W48)) == with_libyaml
    finally:
        yaml_parser.PARSER = parser


@given(week_files(), st.text(min_size=1))
def test_any_learned_text_is_read_back_unchanged_or_refused(data: bytes, text: str) -> None:
    editor = WeekEditor.open_week(data, ANA, W48)
    try:
        after = editor.add_learned(text)
    except EditRefused:
        return
    assert after.week.learned == (*editor.week.learned, text.strip())
