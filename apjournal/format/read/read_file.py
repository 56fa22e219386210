"""Read files with front matter into a `Reading`, and check the keys that all of them have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Table
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from apjournal.format.read.result import Reading
from apjournal.format.repair.misread_text import find_misread_values
from apjournal.format.text.document import Document, split_document, split_text
from apjournal.format.yaml.fields import FieldFindings, read_integer
from apjournal.format.yaml.nodes import LIMITS, Fault, MappingNode, Node, SequenceNode
from apjournal.format.yaml.plain_lines import read_nodes
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Level
from apjournal.model.isoweek import IsoWeek
from apjournal.patterns import make_pattern

FORMAT = 1
"""The format that this version of apj reads and writes. Later versions will still read it."""
_LATEST = 999
_ROUNDS = 6
_ONE_MEANING = frozenset(
    {"fence", "open_front_matter", "bullet", "typographic_quotes", "goals_elsewhere", "key_in_body"}
)
"""The codes of findings after whose repair, if there is one, the text can have only one meaning."""
_AROUND = " \t\r\n\"'[]“”„‘’«»"  # quotes, and the brackets of a link between notes
_DAY = make_pattern(r"\d{4}-\d\d-\d\d(?!\d)")
_WEEK = make_pattern(r"(?:week\s+)?(?:(\d{4})[-\s_]?)?W?(\d{1,2})(?!\d)", re.IGNORECASE)
_FIRST_KEY = make_pattern(r"^( *)[^\s#]", re.MULTILINE)
_VERSION = make_pattern(
    r"""^( *)(?:\{ *)?["']?apj["']?[ \t]*:[ \t]+["']?(\d{1,3})["']?(?=[ \t]*(?:$|[,}\r]|[ \t]\#))""",
    re.MULTILINE | re.IGNORECASE,
)


def check_header(values: Table[str, Node], said_by_path: Table[str, object], found: FieldFindings) -> None:
    """Check the format number `apj`, and check that keys in `said_by_path` agree with the file's path."""
    node = values.get("apj")
    if node is not None:
        version = read_integer(node, found, "apj", 1, _LATEST)
        if version is not None and version > FORMAT:
            found.newer = True
            found.add_finding("newer_format", _explain_newer_format(version), node)
    for key, said in said_by_path.items():
        node = values.get(key)
        if node is None or node.is_null:
            continue
        written = found.get_source(_find_inner(node)).strip(_AROUND)
        if _contradicts_path(written, said):
            # A repair would lose other words in the value, so such a value is left to a person.
            instead = str(said) if written.isascii() and " " not in written and "\n" not in written else None
            message = f'The file says {key} "{written}", but its path says {said}; apj uses the path'
            found.add_finding("path", message, node, instead)


def _find_inner(node: Node) -> Node:
    """Return the only value in a list, or in a list within a list.

    YAML reads a link such as `[[2026-W48]]` as the latter.
    """
    while isinstance(node, SequenceNode) and len(node.children) == 1:
        node = node.children[0]
    return node


def _contradicts_path(written: str, said: object) -> bool:
    """Whether the value `written` means a different partner or week than the path of its file (`said`).

    For 2026-W48, the values 48, W48, 2026-48 and a day in the week agree with the path.
    """
    if not isinstance(said, IsoWeek):
        return written.casefold() != str(said)
    day = _DAY.match(written)
    if day:
        try:
            return IsoWeek.of(date.fromisoformat(day[0])) != said
        except ValueError:
            return True
    week = _WEEK.match(written)
    return week is None or int(week[2]) != said.number or (week[1] is not None and int(week[1]) != said.year)


def find_newer_format(document: Document) -> Finding | None:
    """Return a finding if front matter that format 1 cannot read has an `apj` above 1, otherwise None.

    A later format may allow more. `apj` counts as a top-level key if its line is indented like the first line.
    """
    first = _FIRST_KEY.search(document.text, document.front_start, document.front_end)
    for match in _VERSION.finditer(document.text, document.front_start, document.front_end):
        version = int(match[2])
        if first and match[1] == first[1] and version > FORMAT:
            return make_finding("newer_format", _explain_newer_format(version), document.make_span(*match.span(2)))
    return None


def _explain_newer_format(version: int) -> str:
    return f"This file has format {version}; this apj reads format {FORMAT}, and leaves the file as it is"


T = TypeVar("T")


def read_file(data: bytes, make: Callable[[Document, MappingNode | None, FieldFindings], T]) -> Reading[T]:
    """Read a file with front matter.

    `make` builds the value from the nodes and adds findings. If the front matter is not valid YAML, common errors are
    repaired in a copy, so that all of them are found at once. As with any other error, the reading then has no value.
    For a file in a newer format, only the newer format and exceeded limits are reported, because format 1 cannot judge
    the rest.
    """
    document, first = split_document(data)
    if document is None:
        return Reading(None, first)
    found = FieldFindings(document)
    if first:
        found += first
        if found.broken:
            return _read_broken(document, make)
    try:
        root = read_nodes(document)
    except Fault as fault:
        return _read_broken(document, make, [fault.to_finding()] if fault.code in LIMITS else [])
    value = make(document, root, found)
    if found.newer:
        return Reading(None if found.broken else value, _filter_newer_format(found), document, newer=True)
    # These come first, so that repairs at one end of a text do not replace theirs.
    found[:0] = find_misread_values(document, root)
    if not found:
        return Reading(value, (), document, places=found.places)
    if any(map(_has_one_meaning, found)):
        reading = _read_repaired(document, make)
        if reading.meant is not None:
            return reading
        found[:] = map(_withhold_repair, found)
    from apjournal.format.repair.patched_text import (  # not needed for most files, which have no findings
        drop_overlapping,
        sort_findings,
    )

    value_ = None if found.broken else value
    return Reading(value_, sort_findings(drop_overlapping(found)), document, places=found.places)


def _read_broken(
    document: Document, make: Callable[[Document, MappingNode | None, FieldFindings], T], beyond: Sequence[Finding] = ()
) -> Reading[T]:
    """Read a file whose front matter cannot be read as it is.

    `beyond` contains findings about exceeded limits.
    """
    newer = find_newer_format(document)
    if newer is not None:
        return Reading(None, (newer, *beyond), document, newer=True)
    return _read_repaired(document, make)


def _has_one_meaning(finding: Finding) -> bool:
    """Whether a finding is about text in another form, such as a phone produces, that has only one meaning."""
    return finding.code in _ONE_MEANING and bool(finding.edits)


def _withhold_repair(finding: Finding) -> Finding:
    """Return a finding about lines below the front matter without a repair that would leave an unreadable file."""
    if finding.code not in ("key_in_body", "goals_elsewhere") or not finding.edits:
        return finding
    message = "apj cannot read these lines as they are; correct them, and move them between the --- lines"
    return replace(finding, message=message, fix=None, edits=())


def _is_in_other_form(finding: Finding) -> bool:
    """Whether a finding has one meaning in a file that was typed in another form.

    Whoever types in such a form does not know about comments, so text continues after a `#`.
    """
    return _has_one_meaning(finding) or (finding.code == "hash" and bool(finding.edits))


def _is_about_plain_list(finding: Finding) -> bool:
    """Whether a finding is about a list that stays in the text when the goals above it are moved."""
    return finding.code == "plain_list"


def _stays(finding: Finding) -> bool:
    """Whether a finding without a repair is about plain lists, which the repaired copy does not contain."""
    return not finding.edits and (_is_about_plain_list(finding) or finding.code == "own_word")


def _read_repaired(document: Document, make: Callable[[Document, MappingNode | None, FieldFindings], T]) -> Reading[T]:
    """Read as much of a repaired copy as possible.

    If everything that was repaired has only one meaning, the reading has the copy's value, and hints about the
    repairs. Otherwise, it has no value.
    """
    from apjournal.format.repair.patched_text import PatchedText, drop_overlapping
    from apjournal.format.repair.repair_yaml import repair_front_matter

    patched, found, value, copy = PatchedText(document.text), FieldFindings(document), None, document
    for _ in range(_ROUNDS):
        readable = repair_front_matter(patched, bom=document.bom)
        if readable is None:
            break
        copy, root = readable
        found = FieldFindings(copy)
        value = make(copy, root, found)
        found[:0] = find_misread_values(copy, root)
        repairs = [each for each in drop_overlapping(filter(_is_in_other_form, found)) if each.edits]
        if not repairs:
            break
        patched.apply_repairs([*repairs, *filter(_stays, found)])
        value, found = None, FieldFindings(copy)
    repaired = patched.list_findings()
    is_meant = value is not None and not (found.broken or found.newer)
    if is_meant and all(each.level is not Level.ERROR or _has_one_meaning(each) for each in repaired):
        meant = Reading(value, (), copy, places=found.places)
        places, origins = patched.map_places_back(found.places), patched.build_map()  # before later repairs
        _, first = split_text(copy.text)
        patched.apply_repairs([*first, *found])
        findings = _keep_unread_lists(tuple(map(_make_hint, _drop_repeated(patched.list_findings()))))
        return Reading(value, findings, document, places=places, meant=meant, origins=origins)
    _, first = split_text(patched.text)
    patched.apply_repairs([*(each for each in first if each.level is not Level.ERROR), *found])
    findings = _drop_repeated(patched.list_findings())
    return Reading(None, _filter_newer_format(findings) if found.newer else findings, document, found.newer)


def _keep_unread_lists(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings. If another list must be corrected first, the repair that moves the goals is left out.

    Without the goals above it, such a list would be free text, and its warning would disappear.
    """
    if not any(map(_is_about_plain_list, findings)):
        return tuple(findings)
    return tuple(replace(each, fix=None, edits=()) if each.code == "goals_elsewhere" else each for each in findings)


def _drop_repeated(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings without repeated ones about the same line of a list.

    Such a line may be reported both before and after a repair of the file.
    """
    seen: set[int] = set()
    kept: list[Finding] = []
    for each in findings:
        line = each.span.line if each.span and _is_about_plain_list(each) else None
        if line not in seen:
            kept.append(each)
        if line is not None:
            seen.add(line)
    return tuple(kept)


def _make_hint(finding: Finding) -> Finding:
    return replace(finding, level=Level.HINT) if _has_one_meaning(finding) else finding


def _filter_newer_format(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in found if each.code == "newer_format")
