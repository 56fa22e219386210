"""The command `apj agree`."""

from typing import Any

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj agree --cadence fortnightly", view="agree.AgreeView")
@click.option(
    "--mode", type=click.Choice(["two-sided", "one-sided", "peer-support"]), help="Propose this kind of partnership."
)
@click.option("--cadence", type=click.Choice(["weekly", "fortnightly", "monthly"]), help="Propose how often you talk.")
@click.option(
    "--listener", "listeners", multiple=True, metavar="HANDLE", help="The partner who listens, in a one-sided journal."
)
@click.option("--review-on", metavar="DATE", help="When you will review the agreement: a date, or +12w for 12 weeks.")
@click.option("--talk", is_flag=True, help="Answer six short questions, and write the answers into agreement.md.")
@click.option("--alone", is_flag=True, help="Do not wait for a partner who has been silent for four weeks.")
@click.option("--sign/--no-sign", default=None, help="Accept the agreement without being asked, or only show it.")
def command(context: Context, sign: bool | None, talk: bool, **proposal: Any) -> None:
    """Show, accept or change how you work together.

    With --mode or --cadence, apj proposes a change. The former terms apply until all have accepted it. --talk asks what
    you do about missed calls, how blunt you are, what stays private, what kind of help you want, and when and how you
    stop.
    """
    from apjournal.cli.dialogue import agree

    agree.run_agree(context, agree.Proposal(**proposal), sign=sign, talk=talk)
