"""The command `apj import`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import WEEK, apj_command


@apj_command(example="apj import ~/notes/2026-W48.md", view="import_.ImportView")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--week", type=WEEK, help="The week that the notes are about, if they do not say.")
@click.option("--yes", is_flag=True, help="Write the weeks without asking.")
def command(context: Context, files: tuple[Path, ...], week: str | None, yes: bool) -> None:
    """Turn weekly notes in another form into weeks of the journal.

    Finds goals and results in lists, task lists, tables, and front matter in YAML, TOML or JSON, as in Obsidian,
    Logseq or Org. Everything else stays as text. Shows what it would write, and asks before it writes anything. Never
    changes an existing week.
    """
    from apjournal.cli.dialogue import import_

    import_.run_import(context, files, week, yes=yes)
