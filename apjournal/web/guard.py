"""Decide which requests reach the journal: those of the browser in which the user opened apj's own URL."""

from __future__ import annotations

from hmac import compare_digest
from secrets import token_urlsafe
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 262_144
"""The largest form, in bytes. It is as large as the largest file of a journal."""
_FIELDS = 500
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_OPEN_AGAIN = "This page belongs to apj web. Open the URL that it printed in the terminal."
_NOT_FROM_HERE = "This form did not come from a page of apj web. Nothing was changed."


class Guard:
    """Checks each request before `app` gets it, and adds the headers that keep other sites out.

    The first request exchanges the token in its URL for a cookie, so that no later URL contains the token. For a form
    that passed the check, the scope contains its fields as `apj.form`.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie_name = f"apj-{port}"  # browsers send cookies to all ports of a host
        self._token, self._session, self.form_token = token_urlsafe(32), token_urlsafe(32), token_urlsafe(32)
        self.url = f"http://127.0.0.1:{port}/?token={self._token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse to answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        answer = self._check(request) or (await self._check_form(request) if request.method == "POST" else None)
        await (answer or self._app)(scope, receive, send_with_headers)

    def _check(self, request: Request) -> Response | None:
        """Return the answer to a request that is refused or brings the token, or None if `app` may answer it."""
        if request.headers.getlist("host") not in [[host] for host in self._hosts]:
            return PlainTextResponse(_OPEN_AGAIN, 421)
        if request.method not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("This page does not accept that method.", 405)
        if request.method == "POST" and not self._is_from_here(request.headers):
            return PlainTextResponse(_NOT_FROM_HERE, 403)
        given = request.query_params.get("token", "")
        if request.method == "GET" and request.url.path == "/" and _is_same(given, self._token):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(self._cookie_name, self._session, httponly=True, samesite="strict")
            return answer
        if not _is_same(request.cookies.get(self._cookie_name, ""), self._session):
            return PlainTextResponse(_OPEN_AGAIN, 403)
        return None

    def _is_from_here(self, headers: Headers) -> bool:
        """Whether a form came from a page of this server.

        Pages without a referrer send `null` as their origin. Then the browser itself says which site sent the request.
        """
        origins = headers.getlist("origin")
        if origins == ["null"]:
            return headers.getlist("sec-fetch-site") == ["same-origin"]
        return origins in [[f"http://{host}"] for host in self._hosts]

    async def _check_form(self, request: Request) -> Response | None:
        """Return the answer to a form that is refused. Otherwise, store its fields in the scope and return None."""
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            return PlainTextResponse(_NOT_FROM_HERE, 415)
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_FORM:
                return PlainTextResponse("This form is too large. Nothing was changed.", 413)
        try:
            pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
        except ValueError:
            return PlainTextResponse("This form is not UTF-8. Nothing was changed.", 400)
        fields = dict(pairs)
        if not _is_same(fields.pop("form-token", ""), self.form_token):
            return PlainTextResponse(f"{_NOT_FROM_HERE} Go back, reload the page, and send the form again.", 403)
        request.scope["apj.form"] = fields
        return None


def _is_same(given: str, secret: str) -> bool:
    return compare_digest(given.encode(), secret.encode())
