"""A Markdown table of goals, with their results and comments."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from apjournal.format.notes.note_words import GOAL_KEYS, GOAL_NAMES, RESULT_NAMES, make_goal, make_key, parse_result
from apjournal.model.notes import NoteGoal
from apjournal.patterns import make_pattern

_RULE = make_pattern(r"[\s|:-]+")
_BAR = make_pattern(r"(?<!\\)\|")
_WORDS = ("comment", "comments", "note", "notes", "progress", "evidence", "reason", "details")


class Table(Struct, frozen=True):
    """The goals of a table, and lines with what its other columns contain."""

    goals: tuple[NoteGoal, ...]
    rest: tuple[str, ...]


def read_table(rows: Sequence[str], *, of_goals: bool) -> Table | None:
    """Return the goals of a table, or None if it has no column of goals.

    `of_goals` says whether the table is below a heading for goals. Then its first column may have any name.
    """
    if len(rows) < 3 or not _RULE.fullmatch(rows[1]):
        return None
    head = [cell.strip("*_` ") for cell in _split_cells(rows[0])]
    keys = [make_key(cell) for cell in head]
    named = [place for place, key in enumerate(keys) if key in GOAL_KEYS or (of_goals and key in GOAL_NAMES)]
    column = named[0] if named else 0 if of_goals else None
    if column is None:
        return None
    goals: list[NoteGoal] = []
    rest: list[str] = []
    for row in rows[2:]:
        cells = _split_cells(row)
        goal = make_goal(cells[column]) if column < len(cells) else None
        if goal is None:
            rest += [row] if row.strip("| \t") else []
            continue
        left = []
        for place, cell in enumerate(cells):
            key = keys[place] if place < len(keys) else ""
            known, result, more = parse_result(cell)
            if place == column or not cell:
                continue
            if key in RESULT_NAMES and known:
                goal = replace(goal, result=result, words=more or goal.words)
            elif key in _WORDS and goal.words is None:
                goal = replace(goal, words=cell)
            else:
                left.append(f"{head[place] if place < len(head) else ''}: {cell}")
        if goal.words and goal.result is None:
            left.append(goal.words)
            goal = replace(goal, words=None)
        goals.append(goal)
        rest += [f"- {goal.goal}: {', '.join(left)}"] if left else []
    return Table(tuple(goals), tuple(rest))


def _split_cells(row: str) -> list[str]:
    return [cell.strip() for cell in _BAR.split(row.strip().strip("|"))]
