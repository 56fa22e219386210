"""Check the history, and settle findings. In a terminal, apj asks which one if there are several."""

from __future__ import annotations

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.errors import UsageFault
from apjournal.model.views.verify import HistoryFinding
from apjournal.render.screens import verify as render
from apjournal.usecases import verify as use

_EXPLAIN = (
    "Yes: apj writes your sentence into your kept.md, where everyone in this journal can read it, and the "
    "finding is resolved. No: the finding stays open."
)


def run_verify(context: Context, since: str | None, words: str | None, commit: str | None) -> None:
    """Show the findings about the history.

    With `words`, settle findings that I can settle: all about `commit`, or the ones that I choose.
    """
    if words is None and commit is not None:
        raise UsageFault("--commit only works together with --settle.", "See one commit: git show COMMIT")
    view = use.verify_history(context.workspace, since)
    if words is None or view.ok is None:
        context.show_view(view, render.render_text, pager=True)
        return
    found = use.find_settleable(context.workspace, view, commit)
    if commit is None and len({one.commit for one in found}) > 1:
        found = _chosen(context, found, words)
    if found:
        context.show_view(use.settle_all(context.workspace, view, found, words), render.render_settled)
    else:
        context.print_hint("Nothing was changed.")


def _chosen(context: Context, found: tuple[HistoryFinding, ...], words: str) -> tuple[HistoryFinding, ...]:
    if not context.interactive:
        raise UsageFault(
            f"There are {len(found)} findings that you can resolve, and apj asks which one only in a terminal.",
            f"To resolve one: {' Or: '.join(dict.fromkeys(render.settle_command(one, words) for one in found))}",
        )
    talk = Talk(context.style)
    return tuple(
        one
        for one in found
        if talk.ask_yes(f"{render.format_finding(one)} Resolve it?", default=False, explain=_EXPLAIN)
    )
