"""A real ssh server on a port of this machine, with its own keys."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.helpers.repos import new_key
from tests.helpers.systems import is_superuser
from tests.servers.git_servers import free_port, started

SSHD = "/usr/sbin/sshd"
_PLACE = Path("/run/sshd")
"""The folder that sshd wants to be there when a superuser starts it."""


@cache
def why_none() -> str:
    """Return why no sshd can be started here, empty if one can."""
    if not Path(SSHD).exists():
        return "there is no sshd here (on Debian: apt-get install openssh-server)"
    tried = subprocess.run([*_in_a_place_for_sshd(), SSHD, "-V"], capture_output=True, check=False)
    return "" if b"OpenSSH" in tried.stderr else f"sshd can't be started here, not without {_PLACE}"


def _in_a_place_for_sshd() -> tuple[str, ...]:
    """Return the command before sshd that gives it its folder, in a separate view of the file system."""
    if not is_superuser() or _PLACE.exists():
        return ()
    return ("unshare", "-m", "sh", "-c", f'mount -t tmpfs tmpfs /run && mkdir -m 755 {_PLACE} && exec "$@"', "sh")


@dataclass(frozen=True)
class Sshd:
    """A running server: its `port`, and the `folder` with its keys, the client's and those known to the client."""

    folder: Path
    port: int

    @property
    def known(self) -> Path:
        """The file of the servers that the client knows."""
        return self.folder / "known"

    @property
    def authorized(self) -> Path:
        """The file of the keys that the server accepts."""
        return self.folder / "authorized"

    @property
    def banner(self) -> Path:
        """The file with the text that the server first sends to everybody. Without the file, there is none."""
        return self.folder / "banner"

    def know(self, port: int, key: str = "host.pub") -> None:
        """Let the client know a server at `port` by one of the keys in the folder."""
        self.known.write_text(f"[127.0.0.1]:{port} {' '.join((self.folder / key).read_text('utf-8').split()[:2])}\n")

    def let_in(self) -> None:
        """Accept the client."""
        self.authorized.write_text((self.folder / "client.pub").read_text("utf-8"), "utf-8")

    @property
    def command(self) -> str:
        """The ssh command of the client, as in git's settings."""
        known = f"-o UserKnownHostsFile={self.known} -o GlobalKnownHostsFile=none"
        return f"ssh -F none -i {self.folder / 'client'} -o IdentitiesOnly=yes {known}"


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    """Run a real ssh server that its client knows and that accepts the client."""
    folder.mkdir(mode=0o700)
    for name in ("host", "client", "another"):
        new_key(folder / name)
    server = Sshd(folder, free_port())
    server.know(server.port)
    server.let_in()
    settings = {
        "Port": server.port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": server.authorized,
        "Banner": server.banner,
        "PidFile": "none",
        "UsePAM": "no",
        "StrictModes": "no",
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "PermitRootLogin": "yes",
        "SetEnv": f"HOME={folder}",  # bash reads the settings there at each connection: the user's may take long
        "KexAlgorithms": "curve25519-sha256",  # half the time of the usual one
    }
    (folder / "config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()), "utf-8")
    command = [*_in_a_place_for_sshd(), SSHD, "-D", "-r", "-e", "-f", str(folder / "config")]
    with started(command, server.port, folder / "log"):
        yield server
