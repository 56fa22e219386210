"""Repair front matter that is not valid YAML. The repairs are made in a copy, one common error after another."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.format.repair.line_rules import find_ticked_goals, propose_line_repairs
from apjournal.format.repair.list_rules import explain_list, find_lists_to_repair, repair_list_at
from apjournal.format.repair.patched_text import PatchedText
from apjournal.format.repair.tab_rules import count_lines_after_swallowed, propose_tab_repairs
from apjournal.format.text.document import Document, split_text
from apjournal.format.text.text import apply_text_edits, find_line_end
from apjournal.format.yaml.nodes import LIMITS, Fault, MappingNode
from apjournal.format.yaml.parser import NOT_YAML, build_nodes
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Level, TextEdit
from apjournal.patterns import make_pattern

_ROUNDS = 50
_LINES_BEFORE = 8
# How many characters of YAML are parsed in search of repairs. A hostile file must not cost seconds.
_EFFORT = 500_000
_ITEM = make_pattern(r"\n[ ]*(?:-(?=\s)|[A-Za-z][\w -]*:(?:\s|$))")
# Nobody types these by mistake, and no change of one line repairs them.
_NOT_REPAIRED = LIMITS | {"documents", "not_a_mapping"}


def repair_front_matter(patched: PatchedText, *, bom: bool) -> tuple[Document, MappingNode | None] | None:
    """Repair a copy of a file's text where possible. `bom` says whether the file begins with a byte order mark.

    Return the repaired document with its nodes, or None if it still cannot be read.
    """
    effort = _EFFORT
    for _ in range(_ROUNDS):
        copy, found = split_text(patched.text, bom=bom)
        errors = [each for each in found if each.level is Level.ERROR]
        if errors:
            patched.apply_repairs(errors)
        if copy is None or (errors and not any(each.edits for each in errors)):
            break
        if errors:
            continue
        try:
            return copy, build_nodes(copy)
        except Fault as fault:
            helpful, effort = _find_helpful_repair(copy, fault, effort)
            patched.apply_repairs([helpful or _explain_fault(copy, fault)])
            if helpful is None:
                break
    return None


def _find_helpful_repair(document: Document, fault: Fault, effort: int) -> tuple[Finding | None, int]:
    """Return the first repair after which the parser gets further, or None, and the number of attempts left.

    For tabs, return the repair after which it gets furthest.
    """
    place = _measure_rest(document.text, fault)
    best = None
    for proposal in _list_proposals(document, fault):
        effort -= document.front_end
        if effort < 0:
            break
        after = _find_first_fault(document, proposal)
        if after < place or _is_swallowing_items(document.text, proposal, after):
            best, place = proposal, after
        if best and proposal.code != "tab":
            break
    return best, effort


def _is_swallowing_items(text: str, proposal: Finding, after: tuple[int, int]) -> bool:
    """Whether the parser read a character as a quote and the items up to the next quote as text, as in `- 'tis time`.

    Without the quote, other faults may appear before the reported one, but none in the proposal's own line.
    """
    end = find_line_end(text, proposal.edits[0].end)
    return proposal.code == "quote" and bool(_ITEM.match(text, end)) and after[0] < text.count("\n", end)


def _find_first_fault(before: Document, proposal: Finding) -> tuple[int, int]:
    """Apply a proposal, and return how many lines and characters follow the first fault, or (-1, 0) if there is none.

    It also counts as a fault if an item becomes part of the text before it when tabs are replaced.
    """
    text = apply_text_edits(before.text, proposal.edits)
    document, _ = split_text(text)
    if document is None:
        return len(text), 0
    try:
        root = build_nodes(document)
    except Fault as fault:
        return _measure_rest(text, fault)
    if proposal.code == "tab":
        edited = frozenset(before.text.count("\n", 0, edit.start) for edit in proposal.edits)
        return count_lines_after_swallowed(document, root, edited), len(text)
    return -1, 0


def _measure_rest(text: str, fault: Fault) -> tuple[int, int]:
    return text.count("\n", fault.span.start), len(text) - fault.span.start


def _list_proposals(document: Document, fault: Fault) -> Iterator[Finding]:
    if fault.code in _NOT_REPAIRED:
        return
    if fault.code == "control_character":
        yield _remove_control_characters(document, fault)
    yield from find_ticked_goals(document)
    yield from propose_tab_repairs(document)
    for at in _list_suspect_lines(document, fault):
        yield from repair_list_at(document, at)
        yield from propose_line_repairs(document, at)
    yield from find_lists_to_repair(document)


def _explain_fault(document: Document, fault: Fault) -> Finding:
    """Return a finding for a fault without a repair.

    If a list near it has more than one meaning, explain that instead.
    """
    lines = _list_suspect_lines(document, fault) if fault.code not in _NOT_REPAIRED else ()
    unclear = (found for at in lines for found in explain_list(document, at))
    return next(unclear, None) or fault.to_finding()


def _remove_control_characters(document: Document, fault: Fault) -> Finding:
    edits = [TextEdit(*odd.span(), "") for odd in NOT_YAML.finditer(document.text, 0, document.front_end)]
    return make_finding(fault.code, fault.message, fault.span, "removes it", edits)


def _list_suspect_lines(document: Document, fault: Fault) -> Iterator[int]:
    """Yield the starts of lines that may be the cause of a fault: its own line, then the lines before it."""
    text = document.text
    seen: set[int] = set()
    for at in (fault.span.start, fault.other):
        start = text.rfind("\n", 0, min(at, document.front_end - 1)) + 1
        for _ in range(_LINES_BEFORE):
            if start < document.front_start:
                break
            if start not in seen:
                yield start
            seen.add(start)
            start = text.rfind("\n", 0, start - 1) + 1
