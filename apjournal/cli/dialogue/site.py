"""The pages of a journal: what each command has to show, rendered together and written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from apjournal.cli.context import Context
from apjournal.errors import UsageFault
from apjournal.model.views.call import CallView
from apjournal.model.views.site import JournalViews
from apjournal.render.site import pages, screen
from apjournal.usecases import agree, call, insights, status
from apjournal.usecases import site as use

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace


def run_site(context: Context, folder: Path | None, *, opens: bool) -> None:
    """Write all pages. With `opens`, open the first page in the browser."""
    workspace = context.workspace
    chosen = use.choose_folder(workspace, folder)
    views = read_views(workspace)
    view = use.write_pages(chosen, pages.render_pages(views), views.record)
    context.show_view(view, screen.render_text)
    context.warn_of_local_edits()
    if opens:
        click.launch(view.start)


def read_views(workspace: Workspace) -> JournalViews:
    """Return the views that all pages need."""
    me, record = workspace.identity_or_none, use.read_journal(workspace)
    view, series = insights.build_own_insights_over_time(workspace, record.partners[0].weeks) if me else (None, None)
    return JournalViews(
        record=record,
        status=use.withhold_messages(status.show_status(workspace), record),
        agreement=None if workspace.agreement.unreadable else agree.show_agreement(workspace),
        call=_prepare_call(workspace) if me and record.first is None else None,
        insights=view,
        series=series,
    )


def _prepare_call(workspace: Workspace) -> CallView | None:
    """Return the coming call. None if there is nobody to talk to, or nobody who sets goals."""
    try:
        return call.prepare_call(workspace)
    except UsageFault:
        return None
