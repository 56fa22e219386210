"""Goals on a screen: what was promised with its plan under it, and what came of it with what got in the way."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.record import GoalRecord, ObstacleRecord, WeekRecord
from apjournal.render.phrases import sentence
from apjournal.render.results import CHANGES, MARKS, came_of, carrying, happening
from apjournal.render.terminal import Line, Page, Run, accent, beside, bold, dim, line_width, runs, wrap

_GAP = 3
_LEAST_NOTE = 12
_LEAST_WORDS = 18
"""Where a goal has fewer cells than this beside its note, the note stands under it."""


def promised(page: Page, goals: Sequence[GoalRecord], *, indent: int = 2) -> None:
    """Write goals as promises: number, words, how they came here, and their plans under them."""
    notes = [carrying(goal) for goal in goals]
    numbers = [str(goal.number) for goal in goals]
    for goal, lines in zip(goals, _rows(page, goals, numbers, notes, indent), strict=True):
        page.put(lines, indent=indent)
        _details(page, goal, indent + 4)


def reported(page: Page, goals: Sequence[GoalRecord], *, indent: int = 2) -> None:
    """Write goals as results: mark, words, what came of them, and what got in the way under them."""
    notes = [came_of(goal) for goal in goals]
    marks = [MARKS[goal.state] for goal in goals]
    for goal, lines in zip(goals, _rows(page, goals, marks, notes, indent), strict=True):
        page.put(lines, indent=indent)
        for entry in goal.happened:
            page.say(happening(entry), indent=indent + 4, hang=2)


def in_full(page: Page, goals: Sequence[GoalRecord], *, indent: int = 2) -> None:
    """Write all that is known of goals: the promise, the plans, the result, and what changed since it was kept."""
    notes = [", ".join(filter(None, (came_of(goal), _change(goal)))) for goal in goals]
    marks = [MARKS[goal.state] for goal in goals]
    for goal, lines in zip(goals, _rows(page, goals, marks, notes, indent), strict=True):
        page.put(lines, indent=indent)
        _kept_version(page, goal, indent + 4)
        _aspects(page, goal, indent + 4)
        _details(page, goal, indent + 4, kinds=True)
        for entry in goal.happened:
            page.say(happening(entry), indent=indent + 4, hang=2)


def unreadable(page: Page, record: WeekRecord, *, indent: int = 2) -> None:
    """Show that the file of a week cannot be read, where, and what is shown instead."""
    if record.unreadable:
        fault = record.unreadable
        place, message = f"{record.path}:{fault.line}:{fault.column}", fault.message
        said = sentence(f"{place}: {message}" if fault.newer else f"{place} can't be read as it is: {message}")
        has_older = record.goals or (record.body and not fault.newer)
        page.say(f"{said}{' Below is its newest version that can be.' if has_older else ''}", indent=indent)


def week_around(page: Page, record: WeekRecord, *, indent: int = 2) -> None:
    """Write what is said of the week as a whole: what got in the way, and what was learned."""
    also = "Also in the way: " if any(goal.happened for goal in record.goals) else "In the way: "
    entries = [happening(entry, between=", ") for entry in record.happened]
    for name, texts in ((also, entries), ("Learned: ", record.learned)):
        for number, text in enumerate(texts):
            page.say(name if number == 0 else " " * len(name), text, indent=indent, hang=len(name))


def _rows(
    page: Page, goals: Sequence[GoalRecord], marks: Sequence[str], notes: Sequence[str], indent: int
) -> list[list[Line]]:
    """Set each goal as mark, words and note side by side; the words take what they need and leave the notes room."""
    lead = max((len(mark) for mark in marks), default=1)
    room = page.width - indent - lead - 1
    longest_note = max((Run(note).width for note in notes), default=0)
    longest_goal = max((Run(goal.goal).width for goal in goals), default=0)
    kept_free = min(longest_note, max(room * 2 // 5, _LEAST_NOTE)) + _GAP if longest_note else 0
    words = min(longest_goal, room - kept_free)
    narrow = words < min(longest_goal, _LEAST_WORDS)
    rows = []
    for goal, mark, note in zip(goals, marks, notes, strict=True):
        text, aside = wrap([bold(goal.goal)], room if narrow else words), [note] if note else []
        inner = (
            [*text, *wrap(aside, room)]
            if narrow
            else beside([text, wrap(aside, room - words - _GAP)], (words, 0), gap=_GAP)
        )
        rows.append(beside([[(accent(mark),)], inner], (lead, room), gap=1))
    return rows


def _details(page: Page, goal: GoalRecord, indent: int, *, kinds: bool = False) -> None:
    if goal.done_when:
        page.label("done when", goal.done_when, indent=indent)
    for obstacle in goal.obstacles:
        _plan(page, obstacle, f"{obstacle.kind}  " if kinds else "", indent)


def _plan(page: Page, obstacle: ObstacleRecord, lead: str, indent: int) -> None:
    """Write `if … then …` on one line where it fits, else one under the other."""
    if obstacle.then is None:
        page.label(f"{lead}if", obstacle.if_, indent=indent)
        return
    parts = runs([dim(f"{lead}if  "), obstacle.if_, dim("  then  "), obstacle.then])
    if line_width(parts) <= page.width - indent:
        page.put([parts], indent=indent)
    else:
        column = len(f"{lead}then  ")
        page.label(f"{lead}if", obstacle.if_, indent=indent, column=column)
        page.label(f"{' ' * len(lead)}then", obstacle.then, indent=indent, column=column)


def _kept_version(page: Page, goal: GoalRecord, indent: int) -> None:
    """Write how a reworded goal reads in the kept copy, and why it was changed."""
    if goal.kept_goal and goal.kept_goal.goal != goal.goal:
        page.label("kept as", goal.kept_goal.goal, indent=indent)
    if goal.amended_reason:
        page.label("amended", goal.amended_reason, indent=indent)
    elif goal.earlier_reason:
        page.label("earlier reason", goal.earlier_reason, indent=indent)


def _aspects(page: Page, goal: GoalRecord, indent: int) -> None:
    """Write in one line what else is known of a goal."""
    steps = f"{goal.steps.done} of {goal.steps.total} steps done" if goal.steps.total else ""
    sure = "" if goal.confidence is None else f"confidence {goal.confidence}"
    known = [text for text in (carrying(goal), goal.area, sure, steps) if text]
    if known:
        page.say(dim("; ".join(known)), indent=indent)


def _change(goal: GoalRecord) -> str:
    return CHANGES[goal.change] if goal.change else ""
