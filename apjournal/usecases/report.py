"""`apj report`: write the results of goals, the obstacles that got in the way, and what was learned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.find_by_name import find_goal, find_week
from apjournal.analysis.find_report_week import find_newest_to_report
from apjournal.errors import NeedsAttention, UsageFault
from apjournal.format.edit.week import WeekEditor
from apjournal.format.read.outcomes import find_typed_result, fold_word
from apjournal.format.text.text import split_at_colon, split_at_comma
from apjournal.format.yaml.fields import make_canonical
from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.views.week import Recorded, ReportView
from apjournal.model.week import (
    Goal,
    Happened,
    Obstacle,
    ObstacleKind,
    Outcome,
    Result,
    Week,
    build_outcome,
    get_week_path,
)
from apjournal.session.arguments import require_once
from apjournal.session.week_records import find_own_report_due, list_earlier_weeks, use_present_ids
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_week, journal_lock, require_readable, require_report_readable


class ReportInput(Struct, frozen=True):
    """A report as the user gave it: outcomes, each with the goal as typed, obstacles, and what was learned."""

    outcomes: Sequence[tuple[str, Outcome]] = ()
    happened: Sequence[Happened] = ()
    learned: str | None = None


def parse_report(
    outcomes: Sequence[str], happened: Sequence[str], learned: str | None, words: ResultWords = NO_WORDS
) -> ReportInput:
    """Return a report typed as `GOAL=RESULT[,WORDS]` and `KIND[:NOTE]` on the command line.

    `words` are the user's own words for results. Raise `UsageFault` for any other form.
    """
    return ReportInput(
        [_parse_outcome(text, words) for text in outcomes], [_parse_happened(text) for text in happened], learned
    )


def _parse_outcome(text: str, own: ResultWords) -> tuple[str, Outcome]:
    name, sign, rest = text.partition("=")
    word, more = split_at_comma(rest)
    result, words = find_typed_result(word, more.strip(), own)
    if result is None:
        raise UsageFault(
            f"{text} contains no result." if not sign else f"{word.strip()} is not a result.",
            "Write GOAL=RESULT: done, partly, not done or dropped. You may add a comma and a few words.",
        )
    return name, build_outcome(name, result, words.strip() or None)


def split_own_result(answer: str, own: ResultWords) -> tuple[Result, str] | None:
    """Return the result and the words of an answer that begins with one of the user's `own` words, or None."""
    for word, words in (split_at_comma(answer), (answer.partition(" ")[0], answer.partition(" ")[2])):
        result = own.get(fold_word(word))
        if result is not None:
            return result, words.strip()
    return None


def _parse_happened(text: str) -> Happened:
    word, note = split_at_colon(text) or (text, "")
    try:
        return Happened(ObstacleKind(make_canonical(word)), note.strip() or None)
    except ValueError:
        kinds = ", ".join(ObstacleKind)
        raise UsageFault(
            f"{word.strip()} is not a kind of obstacle.", f"Use one of {kinds}. You may add a colon and a few words."
        ) from None


def find_report_week(workspace: Workspace, name: str | None) -> IsoWeek | None:
    """Return the week that `name` means, or None if no name is given, which means the week to report."""
    return None if name is None else find_week(name, workspace.schedule, workspace.today)


def find_due_report(workspace: Workspace) -> Week | None:
    """Return my week whose report is due, or None if no report is due."""
    return find_own_report_due(workspace)


def find_week_to_report(workspace: Workspace, week: IsoWeek | None = None) -> Week:
    """Return my week to report: `week`, otherwise the newest earlier week that is due, otherwise the current week.

    Raise `BrokenFile` if its file is unreadable, and `UsageFault` if it has no goals.
    """
    this = workspace.schedule.find_period(workspace.today)
    chosen = week
    if chosen is None:
        require_report_readable(workspace, before=this)
        found = find_own_report_due(workspace)
        chosen = found.week if found else this
    require_readable(workspace, chosen)
    found = workspace.records.read_week_if_valid(workspace.me, chosen)
    if found is None or not found.goals:
        before = None if week else find_newest_to_report(list_earlier_weeks(workspace, workspace.me, this), before=this)
        raise _make_nothing_to_report_fault(workspace, chosen, before)
    return use_present_ids(workspace, found)


def _make_nothing_to_report_fault(workspace: Workspace, week: IsoWeek, before: Week | None) -> UsageFault:
    """Return the fault for a `week` without goals.

    If there is an earlier week with goals that the user may mean (`before`), the fault mentions it.
    """
    match workspace.schedule.agreement.get_role(workspace.me, week):
        case Role.LISTENS:
            return UsageFault(
                "You listen in this journal, and give no report.", "To read what the others wrote: apj review"
            )
        case Role.SUPPORTS:
            return UsageFault("In peer support, no report is due.", "To say what went well: apj new-week")
    hint = "Set goals: apj new-week"
    if before is not None:
        hint = f"To report on the week before: apj report {before.week} …, or to set goals: apj new-week"
    return UsageFault(f"{get_week_path(workspace.me, week)} has no goals to report on.", hint)


def find_planned(week: Week, kind: ObstacleKind, outcomes: Sequence[Outcome]) -> tuple[Goal, Obstacle] | None:
    """Return a goal with a plan for that kind of obstacle, and the plan, or None.

    A goal that was not done comes first.
    """
    done = {outcome.goal for outcome in (*week.outcomes, *outcomes) if outcome.result is Result.DONE}
    plans = [
        (goal, obstacle)
        for goal in sorted(week.goals, key=lambda goal: goal.id in done)
        for obstacle in goal.obstacles
        if obstacle.kind is kind and obstacle.then
    ]
    return plans[0] if plans else None


def write_report(workspace: Workspace, week: IsoWeek | None, told: ReportInput) -> ReportView:
    """Write a report into the file of the week, and return a view with the goals that are still open.

    If no answers are given and the report is due, the view says so.
    """
    with journal_lock(workspace, undoable="report"):
        reported = find_week_to_report(workspace, week)
        outcomes = [replace(outcome, goal=find_goal(reported.goals, name).id) for name, outcome in told.outcomes]
        require_once([outcome.goal for outcome in outcomes], "given a result")

        def write(editor: WeekEditor) -> WeekEditor:
            if outcomes:
                was = zip(editor.week.outcomes, use_present_ids(workspace, editor.week).outcomes, strict=True)
                names = {now.goal: written.goal for written, now in was}
                editor = editor.set_outcomes(
                    [replace(outcome, goal=names.get(outcome.goal, outcome.goal)) for outcome in outcomes]
                )
            if told.happened:
                editor = editor.add_obstacles(told.happened)
            return editor.add_learned(told.learned) if told.learned else editor

        path = edit_own_week(workspace, reported.week, write)
    now = use_present_ids(workspace, workspace.records.read_week_if_valid(workspace.me, reported.week) or reported)
    recorded = tuple(Recorded(outcome.goal, outcome.result, outcome.evidence or outcome.reason) for outcome in outcomes)
    still_open = tuple(goal.id for goal in now.goals if now.find_outcome(goal) is None)
    noted = tuple(_list_noted(told))
    return ReportView(
        path=path,
        week=reported.week,
        recorded=recorded,
        still_open=still_open,
        noted=noted,
        problems=() if recorded or noted else _list_waiting(workspace, reported.week, still_open),
    )


def _list_waiting(workspace: Workspace, week: IsoWeek, still_open: Sequence[str]) -> tuple[NeedsAttention, ...]:
    """Return a warning that the report on `week` is due, or nothing if it is not due."""
    due = find_own_report_due(workspace)
    if due is None or due.week != week:
        return ()
    how = quote(f"{still_open[0]}=done")
    return (
        NeedsAttention(
            f"The report on {week} is due.", f"Give a result for each goal, for example: apj report -o {how}"
        ),
    )


def _list_noted(told: ReportInput) -> Iterator[str]:
    for entry in told.happened:
        yield f"{entry.kind}: {entry.note}" if entry.note else str(entry.kind)
    if told.learned:
        yield f"learned: {told.learned}"
