"""Exported goals are read back by other readers, and no cell of a table becomes a formula."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from apjournal.analysis.export import build_export_view
from apjournal.model.views.export import ExportView
from apjournal.render.export import render_csv, render_json_lines, render_post_body
from apjournal.render.layout.page import Style
from tests.helpers.week_records import GOOD, HOSTILE

FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "＠x")
STYLE = Style()


def export_goal(text: str) -> ExportView:
    return build_export_view([("Ana", replace(GOOD, goals=(replace(GOOD.goals[0], goal=text, evidence=text),)))])


def read_table(view: ExportView) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(view, STYLE), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_could_become_a_formula_begins_with_an_apostrophe(text: str) -> None:
    (row,) = read_table(export_goal(text))
    assert row["goal"].startswith("'")
    assert row["evidence"] == row["goal"]


def test_no_cell_begins_with_a_formula_where_semicolons_separate_cells() -> None:
    text = render_csv(export_goal('Runs;=HYPERLINK("x") ; +1;-a; b'), STYLE)
    assert '"Runs;\'=HYPERLINK(""x"") ; \'+1;\'-a; b"' in text
    cells = [cell for line in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in line]
    assert [cell for cell in cells if cell.lstrip().startswith(FORMULAS)] == []


@given(st.text(min_size=1))
def test_every_goal_is_one_row_and_one_line_of_json_whatever_its_text(text: str) -> None:
    view = export_goal(text)
    (row,) = read_table(view)
    assert not row["goal"].lstrip(" ").startswith(FORMULAS)
    assert "\x1b" not in row["goal"]
    assert list(row) == list(json.loads(render_json_lines(view, STYLE)))
    assert json.loads(render_json_lines(view, STYLE))["goal"] == text


def test_a_row_contains_the_goal_with_its_outcome_and_its_week() -> None:
    view = build_export_view([("Ben", HOSTILE), ("Ana", GOOD)])
    assert [row.partner for row in view.goals] == ["ana"] * len(GOOD.goals) + ["ben"] * len(HOSTILE.goals)
    row, table = json.loads(render_json_lines(view, STYLE).splitlines()[0]), read_table(view)
    assert (row["week"], row["goal"], row["state"]) == ("2026-W48", GOOD.goals[0].goal, GOOD.goals[0].state)
    assert table[0]["obstacles"] == "; ".join(row["obstacles"])
    assert table[0]["confidence"] == ("" if row["confidence"] is None else str(row["confidence"]))
    assert table[0]["away"] == "false"


def test_a_post_shows_the_goals_as_text_and_then_the_text_of_the_week() -> None:
    body = render_post_body(HOSTILE)
    assert body.startswith("- **\\[bold red\\]Pay")
    assert body.endswith(HOSTILE.body.strip("\n"))
    assert render_post_body(replace(HOSTILE, goals=(), body="\n")) == ""
