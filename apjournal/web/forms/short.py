"""The short forms: a line for the log, an idea for later, sharing, and keeping copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from apjournal.errors import NeedsAttention, UsageFault
from apjournal.model.views.review import ReviewView
from apjournal.model.week import ObstacleKind
from apjournal.render import review as render_review
from apjournal.render import sync as render_sync
from apjournal.render.site.form_groups import Field, FormPage, Group
from apjournal.render.written import render_written
from apjournal.usecases import report, review
from apjournal.usecases.log import log_line
from apjournal.usecases.park import park_idea
from apjournal.usecases.sync import sync_journal
from apjournal.web.forms.fields import KINDS, STYLE, Sent, parse_choice

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace


def describe_log(workspace: Workspace) -> FormPage:
    """Return the form for a line in this week's log."""
    fields = (Field("text", "What happened, in a line"), Field("kind", "If it got in the way", "choice", choices=KINDS))
    return FormPage((Group(fields=fields),), "Note it")


def send_log(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Add the line to this week's log."""
    view = log_line(workspace, _require_text(given), parse_choice(ObstacleKind, given.get("kind", "")))
    return Sent(render_written(view, STYLE), view.problems)


def describe_park(workspace: Workspace) -> FormPage:
    """Return the form for an idea."""
    return FormPage((Group(fields=(Field("text", "Which idea, in a line"),)),), "Park it")


def send_park(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Add the idea to the list of parked ideas."""
    view = park_idea(workspace, _require_text(given))
    return Sent(render_written(view, STYLE), view.problems)


def _require_text(given: Mapping[str, str]) -> str:
    text = given.get("text", "")
    if not text.strip():
        raise UsageFault("There is nothing to note.", "Type a line.")
    return text


def describe_share(workspace: Workspace) -> FormPage:
    """Return the form for sharing, which has only a button."""
    note = "This sends what you wrote to everyone in this journal, and gets what they wrote, as apj sync does."
    return FormPage((), "Share now", (note,))


def send_share(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Send what I wrote, and get what the others wrote."""
    view = sync_journal(workspace)
    return Sent(render_sync.render_text(view, STYLE), view.problems)


def describe_keep(workspace: Workspace) -> FormPage:
    """Return the form that shows each partner's record and offers to keep a copy.

    Raise `NeedsAttention` while my own report is due.
    """
    _require_own_report(workspace)
    groups = tuple(_list_reviews(workspace))
    if not any(group.fields for group in groups):
        return FormPage(groups, "", ("There is nothing new to keep. Share gets what the others wrote.",))
    return FormPage(groups, "Keep the copies", ("Share first gets what is new.",))


def _require_own_report(workspace: Workspace) -> None:
    due = report.find_due_report(workspace)
    if due is not None:
        raise NeedsAttention(f"The report on {due.week} comes first.", "Give it under Report.")


def _list_reviews(workspace: Workspace) -> Iterator[Group]:
    for view in _review_all(workspace):
        fields: tuple[Field, ...] = ()
        if review.may_keep(view):
            label = f"Keep a copy of {view.partner_name or view.partner}'s goals"
            fields = (
                Field(f"keep-{view.partner}", label, "mark", "on"),
                Field(f"head-{view.partner}", kind="hidden", value=view.head or ""),
            )
        text = render_review.render_text(replace(view, next=""), STYLE)
        yield Group(view.partner_name or str(view.partner), text=text, fields=fields)


def _review_all(workspace: Workspace) -> list[ReviewView]:
    who = review.list_partners_to_review(workspace, None)
    news = review.fetch_news(workspace, wanted=False)
    return [review.review_partner(workspace, handle, news) for handle in who]


def send_keep(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Keep the chosen copies, and share them.

    Raise `NeedsAttention` if a record changed after the page was shown, so that I read it again first.
    """
    _require_own_report(workspace)
    wanted = [view for view in _review_all(workspace) if f"keep-{view.partner}" in given and review.may_keep(view)]
    for view in wanted:
        if given.get(f"head-{view.partner}") != view.head:
            raise NeedsAttention(
                f"{view.partner_name or view.partner}'s record changed since this page was shown.",
                "Read it again below, then keep it.",
            )
    if not wanted:
        raise NeedsAttention("No copy was kept.", "Choose whose goals to keep.")
    kept = review.keep_all(workspace, wanted)
    text = "".join(render_review.render_kept(replace(view, next=""), STYLE) for view in kept)
    return Sent(text, tuple(problem for view in kept for problem in view.problems))
