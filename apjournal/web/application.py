"""What each path of the server shows: pages of the journal in its current state, forms, the style and scripts."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from apjournal.errors import ApjError
from apjournal.render.layout.error_lines import list_error_lines
from apjournal.render.site.frame import ASSETS
from apjournal.render.site.names import TODAY
from apjournal.web.form_answers import send_form, show_form, show_result
from apjournal.web.forms import FORMS
from apjournal.web.journal import Journal

_EMPTY, _MISSING, _FAULTY = 204, 404, 500
Answer = Callable[[Journal, Request], Response]


def make_application(journal: Journal) -> Starlette:
    """Return the application. It answers the requests that the guard allows."""
    application = Starlette(
        routes=[
            Route("/", _bind(journal, _redirect_to_today), methods=["GET"]),
            Route("/favicon.ico", _show_no_icon, methods=["GET"]),
            Route("/version", _show_version(journal), methods=["GET"]),
            Route("/done", _bind(journal, show_result), methods=["GET"]),
            Route("/{name:str}", _bind(journal, _show_page), methods=["GET"]),
            Route("/{name:str}", _bind(journal, _send_form), methods=["POST"]),
        ]
    )
    application.router.redirect_slashes = False
    return application


def _bind(journal: Journal, answer: Answer) -> Callable[[Request], Response]:
    """Return an endpoint that answers with `answer`, or with a page that shows the fault as the terminal would."""

    def respond(request: Request) -> Response:
        journal.note_version()
        try:
            return answer(journal, request)
        except ApjError as fault:
            return _show_lines(journal, "apj cannot show this page", list_error_lines(fault), _FAULTY)
        except Exception as error:
            return PlainTextResponse(journal.report_bug(error), _FAULTY)

    return respond


def _show_version(journal: Journal) -> Callable[[Request], Response]:
    """Return the endpoint for the version of the journal. It need not wait for a request that fetches or shares."""
    return lambda request: PlainTextResponse(journal.watch.get_version())


def _show_no_icon(request: Request) -> Response:
    return Response(status_code=_EMPTY)  # browsers ask for an icon by themselves


def _redirect_to_today(journal: Journal, request: Request) -> Response:
    return RedirectResponse(f"/{TODAY}", 303)


def _show_page(journal: Journal, request: Request) -> Response:
    """Return a page, a form, a style or a script by its name. A name is never used as a file path."""
    name = request.path_params["name"]
    if kind := ASSETS.get(name):
        return Response(journal.frame.read_asset(name), media_type=kind)
    if name in FORMS:
        return show_form(journal, name)
    page = journal.render_page(name)
    return _show_missing(journal) if page is None else journal.answer_page(page)


def _send_form(journal: Journal, request: Request) -> Response:
    return send_form(journal, request) if request.path_params["name"] in FORMS else _show_missing(journal)


def _show_missing(journal: Journal) -> Response:
    return _show_lines(journal, "There is no such page", ["The journal has no page of this name."], _MISSING)


def _show_lines(journal: Journal, title: str, lines: list[str], status: int) -> Response:
    """Return a page with these sentences and nothing else. `status` is its status code."""
    return journal.answer_values("", "lines.html.j2", title, {"lines": lines}, status=status)
