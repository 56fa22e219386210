"""Edit `partner.md` and `agreement.md`: change single keys of an existing file, or write a new file with every key."""

from __future__ import annotations

from codecs import BOM_UTF8
from datetime import date
from typing import Any, TypeVar

from msgspec.structs import replace

from apjournal.errors import ApjError
from apjournal.format.edit.front_matter import Edits, Front, UnsafeEdit, apply_edits, require_editable
from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.partner import read_partner
from apjournal.format.read.result import Reading
from apjournal.format.text.document import Document
from apjournal.format.yaml.emit import Plain, Value, write_in_flow, write_inline
from apjournal.format.yaml.nodes import MappingNode, SequenceNode
from apjournal.model.agreement import DAYS, UNWRITTEN, Agreement, CallTerms, EarlierTerms, Terms
from apjournal.model.handle import Handle
from apjournal.model.partner import Partner
from apjournal.patterns import make_pattern

# With one of these letters, no program reads a hexadecimal id as a number.
_NO_NUMBER = make_pattern(r"[acdf]")


def list_partner_values(partner: Partner) -> dict[str, Value]:
    """Return the keys of `partner.md` with their values."""
    agreed = partner.agreed
    return {
        "partner": partner.partner,
        "name": partner.name,
        "email": partner.email,
        "emails": list(partner.emails),
        "timezone": partner.timezone,
        "keeps": None if partner.keeps is None else list(partner.keeps),
        "asks": list(partner.asks),
        "signing_key": partner.signing_key,
        "agreed": Plain(agreed) if agreed and _NO_NUMBER.search(agreed) else agreed,
        "agreed_on": _format_day(partner.agreed_on),
        "page": partner.page,
        "calendar": partner.calendar,
        "left": _format_day(partner.left),
    }


def list_agreement_values(agreement: Agreement) -> dict[str, Value]:
    """Return the keys of `agreement.md` with their values. The value of `call` comes from `list_call_values`."""
    alone: list[Value] = [f"{handle} {since}" for handle, since in agreement.alone]
    needed: dict[str, Value] = {name: Plain(f"{number:g}") for name, number in agreement.readiness}
    return {
        "apj": 1,
        "mode": agreement.mode,
        "call": list_call_values(agreement.call),
        "cadence": agreement.cadence,
        "areas": list(agreement.areas),
        "started": _format_day(agreement.started),
        "review_on": _format_day(agreement.review_on),
        "listeners": list(agreement.listeners),
        "until_signed": None if agreement.until_signed is None else _format_terms(agreement.until_signed),
        "earlier": [_format_earlier(earlier) for earlier in agreement.earlier] or None,
        "alone": alone[0] if len(alone) == 1 else alone or None,
        "readiness": Plain(write_in_flow(needed)) if needed else None,
    }


def list_call_values(call: CallTerms) -> dict[str, Value]:
    """Return the keys of `call` with their values."""
    return {
        "day": DAYS[call.day],
        "time": None if call.time is None else call.time.strftime("%H:%M"),
        "timezone": call.timezone,
        "minutes": call.minutes,
        "medium": call.medium,
    }


def _format_day(day: date | None) -> Value:
    return None if day is None else Plain(day)


def _format_terms(terms: Terms) -> Plain:
    return Plain(write_in_flow(_list_terms(terms)))


def _format_earlier(earlier: EarlierTerms) -> Plain:
    return Plain(write_in_flow({"until": Plain(earlier.until), **_list_terms(earlier.terms)}))


def _list_terms(terms: Terms) -> dict[str, Value]:
    day = None if terms.day is None else DAYS[terms.day]
    said: dict[str, Value] = {"mode": terms.mode, "cadence": terms.cadence, "day": day}
    return {key: value for key, value in said.items() if value is not None}


T = TypeVar("T")

_COMMENT_COLUMN = 26
_PARTNER_COMMENTS = {
    "emails": "other addresses of the same person (a host's no-reply address, the phone)",
    "keeps": "whose copies are kept; default: everybody else who sets goals",
    "asks": "which optional questions apj asks: done_when, obstacles, confidence, area",
    "signing_key": "the public key that signs commits, if they are signed",
    "agreed": "git blob id of the agreement.md that was accepted",
    "page": "true: sync keeps a README.md in this folder, for a git host's page",
    "calendar": "true: sync keeps a calendar.ics in this folder, to subscribe to",
    "left": "the date on which this part ended",
}
_AGREEMENT_COMMENTS = {
    "mode": "two-sided | one-sided | peer-support",
    "cadence": "weekly | fortnightly | monthly",
    "started": "the call that began the first period",
    "listeners": "in a one-sided journal: who listens and sets no goals",
    "until_signed": "after a change: the values in force until all have signed this text",
    "earlier": "former values; apj writes them so that the numbers of old weeks stay the same",
    "alone": "HANDLE DATE, when one goes on while the other is silent",
}
_PARTNER_BODY = "## Aims\n"


def write_new_partner(partner: Partner) -> bytes:
    """Return a new `partner.md` with every key. If `partner` has no body, the file has a heading for aims.

    `calendar` is written only if it is on, because most partners need no such file.
    """
    intended = replace(partner, body=partner.body or _PARTNER_BODY)
    values = list_partner_values(partner)
    if not partner.calendar:
        del values["calendar"]
    data = _build_new_file(values, _PARTNER_COMMENTS, intended.body)
    return _verify_reading(data, read_partner(data, partner.partner), intended, "partner.md")


def write_new_agreement(agreement: Agreement) -> bytes:
    """Return a new `agreement.md` with every key. If `agreement` has no body, the file lists what to talk about."""
    intended = replace(agreement, body=agreement.body or f"{UNWRITTEN}\n")
    data = _build_new_file(list_agreement_values(agreement), _AGREEMENT_COMMENTS, intended.body)
    return _verify_reading(data, read_agreement(data), intended, "agreement.md")


def set_partner(data: bytes, partner: Handle, **changes: Any) -> bytes:
    """Return a `partner.md` with fields of `Partner` changed. Every other byte is unchanged.

    Raise `BrokenFile` if the file cannot be read, and `EditRefused` if its format is newer or the result would mean
    something else.
    """
    path = f"{partner}/partner.md"
    before, document = require_editable(read_partner(data, partner), path)
    after = replace(before, **changes)
    edited = _edit_values(document, list_partner_values(before), list_partner_values(after), path)
    return _verify_reading(edited, read_partner(edited, partner), after, path)


def set_agreement(data: bytes, **changes: Any) -> bytes:
    """Return an `agreement.md` with fields of `Agreement` changed. Every other byte is unchanged.

    Raise `BrokenFile` if the file cannot be read, and `EditRefused` if its format is newer or the result would mean
    something else.
    """
    before, document = require_editable(read_agreement(data), "agreement.md")
    after = replace(before, **changes)
    edited = _edit_values(document, list_agreement_values(before), list_agreement_values(after), "agreement.md")
    return _verify_reading(edited, read_agreement(edited), after, "agreement.md")


def is_same_agreement(one: bytes, other: bytes) -> bool:
    """Whether two versions of `agreement.md` mean the same, so that whoever accepts one of them accepts the other.

    They must have the same terms, and the same words in the same order. Spaces, empty lines, line endings and a byte
    order mark make no difference, because formatters and editors change them. Nor does `alone`, which apj itself
    writes and removes.
    """
    if one == other:
        return True
    first, second = _remove_alone_note(one), _remove_alone_note(other)
    return first.split() == second.split() and _read_terms(first) == _read_terms(second)


def _read_terms(data: bytes) -> Agreement | None:
    value = read_agreement(data).value
    return value and replace(value, body="")


def _remove_alone_note(data: bytes) -> bytes:
    text = data.removeprefix(BOM_UTF8)
    try:
        return set_agreement(text, alone=())
    except ApjError:  # the text cannot be read, or has a newer format
        return text


def _build_new_file(values: dict[str, Value], comments: dict[str, str], body: str) -> bytes:
    lines = ["---"]
    for key, value in values.items():
        if isinstance(value, dict):
            lines += [f"{key}:", *(f"  {name}: {write_inline(inner)}".rstrip() for name, inner in value.items())]
            continue
        if key == "readiness" and value is None:
            continue
        text = write_in_flow(value) if isinstance(value, list) else write_inline(value)
        line = f"{key}: {text}".rstrip()
        lines.append(f"{line:<{_COMMENT_COLUMN}} # {comments[key]}" if key in comments else line)
    return "\n".join([*lines, "---", body]).encode()


def _edit_values(document: Document, before: dict[str, Value], after: dict[str, Value], name: str) -> bytes:
    front = Front.open_front(document)
    changed = {key: value for key, value in after.items() if value != before[key]}
    edits: Edits = []
    if front.root is None:
        edits = (
            [front.write_first_keys({key: _format_new_value(key, value) for key, value in changed.items()})]
            if changed
            else []
        )
    else:
        for key, value in changed.items():
            edits += _build_key_edits(front, front.root, key, before[key], value)
    return apply_edits(document, edits, name)


def _build_key_edits(front: Front, root: MappingNode, key: str, before: Value, value: Value) -> Edits:
    """Return the edits that set one key. Unchanged keys inside `call` stay as they are.

    A list that grows keeps its items.
    """
    found = front.find_key(key)
    node = found[1] if found else None
    if isinstance(value, dict) and isinstance(before, dict) and isinstance(node, MappingNode) and node.children:
        return front.update_keys(node, {name: inner for name, inner in value.items() if inner != before[name]})
    grows = isinstance(value, list) and isinstance(before, list) and before and value[: len(before)] == before
    if grows and isinstance(value, list) and isinstance(before, list) and isinstance(node, SequenceNode):
        return front.append_values(key, value[len(before) :], found)
    return front.set_key(root, key, value if isinstance(node, SequenceNode) else _format_new_value(key, value), found)


def _format_new_value(key: str, value: Value) -> Value:
    """Return a value for a new key. Lists are written in brackets, as the format shows them."""
    return Plain(write_in_flow(value)) if isinstance(value, list) and key != "earlier" else value


def _verify_reading(data: bytes, reading: Reading[T], intended: T, name: str) -> bytes:
    if reading.value != intended:
        raise UnsafeEdit(name)
    return data
