"""The editor, and what follows when it is closed: a broken file is mended, opened again at its line, or left."""

from __future__ import annotations

import click

from apjournal.cli import questions
from apjournal.cli.context import Context
from apjournal.errors import BrokenFile
from apjournal.render import check as render_check
from apjournal.render import written as render
from apjournal.usecases import check as use_check
from apjournal.usecases import edit as use


def edit(context: Context, path: str) -> None:
    """Let a file of mine be edited until it reads, or is left as it is."""
    workspace = context.workspace
    line: int | None = None
    while True:
        closed = use.open_editor(workspace, path, line)
        if closed.at_once and context.interactive:
            questions.line("The editor came back at once. When you have saved and closed it, press Enter")
            workspace.forget()
        if closed.gone and context.interactive and questions.yes(f"{path} is empty now. Bring the text back?"):
            use.bring_back(workspace, path)
        broken = use.errors(workspace, path)
        if not broken:
            return context.show(use.written(path), render.text)
        if not context.interactive:
            raise BrokenFile(f"{path} can't be read.", f"Mend it: apj check --fix {path}", broken)
        view = use_check.check(workspace, [workspace.root / path], fix=False, strict=False)
        context.print(render_check.text(view, context.style))
        choice = _what_now(any(finding.fix for finding in broken))
        if choice == "l":
            click.echo(
                f"Left as it is. It stays out of what is shared until it reads: apj edit {use.written(path).week}"
            )
            return None
        if choice == "m":
            view = use_check.check(workspace, [workspace.root / path], fix=True, strict=False)
            context.print(render_check.text(view, context.style))
            if not use.errors(workspace, path):
                return context.show(use.written(path), render.text)
        line = broken[0].span.line if broken[0].span else None


def _what_now(mendable: bool) -> str:
    if mendable:
        return questions.key("[m]end it  [e]dit again  [l]eave it", "mel", default="m")
    return questions.key("[e]dit again  [l]eave it", "el", default="e")
