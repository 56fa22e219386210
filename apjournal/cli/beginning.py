"""The first evening: what was not said on the command line is asked, with the likely answer behind Enter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from apjournal.cli import questions
from apjournal.cli.context import Context
from apjournal.render import begin as render
from apjournal.usecases import init as use_init
from apjournal.usecases import join as use_join
from apjournal.usecases.init import Person as Said
from apjournal.usecases.init import Surroundings, Terms

__all__ = ["Said", "Terms", "init", "join"]


def init(context: Context, folder: Path, said: Said, terms: Terms, shared: str | None) -> None:
    """Begin a journal."""
    around = _around(context)
    root = context.start / folder
    person = _person(context, said, use_init.proposal(around), "Your handle, the name of your folder")
    if context.interactive:
        day = questions.line("Day of the call", default=terms.call_day)
        terms = Terms(terms.mode, day, questions.line("Time of the call", default=terms.call_time))
        if shared is None:
            shared = questions.line("Share through (an address or a new folder), or Enter for later") or None
    context.show(use_init.init(root, person, terms, shared, around), render.text)


def join(context: Context, url: str, folder: Path | None, said: Said) -> None:
    """Join a journal, as somebody new or on a second machine."""
    around = _around(context)
    fetched = use_join.fetch(url, context.start / folder if folder else None, around)
    with fetched.cleanup:
        if context.interactive and said.handle is None and fetched.partners:
            click.echo(
                f"Partners here: {', '.join(fetched.partners)}. Name one of them if that is you, else a new one."
            )
        likely = use_join.proposal(fetched)
        person = _person(context, said, likely, "Your handle", known=lambda handle: use_join.is_known(fetched, handle))
        context.show(use_join.join(fetched, person), render.text)


def _around(context: Context) -> Surroundings:
    return Surroundings(context.start, context.now, context.environ, context.interactive)


def _person(
    context: Context, said: Said, likely: Said, question: str, *, known: Callable[[str], bool] = lambda _: False
) -> Said:
    """Complete what was said by asking, or off a terminal by what is likely; who is known already is asked no more."""
    if not context.interactive:
        return Said(
            said.handle or likely.handle,
            said.name or likely.name,
            said.email or likely.email,
            said.timezone or likely.timezone,
        )
    handle = said.handle or questions.line(question, default=likely.handle or "")
    if known(handle):
        return Said(handle)
    return Said(
        handle,
        said.name or questions.line("Your name", default=likely.name or ""),
        said.email or questions.line("Your email, which commits carry", default=likely.email or ""),
        said.timezone or questions.line("Your time zone", default=likely.timezone or ""),
    )
