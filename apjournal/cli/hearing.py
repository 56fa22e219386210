"""Hearing a partner: my own report first, then hers, and the question whether to keep a copy."""

from __future__ import annotations

from dataclasses import replace

import click

from apjournal.cli import questions, report_talk
from apjournal.cli.context import Context
from apjournal.errors import UsageFault
from apjournal.model.handle import Handle
from apjournal.render import report as render_report
from apjournal.render import review as render
from apjournal.usecases import review as use
from apjournal.usecases.report import report as give_report


def review(context: Context, partner: str | None, *, keep: bool | None, fetch: bool) -> None:
    """Go through one partner, or on a terminal through all in turn."""
    workspace = context.workspace
    who = use.partners(workspace, partner)
    if len(who) > 1 and not context.interactive:
        raise UsageFault("There are several partners.", f"Name one: apj review {who[0]}")
    if context.interactive:
        _own_report(context)
    fetched = use.fetch(workspace, wanted=fetch)
    for handle in who:
        _hear(context, handle, fetched, keep=keep)


def _own_report(context: Context) -> None:
    due = use.own_report_due(context.workspace)
    if due is None:
        return
    click.echo(f"Your own report on {due.week} is due; it comes before hearing the other's.")
    told = report_talk.ask(due, may_wait=True)
    if told is not None:
        context.show(give_report(context.workspace, due.week, told), render_report.text)
        click.echo()


def _hear(context: Context, handle: Handle, fetched: use.Exchange, *, keep: bool | None) -> None:
    view = use.review(context.workspace, handle, fetched)
    if keep:
        context.show(use.keep(context.workspace, view), render.text)
    elif keep is False or not use.may_keep(view):
        context.show(view, render.text, pager=True)
    elif not context.interactive:
        context.show(replace(view, next=f"apj review {handle} --keep"), render.text)
    else:
        context.show(replace(view, next=""), render.text, pager=True)
        if questions.yes("Keep a copy of these goals?"):
            context.show(use.keep(context.workspace, view), render.kept_text)
