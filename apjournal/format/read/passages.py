"""List everything that a person wrote in a week, as passages with their positions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from apjournal.format.read.result import Reading
from apjournal.format.text.document import Document
from apjournal.model.finding import Places, Span
from apjournal.model.markdown import read_markdown_lines
from apjournal.model.passage import Passage, PassageField
from apjournal.model.week import Week
from apjournal.patterns import make_pattern

_NEWLINE = make_pattern(r"\n")
_BODY = ("steps", "log", "messages")


def list_passages(reading: Reading[Week]) -> Iterator[Passage]:
    """Yield the passages of a week in the order of its values.

    If the file cannot be read, each of its lines is a passage.
    """
    source = reading.meant or reading
    document, read_from = reading.document, source.document
    if document is None or read_from is None:
        return
    starts = [0, *(match.end() for match in _NEWLINE.finditer(document.text))]
    for field, text, at in _list_found(source, read_from):
        at = _find_origin(reading, text, at) if reading.meant else at
        line = bisect_right(starts, at)
        yield Passage(field, text, line, at - starts[line - 1] + 1)


def _find_origin(reading: Reading[Week], text: str, at: int) -> int:
    """Return the offset in the file of a passage in the repaired copy, in which a repair may have moved it."""
    there, first = reading.origins.map_back(at), text.partition("\n")[0]
    said = reading.document.text if reading.document else ""
    return said.find(first) if not said.startswith(first, there) and said.count(first) == 1 else there


def _list_found(reading: Reading[Week], document: Document) -> Iterator[tuple[PassageField, str, int]]:
    """Yield each passage with its offset in the document of its reading."""
    week = reading.value
    if week is None:
        yield from _list_lines(document, 0, PassageField.TEXT, frozenset())
        return
    for words, span in _list_values(week, reading.places):
        yield from _locate(document, words, span)
    body = [span for key, span in reading.places.items() if key[0] in _BODY]
    covered = {span.line + more for span in body for more in range(document.text.count("\n", span.start, span.end) + 1)}
    yield from _list_lines(document, document.body_start, PassageField.NOTE, frozenset(covered))


def _list_values(
    week: Week, places: Places
) -> Iterator[tuple[tuple[tuple[PassageField, str | None], ...], Span | None]]:
    """Yield the strings in each value of the week, with the position of the value if it is known."""
    field = PassageField
    for number, goal in enumerate(week.goals):
        yield ((field.GOAL, goal.goal), (field.DONE_WHEN, goal.done_when)), places["goals", number]
        for place, obstacle in enumerate(goal.obstacles):
            plan = ((field.OBSTACLE, obstacle.if_), (field.PLAN, obstacle.then))
            yield plan, places["goals", number, "obstacles", place]
    for number, outcome in enumerate(week.outcomes):
        yield ((field.EVIDENCE, outcome.evidence), (field.REASON, outcome.reason)), places["outcomes", number]
    for number, event in enumerate(week.happened):
        yield ((field.HAPPENED, event.note),), places["happened", number]
    for number, text in enumerate(week.learned):
        yield ((field.LEARNED, text),), places["learned", number]
    for number, amendment in enumerate(week.amended):
        yield ((field.AMENDED, amendment.reason),), places["amended", number]
    yield ((field.REPORT_SKIPPED, week.skip_reason),), None
    for number, step in enumerate(week.steps):
        yield ((field.STEP, step.text),), places["steps", number]
    for number, line in enumerate(week.log):
        yield ((field.LOG, line.text),), places["log", number]
    for number, message in enumerate(week.messages):
        yield ((field.MESSAGE, message.text),), places["messages", number]


def _locate(
    document: Document, words: tuple[tuple[PassageField, str | None], ...], span: Span | None
) -> Iterator[tuple[PassageField, str, int]]:
    """Yield the passages of one value.

    If the file spells a string differently, its passage begins at its first line, or if that is not found, at the
    value.
    """
    start, end = (span.start, span.end) if span else (document.front_start, document.front_end)
    for field, text in words:
        if text:
            at = document.text.find(text, start, end)
            at = at if at >= 0 else document.text.find(text.partition("\n")[0], start, end)
            yield field, text, max(at, start)


def _list_lines(
    document: Document, start: int, field: PassageField, covered: frozenset[int]
) -> Iterator[tuple[PassageField, str, int]]:
    """Yield the lines from the offset `start` on that contain words, except those whose numbers are `covered`."""
    first = document.text.count("\n", 0, start) + 1
    for number, line in enumerate(read_markdown_lines(document.text, start), first):
        words = line.text.strip()
        if words and number not in covered:
            yield field, words, line.start + line.text.index(words[0])
