"""The output of the programs in `bench/`: charts readable without colours or eyes, and sections of one page."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import report, scale_page
from bench.charts import draw_chart
from bench.rooms import PACKAGE, Function, Place, group_by_room
from bench.scale_page import RESULTS_PAGE, SCALE_PAGE, list_figures, write_scale_page

SVG = "{http://www.w3.org/2000/svg}"


def draw() -> str:
    lines = {"verify": [5.0, 29.0], "show & tell": [3.5, 3.6]}
    return draw_chart("What it costs", "years", "CPU time in F", (1, 10), lines)


def test_a_benchmark_chart_has_a_title_and_all_values_as_text() -> None:
    chart = ElementTree.fromstring(draw())
    assert chart.findtext(f"{SVG}title") == "What it costs"
    assert chart.findtext(f"{SVG}desc") == (
        "CPU time in F, by years. verify: 5.0 at 1, 29.0 at 10; show & tell: 3.5 at 1, 3.6 at 10."
    )


def test_a_benchmark_chart_names_its_axes_and_lines() -> None:
    words = [text.text for text in ElementTree.fromstring(draw()).iter(f"{SVG}text")]
    assert {"years", "CPU time in F", "verify", "show & tell", "1", "10", "2", "5", "50"} <= set(words)


def test_every_colour_of_a_benchmark_chart_works_on_dark_pages() -> None:
    light, dark = draw().split("prefers-color-scheme: dark")
    assert re.findall(r"\.c\d", light.partition("<style>")[2]) == re.findall(r"\.c\d", dark.partition("</style>")[0])


def test_labels_of_lines_with_the_same_last_value_do_not_overlap() -> None:
    chart = ElementTree.fromstring(draw_chart("", "", "", (1, 2), {"a": [1.0, 2.0], "b": [1.5, 2.0], "c": [1.0, 2.0]}))
    heights = sorted(float(text.attrib["y"]) for text in chart.iter(f"{SVG}text") if text.get("class") == "end")
    assert [round(upper - lower) for lower, upper in pairwise(heights)] == [17, 17]


def test_each_benchmark_replaces_only_its_own_section_of_the_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "RESULTS_PAGE", tmp_path / "RESULTS.md")
    report.write_section("Growth", "grows")
    report.write_section("Pages", "ms")
    report.write_section("Commands", "slow\n\n| a |\n")
    report.write_section("Commands", "fast")
    page = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert page.endswith("\n## Commands\n\nfast\n\n## Pages\n\nms\n\n## Growth\n\ngrows\n")
    assert page.startswith("# Results\n")


def test_the_figures_on_the_page_about_scale_equal_the_benchmark_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SCALE_PAGE.read_text("utf-8")
    figures = list_figures(RESULTS_PAGE.read_text("utf-8"))
    assert re.findall(r"<!-- figures: (\w+) -->", page) == list(figures)
    monkeypatch.setattr(scale_page, "SCALE_PAGE", tmp_path / "scale.md")
    (tmp_path / "scale.md").write_text(page, "utf-8")
    write_scale_page()
    assert (tmp_path / "scale.md").read_text("utf-8") == page


def test_a_profile_counts_pythons_own_functions_for_the_room_that_calls_them() -> None:
    reader = (f"{PACKAGE}/format/read/week.py", 40, "read_week")
    stats: dict[Place, Function] = {
        reader: (1, 1, 2.0, 3.5, {}),
        ("~", 0, "<method 'findall' of 're.Pattern' objects>"): (9, 9, 1.0, 1.0, {reader: (9, 9, 1.0, 1.0)}),
        ("~", 0, "<built-in method marshal.loads>"): (9, 9, 0.5, 0.5, {reader: (9, 9, 0.5, 0.5)}),
    }
    assert group_by_room(stats) == {"format/read": 3.0, "imports": 0.5}
