"""Find everything that `apj check` reports about the text of one file, and apply the repairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.schedule import Schedule
from apjournal.checks.byte_order_mark import find_byte_order_mark, remove_byte_order_mark
from apjournal.checks.hidden_characters import check_text
from apjournal.checks.week import check_week
from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.conflict_markers import find_conflict_markers
from apjournal.format.read.partner import read_partner
from apjournal.format.read.result import Reading
from apjournal.format.read.week import read_week
from apjournal.format.repair.patched_text import drop_overlapping
from apjournal.format.text.document import encode_document, split_document
from apjournal.format.text.text import apply_text_edits
from apjournal.model.finding import Finding, Level
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.session.faults.unknown_time_zones import find_unknown_timezone
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import AGREEMENT, KEPT, PARTNER, find_owner, parse_week_name

T = TypeVar("T")
_ROUNDS = 20
"""The greatest number of times that a file is repaired. A repair may reveal another error."""


class FileRules(Struct, frozen=True):
    """The facts, apart from a file's text, that decide what is found in it.

    - `get_schedule`: returns the schedule of a partner.
    - `check_kept_lines`: returns the findings about the lines of a `kept.md`, from its path and its bytes.
    - `words`: the user's own words for results.
    """

    partners: tuple[Handle, ...]
    areas: tuple[str, ...]
    get_schedule: Callable[[Handle], Schedule]
    check_kept_lines: Callable[[str, bytes], tuple[Finding, ...]]
    words: ResultWords = NO_WORDS


def make_file_rules(workspace: Workspace) -> FileRules:
    """Return the facts about a journal. Schedules and history are read only when they are needed."""

    def check_lines(path: str, data: bytes) -> tuple[Finding, ...]:
        return check_kept_lines(workspace, path, data)

    partners, areas = workspace.records.partners(), workspace.agreement.areas
    return FileRules(partners, areas, workspace.get_schedule_of, check_lines, workspace.own_words)


def find_in_file(path: str, data: bytes, rules: FileRules) -> tuple[Finding, ...]:
    """Return the findings in a file.

    A file in a newer format than this version of apj can read gets an error, because apj cannot judge it. No finding in
    such a file has a repair, because apj never writes a newer format.
    """
    found = (
        *find_conflict_markers(data),
        *find_byte_order_mark(data),
        *_check_by_kind(path, data, rules),
    )
    read = _check_by_kind(path, _convert_to_utf_8(data), rules) if any(map(_is_conversion, found)) else found
    if all(finding.code != "newer_format" for finding in read):
        return found
    unfixed = (replace(finding, fix=None, edits=()) for finding in found)
    return tuple(replace(each, level=Level.ERROR) if each.code == "newer_format" else each for each in unfixed)


def repair_file(path: str, data: bytes, rules: FileRules) -> tuple[bytes, list[Finding]]:
    """Return the text of a file with its repairs applied, and the findings that were fixed.

    A file in another encoding is converted first, because the other repairs need its text. A repair that overlaps an
    earlier one is made in the next round, if it is still needed. Hidden characters are removed first, because a repair
    that puts their line in quotes would write them as escapes.
    """
    done: list[Finding] = []
    listed: list[Finding] = []
    for _ in range(_ROUNDS):
        listed = sorted(find_in_file(path, data, rules), key=lambda finding: finding.code != "hidden_character")
        conversions = [finding for finding in listed if _is_conversion(finding)]
        found = conversions or [finding for finding in drop_overlapping(listed) if finding.edits]
        document, _ = split_document(data)
        if conversions:
            data = _convert_to_utf_8(data)
        elif not found or document is None:
            break
        else:
            edits = [edit for finding in found for edit in finding.edits]
            data = encode_document(document, apply_text_edits(document.text, edits))
        done += (finding.set_path(path) for finding in found)
    marks = [finding.set_path(path) for finding in listed if finding.code == "byte_order_mark" and finding.fix]
    return (remove_byte_order_mark(data) if marks else data), [*done, *marks]


def _convert_to_utf_8(data: bytes) -> bytes:
    """Return the text of a file in UTF-8 if its encoding is known, otherwise the unchanged bytes."""
    from apjournal.format.text.other_encodings import decode_other_encoding

    other = decode_other_encoding(data)
    return other.text.encode() if other else data


def _is_conversion(finding: Finding) -> bool:
    return finding.code == "encoding" and finding.fix is not None


def _check_by_kind(path: str, data: bytes, rules: FileRules) -> tuple[Finding, ...]:
    folder = find_owner(path)
    name = path.rpartition("/")[2]
    week = parse_week_name(name)
    if folder and week:
        return _check_week_file(folder, week, data, rules)
    if folder and name == PARTNER:
        reading = read_partner(data, folder)
        found = _add_zone_finding(reading, reading.value.timezone if reading.value else None)
    elif folder and name == KEPT:
        from apjournal.format.read.kept import read_kept

        found = (*read_kept(data).findings, *rules.check_kept_lines(path, data))
    elif path == AGREEMENT:
        terms = read_agreement(data)
        found = _add_zone_finding(terms, terms.value.call.timezone if terms.value else None)
    else:
        found = ()
    document, _ = split_document(data)
    return (*found, *(check_text(document.text) if document else ()))


def _add_zone_finding(reading: Reading[T], name: str | None) -> tuple[Finding, ...]:
    """Return the findings of `reading`, with one about the time zone `name` if this machine does not know it."""
    unknown = find_unknown_timezone(reading.document, name) if reading.document else None
    return (*reading.findings, *([unknown] if unknown else ()))


def check_kept_lines(workspace: Workspace, path: str, data: bytes) -> tuple[Finding, ...]:
    """Return the findings about lines of a `kept.md` that do not identify a copy.

    Whether a copy is in the history is checked only for new lines of my own file.
    """
    from apjournal.format.read.kept import find_unread_items

    owner = find_owner(path)
    others = [handle for handle in workspace.records.partners() if handle != owner]
    found = tuple(find_unread_items(data, workspace.schedule.find_period(workspace.today), others))
    if owner != workspace.identity_or_none or not workspace.is_repository or workspace.history is None:
        return found
    from apjournal.session.faults.misnamed_copies import find_slips

    return (*found, *find_slips(workspace.history, path, data))


def _check_week_file(partner: Handle, week: IsoWeek, data: bytes, rules: FileRules) -> tuple[Finding, ...]:
    reading = read_week(data, partner, week, rules.words)
    text = reading.document.text if reading.document else ""
    if reading.value is None or reading.newer:
        return (*reading.findings, *check_text(text))
    days = None
    if any(line.date for line in reading.value.log):
        schedule = rules.get_schedule(partner)
        days = (schedule.find_call_day(week), schedule.find_due_day(week))
    return (
        *reading.findings,
        *check_week(reading.value, text, reading.places, days=days, partners=rules.partners, areas=rules.areas),
    )
