"""Findings with their positions, for people, editors and hosts."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from apjournal.model.finding import Finding, Level, Span
from apjournal.model.handle import Handle
from apjournal.model.views.check import CheckView
from apjournal.render.layout.page import Style
from apjournal.render.layout.text_width import measure_width
from apjournal.render.screens.check import render_for_github, render_for_gitlab, render_markdown, render_text
from tests.screens.sharing import CHECK, CLEAN


def one(line: str, column: int, length: int) -> CheckView:
    finding = Finding("code", Level.ERROR, "look here", Span(0, length, 3, column), path="ana/2026-W48.md")
    return replace(CLEAN, errors=1, findings=(finding,), lines=(("ana/2026-W48.md", 3, line),))


@pytest.mark.parametrize(
    ("line", "column", "length", "shown", "carets"),
    [
        ("  - Ship v1: docs", 5, 13, "    - Ship v1: docs", "      ^^^^^^^^^^^^^"),
        ("  - 日本: x", 5, 2, "    - 日本: x", "      ^^^^"),
        ("a \x1b b", 3, 1, "    a <U+001B> b", "      ^^^^^^^^"),
        ("", 1, 0, "", "    ^"),
        ("short", 6, 40, "    short", "         ^"),
        ("\tgoals:", 1, 1, "     goals:", "    ^"),
    ],
)
def test_check_marks_the_position_of_a_finding_with_carets(
    line: str, column: int, length: int, shown: str, carets: str
) -> None:
    lines = render_text(one(line, column, length), Style(80)).splitlines()
    assert lines[:3] == [f"ana/2026-W48.md:3:{column}: look here", shown, carets]


@pytest.mark.parametrize("line", ["x" * 500, "word " * 100, "日" * 300])
def test_check_cuts_a_long_line_so_that_the_position_stays_visible(line: str) -> None:
    _, shown, carets, _ = render_text(one(line, 201, 5), Style(60)).splitlines()
    assert measure_width(shown) <= 60
    assert shown[carets.index("^") :] or measure_width(shown) > carets.index("^")
    assert carets.count("^") == measure_width(line[200:205])


def test_check_prints_a_finding_and_its_position_on_one_line() -> None:
    (first, *_) = render_text(CHECK, Style(30)).splitlines()
    assert first == 'ana/2026-W48.md:4:5: "Ship v1: docs" is read as a key and a value; quote it'


def test_the_last_line_of_check_counts_the_findings() -> None:
    assert render_text(CLEAN, Style()) == "No errors in 27 files.\n"
    assert render_text(CHECK, Style()).splitlines()[-1] == "2 errors, 1 warning, 1 hint in 27 files."
    assert render_text(replace(CLEAN, warnings=2, files=1), Style()) == "No errors, 2 warnings in 1 file.\n"


def test_check_for_github_prints_each_finding_as_a_workflow_command() -> None:
    odd = Finding("code", Level.HINT, "100 %\n::set-output", Span(0, 0, 1, 2), path="a,b:c.md")
    assert render_for_github(replace(CHECK, findings=(*CHECK.findings, odd)), Style()).splitlines() == [
        (
            '::error file=ana/2026-W48.md,line=4,col=5::"Ship v1: docs" is read as a key and a value; quote it '
            '(apj check --fix writes "Ship v1: docs")'
        ),
        '::warning file=ana/2026-W48.md,line=5,col=99::the text is cut off at # (apj check --fix writes "a long line")',
        "::notice file=ana/2026-W48.md,line=6,col=1::a sixth goal is a lot for one week",
        "::error file=agreement.md::there is no agreement.md",
        "::notice file=a%2Cb%3Ac.md,line=1,col=2::100 %25 ::set-output",
        "2 errors, 1 warning, 1 hint in 27 files.",
    ]


def test_check_for_gitlab_gives_each_finding_a_fingerprint_that_survives_a_move() -> None:
    first, *_, whole = CHECK.findings
    moved = replace(first, span=Span(0, 0, 9, 1))
    once, twice, odd = json.loads(render_for_gitlab(replace(CHECK, findings=(first, moved, whole)), Style()))
    assert once == {
        "description": (
            '"Ship v1: docs" is read as a key and a value; quote it (apj check --fix writes "Ship v1: docs")'
        ),
        "check_name": first.code,
        "fingerprint": once["fingerprint"],
        "severity": "major",
        "location": {"path": "ana/2026-W48.md", "lines": {"begin": 4}},
    }
    assert odd["location"] == {"path": "agreement.md", "lines": {"begin": 1}}
    assert len({once["fingerprint"], twice["fingerprint"], odd["fingerprint"]}) == 3
    (alone,) = json.loads(render_for_gitlab(replace(CHECK, findings=(moved,)), Style()))
    assert alone["fingerprint"] == once["fingerprint"]
    assert json.loads(render_for_gitlab(CLEAN, Style())) == []


def test_check_in_markdown_shows_each_file_with_its_repairs_for_copying() -> None:
    found = Finding("code", Level.ERROR, 'quote "a: b" *here*', Span(0, 1, 3, 1), path="ben/2026-W48.md")
    whole = replace(found, message="there is no agreement.md", span=None, path="agreement.md")
    text = '---\r\ngoals:\r\n  - "a: ```b\x1b"\r\n---\r\n'
    view = replace(CLEAN, errors=2, findings=(found, whole), corrected=(("ben/2026-W48.md", text),))
    assert render_markdown(view, Style()).split("\n\n") == [
        "### ben/2026-W48.md",
        '- Line 3: quote "a: b" \\*here\\*.',
        "Write it like this:",
        '````markdown\n---\ngoals:\n  - "a: ```b<U+001B>"\n---\n````',
        "### agreement.md",
        "- there is no agreement.md.",
        "2 errors in 27 files.\n",
    ]
    assert render_markdown(CLEAN, Style()) == "No errors in 27 files.\n"


def test_check_says_who_has_to_fix_a_finding_in_a_partners_file() -> None:
    error = Finding("code", Level.ERROR, "look here", Span(0, 1, 3, 1), fix="writes it", path="ben/2026-W48.md")
    found = (error, replace(error, level=Level.HINT, fix=None))
    view = replace(CLEAN, findings=found, lines=(("ben/2026-W48.md", 3, "goals"),), others=((Handle("ben"), "Ben"),))
    assert render_text(view, Style(80)).splitlines()[2:6] == [
        "    ^  Ben's file: Ben can fix it",
        "ben/2026-W48.md:3:1: hint: look here",
        "    goals",
        "    ^",
    ]
    first, second, _ = render_for_github(view, Style()).splitlines()
    assert first.endswith("::look here (Ben's file: Ben can fix it)")
    assert second.endswith("::look here")
