"""`apj verify`: findings, questions and what is settled, each with its command."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from apjournal.model.finding import Level
from apjournal.model.views.verify import HistoryFinding, VerifyView
from apjournal.render.page import Page, Run, Style, make_dim, make_red
from apjournal.render.phrases import format_count, join_alternatives, join_names

WORDS = "We talked about it"
"""The sentence in the commands that `verify` prints."""
_TO_A_SHELL = frozenset('"$`\\!')


def render_text(view: VerifyView, style: Style) -> str:
    """Return open findings, questions and settled ones, what the reader can settle, and a line of counts."""
    page = Page(style)
    trust, questions, settled = _sorted(view)
    for one in trust:
        _show_finding(page, one, make_red(one.message))
        _explain_who_settles(page, view, one)
    for one in questions:
        _show_finding(page, one, Run(one.message))
        if one in view.mine:
            _explain_who_settles(page, view, one)
    for one in settled:
        _settled(page, one)
    page.add_gap()
    if trust:
        page.add_paragraph(
            "There may be a plain reason, such as a second device or a restored backup. Look into it together first."
        )
        page.add_gap()
    page.add_paragraph(_format_counts(view, trust, questions, settled))
    return page.render_page()


def settled_text(view: VerifyView, style: Style) -> str:
    """Return what was just settled, where the sentence is, and what is left."""
    page = Page(style)
    for one in view.settled_now:
        _settled(page, one)
    page.add_paragraph(f"Your sentence is in {view.reader}/kept.md. To undo it: apj undo")
    page.add_gap()
    page.add_paragraph(_format_counts(view, *_sorted(view)))
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def settle_command(one: HistoryFinding, words: str = WORDS) -> str:
    """Return the command that settles a finding."""
    said = quote(words) if _TO_A_SHELL.intersection(words) else f'"{words}"'
    return f"apj verify --settle {said} --commit {one.commit:.10}"


def _sorted(view: VerifyView) -> tuple[list[HistoryFinding], list[HistoryFinding], list[HistoryFinding]]:
    """Return the findings that are open, the questions, and what is settled."""
    trust = [one for one in view.findings if one.level is Level.ERROR and not one.settled]
    questions = [one for one in view.findings if one.level is not Level.ERROR and not one.settled]
    return trust, questions, [one for one in view.findings if one.settled]


def _show_finding(page: Page, one: HistoryFinding, message: Run) -> None:
    page.add_paragraph(message)
    page.add_command(f"{one.code}  ", one.show, indent=2)


def _settled(page: Page, one: HistoryFinding) -> None:
    _show_finding(page, one, make_dim(f"Settled: {one.message}") if one.settled else Run(one.message))
    for handle, words in one.talked:
        if words:
            page.add_paragraph(f"{handle}: “{words}”", indent=2, hang=2)
    if not one.settled:
        page.add_paragraph(f"{join_names(one.closed_by)} can settle it as well.", indent=2)


def _explain_who_settles(page: Page, view: VerifyView, one: HistoryFinding) -> None:
    """Return the command for a reader who can settle a finding, otherwise who can."""
    if one in view.mine:
        page.add_command("settle it".ljust(len(one.code) + 2), settle_command(one), indent=2)
    elif one.closed_by:
        who = join_alternatives(one.closed_by) if not one.by_each else join_names(one.closed_by)
        page.add_paragraph(make_dim(f"{who} can settle it."), indent=2)


def _format_counts(
    view: VerifyView,
    trust: Sequence[HistoryFinding],
    questions: Sequence[HistoryFinding],
    settled: Sequence[HistoryFinding],
) -> str:
    if view.ok is None and not view.findings:
        return "apj cannot tell whether the history is intact."
    counted = f"{format_count(view.commits, 'commit').capitalize()} checked"
    told = [
        format_count(len(trust), "open finding") if trust else "no open findings",
        *([format_count(len(questions), "question")] if questions else []),
        *([f"{len(settled)} settled"] if settled else []),
    ]
    return f"{counted}: {', '.join(told)}."
