"""Serve the repositories below a folder on a port of this machine: `python -m bench.host FOLDER`, in the checkout.

It is git's own HTTP backend behind the small server of the tests. It prints the port first. For each line on its
standard input it then prints one line of JSON: the CPU seconds and requests so far, and the most at one moment since
the last line (requests, open files). It ends with its standard input.
"""

from __future__ import annotations

import json
import os
import resource
import socketserver
import sys
import threading
from pathlib import Path

from tests.servers.git_servers import Handler, backend, web

MOST_FILES = 1024
"""How many files the server may have open at once: what Linux gives a process that does not ask for more."""
MOST_WAITING = 511
"""How many connections may wait to be accepted, as with nginx."""


class Tally:
    """The work of the server so far."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests = self._now = self._most = self._files = 0

    def begin(self) -> None:
        """Record the start of a request."""
        with self._lock:
            self._requests += 1
            self._now += 1
            self._most = max(self._most, self._now)

    def end(self) -> None:
        """Record that a request was answered, while its files are still open."""
        with self._lock:
            self._now -= 1
            self._files = max(self._files, len(os.listdir("/proc/self/fd")))

    def report(self) -> str:
        """Return the figures as JSON, and reset those of one moment."""
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        with self._lock:
            said = {
                "server": used[0].ru_utime + used[0].ru_stime,
                "git": used[1].ru_utime + used[1].ru_stime,
                "requests": self._requests,
                "at_once": self._most,
                "files": self._files,
            }
            self._most = self._files = 0
        return json.dumps(said)


def main() -> None:
    """Serve until the standard input ends."""
    folder, tally = Path(sys.argv[1]), Tally()
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

    socketserver.TCPServer.request_queue_size = MOST_WAITING

    def answer(handler: Handler) -> None:
        tally.begin()
        try:
            name = handler.path.split("/")[1]
            backend(folder / name)(handler)
        finally:
            tally.end()

    with web(answer) as address:
        print(address, flush=True)
        for _ in sys.stdin:
            print(tally.report(), flush=True)


if __name__ == "__main__":
    main()
