"""Find the errors and warnings in a file, and offer repairs."""

from __future__ import annotations

from msgspec import Struct

from apjournal.lsp.buffer import Buffer, Range
from apjournal.model.finding import Finding, TextEdit
from apjournal.model.handle import Handle
from apjournal.services.check.find_in_file import FileRules, find_in_file, repair_file
from apjournal.store.journal_paths import AGREEMENT, PARTNER


class Diagnostic(Struct, frozen=True):
    """A finding, and the range that an editor underlines."""

    finding: Finding
    range: Range


class Repair(Struct, frozen=True):
    """A repair that an editor offers: a title and edits. `finding` is None for the repair of the whole file."""

    title: str
    edits: tuple[TextEdit, ...]
    finding: Diagnostic | None = None


_LONGEST_TITLE = 100
ALL_REPAIRS = "Fix everything that has one obvious repair"


def is_checked(buffer: Buffer, rules: FileRules) -> bool:
    """Whether `apj check` checks a file with this path: the agreement, and Markdown directly in a partner's folder."""
    if buffer.path == AGREEMENT:
        return True
    is_there = buffer.owner in rules.partners or bool(buffer.week) or buffer.name == PARTNER
    return buffer.owner is not None and is_there and buffer.path.count("/") == 1 and buffer.path.endswith(".md")


def list_diagnostics(buffer: Buffer, rules: FileRules) -> tuple[Diagnostic, ...]:
    """Return the findings in the text, as `apj check` reports them for a file with this text."""
    if not is_checked(buffer, rules):
        return ()
    return tuple(_place(buffer, finding) for finding in find_in_file(buffer.path, buffer.data, rules))


def _place(buffer: Buffer, finding: Finding) -> Diagnostic:
    """Return a finding with its range. A finding without a position gets the first line."""
    start, end = (finding.span.start, finding.span.end) if finding.span else buffer.get_line(0)
    return Diagnostic(finding, buffer.get_range(start, max(start, end)))


def list_repairs(buffer: Buffer, rules: FileRules, me: Handle | None, asked: Range) -> tuple[Repair, ...]:
    """Return the repairs of the findings in a range, and one that repairs the whole file.

    Another partner's file has no repairs, because only its owner changes it.
    """
    if me is not None and buffer.owner not in {None, me}:
        return ()
    found = [each for each in list_diagnostics(buffer, rules) if each.finding.edits]
    near = [each for each in found if _is_touching(each, asked)]
    repairs = [Repair(_describe(each.finding), each.finding.edits, each) for each in near]
    return (*repairs, *([Repair(ALL_REPAIRS, repair_everything(buffer, rules))] if found else []))


def repair_everything(buffer: Buffer, rules: FileRules) -> tuple[TextEdit, ...]:
    """Return the edit that makes every repair, as `apj check --fix` does, or none if there is nothing to repair."""
    repaired, _ = repair_file(buffer.path, buffer.data, rules)
    return find_difference(buffer.text, repaired.decode("utf-8-sig"))


def find_difference(before: str, after: str) -> tuple[TextEdit, ...]:
    """Return the shortest single edit that turns `before` into `after`, or none if they are equal."""
    if before == after:
        return ()
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    return (TextEdit(head, len(before) - tail, after[head : len(after) - tail]),)


def _describe(finding: Finding) -> str:
    """Return the title of a repair: an instruction on one line, such as `Write ---`."""
    verb, _, rest = " ".join((finding.fix or "").split()).partition(" ")
    words = f"{verb.removesuffix('s').capitalize()} {rest}"
    return words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1]}…"


def _is_touching(diagnostic: Diagnostic, asked: Range) -> bool:
    """Whether a finding is on one of the lines of a range."""
    (first, _), (last, _) = asked
    (start, _), (end, _) = diagnostic.range
    return start <= last and end >= first
