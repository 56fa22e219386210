"""Patterns compile when they are first used, and match like those of `re`."""

from __future__ import annotations

import re

import pytest

from apjournal.patterns import make_pattern


def test_a_pattern_is_compiled_on_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    plain = re.compile

    def note(text: str, flags: int) -> re.Pattern[str]:
        compiled.append(text)
        return plain(text, flags)

    monkeypatch.setattr("apjournal.patterns._compile", note)
    made = make_pattern("a+")
    assert compiled == []
    assert made.fullmatch("aa")
    assert made.fullmatch("a")
    assert compiled == ["a+"]


def test_a_pattern_with_flags_matches_as_in_re() -> None:
    pattern, bytes_pattern = make_pattern("(?P<word>[a-z]+)", re.IGNORECASE), make_pattern(rb"\d+")
    assert [match["word"] for match in pattern.finditer("One two")] == ["One", "two"]
    assert pattern.sub("x", "One two") == "x x"
    assert pattern.pattern == "(?P<word>[a-z]+)"
    assert bytes_pattern.findall(b"1 22") == [b"1", b"22"]


def test_an_invalid_pattern_raises_an_error_on_first_use() -> None:
    made = make_pattern("(")
    with pytest.raises(re.error):
        made.match("")
