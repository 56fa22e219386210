"""The command `apj export`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import HANDLE, WEEK, apj_command

_FORMS = click.Choice(["jsonl", "csv", "posts"])


@apj_command(example="apj export --format csv -o goals.csv", view="export.ExportView")
@click.option("--format", "form", type=_FORMS, default="jsonl", help="Output format.")
@click.option("--partner", type=HANDLE, help="Export only this partner's goals.")
@click.option("--since", type=WEEK, help="The first week, or a year for its first week.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to a new file. Posts are written to a folder."
)
def command(context: Context, form: str, partner: str | None, since: str | None, output: Path | None) -> None:
    """Export goals with their outcomes for other programs.

    Prints one line for each goal: JSON, or a row of a CSV table in which no cell can become a formula. With --format
    posts, writes one Markdown file for each week, with plain front matter. Never overwrites a file that apj did not
    write.
    """
    from apjournal.cli.dialogue import export

    export.run_export(context, form, output, partner=partner, since=since)
