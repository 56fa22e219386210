"""The form for keeping copies: it shows and asks what `apj review` does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from apjournal.errors import NeedsAttention
from apjournal.model.views.review import ReviewView
from apjournal.render.host_page import render_page
from apjournal.render.screens import review as render
from apjournal.render.site.form_groups import Field, FormPage, Group
from apjournal.render.site.review import describe_review
from apjournal.usecases import report
from apjournal.usecases import review as use
from apjournal.web.forms.fields import STYLE, Sent

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

REPORT_FIRST = FormPage((), "", instead="report")
"""Leads to the form for my due report, which comes before what the others wrote."""


def describe_keep(workspace: Workspace) -> FormPage:
    """Fetch, then return the form that shows each partner's record and offers to keep a copy.

    While my own report is due, return the form for the report instead.
    """
    if report.find_due_report(workspace) is not None:
        return REPORT_FIRST
    groups = tuple(
        Group(get_name(view), part="review", shown=describe_review(view), fields=ask_to_keep(view))
        for view in _review_all(workspace, fetches=True)
    )
    if not any(group.fields for group in groups):
        return FormPage(groups, "", ("There is nothing new to keep a copy of.",))
    return FormPage(groups, "Keep the copies")


def require_own_report(workspace: Workspace) -> None:
    """Raise `NeedsAttention` if my own report is due, because I report before I see what the others wrote."""
    due = report.find_due_report(workspace)
    if due is not None:
        raise NeedsAttention(f"The report on {due.week} comes first.", "Open Report to give it.")


def ask_to_keep(view: ReviewView) -> tuple[Field, ...]:
    """Return the fields that ask whether to keep a copy, or none if there is nothing new to keep."""
    if not use.may_keep(view):
        return ()
    return (
        Field(f"keep-{view.partner}", f"Keep a copy of {render.name_what_to_keep(view, named=True)}", "mark", "on"),
        Field(f"head-{view.partner}", kind="hidden", value=view.head or ""),
    )


def choose_copies(views: Sequence[ReviewView], given: Mapping[str, str]) -> list[ReviewView]:
    """Return the records of which the user chose to keep a copy.

    Raise `NeedsAttention` if one of them changed after the page was shown, so that the user reads it again first.
    """
    wanted = [view for view in views if f"keep-{view.partner}" in given and use.may_keep(view)]
    for view in wanted:
        if given.get(f"head-{view.partner}") != view.head:
            raise NeedsAttention(
                f"{get_name(view)}'s record changed since this page was shown.",
                "Read the record again below, then keep a copy.",
            )
    return wanted


def describe_kept(kept: Sequence[ReviewView]) -> Sent:
    """Return sentences about the copies that were kept."""
    text = "".join(render.render_kept(replace(view, next=""), STYLE) for view in kept)
    return Sent(text, tuple(problem for view in kept for problem in view.problems))


def get_name(view: ReviewView) -> str:
    """Return the name of the partner whose record it is."""
    return view.partner_name or str(view.partner)


def _review_all(workspace: Workspace, *, fetches: bool) -> Iterator[ReviewView]:
    who = use.list_partners_to_review(workspace, None)
    news = use.fetch_news(workspace, wanted=fetches)
    return (use.review_partner(workspace, handle, news) for handle in who)


def send_keep(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Keep the chosen copies, and share them."""
    require_own_report(workspace)
    wanted = choose_copies(list(_review_all(workspace, fetches=False)), given)
    if not wanted:
        raise NeedsAttention("No copy was kept.", "Choose whose goals to keep.")
    return describe_kept(use.keep_all(workspace, wanted, write_page=render_page))
