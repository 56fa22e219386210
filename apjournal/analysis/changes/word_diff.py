"""Compare two strings word by word: `[-Send-]{+Work on+} the grant draft [-to Ines-]`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from apjournal.patterns import make_pattern

_TOKEN = make_pattern(r"\s+|\S+")
_STOPS = ".,;:!?…"
_COMPARED = 200  # words and spaces. difflib's time grows with their cube, and the text may be a stranger's


class Piece(Struct, frozen=True):
    """A stretch of text.

    It is in both versions (same), only in the earlier (removed), or only in the later (added).
    """

    text: str
    kind: Literal["same", "removed", "added"]


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two strings by their words and the spaces between the words.

    The pieces that are not added make up exactly `before`, and those that are not removed exactly `after`. Where words
    were replaced, the removed words come first.
    """
    old, new = _split_tokens(before), _split_tokens(after)
    pieces: list[Piece] = []
    for same, removed, added in _join_changes(_list_stretches(old, new)):
        pieces += [
            piece for piece in (Piece(same, "same"), Piece(removed, "removed"), Piece(added, "added")) if piece.text
        ]
    return tuple(pieces)


def format_marked(pieces: Iterable[Piece]) -> str:
    """Return a comparison as plain text with marks.

    Spaces at the beginning and end of a change are outside its marks.
    """
    return "".join(_format_piece(piece) for piece in pieces)


def _format_piece(piece: Piece) -> str:
    if piece.kind == "same":
        return piece.text
    first, last = ("[-", "-]") if piece.kind == "removed" else ("{+", "+}")
    words = piece.text.strip() or piece.text
    before, _, after = piece.text.partition(words)
    return f"{before}{first}{words}{last}{after}"


def _split_tokens(text: str) -> list[str]:
    """Split a string into words and spaces.

    Punctuation at the end of a word is separate, so that moved words stay equal.
    """
    tokens = []
    for token in _TOKEN.findall(text):
        word = token.rstrip(_STOPS)
        tokens += [part for part in (word, token[len(word) :]) if part]
    return tokens


def _list_stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the stretches of text in order, each as (same, removed, added)."""
    head = _count_common(old, new)
    tail = _count_common(old[head:][::-1], new[head:][::-1])
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    yield "".join(old[:head]), "", ""
    if max(len(inner_old), len(inner_new)) > _COMPARED:
        yield "", "".join(inner_old), "".join(inner_new)
    else:
        for kind, i, j, m, n in difflib.SequenceMatcher(None, inner_old, inner_new, autojunk=False).get_opcodes():
            removed, added = "".join(inner_old[i:j]), "".join(inner_new[m:n])
            yield (removed, "", "") if kind == "equal" else ("", removed, added)
    yield "".join(old[len(old) - tail :]), "", ""


def _join_changes(stretches: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Join changes with nothing but a space between them, so that words are not marked one by one.

    "[-Send it-]{+Work on+}" is easier to read than "[-Send-]{+Work+} [-it-]{+on+}".
    """
    same = removed = added = blank = ""
    for kept, out, into in stretches:
        if kept and not kept.strip() and (removed or added):
            blank += kept
        elif kept:
            yield same, removed, added
            same, removed, added, blank = blank + kept, "", "", ""
        else:
            removed, added, blank = removed + blank + out, added + blank + into, ""
    yield same, removed, added
    yield blank, "", ""


def _count_common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the number of equal tokens at the beginning of both sequences."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
