"""`apj review`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, partner_argument


@apj_command(example="apj review --keep")
@partner_argument
@click.option("--keep/--no-keep", default=None, help="Keep a copy, or not, without being asked.")
@click.option("--fetch/--no-fetch", default=True, help="Get what is new first, or not.")
def command(context: Context, partner: str | None, keep: bool | None, fetch: bool) -> None:
    """Hear the partner's report, then this week's goals; keep a copy.

    Then what changed since the copy that you kept, and messages to you. Keeping says: I have read this, and it can
    be shown for ever.
    """
    from apjournal.cli.dialogue import review

    review.run_review(context, partner, keep=keep, fetch=fetch)
