"""The command `apj search`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import HANDLE, WEEK, apj_command


@apj_command(example="apj search fonts --since W40", view="search.SearchView")
@click.argument("words", nargs=-1, required=True)
@click.option("--regex", is_flag=True, help="Treat the words as one regular expression.")
@click.option("--partner", type=HANDLE, help="Search only this partner's files.")
@click.option("--since", type=WEEK, help="The first week, or a year for its first week. Leaves out parked ideas.")
def command(context: Context, words: tuple[str, ...], regex: bool, partner: str | None, since: str | None) -> None:
    """Find words in everybody's goals, reports, logs and notes.

    Prints one line for each passage that contains all the words. Parts of words match too, and case and accents do not
    matter. The newest week comes first. If nothing is found, the exit code is 0.
    """
    from apjournal.render.screens import search as render
    from apjournal.usecases.search import search_journal

    view = search_journal(context.workspace, words, partner=partner, since=since, regex=regex)
    context.show_view(view, render.render_text, pager=True)
    context.warn_of_local_edits()
    for said in (render.explain_nothing_found(view), render.explain_unsearched(view)):
        if said:
            context.print_hint(said)
