"""The server. It serves on one port of this machine only, until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from apjournal.errors import GitFault
from apjournal.web.application import make_application
from apjournal.web.guard import Guard
from apjournal.web.journal import Journal

_ANY = 0
_LARGEST_HEAD = 16_384
_CONNECTIONS = 50
_IDLE = 5  # seconds after which an unused connection is closed


def open_port(port: int | None) -> socket.socket:
    """Return a listening socket on this machine's loopback address. If `port` is None, the system chooses a free one.

    Raise `GitFault` if the port cannot be used.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port or _ANY))
        listening.listen()
    except OSError as error:
        listening.close()
        raise GitFault(
            f"Port {port} cannot be used: {error.strerror}.", "Choose another port, or leave out --port."
        ) from error
    return listening


def make_server(listening: socket.socket, journal: Journal) -> tuple[uvicorn.Server, str]:
    """Return a server for the journal, and the URL to open. The server's `run` serves until Ctrl-C."""
    application = make_application(journal)
    guard = Guard(application, listening.getsockname()[1])
    journal.form_token = guard.form_token
    config = uvicorn.Config(
        guard,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_IDLE,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
    )
    return uvicorn.Server(config), guard.url


def serve_until_stopped(listening: socket.socket, journal: Journal, when_ready: Callable[[str], None]) -> None:
    """Serve the journal until Ctrl-C. `when_ready` is called with the URL to open."""
    server, url = make_server(listening, journal)
    when_ready(url)
    try:
        with journal.watch.begin():
            server.run(sockets=[listening])
    except KeyboardInterrupt:  # uvicorn raises it again at the very end
        return
