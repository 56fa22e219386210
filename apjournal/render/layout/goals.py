"""Goals on a screen: as promises with their plans, and as results with the obstacles that got in the way."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.week import Obstacle
from apjournal.model.week_record import GoalRecord, Unreadable, WeekRecord
from apjournal.render.layout.page import (
    Line,
    Page,
    make_accent,
    make_bold,
    make_dim,
    make_runs,
    measure_line,
    place_side_by_side,
    wrap_paragraph,
)
from apjournal.render.words.goal_words import CHANGES, MARKS, carry_words, obstacle_words, outcome_words
from apjournal.render.words.phrases import end_sentence

_GAP = 3
_LEAST_NOTE = 12
_LEAST_WORDS = 18
"""If a goal would have fewer cells than this beside its note, the note goes below the goal."""


def show_promised(page: Page, goals: Sequence[GoalRecord], *, indent: int = 2) -> None:
    """Add goals as promises: number, text, and how often each was carried over, with their plans below."""
    notes = [carry_words(goal) for goal in goals]
    numbers = [str(goal.number) for goal in goals]
    for goal, lines in zip(goals, _build_rows(page, goals, numbers, notes, indent), strict=True):
        page.add_lines(lines, indent=indent)
        _show_details(page, goal, indent + 4)


def show_reported(page: Page, goals: Sequence[GoalRecord], *, indent: int = 2) -> None:
    """Add goals as results: mark, text and result, with the obstacles that got in the way below."""
    notes = [outcome_words(goal) for goal in goals]
    marks = [MARKS[goal.state] for goal in goals]
    for goal, lines in zip(goals, _build_rows(page, goals, marks, notes, indent), strict=True):
        page.add_lines(lines, indent=indent)
        for entry in goal.happened:
            page.add_paragraph(obstacle_words(entry), indent=indent + 4, hang=2)


def show_in_full(page: Page, goals: Sequence[GoalRecord], *, indent: int = 2) -> None:
    """Add everything that is known about goals: promise, plans, result, and what changed since a copy was kept."""
    notes = [", ".join(filter(None, (outcome_words(goal), _format_change(goal)))) for goal in goals]
    marks = [MARKS[goal.state] for goal in goals]
    for goal, lines in zip(goals, _build_rows(page, goals, marks, notes, indent), strict=True):
        page.add_lines(lines, indent=indent)
        _show_kept_version(page, goal, indent + 4)
        _show_aspects(page, goal, indent + 4)
        _show_details(page, goal, indent + 4, kinds=True)
        for entry in goal.happened:
            page.add_paragraph(obstacle_words(entry), indent=indent + 4, hang=2)


AS_MEANT = "This week was typed in another form. apj shows what it means."


def show_unreadable(page: Page, record: WeekRecord, *, indent: int = 2) -> None:
    """Add a sentence if a week's file cannot be read, or if it was read as it was meant rather than as written."""
    if record.unreadable:
        page.add_paragraph(explain_unreadable(record, record.unreadable), indent=indent)
    elif record.as_meant:
        page.add_paragraph(make_dim(AS_MEANT), indent=indent)


def explain_unreadable(record: WeekRecord, fault: Unreadable) -> str:
    """Return a sentence on where and why a week's file cannot be read, and which version is shown instead."""
    place, message = f"{record.path}:{fault.line}:{fault.column}", fault.message
    said = end_sentence(f"{place}: {message}" if fault.newer else f"{place} cannot be read: {message}")
    return f"{said}{' Its newest readable version is below.' if has_older_version(record, fault) else ''}"


def has_older_version(record: WeekRecord, fault: Unreadable) -> bool:
    """Whether an older version of a week that cannot be read is shown instead."""
    return bool(record.goals or (record.body and not fault.newer))


def show_rest_of_week(page: Page, record: WeekRecord, *, indent: int = 2) -> None:
    """Add what does not belong to a single goal: obstacles that got in the way, and what was learned."""
    also = "Also in the way: " if any(goal.happened for goal in record.goals) else "In the way: "
    entries = [obstacle_words(entry, between=", ") for entry in record.happened]
    for name, texts in ((also, entries), ("Learned: ", record.learned)):
        for number, text in enumerate(texts):
            page.add_paragraph(name if number == 0 else " " * len(name), text, indent=indent, hang=len(name))


def _build_rows(
    page: Page, goals: Sequence[GoalRecord], marks: Sequence[str], notes: Sequence[str], indent: int
) -> list[list[Line]]:
    """Return the lines of each goal: mark, words and note side by side.

    The words take the width that they need but leave room for the notes. If that is too little, the note goes below
    the words.
    """
    lead = max((len(mark) for mark in marks), default=1)
    room = page.width - indent - lead - 1
    texts = [make_bold(goal.goal) for goal in goals]
    asides = [make_runs([note] if note else []) for note in notes]
    longest_note = max((measure_line(aside) for aside in asides), default=0)
    longest_goal = max((text.width for text in texts), default=0)
    kept_free = min(longest_note, max(room * 2 // 5, _LEAST_NOTE)) + _GAP if longest_note else 0
    words = min(longest_goal, room - kept_free)
    narrow = words < min(longest_goal, _LEAST_WORDS)
    rows = []
    for text, mark, aside in zip(texts, marks, asides, strict=True):
        lines = wrap_paragraph([text], room if narrow else words)
        inner = (
            [*lines, *wrap_paragraph(aside, room)]
            if narrow
            else place_side_by_side([lines, wrap_paragraph(aside, room - words - _GAP)], (words, 0), gap=_GAP)
        )
        rows.append(place_side_by_side([[(make_accent(mark),)], inner], (lead, room), gap=1))
    return rows


def _show_details(page: Page, goal: GoalRecord, indent: int, *, kinds: bool = False) -> None:
    if goal.done_when:
        page.add_labelled("done when", goal.done_when, indent=indent)
    for obstacle in goal.obstacles:
        _show_plan(page, obstacle, f"{obstacle.kind}  " if kinds else "", indent)


def _show_plan(page: Page, obstacle: Obstacle, lead: str, indent: int) -> None:
    """Add `if … then …` on one line if it fits, otherwise on two."""
    if obstacle.then is None:
        page.add_labelled(f"{lead}if", obstacle.if_, indent=indent)
        return
    parts = make_runs([make_dim(f"{lead}if  "), obstacle.if_, make_dim("  then  "), obstacle.then])
    if measure_line(parts) <= page.width - indent:
        page.add_lines([parts], indent=indent)
    else:
        column = len(f"{lead}then  ")
        page.add_labelled(f"{lead}if", obstacle.if_, indent=indent, column=column)
        page.add_labelled(f"{' ' * len(lead)}then", obstacle.then, indent=indent, column=column)


def _show_kept_version(page: Page, goal: GoalRecord, indent: int) -> None:
    """Add the kept text of a reworded goal, and the reason for the change."""
    if goal.kept_goal and goal.kept_goal.goal != goal.goal:
        page.add_labelled("kept as", goal.kept_goal.goal, indent=indent)
    if goal.amended_reason:
        page.add_labelled("amended", goal.amended_reason, indent=indent)
    elif goal.earlier_reason:
        page.add_labelled("earlier reason", goal.earlier_reason, indent=indent)


def _show_aspects(page: Page, goal: GoalRecord, indent: int) -> None:
    """Add a goal's area, confidence and similar facts on one line."""
    steps = f"{goal.steps.done} of {goal.steps.total} steps done" if goal.steps.total else ""
    sure = "" if goal.confidence is None else f"confidence {goal.confidence}"
    known = [text for text in (carry_words(goal), goal.area, sure, steps) if text]
    if known:
        page.add_paragraph(make_dim("; ".join(known)), indent=indent)


def _format_change(goal: GoalRecord) -> str:
    return CHANGES[goal.change] if goal.change else ""
