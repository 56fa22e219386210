"""The command `apj log`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import WordsCommand, apj_command
from apjournal.model.week import ObstacleKind


@apj_command(example="apj log -i two hours of comparing fonts", view="week.WrittenView", kind=WordsCommand)
@click.argument("words", nargs=-1)
@click.option("-f", "focus", is_flag=True, help="Focus: attention drifted.")
@click.option("-i", "interest", is_flag=True, help="Interest: something more interesting.")
@click.option("-s", "stress", is_flag=True, help="Stress.")
@click.option("-u", "unforeseen", is_flag=True, help="Unforeseen: out of the blue.")
@click.option("--kind", type=click.Choice([kind.value for kind in ObstacleKind]), help="The kind of note.")
def command(context: Context, words: tuple[str, ...], kind: str | None, **keys: bool) -> None:
    """Note what got in the way, or anything else, in one line.

    Adds the note to this week's log, with the date. No quotes needed: everything after the first word is part of the
    note. Without a note, apj asks for one.
    """
    from apjournal.cli.options import ask_words
    from apjournal.render.screens import written
    from apjournal.usecases import log as use

    named = use.require_one_kind([*(name for name, pressed in keys.items() if pressed), *([kind] if kind else [])])
    if context.interactive and not words and named is None:
        from apjournal.cli.questions.goals import EXPLAIN_MARK, split_mark

        asked = ask_words(context, words, "What happened (such as i: two hours of fonts)", EXPLAIN_MARK)
        named, text = split_mark(asked) if asked else (None, None)
    else:
        text = ask_words(context, words, "What happened")
    if text is not None:
        context.warn_of_clock()
        context.warn_of_missing_terms()
        context.show_view(use.log_line(context.workspace, text, named), written.render_written)
