"""The pictures of the README, and the drawing of the one that moves."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools.terminal_svg import Frame, Recorder, draw_frames

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def test_every_picture_in_the_readme_exists_and_has_a_description() -> None:
    found = re.findall(r"!\[(.*?)\]\((.*?)\)", (ROOT / "README.md").read_text("utf-8"))
    assert len(found) == 3
    for description, path in found:
        assert len(description) > 20
        assert (ROOT / path).stat().st_size > 5_000


def test_an_animated_picture_loads_no_file_and_runs_no_script() -> None:
    text = (ROOT / "docs/pictures/terminal.svg").read_text("utf-8")
    assert {each.tag.removeprefix(SVG) for each in ElementTree.fromstring(text).iter()} == {
        *("svg", "title", "desc", "style", "rect", "g", "text", "tspan")
    }
    assert "url(" not in text
    assert "@import" not in text


def test_the_picture_of_a_screen_has_its_colours_and_its_characters_as_text() -> None:
    terminal = Recorder()
    terminal.write("\x1b[1ma <b> & c\x1b[0m  \x1b[2mdim\x1b[0m\nnext  ", 1)
    first, second, *_ = terminal.frames[0].rows
    assert first == '<tspan class="b" fill="#d8dee4">a &lt;b&gt; &amp; c</tspan>  <tspan fill="#9aa5b1">dim</tspan>'
    assert second == "next"


@pytest.mark.parametrize("at", [0.0, 0.2, 0.26, 0.5, 0.99])
def test_an_animated_picture_shows_one_screen_at_a_time(at: float) -> None:
    text = draw_frames([Frame(("a",), 1), Frame(("b",), 1), Frame(("c",), 2)], "A title", "Words")
    shown = []
    for name, keys in re.findall(r"@keyframes (f\d)\{(.*?\})\}", text):
        steps = [(float(share) / 100, value) for share, value in re.findall(r"([\d.]+)%\{visibility:(\w+)\}", keys)]
        if [value for share, value in steps if share <= at][-1] == "visible":
            shown.append(name)
    assert len(shown) == 1
