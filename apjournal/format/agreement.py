"""`agreement.md`: from bytes to `Agreement`, with everything that was found on the way."""

from __future__ import annotations

import re
from datetime import date, time

from apjournal.format import keys
from apjournal.format.document import Document
from apjournal.format.fields import Found, as_day, canonical, day, fields, names, text, typed, week_name, whole, word
from apjournal.format.header import check_header
from apjournal.format.lists import as_handle, handles, texts
from apjournal.format.nodes import Mapping, Node, Sequence, key_faults
from apjournal.format.opening import read
from apjournal.format.reading import Reading
from apjournal.format.shapes import items
from apjournal.format.week_events import MEDIA
from apjournal.model.agreement import DAYS, Agreement, Cadence, CallTerms, EarlierTerms, Mode, Terms
from apjournal.model.handle import Handle

_KEYS = names(*keys.AGREEMENT)
_CALL_KEYS = names("day", "time", "timezone", "minutes", "medium")
_TERMS_KEYS = names("mode", "cadence", "day")
_EARLIER_KEYS = names("until", "mode", "cadence", "day")
# The signs of insights.md.
_READINESS_KEYS = names(
    "reported_weeks", "rhythm", "calibration_gap", "foresight_rate", "plans_worked", "resilience_gap"
)
_MODES = {canonical(mode): mode for mode in Mode}
_CADENCES = {canonical(cadence): cadence for cadence in Cadence}
_OTHER_CADENCES = {
    **dict.fromkeys(("biweekly", "bi_weekly", "every_two_weeks", "every_2_weeks", "every_other_week"), "fortnightly"),
    "every_week": "weekly",
    "every_month": "monthly",
}
_DAYS = {name: number for number, day_ in enumerate(DAYS) for name in (day_, day_[:3])}
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6})?", re.ASCII)
_LONGEST_CALL = 24 * 60


def read_agreement(data: bytes) -> Reading[Agreement]:
    """Read an `agreement.md`; what it does not say is as in `Agreement()`."""
    return read(data, _agreement)


def _agreement(document: Document, root: Mapping | None, found: Found) -> Agreement:
    values = fields(root, _KEYS, found) if root is not None else {}
    get = values.get
    check_header(values, {}, found)
    return Agreement(
        word(get("mode"), _MODES, found, "a mode") or Mode.TWO_SIDED,
        _call(get("call"), found),
        word(get("cadence"), _CADENCES, found, "a cadence", others=_OTHER_CADENCES) or Cadence.WEEKLY,
        texts(get("areas"), found, "an area"),
        day(get("started"), found, "started"),
        day(get("review_on"), found, "review_on"),
        handles(get("listeners"), found, "listeners"),
        _until_signed(get("until_signed"), found),
        _earlier(get("earlier"), found),
        _alone(get("alone"), found),
        _readiness(get("readiness"), found),
        int(text(get("apj"), found, "apj") or 0) if found.newer else None,
        document.body,
    )


def _keys(node: Node | None, known: dict[str, str], found: Found, what: str) -> dict[str, Node] | None:
    """Return the values of a mapping by name; None when it is empty or not a mapping."""
    if isinstance(node, Mapping):
        return fields(node, known, found)
    if node is not None and not node.nothing:
        found.say("shape", f"{what} is made of keys and values: {', '.join(dict.fromkeys(known.values()))}", node)
    return None


def _call(node: Node | None, found: Found) -> CallTerms:
    values = _keys(node, _CALL_KEYS, found, "call") or {}
    get = values.get
    default = CallTerms()
    minutes = whole(get("minutes"), found, "minutes", 1, _LONGEST_CALL)
    return CallTerms(
        word(get("day"), _DAYS, found, "a day", offered=DAYS) or default.day,
        _time(get("time"), found),
        text(get("timezone"), found, "a time zone"),
        default.minutes if minutes is None else minutes,
        word(get("medium"), MEDIA, found, "a medium"),
    )


def _time(node: Node | None, found: Found) -> time | None:
    value = typed(node, found, "a time")
    if value is None or node is None:
        return None
    clock = _TIME.fullmatch(value)
    if clock and int(clock[1]) < 24 and int(clock[2]) < 60:
        return time(int(clock[1]), int(clock[2]))
    found.say("time", f'"{value}" is no time of day; write it as 09:00', node)
    return None


def _terms(values: dict[str, Node], found: Found) -> Terms:
    return Terms(
        word(values.get("mode"), _MODES, found, "a mode"),
        word(values.get("cadence"), _CADENCES, found, "a cadence", others=_OTHER_CADENCES),
        word(values.get("day"), _DAYS, found, "a day", offered=DAYS),
    )


def _until_signed(node: Node | None, found: Found) -> Terms | None:
    values = _keys(node, _TERMS_KEYS, found, "until_signed")
    return _terms(values, found) if values else None


def _earlier(node: Node | None, found: Found) -> tuple[EarlierTerms, ...]:
    earlier: list[EarlierTerms] = []
    for item in items(node, found, "earlier"):
        values = _keys(item, _EARLIER_KEYS, found, "an entry of earlier")
        if values is None:
            continue
        until = week_name(values.get("until"), found, "until")
        if until is not None:
            earlier.append(EarlierTerms(until, _terms(values, found)))
        elif "until" not in values or values["until"].nothing:
            found.say("week", "This entry does not say until which week it held; add until: 2026-W40", item)
    return tuple(earlier)


def _alone(node: Node | None, found: Found) -> tuple[tuple[Handle, date], ...]:
    """Read who goes on alone since when: `HANDLE DATE`, a list of those, or a mapping."""
    alone: list[tuple[Handle, date]] = []
    for words, item in _alone_words(node, found):
        name, _, since = words.partition(" ")
        handle, day_ = as_handle(name.rstrip(":"), item, found), as_day(since.strip())
        if day_ is None:
            found.say("date", f'"{words}" does not say since when; write it as ben 2026-11-02', item)
        elif handle is not None:
            alone.append((handle, day_))
    return tuple(alone)


def _alone_words(node: Node | None, found: Found) -> list[tuple[str, Node]]:
    if isinstance(node, Mapping):
        faults = list(key_faults(node))
        found += faults
        pairs = [] if faults else node.pairs
        return [(f"{key.value} {text(value, found, 'a date') or ''}".rstrip(), value) for key, value in pairs]
    each = node.children if isinstance(node, Sequence) else [node] if node is not None else []
    said = [(text(item, found, "alone"), item) for item in each]
    return [(words, item) for words, item in said if words is not None]


def _readiness(node: Node | None, found: Found) -> tuple[tuple[str, float], ...]:
    """Read what the partners agreed to need for each sign that they can go on alone."""
    needed: list[tuple[str, float]] = []
    for name, value in (_keys(node, _READINESS_KEYS, found, "readiness") or {}).items():
        words = text(value, found, "what is needed") if name in _READINESS_KEYS else None
        number = (words or "").rstrip(" %")
        if words is not None and not _NUMBER.fullmatch(number):
            found.say("number", f'"{words}" is no number; {name} needs one', value)
        elif words is not None:
            needed.append((name, float(number)))
    return tuple(needed)
