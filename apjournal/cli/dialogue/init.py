"""The questions of `apj init` about what the command line leaves out. Enter accepts the likely answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.cli.questions.agreement import ask_about_agreement
from apjournal.cli.questions.default_journal import ask_about_default, make_default
from apjournal.cli.questions.person import (
    EXPLAIN_HANDLE,
    TRY_AGAIN,
    Said,
    ask_person,
    build_surroundings,
    fill_in_likely,
    show_fault,
)
from apjournal.errors import ApjError, NeedsAttention, UsageFault
from apjournal.model.agreement_topic import Topic
from apjournal.render.screens import begin as render
from apjournal.usecases import init as use_init
from apjournal.usecases.init import ImportedFolder, JournalTerms, Surroundings

__all__ = ["JournalRequest", "Said", "run_init"]

_MODES = {"b": "two-sided", "o": "one-sided", "n": "peer-support"}
_EXPLAIN_MODE = (
    "Both: each of you sets goals and reports. One: one of you reports, and the other listens. Nobody: "
    "you tell each other what went well."
)
_EXPLAIN_LISTENS = f"The handle of the partner who sets no goals. {EXPLAIN_HANDLE}"
_EXPLAIN_DAY = "The day of the week on which you talk, for example: monday"
_EXPLAIN_TIME = "The time at which you talk, for example: 09:00"
_EXPLAIN_NESTING = (
    "Yes: the journal becomes a separate repository in that folder. The outer repository does not contain the "
    "journal's files, unless somebody adds them there. No: nothing is created."
)
_EXPLAIN_AGAIN = "Yes: apj tries again with the same answers, for example after you freed disk space. No: apj stops."
_EXPLAIN_TALK = (
    "Yes: apj asks what you do when one of you misses a call, how blunt you are, and four more questions. "
    "Enter skips a question. No: you can do this together later, with apj agree --talk"
)
_EXPLAIN_SHARED = (
    "An empty repository on a git host: https://HOST/PATH, ssh://USER@HOST/PATH or USER@HOST:PATH. Or the path of a "
    "folder that both of you can reach, such as on a USB stick. apj creates the folder. An empty folder or an empty "
    "bare repository is fine as well. Later: the journal is created, and you can share it at any time."
)
_LATER = "later"


class JournalRequest(Struct, frozen=True):
    """What the command line says about the journal. A value that was not given is None."""

    mode: str | None
    listeners: tuple[str, ...]
    call_day: str | None
    call_time: str | None
    shared: str | None
    source: Path | None = None
    answers: Mapping[Topic, str] = {}


def run_init(
    context: Context, folder: Path, said: Said, wishes: JournalRequest, *, default: bool | None = None
) -> None:
    """Create a journal. In a terminal, ask for everything that was not given.

    `default` says whether it becomes the default journal, or is None if the command line does not say.
    """
    around = build_surroundings(context)
    root = context.resolve_path(folder)
    taken = _read_import(context, wishes.source, said, around)
    use_init.check_place(root, around, taken)
    _ask_about_nesting(context, root)
    said = use_init.complete_person(said, taken) if taken else said
    likely = use_init.propose_person(around)
    if context.interactive:
        talk = Talk(context.style)
        talk.show_paragraph(f"This starts a journal in {root}. Press Enter to accept the value in brackets.")
        said = ask_person(talk, said, likely)
        wishes = _ask_terms(talk, wishes, around, said.timezone)
        default = ask_about_default(context, talk, default)
    else:
        said = fill_in_likely(said, likely)
    terms = JournalTerms.parse_terms(wishes.mode, wishes.call_day, wishes.call_time, wishes.listeners, wishes.answers)
    shared = wishes.shared
    while True:
        try:
            view = use_init.init_journal(root, said, terms, shared, around, taken)
            break
        except ApjError as fault:
            if not context.interactive:
                raise
            talk, others = Talk(context.style), "other " if shared else ""
            show_fault(talk, fault, f"Nothing has been created yet, and your {others}answers are kept.")
            if shared:
                shared = _ask_remote(talk, around, before=shared)
            elif not talk.ask_yes("Try again?", explain=_EXPLAIN_AGAIN):
                raise
    context.show_view(view, render.render_begin)
    if default:
        make_default(context, root)


def _ask_about_nesting(context: Context, root: Path) -> None:
    """If the folder is inside another git repository, ask whether to continue.

    If the answer is no, raise `NeedsAttention`.
    """
    outer = use_init.find_outer_repository(root)
    if outer is None:
        return
    where = f"{root} is inside another git repository, {outer}."
    if not context.interactive:
        own = quote(str(root))
        raise UsageFault(
            where,
            f"Choose a folder outside it: apj init DIR. To begin there anyway: git init {own}, then run this command "
            "again",
        )
    talk = Talk(context.style)
    talk.show_paragraph(where)
    if not talk.ask_yes("Begin the journal there anyway?", default=False, explain=_EXPLAIN_NESTING):
        raise NeedsAttention("No journal was created.", "To begin in a folder outside that repository: apj init DIR")


def _read_import(context: Context, source: Path | None, said: Said, around: Surroundings) -> ImportedFolder | None:
    """Read my folder in the other journal, or return None if no other journal is given.

    My handle stays the one that I have there.
    """
    if source is None:
        return None
    return use_init.read_folder_to_import(context.resolve_path(source), said.handle or context.as_, around)


def _ask_mode(talk: Talk) -> str:
    question = "Who reports?  [b]oth of you  [o]ne of you  [n]obody: peer support"
    return _MODES[talk.ask_key(question, "bon", default="b", explain=_EXPLAIN_MODE)]


def _ask_terms(talk: Talk, wishes: JournalRequest, around: Surroundings, timezone: str | None) -> JournalRequest:
    """Ask for the terms that were not given.

    If all were given, do not ask the questions about the agreement either.
    """
    mode = wishes.mode or _ask_mode(talk)
    listeners = wishes.listeners
    if mode == _MODES["o"] and not listeners:
        question = "Who listens, and sets no goals? Type a handle"
        listeners = (talk.ask_line(question, check=use_init.check_handle, explain=_EXPLAIN_LISTENS),)
    day = wishes.call_day or talk.ask_line(
        "The day of your call", default=JournalTerms().call_day, check=use_init.parse_call_day, explain=_EXPLAIN_DAY
    )
    time = wishes.call_time or talk.ask_line(
        "The time of your call", default=JournalTerms().call_time, check=use_init.parse_call_time, explain=_EXPLAIN_TIME
    )
    are_given = wishes.mode and wishes.call_day and wishes.call_time
    answers = {} if are_given else _ask_answers(talk, partial(use_init.check_until, timezone=timezone, now=around.now))
    shared = wishes.shared or _ask_remote(talk, around)
    return replace(wishes, mode=mode, listeners=listeners, call_day=day, call_time=time, shared=shared, answers=answers)


def _ask_answers(talk: Talk, check_until: Callable[[str], object]) -> dict[Topic, str]:
    """Offer the questions about the agreement, and return the answers."""
    if talk.ask_yes("Also answer six short questions about how you work together?", explain=_EXPLAIN_TALK):
        return ask_about_agreement(talk, {}, check_until)
    return {}


def _ask_remote(talk: Talk, around: Surroundings, *, before: str | None = None) -> str | None:
    """Ask which remote to share through. Return None if the user wants to decide later.

    `before` is a remote that did not work. Enter then tries it again, and the word "later" is an answer.
    """

    def check(answer: str) -> None:
        use_init.check_shared("" if answer == _LATER else answer, around)

    question = f"Where to share (a URL, a folder, or {_LATER})" if before else "Where to share (a URL or a folder)"
    enter = TRY_AGAIN if before else _LATER
    answer = talk.ask_line(question, check=check, enter=enter, explain=_EXPLAIN_SHARED)
    return None if answer == _LATER else answer or before
