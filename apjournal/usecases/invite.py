"""`apj invite`: write what to send to a partner who has not joined yet."""

from __future__ import annotations

from shlex import quote

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.network.urls import Transport
from apjournal.model.handle import Handle
from apjournal.model.views.journal import InviteView
from apjournal.services.page.read_page import find_host
from apjournal.session.invitation import SHARE_FIRST, explain_access, find_shared_address
from apjournal.session.workspace import Workspace


def invite_partner(workspace: Workspace) -> InviteView:
    """Return the invitation to send.

    Raise `GitFault` if there is nothing yet for a partner to join.
    """
    place = find_shared_address(workspace)
    if place is None:
        raise GitFault("This journal has no remote, so nobody can join it.", SHARE_FIRST)
    if workspace.require_history().server_tip is None:
        raise GitFault(
            f"The journal has not been shared through {place.shown} yet.", "Share the journal first: apj sync"
        )
    me = workspace.identity_or_none
    week = workspace.schedule.find_week_to_plan(workspace.now)
    terms = workspace.schedule.agreement.get_terms_in(week)
    return InviteView(
        partner=me,
        url=place.for_others,
        command=f"apj join {quote(place.for_others)}",
        page=place.page,
        local=place.transport is Transport.FILE,
        first=explain_access(place),
        week=week,
        own_page=_find_own_page(workspace, me) if me else None,
        mode=terms.mode,
        cadence=terms.cadence,
    )


def _find_own_page(workspace: Workspace, me: Handle) -> str | None:
    """Return the URL of the page in my folder, or None if there is none or apj does not know the host's URLs."""
    host = find_host(workspace) if workspace.records.partner(me).page else None
    return host.link_folder(me) if host else None
