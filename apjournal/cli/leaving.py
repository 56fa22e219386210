"""Leaving: a question on a terminal, then the record, then the end."""

from __future__ import annotations

from pathlib import Path

from apjournal.cli.context import Context
from apjournal.cli.questions import Talk
from apjournal.errors import ApjError
from apjournal.render import leave as render
from apjournal.render import summary
from apjournal.usecases import leave as use
from apjournal.usecases import output as files


def leave(context: Context, output: Path | None, *, asked: bool) -> None:
    """End my part; the record comes first, so that nothing has changed when it can't be written."""
    workspace = context.workspace
    use.require_possible(workspace)
    where = use.place(workspace, output)
    text = summary.templated(use.record(workspace), template=summary.MARKDOWN)
    files.require_new(context.start / where, text)
    if asked and context.interactive and not Talk(context.style).yes(f"End your part here, {workspace.me}?"):
        context.say("Nothing was changed.")
        return
    files.write(context.start / where, text)
    try:
        view = use.leave(workspace, where)
    except ApjError:
        context.say(f"Your record is written: {where}. Your part goes on.")
        raise
    context.show(view, render.text)
