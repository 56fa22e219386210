"""Text as a terminal shows it: made harmless, measured in cells, and cut at the end of a line."""

from __future__ import annotations

from unicodedata import category

from apjournal.model.hidden import find_hidden_offsets
from apjournal.patterns import make_pattern

_LINE_END = make_pattern(r"\r\n|[\n\t]")
_ONE_CELL = make_pattern(r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2193\u2588\u25cb-\u25d3]*")
"""Matches Latin text, and the marks that apj itself writes. All are visible, and one cell wide.

So such text is measured without loading rich, and cleaned in a quarter of the time.
"""


def clean_text(text: str) -> str:
    """Return text from a journal, made safe to show on one line.

    Line ends and tabs become spaces. A hidden character (`apjournal.model.hidden`), or one without a glyph such as a
    lone surrogate, becomes its code, such as `<U+001B>`. Cleaning text twice changes nothing.
    """
    if (text.isascii() and text.isprintable()) or _ONE_CELL.fullmatch(text):
        return text
    text = _LINE_END.sub(" ", text)
    hidden = set(find_hidden_offsets(text))
    if not hidden and _is_encodable(text):
        return text
    return "".join(
        f"<U+{ord(character):04X}>" if offset in hidden or category(character) == "Cs" else character
        for offset, character in enumerate(text)
    )


def _is_encodable(text: str) -> bool:
    """Whether a text has no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def measure_width(text: str) -> int:
    """Return the width of cleaned text in cells. A wide character takes two cells, a combining one none."""
    if text.isascii() or _ONE_CELL.fullmatch(text):
        return len(text)
    from rich.cells import cell_len  # its tables take 20 ms to load, and most screens do not need them

    return cell_len(text)


def split_word(word: str, room: int) -> list[str]:
    """Return the pieces of a word that is wider than `room` cells. Each piece is at most `room` cells wide.

    Characters that belong together stay together.
    """
    if word.isascii():
        return [word[at : at + room] for at in range(0, len(word), room)] or [""]
    pieces = [""]
    for cluster in _split_clusters(word):
        if pieces[-1] and measure_width(pieces[-1]) + measure_width(cluster) > room:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _split_clusters(word: str) -> list[str]:
    """Return the characters of a word, each with its combining marks. Joined emoji count as one character."""
    clusters: list[str] = []
    for character in word:
        joined = bool(clusters) and clusters[-1].endswith("\u200d")
        if clusters and (joined or character == "\u200d" or category(character) in {"Mn", "Me"}):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters
