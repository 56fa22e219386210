"""Read a file that an old editor saved in another encoding than UTF-8: UTF-16, or Windows-1252 with Latin-1 in it."""

from __future__ import annotations

from string import punctuation

from msgspec import Struct

from apjournal.patterns import make_pattern

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_SAMPLE = 30

_UTF_8 = make_pattern(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = make_pattern(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LETTER = r"[^\W\d_]"
_ACCENTED = r"[^\W\d_a-zA-Z]"
_CAPITAL = r"[À-ÖØ-ÞŠŒŽŸ]"
_OTHER_ALPHABET = make_pattern(
    rf"{_ACCENTED}{{3}}"  # words in Cyrillic or Greek
    rf"|{_LETTER}[^\x00-\x7f\w‘’´·–—…\xa0\xad]{_LETTER}"  # a symbol inside a word: Polish, or MS-DOS
    rf"|[a-zß-ÿ]{_CAPITAL}|{_LETTER}{_CAPITAL}[a-zß-ÿ]"  # a capital letter inside a word: an old Macintosh
)


class OtherText(Struct, frozen=True):
    """A text in another encoding, and the name of the encoding.

    `sample` is the first word that is not ASCII, without punctuation, or "" if there is no such word.
    """

    text: str
    encoding: str
    sample: str


def decode_other_encoding(data: bytes) -> OtherText | None:
    """Return the text of a file that is not UTF-8, or None if its encoding is not certain.

    Text in UTF-16 has a byte order mark. Text is read as Windows-1252 if each byte has a meaning there, no part of it
    is UTF-8, and no word looks like a word of another alphabet. The text contains all characters of the file, except
    for the mark, with its line endings.
    """
    encoding = "UTF-16" if data.startswith(UTF_16_MARKS) else "Windows-1252"
    try:
        text = data.decode("utf-16" if encoding == "UTF-16" else "cp1252")
    except UnicodeDecodeError:
        return None
    is_uncertain = encoding == "Windows-1252" and (_UTF_8.search(data) or _OTHER_ALPHABET.search(text))
    if is_uncertain or _CONTROL.search(text):
        return None
    sample = next((word for word in text.split() if not word.isascii()), "").strip(punctuation)
    return OtherText(text, encoding, sample[:_LONGEST_SAMPLE])
