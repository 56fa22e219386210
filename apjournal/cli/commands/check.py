"""The command `apj check`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj check --fix", view="check.CheckView")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Fix problems in your own files that have one obvious repair.")
@click.option("--strict", is_flag=True, help="Also exit with 1 if there are warnings.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "json", "github", "gitlab"]),
    default="text",
    help="Output format.",
)
def command(context: Context, paths: tuple[Path, ...], fix: bool, strict: bool, form: str) -> None:
    """Check the files against the format.

    Shows each error and warning with its line and column, and the repair if there is one.
    """
    from apjournal.render.screens import check as render
    from apjournal.usecases.check import check_journal_files

    context.json = context.json or form == "json"
    view = check_journal_files(
        context.workspace, paths, start=context.start, fix=fix, strict=strict, correct=form == "md"
    )
    forms = {
        "md": render.render_markdown,
        "github": render.render_for_github,
        "gitlab": render.render_for_gitlab,
    }
    context.show_view(view, forms.get(form, render.render_text))
