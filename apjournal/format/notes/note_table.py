"""Read a Markdown table of goals, with their results and comments."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from apjournal.format.notes.note_words import (
    GOAL_KEYS,
    GOAL_NAMES,
    RESULT_NAMES,
    add_result,
    make_goal,
    make_key,
    parse_result,
)
from apjournal.model.notes import NoteGoal
from apjournal.patterns import make_pattern

_RULE = make_pattern(r"[\s|:-]+")
_BAR = make_pattern(r"(?<!\\)\|")
_WORDS = ("comment", "comments", "note", "notes", "progress", "evidence", "reason", "details")


class Table(Struct, frozen=True):
    """The goals in a table, and lines with the contents of its other columns."""

    goals: tuple[NoteGoal, ...]
    rest: tuple[str, ...]


def read_table(rows: Sequence[str], *, of_goals: bool) -> Table | None:
    """Return the goals in a table, or None if it has no column of goals.

    `of_goals` says whether the table is below a heading for goals. If so, its first column may have any name.
    """
    if len(rows) < 3 or not _RULE.fullmatch(rows[1]):
        return None
    head = [cell.strip("*_` ") for cell in _split_cells(rows[0])]
    keys = [make_key(cell) for cell in head]
    named = [place for place, key in enumerate(keys) if key in GOAL_KEYS or (of_goals and key in GOAL_NAMES)]
    if not named and not of_goals:
        return None
    cells_of_rows = [_split_cells(row) for row in rows[2:]]
    column = named[0] if named else _find_first_words(cells_of_rows)
    goals: list[NoteGoal] = []
    rest: list[str] = []
    for row, cells in zip(rows[2:], cells_of_rows, strict=True):
        goal = make_goal(cells[column]) if column < len(cells) else None
        if goal is None:
            rest += [row] if row.strip("| \t") else []
            continue
        others = [(head[place] if place < len(head) else "", cell) for place, cell in enumerate(cells)]
        del others[column]
        goal, left = _read_other_cells(goal, [(name, cell) for name, cell in others if cell])
        goals.append(goal)
        rest += [f"- {goal.goal}: {', '.join(left)}"] if left else []
    return Table(tuple(goals), tuple(rest))


def _read_other_cells(goal: NoteGoal, cells: Sequence[tuple[str, str]]) -> tuple[NoteGoal, list[str]]:
    """Return a goal with its result and the words about it, and the contents of the remaining cells.

    Each of `cells` is the name of a column and a cell. Results are read first, wherever their columns are.
    """
    left: dict[int, str] = {}
    for place, (name, cell) in enumerate(cells):
        known, result, more = parse_result(cell) if make_key(name) in RESULT_NAMES else (False, None, None)
        changed = add_result(goal, result, more) if known else None
        if changed:
            goal = changed
        else:
            left[place] = f"{name}: {cell}"
    for place, (name, cell) in enumerate(cells):
        if place in left and make_key(name) in _WORDS and goal.result and goal.words is None:
            goal = replace(goal, words=cell)
            del left[place]
    return goal, list(left.values())


def _find_first_words(rows: Sequence[Sequence[str]]) -> int:
    """Return the index of the first column that contains letters. A column before it may number the goals."""
    wide = max(map(len, rows))
    return next((place for place in range(wide) if any(_has_letter(row, place) for row in rows)), 0)


def _has_letter(row: Sequence[str], place: int) -> bool:
    return place < len(row) and any(map(str.isalpha, row[place]))


def _split_cells(row: str) -> list[str]:
    r"""Return the cells of a row. In a cell, `\|` is a bar."""
    inner = row.strip().removeprefix("|")
    inner = inner if inner.endswith("\\|") else inner.removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(inner)]
