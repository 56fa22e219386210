"""The pages of a journal: read what each command shows, and write it as pages."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apjournal.cli.context import Context
from apjournal.errors import UsageFault
from apjournal.render.site import pages, screen
from apjournal.usecases import call, status
from apjournal.usecases import site as use

if TYPE_CHECKING:
    from apjournal.model.views.agree import AgreeView
    from apjournal.model.views.call import CallView
    from apjournal.model.views.insights import InsightsView
    from apjournal.model.views.insights_series import InsightsSeries
    from apjournal.model.views.site import LastingViews as AnyLastingViews
    from apjournal.model.views.status import StatusView
    from apjournal.session.workspace import Workspace


def run_site(context: Context, folder: Path | None, *, opens: bool) -> None:
    """Write all pages. With `opens`, open the first page in the browser."""
    workspace = context.workspace
    chosen = use.choose_folder(workspace, folder)
    build = use.SiteBuild(workspace, use.read_cache(workspace.root))
    made = pages.list_pages(Views(workspace, LastingViews(workspace, build)), build.state, build.known_pieces)
    files = {page.name: use.PageFile(page.inputs, page.render, page.is_apart) for page in made.pages}
    view = build.write_pages(chosen, files, made.pieces)
    context.show_view(view, screen.render_text)
    context.warn_of_local_edits()
    if opens:
        click.launch(view.start)


class LastingViews:
    """The views that most pages need. The insights are read when they are needed."""

    def __init__(self, workspace: Workspace, build: use.SiteBuild) -> None:
        self._workspace = workspace
        self._build = build
        self.record = build.record

    @cached_property
    def insights(self) -> tuple[InsightsView, InsightsSeries] | None:
        """My insights, in total and over time, or None if it is unknown who I am."""
        if self.record.me is None:
            return None
        from apjournal.usecases import insights  # not needed if the insights did not change

        weeks, days = self.record.partners[0].weeks, self._build.read_report_days()
        return insights.build_own_insights_over_time(self._workspace, weeks, days)


class Views:
    """The views of all pages. A view that one page needs is read when that page is rendered."""

    def __init__(self, workspace: Workspace, lasting: AnyLastingViews) -> None:
        self._workspace = workspace
        self.lasting = lasting

    @cached_property
    def status(self) -> StatusView:
        """My status, without what is withheld until I give my report."""
        return use.withhold_messages(status.show_status(self._workspace), self.lasting.record)

    @cached_property
    def agreement(self) -> AgreeView | None:
        """The agreement, or None if it cannot be read."""
        from apjournal.usecases import agree  # not needed if the agreement did not change

        return None if self._workspace.agreement.unreadable else agree.show_agreement(self._workspace)

    @cached_property
    def call(self) -> CallView | None:
        """The next call, or None if there is nobody to talk to, nobody sets goals, or my report is due."""
        if self._workspace.identity_or_none is None or self.lasting.record.first is not None:
            return None
        try:
            return call.prepare_call(self._workspace)
        except UsageFault:
            return None
