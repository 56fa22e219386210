"""Export to stdout, to a new file, or as posts in a folder of their own."""

from __future__ import annotations

from pathlib import Path

from apjournal.cli.context import Context
from apjournal.errors import UsageFault
from apjournal.model.views.export import ExportView
from apjournal.render import export as render
from apjournal.usecases import export as use
from apjournal.usecases import output_file as files

_RENDERERS = {"jsonl": render.render_json_lines, "csv": render.render_csv}


def run_export(context: Context, form: str, output: Path | None, *, partner: str | None, since: str | None) -> None:
    """Export the goals of all partners, or of one. Refuse an unsuitable file or folder before anything is read."""
    if form == "posts":
        if output is None:
            raise UsageFault(
                "Posts are files, so they need a folder.", "Give a folder: apj export --format posts -o DIR"
            )
        folder = use.choose_posts_folder(context.resolve_path(output))
        view = use.build_export(context.workspace, partner, since)
        view = use.write_posts(view, folder, render.render_post_body)
        context.show_view(view, render.render_posts)
    else:
        if output is not None:
            files.require_free(context.start, output)
        view = use.build_export(context.workspace, partner, since)
        _show_rows(context, view, form, output)
    for said in render.explain_unreadable_weeks(view):
        context.print_hint(said)
    context.warn_of_local_edits()


def _show_rows(context: Context, view: ExportView, form: str, output: Path | None) -> None:
    if output is not None:
        files.require_new(context.start / output, _RENDERERS[form](view, context.style))
    context.show_view(view, _RENDERERS[form], output=output)
