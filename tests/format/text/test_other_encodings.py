"""Files in UTF-16 and Windows-1252 are converted only if their encoding is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.text.other_encodings import OtherText, decode_other_encoding

WORDS = ["Fête", "café", "Grüße", "geht´s", "“done”", "d’été", "–", "10 €", "créée", "ÇA", "l·l", "25°C", "nº"]


@given(st.lists(st.sampled_from(WORDS), min_size=1), st.sampled_from(["\n", "\r\n", " ", "\t"]))
def test_no_character_of_a_text_in_windows_1252_is_lost(words: list[str], between: str) -> None:
    text = f"---\ngoals:\n  - {between.join(words)}\n---\n"
    assert decode_other_encoding(text.encode("cp1252")) == OtherText(text, "Windows-1252", words[0].replace("10 ", ""))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_byte_order_mark_is_read(encoding: str) -> None:
    data = "\ufeffgoals: [Läufe, Шаг]\r\n".encode(encoding)
    assert decode_other_encoding(data) == OtherText("goals: [Läufe, Шаг]\r\n", "UTF-16", "Läufe")
    assert decode_other_encoding("\ufeffgoals\n".encode(encoding)) == OtherText("goals\n", "UTF-16", "")


@pytest.mark.parametrize(
    "data",
    [
        "Fête\n".encode() + "Grüße\n".encode("cp1252"),
        b"\xef\xbb\xbfcaf\xe9\n",
        b"caf\xe9 \x81\n",
        b"caf\xe9\0\n",
        b"caf\xe9 \x1b[2J\n",
        "Привет, мир\n".encode("cp1251"),
        "Καλημέρα\n".encode("cp1253"),
        "zażółć\n".encode("cp1250"),
        "März\n".encode("cp850"),
        "März\n".encode("mac-roman"),
        "\ufeffa\0\n".encode("utf-16-le"),
        "\ufeffa\n".encode("utf-32-le"),
        b"\xff\xfea",
        b"\xff\xfe\x00\xd8",
    ],
    ids=["UTF-8 too", "UTF-8 mark", "undefined", "NUL", "control", "Cyrillic", "Greek", "Polish", "MS-DOS", "Macintosh",
         "NUL in UTF-16", "UTF-32", "half a character", "surrogate"],
)  # fmt: skip
def test_a_text_whose_encoding_is_not_certain_is_not_converted(data: bytes) -> None:
    assert decode_other_encoding(data) is None
