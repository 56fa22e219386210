"""A browser in tests: real HTTP to a real server of `apj web`, with cookies, redirects and forms, without script."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from apjournal.cli.context import Context
from apjournal.cli.dialogue.web import make_journal
from apjournal.web.server import make_server, open_port
from tests.helpers.html_pages import ATTRIBUTES, ELEMENTS, HtmlPage
from tests.helpers.people import Person

LINKED = (
    '<link rel="stylesheet" href="form.css">',
    *('<link rel="stylesheet" href="style.css">', '<link rel="stylesheet" href="chart.css">'),
    '<script src="live.js"></script>',
    *(f'<script src="{name}.js"></script>' for name in ("clock", "filter", "search")),
)
LIVE = {"data-version", "data-typed", "data-changed", "data-stopped"}


class FormsPage(HtmlPage):
    """A page that may contain forms."""

    elements_of_ours = ELEMENTS | {"form", "fieldset", "legend", "select", "option", "details", "summary"}
    attributes_of_ours = ATTRIBUTES | {"method", "action", "value", "checked", "selected", "open"} | LIVE

    @property
    def fields(self) -> dict[str, str]:
        """What a browser would send if nobody typed anything."""
        found, select = dict[str, str](), ""
        for tag, values in self.elements:
            select = values["name"] if tag == "select" else select
            if tag == "option" and ("selected" in values or select not in found):
                found[select] = values["value"]
            elif tag == "input" and (values["type"] != "checkbox" or "checked" in values):
                found[values["name"]] = values.get("value", "")
        return found


@dataclass(frozen=True)
class Answer:
    """What the server sent."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def page(self) -> FormsPage:
        """The page, without its own styles and scripts, so that anything else that is linked is a fault."""
        text = self.text
        for link in LINKED:
            text = text.replace(link, "")
        return FormsPage(text)


@dataclass
class Browser:
    """One browser, in which the URL of a server was opened."""

    url: str
    cookie: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
        """Send one request, exactly as given but for the cookie. `_` in the name of a header is `-`."""
        connection = HTTPConnection(self.host, timeout=30)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            if self.cookie and "Cookie" not in given:
                given["Cookie"] = self.cookie
            connection.request(method, path, body or None, given)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers.items()), answer.read().decode())
        finally:
            connection.close()

    def follow(self, answer: Answer) -> Answer:
        """Go where the server sends the browser."""
        while answer.status == 303:
            if "set-cookie" in answer.headers:
                self.cookie = answer.headers["set-cookie"].partition(";")[0]
            answer = self.ask(answer.headers["location"].partition("#")[0])
        return answer

    def open(self, path: str = "") -> Answer:
        """Open a page, the first time with the URL that apj printed."""
        if not self.cookie:
            start = urlsplit(self.url)
            answer = self.follow(self.ask(f"{start.path}?{start.query}"))
            if not path:
                return answer
        return self.follow(self.ask(f"/{path}"))

    def send(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form, as a browser does from a page of the same server."""
        given = {"Origin": f"http://{self.host}", "Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.ask(f"/{path}", "POST", urlencode(fields), **given)

    def fill(self, path: str, **typed: str) -> Answer:
        """Open a form, type into it, send it, and go where that leads. `_` in the name of a field is `-`."""
        named = {name.replace("_", "-"): text for name, text in typed.items()}
        return self.follow(self.send(path, {**self.open(path).page.fields, **named}))


@contextmanager
def served(person: Person) -> Iterator[Browser]:
    """Serve a person's journal at their moment, and open it in their browser."""
    context = Context(directory=person.root, as_=person.handle, clock=datetime.fromisoformat(person.now))
    with open_port(None) as listening:
        server, url = make_server(listening, make_journal(context))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield Browser(url)
        finally:
            server.should_exit = True
            thread.join(30)
