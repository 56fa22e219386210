"""Show what an import would write, ask in a terminal, and then write the weeks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from apjournal.cli.context import Context
from apjournal.model.views.import_ import ImportState
from apjournal.render.screens import import_ as render
from apjournal.render.words.phrases import format_count
from apjournal.usecases import import_ as use

_EXPLAIN = (
    "Yes: apj writes these files into your folder, and shares nothing yet. To undo: apj undo. Enter: nothing is "
    "written."
)


def run_import(context: Context, files: Sequence[Path], week: str | None, *, yes: bool) -> None:
    """Show what the files would become. Write it if `yes` is set, or if the user says yes in a terminal."""
    workspace = context.workspace
    view = use.plan_import(workspace, [(str(file), context.resolve_path(file)) for file in files], week)
    ready = sum(one.state is ImportState.READY for one in view.notes)
    if yes and ready:
        context.show_view(use.write_import(workspace, view), render.render_text)
        return
    context.show_view(view, render.render_text)
    if not ready:
        return
    if not context.interactive:
        names = " ".join(quote(str(file)) for file in files)
        context.print_hint(
            f"Nothing was written. To write the weeks: apj import {names}{f' --week {week}' if week else ''} --yes"
        )
        return
    from apjournal.cli.prompts import Talk

    if Talk(context.style).ask_yes(f"Write {format_count(ready, 'week')}?", explain=_EXPLAIN, default=False):
        context.show_view(use.write_import(workspace, view), render.render_written)
    else:
        context.print_hint("Nothing was written.")
