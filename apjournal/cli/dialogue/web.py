"""The journal in the browser: what each request reads, and what the terminal shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from apjournal.cli.boundary import report_unexpected
from apjournal.cli.context import Context
from apjournal.cli.dialogue.site import LastingViews, Views
from apjournal.errors import explain_missing_libraries
from apjournal.model.views.site import KeptViews
from apjournal.render.screens import web as render
from apjournal.usecases import find_journal, open_journal
from apjournal.usecases import site as use_site
from apjournal.usecases import web as use

if TYPE_CHECKING:
    from datetime import datetime

    from apjournal.model.views.site import JournalViews
    from apjournal.model.views.web import WebView
    from apjournal.session.workspace import Workspace
    from apjournal.web.journal import Journal


def run_web(context: Context, port: int | None, *, opens: bool) -> None:
    """Serve the journal until Ctrl-C. Print the URL at once. With `opens`, also open it in the browser."""
    workspace = context.workspace
    lacks = "apj web needs libraries that are not installed."
    with explain_missing_libraries(lacks, install="Install them"):
        from apjournal.web.server import open_port, serve_until_stopped

    def show_url(url: str) -> None:
        _show_at_once(context, use.describe_server(workspace, url))
        if opens:
            click.launch(url)

    with open_port(port) as listening:
        serve_until_stopped(listening, make_journal(context), show_url)


def make_journal(context: Context) -> Journal:
    """Return the journal for the web server, with the settings of this command."""
    from apjournal.web.journal import Journal

    lasting = use.Remembered(LastingReader().read, partner=context.as_, environ=context.environ)

    def read_views(workspace: Workspace) -> JournalViews:
        return Views(workspace, lasting.get(workspace.root, _read_clock(context)))

    report_bug = partial(report_unexpected, command="web")
    return Journal(context.workspace.root, partial(_open_now, context), read_views, report_bug)


class LastingReader:
    """Reads the views that most pages need. Weeks that have not changed since the last time are not read again."""

    def __init__(self) -> None:
        self._left = use_site.SiteCache()

    def read(self, workspace: Workspace) -> KeptViews:
        """Return the views of a journal in its current state."""
        build = use_site.SiteBuild(workspace, self._left)
        views = KeptViews(build.record, LastingViews(workspace, build).insights)
        self._left = build.build_next_cache()
        return views


def _open_now(context: Context) -> Workspace:
    """Open the journal in its current state. Each request reads the clock again, and apj asks no questions."""
    root = find_journal.require_journal(context.workspace.root, context.environ).root
    now = _read_clock(context)
    return open_journal.open_journal(root, partner=context.as_, now=now, environ=context.environ, terminal=False)


def _read_clock(context: Context) -> datetime:
    return context.clock or Context().now


def _show_at_once(context: Context, view: WebView) -> None:
    """Write the view before the server starts, because another program may wait for the URL."""
    if context.json:
        from apjournal.cli.error_text import format_json_document

        context.print_result(format_json_document(view, ()))
    else:
        context.print_result(render.render_text(view, context.style))
