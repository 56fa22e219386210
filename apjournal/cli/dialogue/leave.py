"""Leave a journal: a question in a terminal, then my record in a file, then the end."""

from __future__ import annotations

from pathlib import Path

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.errors import ApjError, UsageFault
from apjournal.model.views.reading import SummaryView
from apjournal.render import summary
from apjournal.render.screens import leave as render
from apjournal.usecases import leave as use
from apjournal.usecases import output_file as files

_EXPLAIN = (
    "Yes: apj writes your record to a file, adds today's date to your partner.md and commits the change. "
    "Enter: nothing changes."
)


def run_leave(context: Context, output: Path | None, *, asked: bool) -> None:
    """Leave the journal. With `asked`, ask for confirmation first, and raise `UsageFault` without a terminal.

    The record is written first. If that is impossible, nothing else has changed.
    """
    workspace = context.workspace
    if asked and not context.interactive:
        raise UsageFault(
            "apj asks before you leave a journal, and it cannot ask without a terminal.",
            "To leave: apj leave --yes",
        )
    use.require_possible(workspace)
    where = use.choose_place(workspace, output)
    text = _render_record(use.read_own_record(workspace), page=where.suffix.casefold() in {".html", ".htm"})
    files.require_new(context.start / where, text)
    if asked and not _is_sure(context):
        context.print_hint("Nothing was changed.")
        return
    files.write_output(context.start / where, text)
    try:
        view = use.leave_journal(workspace, where)
    except ApjError:
        context.print_hint(f"Your record was written to {where}. You are still part of the journal.")
        raise
    context.show_view(view, render.render_text)


def _render_record(record: SummaryView, *, page: bool) -> str:
    """Return my record as an HTML page (with `page`) or as Markdown."""
    if not page:
        return summary.render_template(record, template=summary.MARKDOWN)
    from apjournal.render.site.single import render_summary

    return render_summary(record, "The whole record")


def _is_sure(context: Context) -> bool:
    question = f"End your part in this journal, {context.workspace.get_partner(context.workspace.me).called}?"
    return Talk(context.style).ask_yes(question, default=False, explain=_EXPLAIN)
