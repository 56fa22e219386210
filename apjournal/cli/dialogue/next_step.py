"""How a talk on the terminal ends: with the next step, as the status would name it now."""

from __future__ import annotations

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.render.phrases import format_date, format_time


def show_next_step(context: Context, *, done: str = "") -> None:
    """Show the next step, which is never the command that is just `done`, but then the next call."""
    from apjournal.usecases.status import show_status

    view = show_status(context.workspace)
    if done and view.next.startswith(done):
        workspace = context.workspace
        at = workspace.schedule.find_coming_call(workspace.now, talked=done == "apj call")
        Talk(context.style).show_paragraph(f"Your next call is on {format_date(at)}, {format_time(at)}.")
    else:
        Talk(context.style).show_next_step(view.next)
