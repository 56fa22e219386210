"""The questions of `apj join`: who joins, and whether they accept the agreement. Enter accepts the likely answer."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.cli.questions.default_journal import ask_about_default, make_default
from apjournal.cli.questions.person import (
    TRY_AGAIN,
    Said,
    ask_person,
    build_surroundings,
    fill_in_likely,
    is_that_partner,
    show_fault,
)
from apjournal.errors import ApjError, NeedsAttention
from apjournal.model.agreement import Agreement
from apjournal.render.screens import begin as render
from apjournal.render.screens.agree import render_terms
from apjournal.usecases import init as use_init
from apjournal.usecases import join as use_join

__all__ = ["Said", "run_join"]

_NEW = "new"
_EXPLAIN_WHO = (
    f"Type {_NEW} if you are not in this journal yet. If you already use it on another device, type your handle, "
    "which is the name of your folder."
)
_EXPLAIN_ACCEPT = (
    "Yes: you join the journal, and apj records in your partner.md that you accept this version. No: you do not "
    "join, and nothing is kept."
)


_EXPLAIN_URL = (
    "The URL or the folder through which your partner shares the journal, as in the message from apj invite. Enter: "
    "apj tries the same one again, for example after you connected to the network."
)


def run_join(context: Context, url: str, folder: Path | None, said: Said, *, default: bool | None = None) -> None:
    """Join a journal, as a new partner or on a second machine.

    `default` says whether it becomes the default journal, or is None if the command line does not say.
    """
    around = build_surroundings(context)
    fetched = _fetch_journal(context, url, context.resolve_path(folder) if folder else None, around)
    with fetched.cleanup:
        likely = use_join.propose_person(fetched)
        if context.interactive:
            talk = Talk(context.style)
            if said.handle is None or not (said.email or is_that_partner(talk, fetched, said.handle)):
                said = replace(said, handle=_ask_who(talk, fetched, likely))
            use_join.check_said(fetched, said)
            if said.handle is None or not use_join.is_known(fetched, said.handle):
                _accept_terms(talk, use_join.get_agreement(fetched))
                said = ask_person(talk, said, likely, fetched)
            default = ask_about_default(context, talk, default)
        else:
            use_join.check_said(fetched, replace(said, handle=said.handle or likely.handle))
            said = fill_in_likely(said, likely)
        context.show_view(use_join.join_journal(fetched, said), render.render_begin)
    if default:
        make_default(context, fetched.root)


def _fetch_journal(
    context: Context, url: str, folder: Path | None, around: use_init.Surroundings
) -> use_join.FetchedJournal:
    """Fetch the journal. In a terminal, ask again where it is if it cannot be fetched."""
    while True:
        use_join.choose_folder(url, folder, around)  # another remote would not help if the folder is not free
        try:
            return use_join.fetch_journal(url, folder, around)
        except ApjError as fault:
            if not context.interactive:
                raise
            talk = Talk(context.style)
            show_fault(talk, fault, "Nothing has been created yet.")
            url = (
                talk.ask_line(
                    "Where is the journal (a URL or a folder)",
                    check=lambda answer: answer and use_join.choose_folder(answer, folder, around),
                    enter=TRY_AGAIN,
                    explain=_EXPLAIN_URL,
                )
                or url
            )


def _ask_who(talk: Talk, fetched: use_join.FetchedJournal, likely: Said) -> str | None:
    """Ask which partner of the journal the user is, and return the handle, or None for a new partner."""
    known = [handle for handle in fetched.partners if use_join.is_known(fetched, handle)]
    mine = likely.handle if likely.email and likely.handle in known else _NEW
    question = f"Are you {', '.join(known)}, or {_NEW} here?"
    while True:
        answer = talk.ask_line(question, default=mine, check=use_init.check_handle, explain=_EXPLAIN_WHO)
        if answer == _NEW:
            return None
        if is_that_partner(talk, fetched, answer):
            return answer


def _accept_terms(talk: Talk, agreement: Agreement) -> None:
    """Show the whole agreement and ask whether to accept it. If the answer is no, raise `NeedsAttention`."""
    talk.show_text(render_terms(agreement, talk.style))
    talk.show_gap()
    if not talk.ask_yes("Do you accept this agreement?", default=False, explain=_EXPLAIN_ACCEPT):
        raise NeedsAttention("You have not joined, and nothing was changed.", "Talk with your partner about it first.")
