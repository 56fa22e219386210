"""The command `apj verify`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj verify", view="verify.VerifyView")
@click.option("--since", metavar="COMMIT", help="Check only commits after COMMIT.")
@click.option(
    "--settle",
    "words",
    metavar="WORDS",
    help="Resolve a finding that you have discussed. WORDS is your explanation.",
)
@click.option("--commit", metavar="COMMIT", help="With --settle: resolve only findings about COMMIT.")
def command(context: Context, since: str | None, words: str | None, commit: str | None) -> None:
    """Check the whole history for rewrites and lost copies.

    Each finding comes with the plain git command that shows it. Exits with 5 if a finding is open, and with 4 if apj
    cannot tell because part of the history is missing.

    --settle writes your sentence into your kept.md and commits it; your partner can read it there. You can resolve
    only findings that concern you, and never your own change.
    """
    from apjournal.cli.dialogue import verify

    verify.run_verify(context, since, words, commit)
