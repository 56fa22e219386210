"""Servers of this machine: git over HTTP and by its own daemon, web servers of any kind, and a silent one."""

from __future__ import annotations

import http.server
import os
import re
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

Handler = http.server.BaseHTTPRequestHandler
Answer = Callable[[Handler], None]


class _Quiet(http.server.ThreadingHTTPServer):
    """A server that prints nothing when a client disconnects, and does not wait for slow answers at its end."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def web(answer: Answer) -> Iterator[str]:
    """Serve HTTP on a port of this machine, asking `answer` for each request. Return the URL."""

    class Answering(Handler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            answer(self)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with _Quiet(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    """Answer every request with the same text."""

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in {"Connection": "close", "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def backend(repository: Path, logins: Mapping[str, str] | None = None, *, read_by_all: bool = False) -> Answer:
    """Serve a repository with git's own HTTP backend, at any path.

    `logins` are the accepted logins, with the person of each (None: everybody is accepted). They may change meanwhile.
    `read_by_all`: only a push needs a login.
    """

    def answer(handler: Handler) -> None:
        address = urlsplit(handler.path)
        who = "somebody" if logins is None else logins.get(handler.headers.get("Authorization", ""))
        if who is None and not (read_by_all and "receive-pack" not in handler.path):
            says(401, WWW_Authenticate='Basic realm="journal"')(handler)
            return
        length = int(handler.headers.get("Content-Length") or 0)
        finished = subprocess.run(
            ["git", "http-backend"],
            input=_body(handler, length),
            capture_output=True,
            check=True,
            env={
                **os.environ,
                "GIT_PROJECT_ROOT": str(repository),
                "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": address.path[address.path.index(".git") + len(".git") :],
                "QUERY_STRING": address.query,
                "REQUEST_METHOD": handler.command,
                "CONTENT_TYPE": handler.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": handler.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": handler.headers.get("Git-Protocol", ""),
                "REMOTE_USER": who or "",
                "REMOTE_ADDR": "127.0.0.1",
            },
        )
        head, _, body = finished.stdout.partition(b"\r\n\r\n")
        status = re.search(rb"^Status: (.+)$", head, re.MULTILINE)
        handler.wfile.write(b"HTTP/1.1 %s\r\n" % (status[1].strip() if status else b"200 OK") + head + b"\r\n")
        handler.wfile.write(b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        handler.wfile.write(body)

    return answer


def _body(handler: Handler, length: int) -> bytes:
    if handler.headers.get("Transfer-Encoding") != "chunked":
        return handler.rfile.read(length)
    parts = []
    while size := int(handler.rfile.readline(), 16):
        parts.append(handler.rfile.read(size))
        handler.rfile.readline()
    return b"".join(parts)


@contextmanager
def silent() -> Iterator[int]:
    """Listen on a port, accept each connection and never answer. Return the port."""

    class Waiting(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            while self.request.recv(2**16):
                pass

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Waiting) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


DEADLINE = 20.0
"""Seconds until a server that does not start is missed."""


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def started(command: Sequence[str], port: int, log: Path) -> Iterator[None]:
    """Run a server program that listens on `port`. Its output goes into a file, which is never full."""
    with log.open("wb") as said:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + DEADLINE
        while not _listens(port):
            assert server.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.01)
        yield
    finally:
        server.terminate()
        server.wait()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


@contextmanager
def git_daemon(base: Path, log: Path) -> Iterator[int]:
    """Run git's own daemon for the repositories below `base`, for everybody to fetch and push. Return its port."""
    port = free_port()
    options = ("--export-all", "--enable=receive-pack", "--reuseaddr", "--log-destination=stderr")
    with started(
        ["git", "daemon", *options, "--listen=127.0.0.1", f"--port={port}", f"--base-path={base}", str(base)], port, log
    ):
        yield port
