"""Repair lists whose items do not begin with a hyphen and a space, or explain why they have no repair."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.format.text.document import Document
from apjournal.format.text.typed_list import TypedList, find_typed_list, find_typed_lists, make_list_finding
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit


def repair_list_at(document: Document, at: int) -> Iterator[Finding]:
    """Yield the repair of the list with an item on the line at the offset `at`, if it has one."""
    yield from (found for found in _find_list(document, at) if found.edits)


def explain_list(document: Document, at: int) -> Iterator[Finding]:
    """Yield a finding on why the list at the offset `at` has no repair, if it has more than one meaning."""
    yield from (found for found in _find_list(document, at) if not found.edits)


def find_lists_to_repair(document: Document) -> Iterator[Finding]:
    """Yield the repair of all lists together, because YAML may join the lines of several."""
    clear = [found for typed in find_typed_lists(document) for found in _report(document, typed) if found.edits]
    if clear:
        edits: list[TextEdit] = [edit for each in clear for edit in each.edits]
        yield make_finding("bullet", clear[0].message, clear[0].span, clear[0].fix, edits)


def _find_list(document: Document, at: int) -> Iterator[Finding]:
    typed = find_typed_list(document, at)
    if typed:
        yield from _report(document, typed)


def _report(document: Document, typed: TypedList) -> Iterator[Finding]:
    """Yield a finding for a list, unless it is in the form that the format demands."""
    at = typed.first_to_repair
    if at is not None:
        yield make_list_finding(document, typed, at)
