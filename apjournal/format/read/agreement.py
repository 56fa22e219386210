"""Read `agreement.md`: turn bytes into an `Agreement`, with all findings."""

from __future__ import annotations

import re
from datetime import date, time

from apjournal.format.read.events import MEDIA
from apjournal.format.read.read_file import check_header, read_file
from apjournal.format.read.result import Reading
from apjournal.format.text import known_keys
from apjournal.format.text.document import Document
from apjournal.format.yaml.fields import (
    FieldFindings,
    build_key_table,
    make_canonical,
    parse_date,
    read_date,
    read_enum,
    read_fields,
    read_integer,
    read_text,
    read_typed_text,
    read_week_name,
)
from apjournal.format.yaml.lists import read_handle, read_handles, read_items, read_texts
from apjournal.format.yaml.nodes import MappingNode, Node, SequenceNode, find_key_faults
from apjournal.model.agreement import DAYS, Agreement, Cadence, CallTerms, EarlierTerms, Mode, Terms
from apjournal.model.handle import Handle
from apjournal.patterns import make_pattern

_KEYS = build_key_table(*known_keys.AGREEMENT)
_CALL_KEYS = build_key_table(*known_keys.CALL_TERMS)
_TERMS_KEYS = build_key_table(*known_keys.TERMS)
_EARLIER_KEYS = build_key_table(*known_keys.EARLIER_TERMS)
# The signs of readiness, as in insights.md.
_READINESS_KEYS = build_key_table(*known_keys.READINESS)
_MODES = {make_canonical(mode): mode for mode in Mode}
_CADENCES = {make_canonical(cadence): cadence for cadence in Cadence}
_OTHER_CADENCES = {
    **dict.fromkeys(("biweekly", "bi_weekly", "every_two_weeks", "every_2_weeks", "every_other_week"), "fortnightly"),
    "every_week": "weekly",
    "every_month": "monthly",
}
_DAYS = {name: number for number, day_ in enumerate(DAYS) for name in (day_, day_[:3])}
_TIME = make_pattern(r"(\d{1,2})[:.](\d{2})", re.ASCII)
_NUMBER = make_pattern(r"\d{1,6}(?:\.\d{1,6})?", re.ASCII)


def read_agreement(data: bytes) -> Reading[Agreement]:
    """Read an `agreement.md`. Missing values get the defaults of `Agreement()`."""
    return read_file(data, _build_agreement)


def _build_agreement(document: Document, root: MappingNode | None, found: FieldFindings) -> Agreement:
    values = read_fields(root, _KEYS, found) if root is not None else {}
    get = values.get
    check_header(values, {}, found)
    return Agreement(
        read_enum(get("mode"), _MODES, found, "a mode") or Mode.TWO_SIDED,
        _read_call(get("call"), found),
        read_enum(get("cadence"), _CADENCES, found, "a cadence", others=_OTHER_CADENCES) or Cadence.WEEKLY,
        read_texts(get("areas"), found, "an area"),
        read_date(get("started"), found, "started"),
        read_date(get("review_on"), found, "review_on"),
        read_handles(get("listeners"), found, "listeners"),
        _read_until_signed(get("until_signed"), found),
        _read_earlier(get("earlier"), found),
        _read_alone(get("alone"), found),
        _read_readiness(get("readiness"), found),
        int(read_text(get("apj"), found, "apj") or 0) if found.newer else None,
        document.body,
    )


def _read_keys(node: Node | None, known: dict[str, str], found: FieldFindings, what: str) -> dict[str, Node] | None:
    """Return the values of a mapping by key, or None if the node is empty or not a mapping."""
    if isinstance(node, MappingNode):
        return read_fields(node, known, found)
    if node is not None and not node.is_null:
        found.add_finding(
            "shape", f"{what} consists of keys and values: {', '.join(dict.fromkeys(known.values()))}", node
        )
    return None


def _read_call(node: Node | None, found: FieldFindings) -> CallTerms:
    values = _read_keys(node, _CALL_KEYS, found, "call") or {}
    get = values.get
    default = CallTerms()
    minutes = read_integer(get("minutes"), found, "minutes", 1, known_keys.LONGEST_CALL)
    return CallTerms(
        read_enum(get("day"), _DAYS, found, "a day", offered=DAYS) or default.day,
        _read_time(get("time"), found),
        read_text(get("timezone"), found, "a time zone"),
        default.minutes if minutes is None else minutes,
        read_enum(get("medium"), MEDIA, found, "a medium"),
    )


def _read_time(node: Node | None, found: FieldFindings) -> time | None:
    value = read_typed_text(node, found, "a time")
    if value is None or node is None:
        return None
    clock = parse_time_of_day(value)
    if clock is None:
        found.add_finding("time", f'"{value}" is not a time of day; write it as 09:00', node)
    return clock


def parse_time_of_day(text: str) -> time | None:
    """Return a time of day such as 09:00, 9:00 or 9.00, or None for any other text."""
    clock = _TIME.fullmatch(text)
    if clock and int(clock[1]) < 24 and int(clock[2]) < 60:
        return time(int(clock[1]), int(clock[2]))
    return None


def _read_terms(values: dict[str, Node], found: FieldFindings) -> Terms:
    return Terms(
        read_enum(values.get("mode"), _MODES, found, "a mode"),
        read_enum(values.get("cadence"), _CADENCES, found, "a cadence", others=_OTHER_CADENCES),
        read_enum(values.get("day"), _DAYS, found, "a day", offered=DAYS),
    )


def _read_until_signed(node: Node | None, found: FieldFindings) -> Terms | None:
    values = _read_keys(node, _TERMS_KEYS, found, "until_signed")
    return _read_terms(values, found) if values else None


def _read_earlier(node: Node | None, found: FieldFindings) -> tuple[EarlierTerms, ...]:
    earlier: list[EarlierTerms] = []
    for item in read_items(node, found, "earlier"):
        values = _read_keys(item, _EARLIER_KEYS, found, "an entry of earlier")
        if values is None:
            continue
        until = read_week_name(values.get("until"), found, "until")
        if until is not None:
            earlier.append(EarlierTerms(until, _read_terms(values, found)))
        elif "until" not in values or values["until"].is_null:
            found.add_finding("week", "This entry does not give its last week; add until: 2026-W40", item)
    return tuple(earlier)


def _read_alone(node: Node | None, found: FieldFindings) -> tuple[tuple[Handle, date], ...]:
    """Read who continues alone, and since when: `HANDLE DATE`, a list of such values, or a mapping."""
    alone: list[tuple[Handle, date]] = []
    for words, item in _list_alone_words(node, found):
        name, _, since = words.partition(" ")
        handle, day_ = read_handle(name.rstrip(":"), item, found), parse_date(since.strip())
        if day_ is None:
            found.add_finding("date", f'"{words}" has no start date; write it as ben 2026-11-02', item)
        elif handle is not None:
            alone.append((handle, day_))
    return tuple(alone)


def _list_alone_words(node: Node | None, found: FieldFindings) -> list[tuple[str, Node]]:
    if isinstance(node, MappingNode):
        faults = list(find_key_faults(node))
        found += faults
        pairs = [] if faults else node.pairs
        return [(f"{key.value} {read_text(value, found, 'a date') or ''}".rstrip(), value) for key, value in pairs]
    each = node.children if isinstance(node, SequenceNode) else [node] if node is not None else []
    said = [(read_text(item, found, "alone"), item) for item in each]
    return [(words, item) for words, item in said if words is not None]


def _read_readiness(node: Node | None, found: FieldFindings) -> tuple[tuple[str, float], ...]:
    """Read the agreed thresholds of the signs of readiness, each with the name of its sign."""
    needed: list[tuple[str, float]] = []
    for name, value in (_read_keys(node, _READINESS_KEYS, found, "readiness") or {}).items():
        words = read_text(value, found, "what is needed") if name in _READINESS_KEYS else None
        number = (words or "").rstrip(" %")
        if words is not None and not _NUMBER.fullmatch(number):
            found.add_finding("number", f'"{words}" is not a number; {name} needs one', value)
        elif words is not None:
            needed.append((name, float(number)))
    return tuple(needed)
