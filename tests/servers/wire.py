"""A line between a client and a server of this machine, which can break, hang, or slow down at any byte."""

from __future__ import annotations

import select
import socket
import socketserver
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum


class Way(StrEnum):
    """What happens to a broken line."""

    CLOSES = "closes"
    RESETS = "resets"
    GOES_DEAD = "goes dead"
    TRICKLES = "trickles"


SLOW = (Way.GOES_DEAD, Way.TRICKLES)
"""The ways that nobody is told of: a client has to lose its patience."""


@dataclass(frozen=True)
class _Trouble:
    direction: str
    after: int
    way: Way


@dataclass
class Wire:
    """A line to a server: clients connect to `port`.

    `passed` counts the bytes that went `up` and `down` since it was last set. A fault applies to each connection, until
    the line is `repaired`.
    """

    to: int
    port: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    _trouble: _Trouble | None = None
    _set_anew: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def breaks(self, way: Way, *, up: int | None = None, down: int | None = None) -> None:
        """Break the line after so many bytes `up` to the server, or `down` from it."""
        ((end, after),) = ((end, after) for end, after in (("up", up), ("down", down)) if after is not None)
        self._set(_Trouble(end, after, way))

    def repaired(self) -> None:
        """Make the line work from now on."""
        self._set(None)

    def _set(self, trouble: _Trouble | None) -> None:
        with self._lock:
            self._trouble = trouble
            self.passed.clear()
            self._set_anew.set()  # who waits on a dead line waits no longer
            self._set_anew = threading.Event()

    def carry(self, client: socket.socket) -> None:
        """Pass on the data of one connection, until both ends are done or the line breaks."""
        with suppress(OSError), client, socket.create_connection(("127.0.0.1", self.to)) as server:
            ways = {client: (server, "up"), server: (client, "down")}
            for end in ways:
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as ssh has it, for its small packets
            while ways:
                for end in select.select(list(ways), [], [])[0]:
                    other, direction = ways[end]
                    data = end.recv(2**16)
                    if not data:
                        del ways[end]
                        other.shutdown(socket.SHUT_WR)
                    elif not self._pass(data, other, direction):
                        self._end(client)
                        return

    def _pass(self, data: bytes, other: socket.socket, direction: str) -> bool:
        """Pass data on. Return False when the line is broken."""
        with self._lock:
            trouble, anew = self._trouble, self._set_anew
            room = len(data)
            if trouble and trouble.direction == direction:
                room = max(0, min(room, trouble.after - self.passed[direction]))
            self.passed[direction] += room
        other.sendall(data[:room])
        if trouble is None or room == len(data):
            return True
        if trouble.way is Way.GOES_DEAD:
            anew.wait()
        if trouble.way is Way.TRICKLES:
            for byte in data[room:]:
                other.sendall(bytes([byte]))
                time.sleep(0.05)
        return trouble.way is Way.TRICKLES

    def _end(self, client: socket.socket) -> None:
        trouble = self._trouble
        if trouble and trouble.way is Way.RESETS:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@contextmanager
def wire(to: int) -> Iterator[Wire]:
    """Connect a line to the port of a server."""
    line = Wire(to)

    class Passing(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            line.carry(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            pass

        def shutdown_request(self, request: object) -> None:
            pass  # the connection is closed already, in the way that it was to be

    with Server(("127.0.0.1", 0), Passing) as server:
        line.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield line
        finally:
            line.repaired()
            server.shutdown()
            thread.join()
