"""The form for sharing, and the question whether to share, which other forms ask at their end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from apjournal.render.host_page import render_page
from apjournal.render.screens import sync as render
from apjournal.render.site.form_groups import Field, FormPage, Group
from apjournal.render.site.sync import describe_stop
from apjournal.usecases.sync import SyncChoices, sync_journal
from apjournal.web.forms.fields import STYLE, Sent

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

_SHARE, _ACCEPT = "share", "accept-rewrite"
_NOTE = "This sends what you wrote to everyone in this journal, and fetches what they wrote."


def describe_share(workspace: Workspace) -> FormPage:
    """Return the form for sharing, which consists of a button."""
    return FormPage((), "Share now", (_NOTE,))


def send_share(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Send what I wrote, and get what the others wrote."""
    return share_now(workspace, accept_rewrite=_ACCEPT in given)


def ask_to_share(workspace: Workspace, what: str) -> tuple[Group, ...]:
    """Return a group of fields that asks whether to share, so that the others get `what`, or none without a remote."""
    if not workspace.is_shared:
        return ()
    return (Group("Share", fields=(Field(_SHARE, f"Share now, so that the others get {what}", "mark", "on"),)),)


def is_to_share(workspace: Workspace, given: Mapping[str, str]) -> bool:
    """Whether the answer to the question of `ask_to_share` is yes."""
    return _SHARE in given and workspace.is_shared


def share_now(workspace: Workspace, before: Sent | None = None, *, accept_rewrite: bool = False) -> Sent:
    """Share, and return the result together with `before`, the result of the form's own change.

    If the shared history was rewritten, the result offers to accept that, as `apj sync --accept-rewrite` does.
    """
    view = sync_journal(workspace, write_page=render_page, choices=SyncChoices(accept_rewrite=accept_rewrite))
    stopped = describe_stop(view)
    text = render.render_besides(view, STYLE) if stopped else render.render_text(view, STYLE)
    told = {alarm.message for alarm in view.alarms}
    problems = tuple(problem for problem in view.problems if problem.message not in told)
    done = before or Sent("")
    return Sent(done.text + text, (*done.problems, *problems), stopped=stopped and {**stopped, "field": _ACCEPT})
