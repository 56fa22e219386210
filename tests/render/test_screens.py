"""Every screen as a person sees it, at three widths, without colour, without UTF-8, and in colour."""

from __future__ import annotations

import re
import unicodedata

import pytest
from msgspec.structs import replace

from apjournal.render.page import Style
from tests.helpers.golden import GOLDEN, check_golden
from tests.helpers.screens import SCREENS

VARIANTS = {
    "60 columns": Style(60),
    "80 columns": Style(80),
    "140 columns": Style(140),
    "80 columns without UTF-8": Style(80, utf8=False),
    "80 columns in colour": Style(80, color=True),
}
WIDTHS = (20, 40, 60, 80, 100, 140)
SGR = re.compile(r"\x1b\[\d*m")
# Lines that are there to be copied, or read by an editor, are never broken.
UNBROKEN = (
    "git show",
    "git -C",
    "git hook",
    "apj join",
    "apj check agreement.md",
    "apj sync --accept-rewrite",
    "apj report 2026",
    "apj edit 2026",
    "apj verify --settle",
    "apj insights",
    "apj agree --",
)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_it_did_when_it_was_last_looked_at(name: str) -> None:
    render = SCREENS[name][1]
    shown = "".join(f"==== {variant}\n{render(style)}" for variant, style in VARIANTS.items())
    check_golden(f"render/{name}.txt", shown)


def test_every_golden_screen_is_checked() -> None:
    assert {path.stem for path in (GOLDEN / "render").glob("*.txt")} == set(SCREENS)


@pytest.mark.parametrize("name", SCREENS)
def test_without_colour_nothing_is_lost(name: str) -> None:
    render = SCREENS[name][1]
    for width in WIDTHS:
        assert SGR.sub("", render(Style(width, color=True))) == render(Style(width))


@pytest.mark.parametrize("name", SCREENS)
def test_lines_fit_the_width(name: str) -> None:
    for width in WIDTHS:
        for line in SCREENS[name][1](Style(width)).splitlines():
            if not any(words in line for words in UNBROKEN) and not name.startswith("check"):
                assert cells(line) <= width, line


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_tidy(name: str) -> None:
    for width in WIDTHS:
        text = SCREENS[name][1](Style(width))
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert not text.startswith("\n")
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]\n", text)


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_in_a_journal_drives_the_terminal(name: str) -> None:
    text = SCREENS[name][1](Style(80))
    hidden = {
        character
        for character in text.replace("\n", "")
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character != "\u200d"
    }
    assert hidden == set()


@pytest.mark.parametrize("name", [name for name in SCREENS if "hostile" not in name and name != "check"])
def test_a_terminal_without_utf8_gets_signs_that_it_has(name: str) -> None:
    assert SCREENS[name][1](replace(VARIANTS["80 columns without UTF-8"], width=80)).isascii()


def cells(line: str) -> int:
    """Count cells by the tables of the standard library, so as not to trust the code under test."""
    bare = line.replace("\U0001f468\u200d\U0001f469\u200d\U0001f467", "ab")
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in bare)
    return wide - sum(unicodedata.category(sign) in {"Mn", "Me"} for sign in bare)
