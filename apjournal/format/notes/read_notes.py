"""Read weekly notes in any form, and write them as a week. Whatever apj does not understand stays as text."""

from __future__ import annotations

from apjournal.format.edit.week_values import format_goal, format_short_outcome
from apjournal.format.notes.note_body import read_note_body
from apjournal.format.notes.note_front import read_front, split_front, write_rest
from apjournal.format.notes.note_week import find_week_name
from apjournal.format.notes.note_words import add_results, join_goals
from apjournal.format.read.week import read_week
from apjournal.format.yaml.emit import Indent, Value, write_block_lines
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.notes import NoteGoal, Notes
from apjournal.model.week import Goal, Week, build_outcome
from apjournal.patterns import make_pattern

_TICKS = make_pattern(r"`{3,}")


def decode_notes(data: bytes) -> tuple[str, str]:
    r"""Return the text of a file with `\\n` as its line end, and the encoding: UTF-8, UTF-16 or Windows-1252.

    Raise `ValueError` for a file that is not text in any of them.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, encoding = data.decode("utf-16"), "UTF-16"
    else:
        try:
            text, encoding = data.decode("utf-8-sig"), "UTF-8"
        except UnicodeDecodeError:
            text, encoding = data.decode("cp1252"), "Windows-1252"
    if "\0" in text:
        raise ValueError("a text has no NUL characters")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def read_notes(data: bytes, name: str, *, keep_week: bool = False) -> Notes:
    """Return the notes in a file called `name`, as far as apj understands them."""
    text, encoding = decode_notes(data)
    name = " ".join(name.split())
    front = split_front(text)
    said = read_front(front.values)
    body = read_note_body(front.body)
    week, key = find_week_name(front.values, name, f"{front.before}\n{front.body}" if front.kind else text)
    goals, left = add_results(join_goals(said.goals, body.goals), body.outcomes)
    left_front = write_rest(front, said.used | ({key} if key and not keep_week else set()))
    kept = [f"- {' '.join(line.split())}" for line in (*said.kept, *left)]
    parts = [front.before, "\n".join(kept), body.rest, _fence(left_front, front.kind, name)]
    return Notes(tuple(goals), tuple(said.learned), "\n\n".join(part for part in parts if part), week, encoding)


def _fence(text: str, kind: str, name: str) -> str:
    """Return the rest of the front matter as a section with a code block, or "" if there is no rest."""
    if not text.strip():
        return ""
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"## From {name}\n\n{fence}{kind}\n{text}\n{fence}"


def write_notes(notes: Notes, partner: Handle, week: IsoWeek) -> bytes:
    """Return the file of a week with the goals, the results and the rest of the notes.

    Raise `ValueError` if apj would read anything else from that file.
    """
    values: dict[str, Value] = {"goals": [_format_goal(number, goal) for number, goal in enumerate(notes.goals, 1)]}
    if any(goal.result for goal in notes.goals):
        values["outcomes"] = [_format_outcome(goal) for goal in notes.goals]
    if notes.learned:
        values["learned"] = list(notes.learned) if len(notes.learned) > 1 else notes.learned[0]
    lines = write_block_lines(values, 0, Indent())
    data = "\n".join(("---", *lines, "---", *(["", notes.rest] if notes.rest else []), "")).encode()
    value = read_week(data, partner, week).value
    if value is None or not _has_same_contents(notes, value):
        raise ValueError("the notes cannot be written")
    return data


def _format_goal(number: int, goal: NoteGoal) -> Value:
    return format_goal(
        Goal(number, "", goal.goal, area=goal.area, confidence=goal.confidence, done_when=goal.done_when)
    )


def _format_outcome(goal: NoteGoal) -> Value:
    """Return the outcome in the short form, on one line, or None if there is no result."""
    if goal.result is None:
        return None
    words = " ".join(goal.words.split()) if goal.words else None
    return format_short_outcome(build_outcome("", goal.result, words))


def _has_same_contents(notes: Notes, value: Week) -> bool:
    """Whether a week contains the goals, the results and the rest of the notes, and nothing else."""
    goals = [(goal.goal, goal.area, goal.confidence, goal.done_when) for goal in value.goals]
    wanted = [(goal.goal, goal.area, goal.confidence, goal.done_when) for goal in notes.goals]
    found = [value.find_outcome(goal) for goal in value.goals]
    outcomes = [(one.result, one.evidence or one.reason) if one else (None, None) for one in found]
    others = (value.happened, value.amended, value.call, value.away, value.report_skipped)
    return (
        goals == wanted
        and outcomes == [(goal.result, " ".join(goal.words.split()) if goal.words else None) for goal in notes.goals]
        and len(value.outcomes) == sum(one is not None for one in found)
        and value.learned == notes.learned
        and value.body.strip("\n") == notes.rest.strip("\n")
        and not any(others)
    )
