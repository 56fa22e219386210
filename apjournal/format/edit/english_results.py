"""Replace the user's own words for results with the English ones, so that every partner can read a week."""

from __future__ import annotations

from apjournal.format.read.outcomes import find_typed_result, write_result
from apjournal.format.read.week import read_week
from apjournal.format.text.document import encode_document
from apjournal.format.text.text import apply_text_edits, split_at_comma
from apjournal.format.text.typed_list import ITEM
from apjournal.model.finding import Span, TextEdit
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import ResultWords

_AROUND = " \t“”„‘’‚«»‹›"


def write_english_results(data: bytes, partner: Handle, week: IsoWeek, own: ResultWords) -> bytes:
    """Return a week in which English results replace the user's `own` words. Nothing else changes."""
    reading = read_week(data, partner, week, own)
    if reading.document is None:
        return data
    text = reading.document.text
    found = [(finding.edits, finding.span) for finding in reading.findings if finding.code == "own_word"]
    edits = [edit for made, span in found if span for edit in made or [_replace_in_line(text, span, own)]]
    return encode_document(reading.document, apply_text_edits(text, edits))


def _replace_in_line(text: str, span: Span, own: ResultWords) -> TextEdit:
    """Return the edit that replaces the result in one item of a plain list."""
    item = ITEM.match(text, span.start, span.end)
    start = item.end() if item else span.start
    head = split_at_comma(text[start : span.end])[0]
    word = head.strip(_AROUND)
    result, emoji = find_typed_result(word, "", own)
    assert result is not None  # noqa: S101  the reader has found it
    at = start + head.index(word)
    return TextEdit(at, at + len(word), ", ".join(filter(None, (write_result(result), emoji))))
