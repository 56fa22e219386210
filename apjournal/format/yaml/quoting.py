"""Write a string as a YAML scalar that every reader, old or new, reads back as exactly that string.

A scalar is plain only if it matches a narrow safe pattern. Otherwise it is double-quoted on one line, with printable
Unicode unescaped. PyYAML's own emitter leaves `1e3`, `0o17` and `y` plain, folds long strings and escapes accents.
"""

from __future__ import annotations

import unicodedata

from apjournal.patterns import make_pattern

# Words that YAML 1.1 or 1.2 reads as a boolean or as null, in any letter case.
_OTHER_THAN_TEXT = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf"})
# A letter first. Then letters, digits, and signs without a special meaning inside a plain scalar. A space is
# never doubled and never last. A colon is between digits (`10:30`). A comma and brackets need a block. No character
# fits two of the alternatives, so the time is proportional to the length of the text.
_SAFE_IN_BLOCK = make_pattern(r"[^\W\d_](?:[A-Za-z0-9_.,;()'\"/+=!?%&*@$<>\-]|[^\x00-\x7f\s]|(?<=\d):(?=\d)| (?! |$))*")
_SAFE_IN_FLOW = make_pattern(r"[^\W\d_](?:[A-Za-z0-9_./+@\-]|[^\x00-\x7f\s]| (?! |$))*")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
# Joiners and direction marks: letters of some scripts and many emoji need them.
_NEEDED = frozenset("\u200c\u200d\u200e\u200f")


def write_scalar(text: str, *, flow: bool = False) -> str:
    """Return `text` as a scalar for block or flow style: plain if that is safe, otherwise quoted."""
    safe = _SAFE_IN_FLOW if flow else _SAFE_IN_BLOCK
    if safe.fullmatch(text) and text.lower() not in _OTHER_THAN_TEXT and all(map(_may_stand, text)):
        return text
    return quote_text(text)


def quote_text(text: str) -> str:
    """Return `text` double-quoted on one line. Invisible characters are escaped, all others are unchanged."""
    return '"' + "".join(_SHORT.get(character) or _escape_character(character) for character in text) + '"'


def _escape_character(character: str) -> str:
    if _may_stand(character):
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _may_stand(character: str) -> bool:
    """Whether `character` is visible, and YAML reads it back unchanged."""
    if character.isprintable() or character in _NEEDED:
        return True
    category = unicodedata.category(character)
    # An emoji newer than this Python has no name here yet. Below U+10000 YAML has holes (U+FFFE).
    return category in {"Zs", "Co"} or (category == "Cn" and ord(character) >= 0x10000)
