"""Hidden characters, which deceive a reader or control a terminal.

Checks, screens and git's messages share this table. Some scripts need invisible characters, and then these count as
text: a joiner between letters of a joining script or inside an emoji, a joiner that ends a word after a virama
(Malayalam), a direction mark in a line with right-to-left letters, and the tags of a flag.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from unicodedata import bidirectional, category, combining

from apjournal.patterns import make_pattern

_EMOJI = r"\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
# Category Cf of Unicode 15 without the characters that are visible (U+0600 and others), and letters that are invisible.
# In ranges, since a regular expression of so many characters takes longer to compile than a week takes to read.
_INVISIBLE = (
    "\u00ad\u00ad\u034f\u034f\u061c\u061c\u115f\u1160\u17b4\u17b5\u180b\u180f\u200b\u200f\u202a\u202e\u2060\u206f\u3164\u3164"
    "\ufeff\ufeff\uffa0\uffa0\ufff9\ufffb\U0001bca0\U0001bca3\U0001d173\U0001d17a\U000e0000\U000e0fff"
)
_CONTROL = "\x00\x08\x0b\x1f\x7f\x9f\u2028\u2029"
_RANGES = tuple(zip((_CONTROL + _INVISIBLE)[::2], (_CONTROL + _INVISIBLE)[1::2], strict=True))
_SUSPECT = make_pattern(r"[^\t\n -~\xa0-\xac\xae-\xff]")
"""Matches any character that may be hidden: a control character, or one after Latin-1. Most of those are visible."""
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_WITHOUT_GLYPH = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # Unicode's categories
# UTS 51: a waving black flag, the tags of a region, a cancel tag: the flags of England, Scotland and Wales.
_FLAG = make_pattern(r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
_EMOJI_BEFORE = make_pattern(rf"[{_EMOJI}\ufe0f\U0001f3fb-\U0001f3ff]")
_EMOJI_AFTER = make_pattern(f"[{_EMOJI}]")
# Arabic to Mongolian, and the later blocks of India's scripts. Latin, Greek, Cyrillic and CJK need no joiners.
_JOINING = make_pattern(r"[\u0600-\u1cff\ua800-\ua8ff\ua980-\uabff\U00010a00-\U00011fff\U0001e900-\U0001e95f]")
_JOINERS = frozenset("\u200c\u200d")
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f")
_VIRAMA = 9  # the combining class of the signs that remove a consonant's vowel


def has_no_glyph(character: str) -> bool:
    """Whether a character is invisible by itself: a control or format character, or half of a surrogate pair."""
    return category(character) in _WITHOUT_GLYPH


def is_control(character: str) -> bool:
    """Whether a character can control a terminal, or ends a line for some programs."""
    return category(character) in {"Cc", "Zl", "Zp"}


def is_turning(character: str) -> bool:
    """Whether a character changes the direction in which the text after it is read."""
    return character in _TURNING


def find_hidden_offsets(text: str) -> list[int]:
    """Return the offsets of the hidden characters in `text`, in order. Newlines and tabs do not count."""
    found = [match.start() for match in _SUSPECT.finditer(text) if _may_be_hidden(match[0])]
    if not found:
        return []
    flags = {offset for match in _FLAG.finditer(text) for offset in range(match.start() + 1, match.end())}
    return [offset for offset in found if offset not in flags and not _is_needed(text, offset)]


@lru_cache(maxsize=1024)
def _may_be_hidden(character: str) -> bool:
    return any(first <= character <= last for first, last in _RANGES)


def _is_needed(text: str, offset: int) -> bool:
    """Whether the script around an invisible character needs it at this offset."""
    character = text[offset]
    if character in _DIRECTION_MARKS:
        return any(bidirectional(other) in {"R", "AL"} for other in _list_around(text, offset) if other != character)
    if character not in _JOINERS:
        return False
    before, after = text[offset - 1 : offset], text[offset + 1 : offset + 2]
    if _is_joining(before) and _is_joining(after):
        return True
    if combining(before or " ") == _VIRAMA:
        return not _may_be_hidden(after)
    return character == "\u200d" and bool(_EMOJI_BEFORE.match(before) and _EMOJI_AFTER.match(after))


def _is_joining(character: str) -> bool:
    return bool(_JOINING.match(character)) and category(character)[0] in "LM"


def _list_around(text: str, offset: int) -> list[str]:
    """Return the characters before and after `offset` in its line, each list starting with the nearest one."""

    def is_inside(character: str) -> bool:
        return character != "\n"

    return [*takewhile(is_inside, reversed(text[:offset])), *takewhile(is_inside, text[offset + 1 :])]
