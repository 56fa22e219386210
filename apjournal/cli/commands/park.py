"""The command `apj park`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import WordsCommand, apj_command


@apj_command(example="apj park a newsletter about letterpress", view="week.WrittenView", kind=WordsCommand)
@click.argument("words", nargs=-1)
def command(context: Context, words: tuple[str, ...]) -> None:
    """Park an idea for later.

    Adds the idea to parked.md, out of the way of this week's goals.
    """
    from apjournal.cli.options import ask_words
    from apjournal.render.screens import written
    from apjournal.usecases.park import park_idea

    text = ask_words(context, words, "Your idea")
    if text is not None:
        context.show_view(park_idea(context.workspace, text), written.render_written)
