"""What each path shows: the pages of the journal as it is now, the style, and the scripts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from apjournal.errors import ApjError
from apjournal.model.views.site import JournalViews
from apjournal.render.layout.error_lines import list_error_lines
from apjournal.render.site.frame import ASSETS, Frame
from apjournal.render.site.names import TODAY
from apjournal.render.site.pages import render_page

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

_MISSING, _FAULTY = 404, 500


class Journal:
    """The journal that is served: how to open it as it is now, and how to read what its pages show.

    `report_bug` writes an error report and returns the sentence about it. Requests take turns, as commands do.
    """

    def __init__(
        self,
        open_workspace: Callable[[], Workspace],
        read_views: Callable[[Workspace], JournalViews],
        report_bug: Callable[[Exception], str],
    ) -> None:
        self.open_workspace = open_workspace
        self.read_views = read_views
        self.report_bug = report_bug
        self.turn = Lock()
        self.form_token = ""

    @cached_property
    def frame(self) -> Frame:
        """The frame of all pages, with their templates."""
        return Frame(live=True)


Answer = Callable[["Journal", Request], Response]


def make_application(journal: Journal) -> Starlette:
    """Return the application that answers requests which a guard has checked."""
    application = Starlette(
        routes=[
            Route("/", _bind(journal, _go_to_today), methods=["GET"]),
            Route("/{name:str}", _bind(journal, _answer), methods=["GET"]),
        ]
    )
    application.router.redirect_slashes = False
    return application


def _bind(journal: Journal, answer: Answer) -> Callable[[Request], Response]:
    """Return an endpoint. Faults become pages with the sentences of the terminal."""

    def respond(request: Request) -> Response:
        with journal.turn:
            try:
                return answer(journal, request)
            except ApjError as fault:
                return _show_lines(journal, "apj cannot show this page", list_error_lines(fault), _FAULTY)
            except Exception as error:
                return PlainTextResponse(journal.report_bug(error), _FAULTY)

    return respond


def _go_to_today(journal: Journal, request: Request) -> Response:
    return RedirectResponse(f"/{TODAY}", 303)


def _answer(journal: Journal, request: Request) -> Response:
    """Return a page, a style or a script. Names are never paths of files."""
    name = request.path_params["name"]
    if kind := ASSETS.get(name):
        return Response(journal.frame.read_asset(name), media_type=kind)
    workspace = journal.open_workspace()
    try:
        page = render_page(journal.read_views(workspace), name, journal.frame)
    finally:
        workspace.close()
    if page is None:
        return _show_lines(journal, "There is no such page", ["The journal has no page of this name."], _MISSING)
    return HTMLResponse(page)


def _show_lines(journal: Journal, title: str, lines: list[str], status: int) -> Response:
    """Return a page with sentences."""
    return HTMLResponse(journal.frame.render_page("", "lines.html.j2", title, {"lines": lines}), status)
