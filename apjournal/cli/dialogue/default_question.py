"""`init` and `join` offer once to make the journal the default one, which every other folder then uses."""

from __future__ import annotations

from pathlib import Path

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.usecases import find_journal

_EXPLAIN = (
    "Yes sets git config apj.journal for you. Then apj works from any folder, such as: apj log. In another journal, "
    "apj still uses that one. No changes nothing."
)


def ask_about_default(context: Context, talk: Talk, wanted: bool | None) -> bool:
    """Return whether the journal becomes the default one. Ask unless the command line says so, or there is one."""
    if wanted is not None:
        return wanted
    if find_journal.has_default(context.environ):
        return False
    return talk.ask_yes("Use this journal from every other folder, too?", explain=_EXPLAIN)


def make_default(context: Context, root: Path) -> None:
    """Make the journal in `root` the default one, and say how to undo that."""
    find_journal.make_default(root, context.environ)
    context.print_hint(
        "apj now uses this journal wherever there is no other. To undo that: git config --global --unset apj.journal"
    )
