"""Text as a terminal shows it: made harmless, measured in cells, cut where a line ends."""

from __future__ import annotations

import re
from unicodedata import category

_LINE_END = re.compile(r"\r\n|[\n\t]")
_UNSHOWN = re.compile("[^ -~]")
_EMOJI = r"\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_JOINER = re.compile(rf"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])")
# Letters and marks by their category, but nobody sees them: fillers, and the block of the tag characters.
_INVISIBLE = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\U000e0000-\U000e0fff]",
)
# Latin letters, and the marks and signs that apj itself writes: each one cell wide, so rich need not be loaded.
_ONE_CELL = re.compile(r"[ -~\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2193\u2588\u25cb-\u25d3]*")


def clean(text: str) -> str:
    """Make text from a journal safe to show on one line.

    Line ends and tabs become spaces. What drives a terminal, turns the reading direction or cannot be seen (control
    and format characters, lone surrogates, fillers) is written as `<U+001B>`, except a joiner between two emoji. Text
    that was cleaned before stays as it is.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_END.sub(" ", text)
    joiners = {match.start() for match in _JOINER.finditer(text)}
    return _UNSHOWN.sub(lambda match: match[0] if match.start() in joiners else _shown(match[0]), text)


def _shown(character: str) -> str:
    if category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or _INVISIBLE.match(character):
        return f"<U+{ord(character):04X}>"
    return character


def width(text: str) -> int:
    """Count the cells that cleaned text takes on a terminal: wide characters take two, combining ones none."""
    if text.isascii() or _ONE_CELL.fullmatch(text):
        return len(text)
    from rich.cells import cell_len  # its tables take 20 ms to load, and most screens need none of them

    return cell_len(text)


def chop(word: str, room: int) -> list[str]:
    """Cut a word that is wider than `room` cells into pieces that fit; what belongs together stays together."""
    pieces = [""]
    for cluster in _clusters(word):
        if pieces[-1] and width(pieces[-1]) + width(cluster) > room:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _clusters(word: str) -> list[str]:
    """Split into characters, each with the marks on it; joined emoji are one."""
    clusters: list[str] = []
    for character in word:
        joined = bool(clusters) and clusters[-1].endswith("\u200d")
        if clusters and (joined or character == "\u200d" or category(character) in {"Mn", "Me"}):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters
