"""Hearing a partner: my own report first, then hers, and the question whether to keep a copy."""

from __future__ import annotations

from dataclasses import replace

from apjournal.cli import ending
from apjournal.cli.context import Context
from apjournal.cli.questions import Talk
from apjournal.errors import UsageFault
from apjournal.model.views.review import ReviewView
from apjournal.render import review as render
from apjournal.usecases import review as use


def review(context: Context, partner: str | None, *, keep: bool | None, fetch: bool) -> None:
    """Go through one partner, or on a terminal through all in turn."""
    workspace = context.workspace
    who = use.partners(workspace, partner)
    if not who:
        raise UsageFault("There is nobody here yet whose record you hear.", "Send your partner the line: apj join URL")
    if len(who) > 1 and not context.interactive:
        raise UsageFault("There are several partners.", f"Name one: apj review {who[0]}")
    if context.interactive:
        _own_report(context)
    fetched = use.fetch(workspace, wanted=fetch)
    for handle in who:
        view = use.review(workspace, handle, fetched)
        if context.interactive:
            _hear(context, view, keep=keep, several=len(who) > 1, last=handle == who[-1])
        else:
            _tell(context, view, keep=keep)


def _own_report(context: Context) -> None:
    due = use.own_report_due(context.workspace)
    if due is None:
        return
    from apjournal.cli import report_talk

    talk = Talk(context.style)
    talk.say(f"Your own report on {due.week} comes first.")
    report_talk.give(context, talk, due, may_wait=True)
    talk.gap()


def _tell(context: Context, view: ReviewView, *, keep: bool | None) -> None:
    """Show the record where nobody is asked."""
    if keep:
        view = use.keep(context.workspace, view)
    elif keep is None and use.may_keep(view):
        view = replace(view, next=f"apj review {view.partner} --keep")
    context.show(view, render.text)


def _hear(context: Context, view: ReviewView, *, keep: bool | None, several: bool, last: bool) -> None:
    """Show the record on a terminal and keep a copy, as was said or is answered now; the last names the next step."""
    talk = Talk(context.style)
    context.show(replace(view, next=""), render.text, pager=True)
    talk.gap()
    if keep is None and use.may_keep(view):
        whose = f"{view.partner_name}'s" if several and view.partner_name else "these"
        keep = talk.yes(f"Keep a copy of {whose} goals?")
    if keep:
        context.show(replace(use.keep(context.workspace, view), next=""), render.kept_text)
    if last:
        ending.say_next(context, heard=True)
    else:
        talk.gap()
