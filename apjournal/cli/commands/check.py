"""`apj check`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj check --fix")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Mend what has one obvious repair, in my own files.")
@click.option("--strict", is_flag=True, help="Exit with 1 for a warning, too.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to write it."
)
def command(context: Context, paths: tuple[Path, ...], fix: bool, strict: bool, form: str) -> None:
    """Check the files against the format.

    Each finding with its line and column, and the repair where there is one.
    """
    from apjournal.render import check as render
    from apjournal.usecases.check import check_journal_files

    context.json = context.json or form == "json"
    view = check_journal_files(context.workspace, paths, start=context.start, fix=fix, strict=strict)
    context.show_view(view, render.render_for_github if form == "github" else render.render_text)
