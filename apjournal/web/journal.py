"""The journal that is served: how it is opened for each request, and the results of its forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from apjournal.model.views.site import JournalViews, LastingViews
from apjournal.render.site.frame import Frame
from apjournal.render.site.names import OF_THE_MOMENT
from apjournal.render.site.pages import render_page
from apjournal.web.watch import Watch

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace
    from apjournal.web.forms.fields import Sent

_NO_VERSION = '<body data-version=""'


class Journal:
    """The journal that is served: how to open it in its current state, and how to read what its pages show.

    - `report_bug`: writes an error report and returns a message about it.
    - `form_token`: a token that each form contains.
    - `results`: the results of the forms that this server carried out.
    - `watch`: notices changes.

    Requests take turns to read and render pages. A form does not wait for them, because it may fetch from a remote
    that does not answer.
    """

    def __init__(
        self,
        root: Path,
        open_workspace: Callable[[], Workspace],
        read_views: Callable[[Workspace], JournalViews],
        report_bug: Callable[[Exception], str],
    ) -> None:
        self._open_workspace = open_workspace
        self.read_views = read_views
        self.report_bug = report_bug
        self.watch = Watch(root)
        self._version = ContextVar("version", default="")  # each request has its own
        self._turn = Lock()
        self.form_token = ""
        self.results: list[tuple[str, Sent]] = []
        self._rendered: tuple[LastingViews | None, dict[str, str]] = (None, {})

    @cached_property
    def frame(self) -> Frame:
        """The frame of all pages. It keeps their templates in memory."""
        return Frame(live=True, form_token=self.form_token)

    def render_page(self, name: str) -> str | None:
        """Return the HTML of a page of the journal in its current state, or None if there is no such page.

        It is rendered again only after a change.
        """
        with self._turn, self.open() as workspace:
            views = self.read_views(workspace)
            if self._rendered[0] is not views.lasting:
                self._rendered = views.lasting, {}
            html = self._rendered[1].get(name) or render_page(views, name, self.frame)
            if html is not None and name not in OF_THE_MOMENT:
                self._rendered[1][name] = html
        return html

    def keep_result(self, form: str, done: Sent) -> int:
        """Store what a form did, and return the number of this result."""
        with self._turn:
            self.results.append((form, done))
            return len(self.results) - 1

    def note_version(self) -> None:
        """Compute the version of the journal that the page of this request shows."""
        self._version.set(self.watch.get_version())

    def answer_page(self, html: str, status: int = 200) -> HTMLResponse:
        """Return a page as an answer.

        It contains the version of the journal, by which the page notices later changes.
        """
        return HTMLResponse(html.replace(_NO_VERSION, f'{_NO_VERSION[:-1]}{self._version.get()}"', 1), status)

    def answer_values(
        self, name: str, template: str, title: str, values: dict[str, Any], *, script: str = "", status: int = 200
    ) -> HTMLResponse:
        """Return the page that a template makes of `values`, as an answer."""
        with self._turn:
            html = self.frame.render_page(name, template, title, values, script=script)
        return self.answer_page(html, status)

    @contextmanager
    def open(self) -> Iterator[Workspace]:
        """Open the journal for one request, and close it afterwards."""
        workspace = self._open_workspace()
        try:
            yield workspace
        finally:
            workspace.close()
