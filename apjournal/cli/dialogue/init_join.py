"""The first evening: apj asks for what the command line leaves out, and Enter accepts the likely answer."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.errors import ApjError, NeedsAttention
from apjournal.model.agreement import DAYS, NOTHING_WRITTEN, Agreement
from apjournal.render import begin as render
from apjournal.usecases import init as use_init
from apjournal.usecases import join as use_join
from apjournal.usecases.init import JournalTerms, Surroundings, TakenAlong
from apjournal.usecases.init import Person as Said

__all__ = ["JournalRequest", "Said", "run_init", "run_join"]

_MODES = {"b": "two-sided", "o": "one-sided", "n": "peer-support"}
_NEW = "new"
_EXPLAIN_WHO = f"Your handle, if you are in this journal already and this is another device of yours; else {_NEW}."
_EXPLAIN_DEVICE = (
    "Yes: this clone writes under that name, as your other device does. No: you are asked again who you are."
)
_EXPLAIN_ACCEPT = (
    "Yes joins the journal and notes in your partner.md that you accept this text. No ends here; nothing is kept."
)
_EXPLAIN_NAME = "Your name, as your partner reads it and as it appears in commits."
_EXPLAIN_HANDLE = (
    "The short name of your folder: lowercase letters, digits and hyphens, beginning with a letter, at most 32, "
    "such as: ana"
)
_EXPLAIN_EMAIL = "Whoever can read the journal sees it in your commits. Type one like: ana@example.org"
_EXPLAIN_ZONE = "Your days and call times follow it. Type a name like: Europe/Lisbon"
_EXPLAIN_MODE = (
    "Both: each of you sets goals and reports. One: the other listens. Nobody: you tell each other what went well."
)
_EXPLAIN_LISTENS = f"The handle of the partner who sets no goals. {_EXPLAIN_HANDLE}"
_EXPLAIN_DAY = "The day of the week on which you talk, such as: monday"
_EXPLAIN_TIME = "The time at which you talk, such as: 09:00"
_EXPLAIN_SHARED = (
    "The URL of an empty repository on a git host, or a new folder, such as on a USB stick. Enter: you can share later."
)


class JournalRequest(Struct, frozen=True):
    """What the command line says about the journal. None if nothing was given."""

    mode: str | None
    listeners: tuple[str, ...]
    call_day: str | None
    call_time: str | None
    shared: str | None
    source: Path | None = None


def run_init(context: Context, folder: Path, said: Said, wishes: JournalRequest) -> None:
    """Create a journal."""
    around = _build_surroundings(context)
    root = context.resolve_path(folder)
    use_init.check_place(root, around)
    taken = _read_import(context, wishes.source, said, around)
    said = use_init.complete_person(said, taken) if taken else said
    likely = use_init.propose_person(around)
    if context.interactive:
        talk = Talk(context.style)
        talk.show_paragraph(f"This starts a journal in {root}. Press Enter to accept the value in brackets.")
        said = _ask_person(talk, said, likely)
        wishes = _ask_terms(talk, wishes, around)
    else:
        said = _fill_in_likely(said, likely)
    terms = JournalTerms.parse_terms(wishes.mode, wishes.call_day, wishes.call_time, wishes.listeners)
    shared = wishes.shared
    while True:
        try:
            view = use_init.init_journal(root, said, terms, shared, around, taken)
            break
        except ApjError as fault:
            if not (context.interactive and shared):
                raise
            talk = Talk(context.style)
            talk.show_paragraph(f"{fault.message} Nothing has been created yet, and your other answers are kept.")
            shared = _ask_remote(talk, around)
    context.show_view(view, render.render_begin)


def run_join(context: Context, url: str, folder: Path | None, said: Said) -> None:
    """Join a journal, as somebody new or on a second machine."""
    around = _build_surroundings(context)
    fetched = use_join.fetch_journal(url, context.resolve_path(folder) if folder else None, around)
    with fetched.cleanup:
        likely = use_join.propose_person(fetched)
        if context.interactive:
            talk = Talk(context.style)
            if said.handle is None or not (said.email or _is_that(talk, fetched, said.handle)):
                said = replace(said, handle=_ask_who(talk, fetched, likely))
            use_join.check_said(fetched, said)
            if said.handle is None or not use_join.is_known(fetched, said.handle):
                _accept_terms(talk, use_join.get_agreement(fetched))
                said = _ask_person(talk, said, likely, fetched)
        else:
            use_join.check_said(fetched, replace(said, handle=said.handle or likely.handle))
            said = _fill_in_likely(said, likely)
        context.show_view(use_join.join_journal(fetched, said), render.render_begin)


def _read_import(context: Context, source: Path | None, said: Said, around: Surroundings) -> TakenAlong | None:
    """Read my folder of the other journal, if one is given. I keep that identity in the new one."""
    if source is None:
        return None
    return use_init.take_along(context.resolve_path(source), said.handle or context.as_, around)


def _build_surroundings(context: Context) -> Surroundings:
    return Surroundings(context.start, context.now, context.environ, context.interactive)


def _fill_in_likely(said: Said, likely: Said) -> Said:
    """Return what was given, with the likely answers for the rest, if nobody can be asked."""
    return Said(
        said.handle or likely.handle,
        said.name or likely.name,
        said.email or likely.email,
        said.timezone or likely.timezone,
    )


def _ask_who(talk: Talk, fetched: use_join.FetchedJournal, likely: Said) -> str | None:
    """Ask which partner of the journal this is. Return None for somebody new."""
    known = [handle for handle in fetched.partners if use_join.is_known(fetched, handle)]
    mine = likely.handle if likely.email and likely.handle in known else _NEW
    question = f"Who are you: {', '.join(known)}, or {_NEW}?"
    while True:
        answer = talk.ask_line(question, default=mine, check=use_init.check_handle, explain=_EXPLAIN_WHO)
        if answer == _NEW:
            return None
        if _is_that(talk, fetched, answer):
            return answer


def _is_that(talk: Talk, fetched: use_join.FetchedJournal, handle: str) -> bool:
    """Whether that partner is joining. The person is asked if the handle is taken."""
    use_init.check_handle(handle)
    if not use_join.is_known(fetched, handle):
        return True
    question = f"Are you {use_join.get_partner_name(fetched, handle)}, on another device?"
    return talk.ask_yes(question, default=False, explain=_EXPLAIN_DEVICE)


def _accept_terms(talk: Talk, agreement: Agreement) -> None:
    """Show the whole agreement and ask whether to accept it. Raise `NeedsAttention` if not."""
    call, listeners = agreement.call, agreement.listeners
    who = f" ({', '.join(listeners)} {'listens' if len(listeners) == 1 else 'listen'})" if listeners else ""
    hour = f" at {call.time:%H:%M}" if call.time else ""
    zone = f" ({call.timezone})" if call.timezone and hour else ""
    talk.show_paragraph(
        f"The agreement here is {agreement.mode}{who}, {agreement.cadence}: "
        f"a call on {DAYS[call.day].title()}{hour}{zone}."
    )
    talk.show_gap()
    for line in agreement.rules or [NOTHING_WRITTEN]:
        talk.show_paragraph(line, indent=2) if line.strip() else talk.show_gap()
    talk.show_gap()
    if not talk.ask_yes("Do you accept this agreement?", default=False, explain=_EXPLAIN_ACCEPT):
        raise NeedsAttention("You have not joined, and nothing was changed.", "Talk with your partner about it first.")


def _ask_person(talk: Talk, said: Said, likely: Said, fetched: use_join.FetchedJournal | None = None) -> Said:
    """Ask for the person's details that were not given. A partner in the journal `fetched` is already known."""
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
    """Ask for a handle until it is free, or that of a partner who joins on another device."""
    likely = use_init.guess_handle(name) or ""
    if fetched and likely in fetched.partners:
        likely = ""
    while True:
        handle = talk.ask_line(
            "Your handle, the name of your folder",
            default=likely,
            check=use_init.check_handle,
            explain=_EXPLAIN_HANDLE,
        )
        if fetched is None or _is_that(talk, fetched, handle):
            return handle


def _check_address(fetched: use_join.FetchedJournal, email: str) -> None:
    use_init.check_email(email)
    use_join.check_address(fetched, email)


def _ask_mode(talk: Talk) -> str:
    question = "Who reports?  [b]oth of you  [o]ne of you  [n]obody: peer support"
    return _MODES[talk.ask_key(question, "bon", default="b", explain=_EXPLAIN_MODE)]


def _ask_terms(talk: Talk, wishes: JournalRequest, around: Surroundings) -> JournalRequest:
    """Ask for the terms that were not given."""
    mode = wishes.mode or _ask_mode(talk)
    listeners = wishes.listeners
    if mode == _MODES["o"] and not listeners:
        question = "Who listens, and sets no goals? A handle"
        listeners = (talk.ask_line(question, check=use_init.check_handle, explain=_EXPLAIN_LISTENS),)
    day = wishes.call_day or talk.ask_line(
        "The day of your call", default=JournalTerms().call_day, check=use_init.parse_call_day, explain=_EXPLAIN_DAY
    )
    time = wishes.call_time or talk.ask_line(
        "Its time", default=JournalTerms().call_time, check=use_init.parse_call_time, explain=_EXPLAIN_TIME
    )
    shared = wishes.shared or _ask_remote(talk, around)
    return replace(wishes, mode=mode, listeners=listeners, call_day=day, call_time=time, shared=shared)


def _ask_remote(talk: Talk, around: Surroundings) -> str | None:
    """Ask which remote to share through. Return None to do it later."""
    answer = talk.ask_line(
        "Share through (a URL, or a new folder)",
        check=partial(use_init.check_shared, around=around),
        enter="later",
        explain=_EXPLAIN_SHARED,
    )
    return answer or None
