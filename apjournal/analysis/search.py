"""Find words in text, ignoring case and accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from apjournal.errors import UsageFault

Found = tuple[tuple[int, int], ...]
"""The start and end of each match, in order and without overlaps."""
Finder = Callable[[str], Found]
"""A function that returns the matches in a string."""

_OVERLAY = 1
_FIRST_ACCENT = 10
"""The lowest combining class of an accent.

Marks of class 7 to 9 belong to Indic and Japanese letters, and are not removed.
"""


def make_finder(words: Sequence[str]) -> Finder:
    """Return a function that finds all of `words` in a string, in any order.

    Raise `UsageFault` if there are no words.
    """
    wanted = [folded for word in " ".join(words).split() if (folded := _fold(word)[0])]
    if not wanted:
        raise UsageFault("There is no word to search for.", "Give at least one word: apj search fonts")

    def find_all_words(text: str) -> Found:
        folded, places = _fold(text)
        found = [(at, at + len(word)) for word in wanted for at in _find_each(folded, word)]
        if any(word not in folded for word in wanted):
            return ()
        return _join_overlaps([(places[start], places[end - 1] + 1) for start, end in found])

    return find_all_words


def _fold(text: str) -> tuple[str, list[int]]:
    """Return `text` without case, accents and invisible characters, and the position of each character in `text`."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    signs: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for sign in unicodedata.normalize("NFKD", letter).casefold():
            if _is_kept(sign):
                signs.append(sign)
                places.append(place)
    return "".join(signs), places


def fold_accents(text: str) -> tuple[str, list[int]]:
    """Return `text` without accents and invisible characters, and the position of each character in `text`.

    No character with a special meaning is added or removed, so a regular expression remains valid.
    """
    if text.isascii():
        return text, list(range(len(text)))
    signs: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        parts = [sign for sign in unicodedata.normalize("NFD", letter) if _is_kept(sign)]
        signs += parts if len(parts) == 1 else [letter] if parts else []
        places += [place] if parts else []
    return "".join(signs), places


def _is_kept(sign: str) -> bool:
    """Whether a character is neither an accent nor invisible."""
    kind = unicodedata.combining(sign)
    return kind != _OVERLAY and kind < _FIRST_ACCENT and unicodedata.category(sign) != "Cf"


def _find_each(text: str, word: str) -> list[int]:
    found = [text.find(word)]
    while found[-1] >= 0:
        found.append(text.find(word, found[-1] + len(word)))
    return found[:-1]


def _join_overlaps(found: list[tuple[int, int]]) -> Found:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
