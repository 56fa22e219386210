"""The pages of a journal: what each command has to show, rendered together and written."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apjournal.cli.context import Context
from apjournal.errors import UsageFault
from apjournal.model.views.site import LastingViews
from apjournal.render.site import pages, screen
from apjournal.usecases import agree, call, insights, status
from apjournal.usecases import site as use

if TYPE_CHECKING:
    from apjournal.model.views.agree import AgreeView
    from apjournal.model.views.call import CallView
    from apjournal.model.views.status import StatusView
    from apjournal.session.workspace import Workspace


def run_site(context: Context, folder: Path | None, *, opens: bool) -> None:
    """Write all pages. With `opens`, open the first page in the browser."""
    workspace = context.workspace
    chosen = use.choose_folder(workspace, folder)
    views = Views(workspace, read_lasting_views(workspace))
    view = use.write_pages(chosen, pages.render_pages(views), views.lasting.record)
    context.show_view(view, screen.render_text)
    context.warn_of_local_edits()
    if opens:
        click.launch(view.start)


def read_lasting_views(workspace: Workspace) -> LastingViews:
    """Return the views that most pages need. To read them takes most of the time."""
    me, record = workspace.identity_or_none, use.read_journal(workspace)
    view, series = insights.build_own_insights_over_time(workspace, record.partners[0].weeks) if me else (None, None)
    return LastingViews(record, view, series)


class Views:
    """The views of all pages. Those of a single page are read when that page is rendered."""

    def __init__(self, workspace: Workspace, lasting: LastingViews) -> None:
        self._workspace = workspace
        self.lasting = lasting

    @cached_property
    def status(self) -> StatusView:
        """My status, without what is withheld until I give my report."""
        return use.withhold_messages(status.show_status(self._workspace), self.lasting.record)

    @cached_property
    def agreement(self) -> AgreeView | None:
        """The agreement. None if it cannot be read."""
        return None if self._workspace.agreement.unreadable else agree.show_agreement(self._workspace)

    @cached_property
    def call(self) -> CallView | None:
        """The coming call. None if there is nobody to talk to, nobody who sets goals, or my report is due."""
        if self._workspace.identity_or_none is None or self.lasting.record.first is not None:
            return None
        try:
            return call.prepare_call(self._workspace)
        except UsageFault:
            return None
