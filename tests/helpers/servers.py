"""Servers of this machine that speak git: over HTTP with all that can go wrong, over ssh, and some that say nothing."""

from __future__ import annotations

import http.server
import os
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

Handler = http.server.BaseHTTPRequestHandler
Answer = Callable[[Handler], None]


class _Quiet(http.server.ThreadingHTTPServer):
    """A server that says nothing when a client has gone, and does not wait for slow answers at its end."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def web(answer: Answer) -> Iterator[str]:
    """Serve HTTP on a port of this machine; `answer` is asked for each request. Gives the address."""

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
    """Answer every request alike."""

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in {"Connection": "close", "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@dataclass(frozen=True)
class Trouble:
    """What goes wrong while a repository is served over HTTP.

    `cut`: after so many bytes of what is fetched the connection drops; `slow`: seconds between its bytes;
    `login`: the words that a client has to send to be let in.
    """

    cut: int | None = None
    slow: float = 0
    login: str = ""


NONE = Trouble()


def backend(repository: Path, trouble: Trouble = NONE) -> Answer:
    """Serve a repository with git's own HTTP backend, at any path."""

    def answer(handler: Handler) -> None:
        if trouble.login and handler.headers.get("Authorization", "") != trouble.login:
            says(401, WWW_Authenticate='Basic realm="journal"')(handler)
            return
        address = urlsplit(handler.path)
        path = address.path[address.path.index(".git") + len(".git") :]
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
                "PATH_INFO": path,
                "QUERY_STRING": address.query,
                "REQUEST_METHOD": handler.command,
                "CONTENT_TYPE": handler.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": handler.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": handler.headers.get("Git-Protocol", ""),
                "REMOTE_USER": "somebody",
                "REMOTE_ADDR": "127.0.0.1",
            },
        )
        head, _, body = finished.stdout.partition(b"\r\n\r\n")
        is_delivery = path.endswith("git-upload-pack") and handler.command == "POST" and b"PACK" in body
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        handler.wfile.write(b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        _deliver(handler, body, trouble if is_delivery else NONE)

    return answer


def _body(handler: Handler, length: int) -> bytes:
    if handler.headers.get("Transfer-Encoding") != "chunked":
        return handler.rfile.read(length)
    parts = []
    while size := int(handler.rfile.readline(), 16):
        parts.append(handler.rfile.read(size))
        handler.rfile.readline()
    return b"".join(parts)


def _deliver(handler: Handler, body: bytes, trouble: Trouble) -> None:
    if trouble.slow:
        for byte in body:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(trouble.slow)
    handler.wfile.write(body[: trouble.cut])
    if trouble.cut is not None:
        handler.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def silent() -> Iterator[int]:
    """Listen on a port, take each connection and never say a word; gives the port."""

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


SSHD = "/usr/sbin/sshd"
_PLACE = Path("/run/sshd")
"""The folder that sshd wants to be there when a superuser starts it."""


def can_serve_ssh() -> bool:
    """Whether there is an sshd here that can be started."""
    if not Path(SSHD).exists():
        return False
    return b"OpenSSH" in subprocess.run([*_in_a_place_for_sshd(), SSHD, "-V"], capture_output=True, check=False).stderr


def _in_a_place_for_sshd() -> tuple[str, ...]:
    """Give the command before sshd that lets it have its folder, in a view of the file system of its own."""
    if os.getuid() != 0 or _PLACE.exists():
        return ()
    return ("unshare", "-m", "sh", "-c", f'mount -t tmpfs tmpfs /run && mkdir -m 755 {_PLACE} && exec "$@"', "sh")


@contextmanager
def sshd(folder: Path) -> Iterator[Callable[..., str]]:
    """Run a real ssh server on a port of this machine, with keys of its own.

    Gives a function that writes the ssh command of a client, with further options.
    """
    folder.mkdir(mode=0o700)
    for name in ("host", "client"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True, capture_output=True
        )
    (folder / "authorized").write_text((folder / "client.pub").read_text())
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "authorized",
        "PidFile": "none",
        "UsePAM": "no",
        "StrictModes": "no",
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "PermitRootLogin": "yes",
    }
    (folder / "config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    server = subprocess.Popen(
        [*_in_a_place_for_sshd(), SSHD, "-D", "-e", "-f", str(folder / "config")],
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    assert server.stderr is not None
    try:
        while b"listening" not in (line := server.stderr.readline()):
            assert line, "sshd did not start"
        key = (folder / "host.pub").read_text().rpartition(" ")[0]
        (folder / "known").write_text(f"[127.0.0.1]:{port} {key}\n")
        yield lambda *options: " ".join(
            [
                f"ssh -F none -p {port} -i {folder / 'client'}",
                f"-o UserKnownHostsFile={folder / 'known'} -o GlobalKnownHostsFile=none -o IdentitiesOnly=yes",
                *options,
            ]
        )
    finally:
        server.terminate()
        server.communicate()
