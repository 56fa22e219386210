"""The questions of `init` and `join` about the person: name, handle, email address and time zone."""

from __future__ import annotations

from functools import partial

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.errors import ApjError
from apjournal.usecases import init as use_init
from apjournal.usecases import join as use_join
from apjournal.usecases.init import Person as Said
from apjournal.usecases.init import Surroundings

__all__ = [
    "EXPLAIN_HANDLE",
    "TRY_AGAIN",
    "Said",
    "ask_person",
    "build_surroundings",
    "fill_in_likely",
    "is_that_partner",
    "show_fault",
]

TRY_AGAIN = "try the same again"
"""What Enter does at the question for a remote, after that remote did not work."""
_EXPLAIN_DEVICE = "Yes: this clone writes under the same name as your other device. No: apj asks again who you are."
_EXPLAIN_NAME = "Your name, as your partner sees it and as it appears in commits."
EXPLAIN_HANDLE = (
    "The short name of your folder: up to 32 lowercase letters, digits and hyphens, beginning with a letter, "
    "for example: ana"
)
_EXPLAIN_EMAIL = (
    "Anyone who can read the journal sees this email address in your commits. Type an address like: ana@example.org"
)
_EXPLAIN_ZONE = "apj shows your days and call times in this time zone. Type a name like: Europe/Lisbon"


def build_surroundings(context: Context) -> Surroundings:
    """Return the current directory, the clock and the environment for the use cases."""
    return Surroundings(context.start, context.now, context.environ, context.interactive)


def fill_in_likely(said: Said, likely: Said) -> Said:
    """Return the given answers, and the likely ones for everything else, because nobody can be asked."""
    return Said(
        said.handle or likely.handle,
        said.name or likely.name,
        said.email or likely.email,
        said.timezone or likely.timezone,
    )


def ask_person(talk: Talk, said: Said, likely: Said, fetched: use_join.FetchedJournal | None = None) -> Said:
    """Ask for those details of the person that were not given.

    If the person is already a partner in the journal `fetched`, return only the handle, because the journal contains
    the other details.
    """
    name = said.name or talk.ask_line("Your name", default=likely.name or "", explain=_EXPLAIN_NAME)
    handle = said.handle or _ask_handle(talk, name, fetched)
    if fetched and use_join.is_known(fetched, handle):
        return Said(handle)
    check = partial(_check_address, fetched) if fetched else use_init.check_email
    email = said.email or talk.ask_line(
        "Your email address, as it appears in commits", default=likely.email or "", check=check, explain=_EXPLAIN_EMAIL
    )
    zone = said.timezone or talk.ask_line(
        "Your time zone", default=likely.timezone or "", check=use_init.check_timezone, explain=_EXPLAIN_ZONE
    )
    return Said(handle, name, email, zone)


def _ask_handle(talk: Talk, name: str, fetched: use_join.FetchedJournal | None) -> str:
    """Ask for a handle until it is unused, or belongs to a partner who joins on another device."""
    likely = use_init.guess_handle(name) or ""
    if fetched and likely in fetched.partners:
        likely = ""
    while True:
        handle = talk.ask_line(
            "Your handle, the name of your folder",
            default=likely,
            check=use_init.check_handle,
            explain=EXPLAIN_HANDLE,
        )
        if fetched is None or is_that_partner(talk, fetched, handle):
            return handle


def is_that_partner(talk: Talk, fetched: use_join.FetchedJournal, handle: str) -> bool:
    """Whether a handle is unused, or belongs to a partner who the user says they are."""
    use_init.check_handle(handle)
    if not use_join.is_known(fetched, handle):
        return True
    question = f"Are you {use_join.get_partner_name(fetched, handle)}, on another device?"
    return talk.ask_yes(question, default=False, explain=_EXPLAIN_DEVICE)


def _check_address(fetched: use_join.FetchedJournal, email: str) -> None:
    use_init.check_email(email)
    use_join.check_address(fetched, email)


def show_fault(talk: Talk, fault: ApjError, state: str) -> None:
    """Show why an attempt did not work, the `state` that it left, and the hint."""
    talk.show_paragraph(f"{fault.message} {state}")
    if fault.hint:
        talk.show_paragraph(fault.hint)
