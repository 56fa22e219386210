"""Every screen as a person sees it: its wording at 80 columns, and what stays the same in every other form."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from apjournal.render.layout.page import Style
from tests.render.golden import GOLDEN, check_golden
from tests.screens.all_screens import SCREENS

USUAL = Style(80)
WIDTHS = (20, 40, 60, 80, 100, 140)
READABLE = 100
"""The widest paragraph in cells; only columns side by side take more."""
COLORED = ("call-good-week", "diff", "review-reworded-goals", "status-four-partners", "sync-rewritten", "verify")
SHORTENED = ("call", "check", "insights", "search")
"""Screens that cut texts where there is little room, or whose bars grow with it."""
ONE_LINE = ("check", "search")
"""Screens whose lines are never broken, because editors read them."""
SIDE_BY_SIDE = ("review", "show", "summary")
"""Screens with weeks in columns where there is room, and one below the other elsewhere."""
SGR = re.compile(r"\x1b\[\d*m")
IN_ASCII = str.maketrans("●◐○–—…’‘“”█", "*~o--.''\"\"#")
# Lines that are there to be copied, or read by an editor, are never broken.
UNBROKEN = (
    "http://127.0.0.1",
    "/index.html",
    "git show",
    "git+https",
    "git add",
    "git commit",
    "git -C",
    "git --git-dir",
    "chmod -x",
    "apj join",
    "apj check agreement.md",
    "site/index.html",
    "apj sync --accept-rewrite",
    "apj report 2026",
    "apj edit 2026",
    "apj verify --settle",
    "apj insights",
    "apj agree --",
    "/index.html",
    "apj: ",
)


@cache
def render(name: str, style: Style = USUAL) -> str:
    return SCREENS[name][1](style)


# ---- the wording, once


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_equals_its_golden_file(name: str) -> None:
    check_golden(f"render/{name}.txt", render(name))


def test_every_golden_screen_is_checked() -> None:
    assert {path.stem for path in (GOLDEN / "render").glob("*.txt")} == {*SCREENS, "in-colour"}


# ---- other widths


@pytest.mark.parametrize("name", SCREENS)
def test_no_line_of_a_screen_exceeds_the_width(name: str) -> None:
    for width in WIDTHS:
        for line in render(name, Style(width)).splitlines():
            if not any(words in line for words in UNBROKEN) and not name.startswith(ONE_LINE):
                assert cells(line) <= width, line


@pytest.mark.parametrize("width", [width for width in WIDTHS if width <= READABLE])
def test_paragraphs_use_the_whole_width(width: int) -> None:
    names = [name for name in SCREENS if not name.startswith(ONE_LINE)]
    lines = [line for name in names for line in render(name, Style(width)).splitlines()]
    assert max(cells(line) for line in lines if not any(words in line for words in UNBROKEN)) == width


@pytest.mark.parametrize("name", [name for name in SCREENS if not name.startswith(SIDE_BY_SIDE)])
def test_no_line_of_a_screen_exceeds_the_readable_width(name: str) -> None:
    assert render(name, Style(140)) == render(name, Style(READABLE))


@pytest.mark.parametrize("name", [name for name in SCREENS if not name.startswith(SHORTENED)])
def test_a_screen_has_the_same_words_at_every_width(name: str) -> None:
    words = render(name).split()
    for width in WIDTHS:
        found = render(name, Style(width)).split()
        if width > 20 and "hostile" not in name:  # else long words are cut
            assert Counter(found) == Counter(words)
        assert Counter("".join(found)) == Counter("".join(words))


@pytest.mark.parametrize("name", [name for name in SCREENS if not name.startswith(SIDE_BY_SIDE)])
def test_a_wider_screen_has_the_text_of_a_narrower_one_in_the_same_order(name: str) -> None:
    texts = ["".join(render(name, Style(width)).split()) for width in WIDTHS]
    for narrow, wide in pairwise(texts):
        assert is_within(narrow.replace("…", ""), wide)


def is_within(text: str, longer: str) -> bool:
    """Whether all characters of `text` are in `longer`, in this order."""
    rest = iter(longer)
    return all(character in rest for character in text)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_has_no_stray_blank_lines_or_trailing_spaces(name: str) -> None:
    for width in WIDTHS:
        text = render(name, Style(width))
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert not text.startswith("\n")
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]\n", text)


# ---- colour


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_without_colour_has_the_same_text_as_with_colour(name: str) -> None:
    for width in WIDTHS:
        assert SGR.sub("", render(name, Style(width, color=True))) == render(name, Style(width))


@pytest.mark.parametrize("name", SCREENS)
def test_a_colour_ends_on_the_line_on_which_it_begins(name: str) -> None:
    for line in render(name, Style(80, color=True)).splitlines():
        assert re.fullmatch(r"(?:[^\x1b]|\x1b\[(?:1|2|31|36)m[^\x1b]+\x1b\[0m)*", line)


def test_headings_goals_hints_and_alerts_have_their_colours() -> None:
    shown = "".join(f"==== {name}\n{render(name, Style(80, color=True))}" for name in COLORED)
    check_golden("render/in-colour.txt", shown)


@pytest.mark.parametrize("name", SCREENS)
def test_no_screen_contains_control_characters(name: str) -> None:
    hidden = {
        character
        for character in render(name).replace("\n", "")
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character != "\u200d"
    }
    assert hidden == set()


# ---- without UTF-8


@pytest.mark.parametrize("name", SCREENS)
def test_without_utf_8_each_character_is_replaced_by_one_ascii_character(name: str) -> None:
    for width in WIDTHS:
        assert render(name, Style(width, utf8=False)) == render(name, Style(width)).translate(IN_ASCII)


@pytest.mark.parametrize("name", [name for name in SCREENS if "hostile" not in name and name != "check"])
def test_without_utf_8_a_screen_contains_only_ascii(name: str) -> None:
    assert render(name, Style(80, utf8=False)).isascii()


def cells(line: str) -> int:
    """Count cells with the tables of the standard library, independently of the code under test."""
    bare = line.replace("\U0001f468\u200d\U0001f469\u200d\U0001f467", "ab")
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in bare)
    return wide - sum(unicodedata.category(sign) in {"Mn", "Me"} for sign in bare)
