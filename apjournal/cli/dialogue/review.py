"""Review a partner: my own report first, then theirs, then the question whether to keep a copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from apjournal.cli.context import Context
from apjournal.errors import UsageFault
from apjournal.model.views.review import ReviewView
from apjournal.render.screens import review as render
from apjournal.usecases import review as use

if TYPE_CHECKING:
    from apjournal.cli.prompts import Talk


def run_review(context: Context, partner: str | None, *, keep: bool | None, fetch: bool) -> None:
    """Review a partner. In a terminal and without `partner`, review all of them in turn."""
    workspace = context.workspace
    who = use.list_partners_to_review(workspace, partner)
    if len(who) > 1 and not context.interactive:
        raise UsageFault("There are several partners.", f"Choose one: apj review {who[0]}")
    if context.interactive:
        from apjournal.cli.dialogue import report
        from apjournal.cli.prompts import Talk

        report.ask_own_report_first(context, Talk(context.style))
    fetched = use.fetch_news(workspace, wanted=fetch)
    if context.interactive:
        _run_dialogue(context, [use.review_partner(workspace, handle, fetched) for handle in who], keep=keep)
    else:
        _show_without_asking(context, use.review_partner(workspace, who[0], fetched), keep=keep)


def _show_without_asking(context: Context, view: ReviewView, *, keep: bool | None) -> None:
    """Show the record of a partner, because nobody can be asked."""
    if keep:
        from apjournal.render.host_page import render_page

        view = use.keep_copy(context.workspace, view, write_page=render_page)
    elif keep is None and use.may_keep(view):
        view = replace(view, next=f"apj review {view.partner} --keep")
    context.show_view(view, render.render_text)
    context.warn_of_local_edits(_list_files(view))


def _list_files(view: ReviewView) -> tuple[str, ...]:
    return tuple(record.path for record in (view.reported, view.current) if record)


def _run_dialogue(context: Context, views: Sequence[ReviewView], *, keep: bool | None) -> None:
    """Show each record in turn, then keep the chosen copies in one commit."""
    from apjournal.cli.prompts import Talk
    from apjournal.cli.questions import closing
    from apjournal.render.host_page import render_page

    talk, wanted, is_answered = Talk(context.style), list[ReviewView](), False
    try:
        for view in views:
            context.show_view(replace(view, next=""), render.render_text, pager=True)
            context.warn_of_local_edits(_list_files(view))
            talk.show_gap()
            if keep or (keep is None and use.may_keep(view) and _is_to_keep(talk, view, several=len(views) > 1)):
                wanted.append(view)
        is_answered = True
    finally:  # Ctrl-C at a later question neither discards nor shares earlier answers
        done = use.keep_all(context.workspace, wanted, write_page=render_page, shares=is_answered) if wanted else ()
        for kept in done:
            context.show_view(replace(kept, next=""), render.render_kept)
            if kept.kept:
                context.saved.append(f"your copy of {kept.partner_name}'s goals")
    closing.show_next_step(context, done="apj review")


def _is_to_keep(talk: Talk, view: ReviewView, *, several: bool) -> bool:
    from apjournal.cli.questions.closing import ask_to_keep

    is_wanted = ask_to_keep(talk, render.name_what_to_keep(view, named=several))
    if several:
        talk.show_gap()
    return is_wanted
