"""`partner.md`: from bytes to `Partner`, with everything that was found on the way."""

from __future__ import annotations

import re
from functools import partial

from apjournal.format import keys
from apjournal.format.document import Document
from apjournal.format.fields import TRUTHS, Found, canonical, day, fields, names, near_word, text, truth
from apjournal.format.header import check_header
from apjournal.format.lists import handles, texts, words_of
from apjournal.format.nodes import Mapping, Node
from apjournal.format.opening import read
from apjournal.format.reading import Reading
from apjournal.model.handle import Handle
from apjournal.model.partner import Partner

QUESTIONS = ("done_when", "obstacles", "confidence", "area")
"""The optional questions that apj asks whoever wants them."""
AGREED = "yes"
"""What `agreed` says, by hand, of the agreement as of the commit that says so."""

_KEYS = names(*keys.PARTNER)
_BLOB = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def read_partner(data: bytes, partner: Handle) -> Reading[Partner]:
    """Read the `partner.md` in the folder of `partner`."""
    return read(data, partial(_partner, partner))


def _partner(partner: Handle, document: Document, root: Mapping | None, found: Found) -> Partner:
    values = fields(root, _KEYS, found) if root is not None else {}
    get = values.get
    check_header(values, {"partner": partner}, found)
    keeps = get("keeps")
    return Partner(
        partner,
        text(get("name"), found, "a name"),
        text(get("email"), found, "an address"),
        texts(get("emails"), found, "an address"),
        text(get("timezone"), found, "a time zone"),
        None if keeps is None or keeps.nothing else handles(keeps, found, "keeps"),
        _asks(get("asks"), found),
        text(get("signing_key"), found, "a key"),
        _agreed(get("agreed"), found),
        day(get("agreed_on"), found, "agreed_on"),
        truth(get("page"), found, "page") or False,
        day(get("left"), found, "left"),
        document.body,
    )


def _asks(node: Node | None, found: Found) -> tuple[str, ...]:
    asked: list[str] = []
    for words, item in words_of(node, found, "asks"):
        if canonical(words) in QUESTIONS:
            asked.append(canonical(words))
        else:
            choice = ", ".join(QUESTIONS)
            message = f'"{words}" is no question that apj asks; it is one of {choice}'
            found.say("word", message, item, near_word(words, QUESTIONS) if item is not node else None)
    return tuple(asked)


def _agreed(node: Node | None, found: Found) -> str | None:
    """Read what was signed: the blob id of the agreement, or a plain yes."""
    value = text(node, found, "agreed")
    if value is None or node is None:
        return None
    if value.lower() in TRUTHS:
        return AGREED if TRUTHS[value.lower()] else None
    if not _BLOB.fullmatch(value.lower()):
        found.say("word", f'"{value}" is no signature; write yes, or run: apj agree', node)
        return None
    return value.lower()
