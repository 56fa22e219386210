"""Read the body of notes: goals in lists, task lists, tables and labelled lines. Everything else stays as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from apjournal.format.notes.note_table import read_table
from apjournal.format.notes.note_words import (
    GOAL_KEYS,
    PLAIN_HEADINGS,
    TASKS,
    is_area,
    is_goal_heading,
    is_outcome_heading,
    make_goal,
    make_key,
    parse_item,
)
from apjournal.model.markdown import MarkdownLine, read_markdown_lines
from apjournal.model.notes import NoteGoal
from apjournal.patterns import make_pattern

Kind = Literal["goals", "outcomes", ""]
_BOLD, _LABEL = 7, 8
"""The levels of a line in bold and of a line that ends with a colon. Both are below the levels of headings."""
_BULLET_HEADING = make_pattern(r"\s*[-*+]\s+(#{1,6})\s+(\S.*)")
_BOLD_HEADING = make_pattern(r"\*\*([^*]+?):?\*\*:?\s*")
_LABEL_HEADING = make_pattern(r"([^\W\d_][^:|`]{0,30})[:：]\s*")
_ORG_LINE = make_pattern(r"(\*+)\s+(?:([A-Z]{3,9})\s+)?(\S.*)")
_INLINE = make_pattern(r"\s*(?:[-*+]\s+)?(?:\*\*([^*:]+):?\*\*:?|([^\W\d_][\w -]*)::)\s+(\S.*)")
_PROPERTY = make_pattern(r"\s*(?:[\w-]+::|[A-Z]+:|:[A-Z]+:)")
_EMPTY_LINES = make_pattern(r"\n(?:[ \t]*\n){2,}")


class NoteBody(Struct, frozen=True):
    """The goals and the outcomes in a body, and everything else as text."""

    goals: tuple[NoteGoal, ...]
    outcomes: tuple[str, ...]
    rest: str


class _Section(Struct, frozen=True):
    level: int
    kind: Kind
    area: str | None = None
    is_plain: bool = False  # whether its heading contains nothing but its kind


class _Scan:
    """What was found in a body so far, and which lines need not stay as text."""

    def __init__(self, text: str) -> None:
        self.lines = list(read_markdown_lines(text))
        self.following = _list_following(self.lines)
        self.is_org = any(line.text.startswith("#+") for line in self.lines)
        self.goals: list[NoteGoal] = []
        self.outcomes: list[str] = []
        self.used: set[int] = set()
        self.sections: list[_Section] = []
        self.headings: dict[int, _Section] = {}
        self.indent = -1
        self.last = -2  # the line of the last goal
        self.words: list[str] = []  # the lines that continue the last goal

    @property
    def section(self) -> _Section:
        """The innermost section."""
        return self.sections[-1] if self.sections else _Section(0, "")


def _list_following(lines: Sequence[MarkdownLine]) -> list[str]:
    """Return, for each line, the next line below it that contains words, or ""."""
    found, following = [], ""
    for line in reversed(lines):
        found.append(following)
        following = line.text if line.text.strip() else following
    return found[::-1]


def read_note_body(text: str) -> NoteBody:
    """Return the goals and the outcomes in a body, and everything else as text."""
    scan = _Scan(text)
    number = 0
    while number < len(scan.lines):
        line = scan.lines[number]
        if line.is_code:
            number += 1
            continue
        heading = _parse_heading(scan, number)
        if heading is not None:
            _enter_section(scan, number, *heading)
        elif line.text.lstrip().startswith("|"):
            number += _read_table(scan, number)
            continue
        else:
            _read_line(scan, number, line)
        number += 1
    _end_goal(scan)
    return NoteBody(tuple(scan.goals), tuple(scan.outcomes), _write_rest(scan))


def _parse_heading(scan: _Scan, number: int) -> tuple[int, str] | None:
    line = scan.lines[number]
    if scan.is_org:
        org = _ORG_LINE.fullmatch(line.text)
        return (len(org[1]), org[3]) if org and org[2] not in TASKS else None
    if line.level:
        return line.level, line.title
    if bullet := _BULLET_HEADING.fullmatch(line.text):
        return len(bullet[1]), bullet[2]
    if bold := _BOLD_HEADING.fullmatch(line.text):
        return _BOLD, bold[1]
    label = _LABEL_HEADING.fullmatch(line.text)
    return (_LABEL, label[1]) if label and parse_item(scan.following[number]) else None


def _enter_section(scan: _Scan, number: int, level: int, title: str) -> None:
    while scan.sections and scan.sections[-1].level >= level:
        scan.sections.pop()
    parent = scan.section
    section = _Section(level, "")
    is_plain = make_key(title) in PLAIN_HEADINGS
    if is_outcome_heading(title):
        section = _Section(level, "outcomes", is_plain=True)
    elif is_goal_heading(title):
        section = _Section(level, "goals", is_plain=is_plain)
    elif parent.kind == "goals" and is_area(title):
        section = _Section(level, "goals", title.strip())
    scan.sections.append(section)
    scan.headings[number] = section
    scan.indent, scan.last = -1, -2


def _read_table(scan: _Scan, number: int) -> int:
    """Read the table at the line `number`, and return how many lines it has."""
    rows: list[str] = []
    while number + len(rows) < len(scan.lines) and scan.lines[number + len(rows)].text.lstrip().startswith("|"):
        rows.append(scan.lines[number + len(rows)].text)
    table = read_table(rows, of_goals=scan.section.kind == "goals")
    if table is not None:
        _end_goal(scan)
        scan.goals += [replace(goal, area=scan.section.area) for goal in table.goals]
        # The first line of the table is replaced by what its other columns contain.
        scan.used |= set(range(number, number + len(rows)))
        if table.rest:
            scan.used.discard(number)
            scan.lines[number] = MarkdownLine("\n".join(table.rest), scan.lines[number].start)
    return len(rows)


def _read_line(scan: _Scan, number: int, line: MarkdownLine) -> None:
    section = scan.section
    if (inline := _INLINE.fullmatch(line.text)) and make_key(inline[1] or inline[2]) in GOAL_KEYS:
        if goal := make_goal(inline[3]):
            _add_goal(scan, number, goal)
        return
    item = _parse_org_item(line.text) if scan.is_org else parse_item(line.text)
    if item is not None and section.kind:
        indent, goal = item
        scan.indent = indent if scan.indent < 0 else scan.indent
        if indent <= scan.indent and section.kind == "goals":
            _add_goal(scan, number, replace(goal, area=section.area))
        elif indent <= scan.indent:
            scan.outcomes.append(goal.goal)
            scan.used.add(number)
    elif item is None and number == scan.last + 1 and line.text[:1] in (" ", "\t") and _is_text(line.text):
        scan.words += line.text.split()
        scan.used.add(number)
        scan.last = number


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not _PROPERTY.match(line)


def _parse_org_item(line: str) -> tuple[int, NoteGoal] | None:
    """Return the indentation and the goal in a line of an Org file: a heading with a keyword, or a list item."""
    found = _ORG_LINE.fullmatch(line)
    goal = make_goal(found[3], task=found[2]) if found else None
    return (len(found[1]), goal) if found and goal else parse_item(line)


def _end_goal(scan: _Scan) -> None:
    """Add to the last goal the lines that continue it."""
    if scan.words:
        scan.goals[-1] = replace(scan.goals[-1], goal=" ".join((scan.goals[-1].goal, *scan.words)))
        scan.words = []


def _add_goal(scan: _Scan, number: int, goal: NoteGoal) -> None:
    _end_goal(scan)
    scan.goals.append(goal)
    scan.used.add(number)
    scan.last = number


def _write_rest(scan: _Scan) -> str:
    """Return the lines that stay as text. A heading of goals or outcomes is left out if nothing below it stays."""
    lines = scan.lines
    areas = {goal.area for goal in scan.goals if goal.area}
    nearest = len(lines)  # the next line that has words and stays
    ends: list[tuple[int, int]] = []  # the levels and lines of the headings below, the innermost last
    for number in range(len(lines) - 1, -1, -1):
        section = scan.headings.get(number)
        if section is not None:
            while ends and ends[-1][0] > section.level:
                ends.pop()
            end = ends[-1][1] if ends else len(lines)
            ends.append((section.level, number))
            if nearest >= end and (section.is_plain or section.area in areas):
                scan.used.add(number)
        if number not in scan.used and lines[number].text.strip():
            nearest = number
    text = "\n".join(line.text for number, line in enumerate(lines) if number not in scan.used)
    return _EMPTY_LINES.sub("\n\n", text).strip("\n")
