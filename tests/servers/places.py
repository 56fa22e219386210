"""The kinds of remotes, all alike to a test: a folder, and three kinds of servers.

A server is reached over a line that can break. Access works as for a person: logins that git remembers, an ssh key in
git's settings.
"""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.helpers.repos import git
from tests.servers.git_servers import backend, git_daemon, web
from tests.servers.sshd import Sshd, sshd, why_none
from tests.servers.wire import Way, Wire, wire

ALL_NEEDED = "APJ_ALL_SERVERS" in os.environ
"""Whether a server that can't be started here is a fault, and no reason to leave its tests out."""


@dataclass
class Place:
    """A bare repository that two partners share through: here a folder on a shared disk."""

    repository: Path

    def address(self, handle: str) -> str:
        """Return the URL of the remote as this partner writes it."""
        return str(self.repository)

    def hook(self, name: str, script: str) -> Path:
        """Give the repository a hook, a shell script."""
        path = self.repository / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o755)
        return path

    def hangs(self) -> None:
        """Let the remote accept every request and never answer, as a disk that hangs."""
        self._head.rename(self._head.with_name("aside"))
        os.mkfifo(self._head)

    def answers(self) -> None:
        """Let the remote answer again."""
        self._head.with_name("aside").rename(self._head)

    @property
    def _head(self) -> Path:
        return self.repository / "HEAD"


@dataclass
class Served(Place):
    """A repository behind a server that accepts everybody: git's own daemon."""

    line: Wire

    def address(self, handle: str) -> str:
        return f"git://127.0.0.1:{self.line.port}/{self.repository.name}"

    def hangs(self) -> None:
        self.line.breaks(Way.GOES_DEAD, down=0)

    def answers(self) -> None:
        self.line.repaired()


@dataclass
class Web(Served):
    """A repository behind a web server that requires a name and a password."""

    logins: dict[str, str] = field(default_factory=dict)

    def address(self, handle: str) -> str:
        return f"http://{handle}@127.0.0.1:{self.line.port}/{self.repository.name}"

    def shuts_out(self) -> None:
        """Refuse everybody from now on."""
        self.logins.clear()

    def lets_in(self) -> tuple[tuple[str, str], ...]:
        """Let everybody in again; gives what a person is asked who logs in, and her answer."""
        self.logins.update({_login(handle): handle for handle in ("ana", "ben")})
        return (("Password for", _password("ana")),)


@dataclass
class Ssh(Served):
    """A repository on a machine with ssh."""

    server: Sshd

    def address(self, handle: str) -> str:
        return f"ssh://127.0.0.1:{self.line.port}{self.repository}"

    def shuts_out(self) -> None:
        """Refuse everybody from now on. The server is also one that nobody here knows yet."""
        self.server.authorized.write_text("")
        self.server.known.unlink()

    def lets_in(self) -> tuple[tuple[str, str], ...]:
        """Let everybody in again; gives what a person is asked who logs in, and her answer."""
        self.server.let_in()
        return (("continue connecting", "yes"),)


Opening = Callable[[Path, Path], AbstractContextManager[Place]]
"""Opens a place: its repository (which may still have to be made), and a new folder for what the server needs."""


@contextmanager
def _on_a_disk(repository: Path, _: Path) -> Iterator[Place]:
    yield Place(repository)


@contextmanager
def _by_the_daemon(repository: Path, folder: Path) -> Iterator[Place]:
    folder.mkdir()
    with git_daemon(repository.parent, folder / "log") as port, wire(port) as line:
        yield Served(repository, line)


@contextmanager
def _over_http(repository: Path, folder: Path) -> Iterator[Place]:
    logins: dict[str, str] = {}
    with web(backend(repository, logins)) as url, wire(int(url.rpartition(":")[2])) as line:
        place = Web(repository, line, logins)
        place.lets_in()
        folder.mkdir()
        git(folder, "config", "--global", "credential.helper", "store")
        for handle in ("ana", "ben"):
            known = f"url={place.address(handle)}\npassword={_password(handle)}\n"
            git(folder, "credential", "approve", stdin=known.encode())
        yield place


@contextmanager
def _over_ssh(repository: Path, folder: Path) -> Iterator[Place]:
    with sshd(folder) as server, wire(server.port) as line:
        server.know(line.port)
        git(folder, "config", "--global", "core.sshCommand", server.command)
        yield Ssh(repository, line, server)


def _password(handle: str) -> str:
    return f"the words of {handle}"


def _login(handle: str) -> str:
    return "Basic " + base64.b64encode(f"{handle}:{_password(handle)}".encode()).decode()


OPENINGS: dict[str, Opening] = {
    "disk": _on_a_disk,
    "git": _by_the_daemon,
    "http": _over_http,
    "ssh": _over_ssh,
}
"""The kinds of places."""


every = pytest.mark.parametrize("kind", OPENINGS)
"""Marks a test that holds for every kind of place."""


def every_but(**why: str) -> pytest.MarkDecorator:
    """Mark a test that does not concern some kinds of remotes, each with the reason."""
    assert set(why) < set(OPENINGS)
    return pytest.mark.parametrize("kind", [kind for kind in OPENINGS if kind not in why])


@contextmanager
def opened(kind: str, repository: Path, folder: Path) -> Iterator[Place]:
    """Open a remote. If that is not possible here, skip the test with the reason, or raise an error with it."""
    if why := _why_not(kind):
        (pytest.fail if ALL_NEEDED else pytest.skip)(why)
    with OPENINGS[kind](repository, folder) as place:
        yield place


def _why_not(kind: str) -> str:
    """Return why a kind of remote cannot be opened on this machine, empty if it can."""
    if kind == "ssh":
        return why_none()
    program = {"git": "git-daemon", "http": "git-http-backend"}.get(kind)
    there = subprocess.run(["git", "--exec-path"], capture_output=True, check=True, text=True).stdout.strip()
    return f"git is here without {program}" if program and not Path(there, program).exists() else ""
