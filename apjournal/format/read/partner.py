"""Read `partner.md`: turn bytes into a `Partner`, with all findings."""

from __future__ import annotations

from functools import partial

from apjournal.format.read.read_file import check_header, read_file
from apjournal.format.read.result import Reading
from apjournal.format.text import known_keys
from apjournal.format.text.document import Document
from apjournal.format.yaml.fields import (
    TRUTHS,
    FieldFindings,
    build_key_table,
    find_near_word,
    make_canonical,
    read_boolean,
    read_date,
    read_fields,
    read_text,
)
from apjournal.format.yaml.lists import read_handles, read_texts, read_words
from apjournal.format.yaml.nodes import MappingNode, Node
from apjournal.model.handle import Handle
from apjournal.model.partner import Partner
from apjournal.patterns import make_pattern

QUESTIONS = ("done_when", "obstacles", "confidence", "area")
"""The optional questions, which apj asks only if a partner wants them."""
AGREED = "yes"
"""The value of `agreed` that a person types by hand. It accepts the agreement as of the commit that contains the
value.
"""

_KEYS = build_key_table(*known_keys.PARTNER)
_BLOB = make_pattern(r"[0-9a-f]{40}|[0-9a-f]{64}")


def read_partner(data: bytes, partner: Handle) -> Reading[Partner]:
    """Read the `partner.md` in the folder of `partner`."""
    return read_file(data, partial(_build_partner, partner))


def _build_partner(partner: Handle, document: Document, root: MappingNode | None, found: FieldFindings) -> Partner:
    values = read_fields(root, _KEYS, found) if root is not None else {}
    get = values.get
    check_header(values, {"partner": partner}, found)
    keeps = get("keeps")
    return Partner(
        partner,
        read_text(get("name"), found, "a name"),
        read_text(get("email"), found, "an address"),
        read_texts(get("emails"), found, "an address"),
        read_text(get("timezone"), found, "a time zone"),
        None if keeps is None or keeps.is_null else read_handles(keeps, found, "keeps"),
        _read_asks(get("asks"), found),
        read_text(get("signing_key"), found, "a key"),
        _read_agreed(get("agreed"), found),
        read_date(get("agreed_on"), found, "agreed_on"),
        read_boolean(get("page"), found, "page") or False,
        read_date(get("left"), found, "left"),
        document.body,
        calendar=read_boolean(get("calendar"), found, "calendar") or False,
    )


def _read_asks(node: Node | None, found: FieldFindings) -> tuple[str, ...]:
    asked: list[str] = []
    for words, item in read_words(node, found, "asks"):
        if make_canonical(words) in QUESTIONS:
            asked.append(make_canonical(words))
        else:
            choice = ", ".join(QUESTIONS)
            message = f'"{words}" is not a question that apj asks; use one of {choice}'
            found.add_finding("word", message, item, find_near_word(words, QUESTIONS) if item is not node else None)
    return tuple(asked)


def _read_agreed(node: Node | None, found: FieldFindings) -> str | None:
    """Return the blob id of the accepted agreement, `AGREED` for a plain yes, or None."""
    value = read_text(node, found, "agreed")
    if value is None or node is None:
        return None
    if value.lower() in TRUTHS:
        return AGREED if TRUTHS[value.lower()] else None
    if not _BLOB.fullmatch(value.lower()):
        found.add_finding("word", f'"{value}" does not accept the agreement; write yes, or run: apj agree', node)
        return None
    return value.lower()
