"""The command `apj review`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, partner_argument


@apj_command(example="apj review --keep", view="review.ReviewView")
@partner_argument
@click.option("--keep/--no-keep", default=None, help="Keep a copy without being asked, or do not keep one.")
@click.option("--fetch/--no-fetch", default=True, help="Fetch before the review, or do not fetch.")
def command(context: Context, partner: str | None, keep: bool | None, fetch: bool) -> None:
    """Read a partner's report and goals, and keep a copy.

    Also shows what changed since the copy that you kept, and messages to you. Keeping a copy records which version you
    have read, so that anyone can check it later.
    """
    from apjournal.cli.dialogue import review

    review.run_review(context, partner, keep=keep, fetch=fetch)
