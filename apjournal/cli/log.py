"""`apj log`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command
from apjournal.model.week import Kind


@apj_command(example="apj log -i two hours of comparing fonts")
@click.argument("words", nargs=-1)
@click.option("-f", "kind", flag_value="focus", help="Focus was lost.")
@click.option("-i", "kind", flag_value="interest", help="A side interest pulled away.")
@click.option("-s", "kind", flag_value="stress", help="Stress cost momentum.")
@click.option("-u", "kind", flag_value="unforeseen", help="Something unforeseen came.")
@click.option("--kind", "kind", type=click.Choice([kind.value for kind in Kind]), help="The same, in full.")
def command(context: Context, words: tuple[str, ...], kind: str | None) -> None:
    """Note in a line what got in the way, or anything else.

    It goes into this week's log, with the date. Words need no quotes; on a terminal they are asked for when there are
    none.
    """
    from apjournal.cli.wording import words_of
    from apjournal.render import written
    from apjournal.usecases.log import log

    text = words_of(context, words, "What happened")
    if text is not None:
        context.show(log(context.workspace, text, Kind(kind) if kind else None), written.text)
