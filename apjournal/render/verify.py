"""`apj verify`: what breaks a rule of trust, what is a question, what is settled, each with the command for it."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from apjournal.model.finding import Level
from apjournal.model.views.verify import HistoryFinding, VerifyView
from apjournal.render.phrases import count, either, listed
from apjournal.render.terminal import Page, Run, Style, dim, red

WORDS = "We talked about it"
"""The sentence in the commands that `verify` prints."""
_TO_A_SHELL = frozenset('"$`\\!')


def text(view: VerifyView, style: Style) -> str:
    """Return open findings, questions and settled ones, what the reader can settle, and a line of counts."""
    page = Page(style)
    trust, questions, settled = _sorted(view)
    for one in trust:
        _finding(page, one, red(one.message))
        _who_settles(page, view, one)
    for one in questions:
        _finding(page, one, Run(one.message))
        if one in view.mine:
            _who_settles(page, view, one)
    for one in settled:
        _settled(page, one)
    page.gap()
    if trust:
        page.say(
            "There may be a plain reason, such as a second device or a restored backup. Look at it together first."
        )
        page.gap()
    page.say(_counts(view, trust, questions, settled))
    return page.text()


def settled_text(view: VerifyView, style: Style) -> str:
    """Return what was just settled, where the sentence is, and what is left."""
    page = Page(style)
    for one in view.settled_now:
        _settled(page, one)
    page.say(f"Your sentence is in {view.reader}/kept.md. To undo it: apj undo")
    page.gap()
    page.say(_counts(view, *_sorted(view)))
    if view.next:
        page.next(view.next)
    return page.text()


def settle_command(one: HistoryFinding, words: str = WORDS) -> str:
    """Return the command that settles a finding."""
    said = quote(words) if _TO_A_SHELL.intersection(words) else f'"{words}"'
    return f"apj verify --settle {said} --commit {one.commit:.10}"


def _sorted(view: VerifyView) -> tuple[list[HistoryFinding], list[HistoryFinding], list[HistoryFinding]]:
    """Return the findings that are open, the questions, and what is settled."""
    trust = [one for one in view.findings if one.level is Level.ERROR and not one.settled]
    questions = [one for one in view.findings if one.level is not Level.ERROR and not one.settled]
    return trust, questions, [one for one in view.findings if one.settled]


def _finding(page: Page, one: HistoryFinding, message: Run) -> None:
    page.say(message)
    page.command(f"{one.code}  ", one.show, indent=2)


def _settled(page: Page, one: HistoryFinding) -> None:
    _finding(page, one, dim(f"Settled: {one.message}") if one.settled else Run(one.message))
    for handle, words in one.talked:
        if words:
            page.say(f"{handle}: “{words}”", indent=2, hang=2)
    if not one.settled:
        page.say(f"It is still for {listed(one.closed_by)} to settle, too.", indent=2)


def _who_settles(page: Page, view: VerifyView, one: HistoryFinding) -> None:
    """Return the command for a reader who can settle a finding, otherwise who can."""
    if one in view.mine:
        page.command("settle it".ljust(len(one.code) + 2), settle_command(one), indent=2)
    elif one.closed_by:
        who = either(one.closed_by) if not one.by_each else listed(one.closed_by)
        page.say(dim(f"{who} can settle it."), indent=2)


def _counts(
    view: VerifyView,
    trust: Sequence[HistoryFinding],
    questions: Sequence[HistoryFinding],
    settled: Sequence[HistoryFinding],
) -> str:
    if view.ok is None and not view.findings:
        return "It can't be told whether all is as it was."
    counted = f"{count(view.commits, 'commit').capitalize()} looked at"
    told = [
        count(len(trust), "open finding") if trust else "nothing breaks a rule",
        *([count(len(questions), "question")] if questions else []),
        *([f"{len(settled)} settled"] if settled else []),
    ]
    return f"{counted}: {', '.join(told)}."
