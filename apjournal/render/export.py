"""`apj export`: goals as JSON lines and as CSV, and the text of a post."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from msgspec.structs import fields

from apjournal.model.views.export import ExportedGoal, ExportView
from apjournal.model.week_record import WeekRecord
from apjournal.patterns import make_pattern
from apjournal.render.documents import build_document
from apjournal.render.layout.escape_markdown import escape_markdown
from apjournal.render.layout.page import Page, Style
from apjournal.render.layout.text_width import clean_text
from apjournal.render.words.goal_words import outcome_words
from apjournal.render.words.phrases import end_sentence, format_count

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""If a cell begins with one of these, a spreadsheet may read it as a formula.

See https://owasp.org/www-community/attacks/CSV_Injection.
"""
_AFTER_SEMICOLON = make_pattern(rf";\s*(?=[{re.escape(''.join(_FORMULA))}])")
"""Matches where a cell begins for a spreadsheet that separates cells by semicolons, as in Germany or France."""
_BETWEEN = "; "


def render_json_lines(view: ExportView, style: Style) -> str:
    """Return one JSON object per line, in ASCII."""
    return "".join(f"{json.dumps(row)}\n" for row in build_document(view)["goals"])


def render_csv(view: ExportView, style: Style) -> str:
    """Return a table with a header row. Each cell is in quotes, and no spreadsheet reads a cell as a formula."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL)
    table.writerow([field.name for field in fields(ExportedGoal)])
    for row in build_document(view)["goals"]:
        table.writerow([_write_cell(value) for value in row.values()])
    return text.getvalue()


def _write_cell(value: Any) -> str:
    """Return a value as the text of a cell, made safe for spreadsheets.

    An apostrophe comes before anything that a spreadsheet could run as a formula.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = _BETWEEN.join(value) if isinstance(value, list) else str(value)
    text = _AFTER_SEMICOLON.sub(lambda found: f"{found[0]}'", text)
    return clean_text(f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text)


def render_post_body(record: WeekRecord) -> str:
    """Return the goals of a week with their results as a Markdown list, followed by the text of its file."""
    told = [(escape_markdown(goal.goal), escape_markdown(outcome_words(goal))) for goal in record.goals]
    goals = "".join(f"- **{goal}**: {outcome}\n" for goal, outcome in told)
    return "\n".join(part for part in (goals, record.body.strip("\n")) if part)


def explain_unreadable_weeks(view: ExportView) -> list[str]:
    """Return a sentence for each week that cannot be read, which says what is exported instead."""
    return [
        f"{end_sentence(f'{week.path}:{week.line}:{week.column} cannot be read: {week.message}')} "
        f"{'Its newest readable version was exported.' if week.has_older else 'Its goals are missing from the export.'}"
        for week in view.unreadable
    ]


def render_posts(view: ExportView, style: Style) -> str:
    """Return a sentence about the files that were written and removed."""
    page = Page(style)
    count, removed = format_count(len(view.weeks), "post"), format_count(len(view.removed), "post")
    gone = f" {removed} of an earlier export removed." if view.removed else ""
    page.add_paragraph(f"{count} in {view.folder}, {len(view.written)} of them new or changed.{gone}")
    return page.render_page()
