"""Ask after `init` and `join` whether to make the journal the default one, which apj uses in every other folder."""

from __future__ import annotations

from pathlib import Path

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.usecases import find_journal

_EXPLAIN = (
    "Yes: apj sets apj.journal in your git config. After that, commands such as apj log work from any folder. Inside "
    "another journal, apj uses that journal. No: nothing changes."
)


def ask_about_default(context: Context, talk: Talk, wanted: bool | None) -> bool:
    """Return whether to make the journal the default one. Ask unless an option says so, or there is a default."""
    if wanted is not None:
        return wanted
    if find_journal.has_default(context.environ):
        return False
    return talk.ask_yes("Also use this journal from every other folder?", explain=_EXPLAIN)


def make_default(context: Context, root: Path) -> None:
    """Make the journal in `root` the default one, and say how to undo this."""
    find_journal.make_default(root, context.environ)
    context.print_hint(
        "From now on, apj uses this journal in every folder outside a journal. To undo this: git "
        "config --global --unset apj.journal"
    )
