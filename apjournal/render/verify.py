"""`apj verify`: what breaks a rule of trust, what is a question, what is settled, each with the command for it."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.finding import Level
from apjournal.model.views.verify import HistoryFinding, VerifyView
from apjournal.render.phrases import count
from apjournal.render.terminal import Page, Run, Style, accent, dim, red


def text(view: VerifyView, style: Style) -> str:
    """Write open findings, questions, settled ones; then how an open one is closed, and a line of counts."""
    page = Page(style)
    trust = [one for one in view.findings if one.level is Level.ERROR and not one.settled]
    questions = [one for one in view.findings if one.level is not Level.ERROR and not one.settled]
    settled = [one for one in view.findings if one.settled]
    for one in trust:
        _finding(page, one, red(one.message))
    for one in questions:
        _finding(page, one, Run(one.message))
    for one in settled:
        _finding(page, one, dim(f"Settled: {one.message}"))
    page.gap()
    if trust:
        _advice(page, trust)
        page.gap()
    page.say(_counts(view, trust, questions, settled))
    return page.text()


def _finding(page: Page, one: HistoryFinding, message: Run) -> None:
    page.say(message)
    page.command(f"{one.code}  ", one.show, indent=2)


def _advice(page: Page, trust: Sequence[HistoryFinding]) -> None:
    """Say what to do: talk, for there may be a plain reason; and which lines then close what was talked about."""
    page.say("There may be a plain reason, such as a second device or a restored backup. Look at it together first.")
    closing = dict.fromkeys((one.closed_by, one.by_each, one.commit, one.code) for one in trust if one.closed_by)
    if closing:
        page.say("When you have talked, a line closes it:")
    for closed_by, by_each, commit, code in closing:
        files = (" and " if by_each else " or ").join(f"{handle}/kept.md" for handle in closed_by)
        page.say(f"in {files}", indent=2)
        page.put([(accent(f"- settled {commit:.10} {code}"),)], indent=4)


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
