"""Requests to `apj web` that are not from the browser in which the user opened it: all refused, nothing changed."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.helpers.attacked import Attacked
from tests.helpers.browser import Answer, Browser, served
from tests.helpers.people import Person
from tests.helpers.rows import row
from tests.helpers.script_strings import make_script_strings


@pytest.fixture
def browser(journal: Attacked) -> Iterator[Browser]:
    with served(Person("ana", journal.ana.root, journal.ana.now)) as browser:
        browser.open()
        yield browser


def send_raw(browser: Browser, text: str) -> bytes:
    """Send bytes as they are, and return the beginning of the answer."""
    host, _, port = browser.host.partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(text.encode("latin-1"))
        return connection.recv(100)


def is_refused(answer: Answer) -> bool:
    return answer.status in {400, 403, 404, 405, 413, 415, 421} and "<" not in answer.text


@row(65)
def test_the_web_server_refuses_a_request_under_a_foreign_host_name(browser: Browser) -> None:
    port = browser.host.rpartition(":")[2]
    for host in ("evil.example", "localhost.evil.example", "xlocalhost", "0.0.0.0", "[::1]", "127.0.0.2"):
        assert browser.ask("/index.html", Host=f"{host}:{port}").status == 421, host
    for whole in ("evil.example", "localhost", "127.0.0.1", f"localhost:{port}1", f"user@localhost:{port}", ""):
        assert browser.ask("/index.html", Host=whole).status == 421, whole
    assert browser.ask("/index.html", Host=f"localhost:{port}").status == 200


@row(65)
def test_the_web_server_refuses_a_request_without_a_host_or_for_another_server(browser: Browser) -> None:
    lines = (
        "GET /index.html HTTP/1.0\r\n\r\n",
        f"GET http://evil.example/index.html HTTP/1.1\r\nHost: evil.example\r\nCookie: {browser.cookie}\r\n\r\n",
        f"GET http://evil.example/index.html HTTP/1.1\r\nHost: {browser.host}\r\nCookie: {browser.cookie}\r\n\r\n",
    )
    assert [send_raw(browser, line)[9:12] for line in lines] == [b"421", b"421", b"404"]


@row(65)
def test_the_web_server_listens_only_on_the_local_address(browser: Browser) -> None:
    port = int(browser.host.rpartition(":")[2])
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", port), timeout=5):
        pass


@row(66)
def test_the_web_server_refuses_every_request_without_the_token(browser: Browser) -> None:
    stranger = Browser(browser.url.partition("?")[0])
    for path in ("/", "/index.html", "/style.css", "/?token=", "/?token=%C3%BC", f"/?token={'x' * 43}"):
        assert is_refused(stranger.ask(path)), path
    assert is_refused(stranger.ask("/index.html", Cookie=browser.cookie[:-1]))
    assert is_refused(stranger.ask("/index.html", Cookie=browser.cookie.replace("apj-", "apj")))


@row(66)
def test_the_token_becomes_a_cookie_that_other_sites_cannot_use(browser: Browser) -> None:
    answer = browser.ask(f"/?{browser.url.partition('?')[2]}")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))


@row(66, 68)
def test_every_answer_of_the_web_server_has_the_security_headers(browser: Browser) -> None:
    for path in ("/index.html", "/style.css", "/nothing", "/?token=x"):
        headers = browser.ask(path).headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            **{f"{kind}-src": "'self'" for kind in ("style", "script", "img", "connect")},
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers


@row(67)
def test_no_url_path_of_the_web_server_leads_to_a_file(browser: Browser) -> None:
    for path in (
        *("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e", "/%00", "/ana/2026-W48.md", "/.git/config"),
        *("/agreement.md", "/base.html.j2", "/..%5c..%5cx", "/index.html/", "/2026-W48.html%0d%0aX-A:%20b"),
        *("//index.html", "/ana%2f2026-W48.md"),
    ):
        answer = browser.ask(path)
        assert (answer.status, "x-a" in answer.headers) == (404, False), path


@row(67)
def test_a_huge_or_an_incomplete_request_does_not_stop_the_web_server(browser: Browser) -> None:
    assert send_raw(browser, f"GET / HTTP/1.1\r\nHost: {browser.host}\r\nX: {'x' * 100_000}")[9:12] == b"400"
    assert send_raw(browser, "\x00\x01\r\n\r\n")[9:12] == b"400"
    with socket.create_connection(("127.0.0.1", int(browser.host.rpartition(":")[2]))) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert browser.ask("/style.css").status == 200


@row(66)
def test_a_form_from_another_site_does_not_change_the_journal(journal: Attacked, browser: Browser) -> None:
    fields = {**browser.open("log").page.fields, "text": "planted"}
    before = journal.ana.read("ana/2026-W48.md")
    port = browser.host.rpartition(":")[2]
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": f"http://evil.example:{port}"},
        {"Origin": f"https://127.0.0.1:{port}"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
        {"Origin": ""},
        {"Cookie": ""},
        {"Content-Type": "text/plain"},
        {"Content-Type": "multipart/form-data; boundary=x"},
    ):
        assert is_refused(browser.send("log", fields, **headers)), headers
    assert is_refused(browser.ask("/log", "POST", "text=planted", Content_Type="application/x-www-form-urlencoded"))
    for token in ("", "x", "ü"):
        assert is_refused(browser.send("log", {**fields, "form-token": token}))
    assert is_refused(browser.send("log", {"text": "planted"}))
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
        assert is_refused(browser.ask("/log", method))
    assert is_refused(browser.send("log", {**fields, "text": "x" * 300_000}))
    browser.open("log?text=planted&kind=focus")
    assert journal.ana.read("ana/2026-W48.md") == before
    assert browser.send("log", fields, Origin="null", **{"Sec-Fetch-Site": "same-origin"}).status == 303


@row(39, 48)
def test_script_strings_typed_into_a_form_are_shown_as_text(journal: Attacked, browser: Browser) -> None:
    strings = make_script_strings()
    for start in range(0, len(strings), 60):
        text = " | ".join(" ".join(one.split()) for one in strings[start : start + 60])
        refused = browser.fill("log", text=text, kind='"><script>alert(1)</script>').page
        assert (refused.faults, refused.scripts) == ([], [])
        assert refused.fields["text"] == text
    text = " | ".join(" ".join(one.split()) for one in strings[:40])
    given = {**browser.open("call.html").page.fields, "part": "Ana's goals", "text": text}
    for shown in (browser.fill("message", text=text), browser.follow(browser.send("note", given))):
        assert (shown.status, shown.page.faults, shown.page.scripts) == (200, [], [])
        assert "alert(" in shown.page.words
