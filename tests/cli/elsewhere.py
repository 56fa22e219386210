"""Python as on Windows, as far as possible here: what only exists on Unix is hidden.

`python -m tests.cli.elsewhere log one --then sync` runs command lines of apj so, until one ends with another exit code
than 0. `pytest -p tests.cli.elsewhere` runs the tests so.
"""

from __future__ import annotations

import os
import signal
import sys

MODULES = ("resource", "fcntl", "termios", "tty", "pty", "pwd", "grp", "syslog", "readline")
OF_OS = (
    *("getuid", "geteuid", "getgid", "getegid", "getpgid", "getsid", "setsid", "killpg", "fork", "forkpty", "wait4"),
    *("mkfifo", "chown", "fchown", "fchmod", "lchown", "chroot", "uname", "sync", "nice", "getgroups"),
    *("O_NOFOLLOW", "O_DIRECTORY", "O_SYNC", "sched_getaffinity"),
)
SIGNALS = ("SIGHUP", "SIGPIPE", "SIGALRM", "SIGCHLD", "SIGWINCH", "SIGTSTP", "SIGQUIT", "SIGUSR1", "SIGXFSZ")


def hide() -> None:
    """Hide what Windows does not have. Libraries that have another way there are loaded before."""
    import subprocess  # noqa: F401
    import tempfile  # noqa: F401

    import platformdirs  # noqa: F401
    import psutil  # noqa: F401
    from filelock import FileLock  # noqa: F401  it looks for fcntl when it is asked for the first time

    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for name in OF_OS:
        vars(os).pop(name, None)
    for name in SIGNALS:
        vars(signal).pop(name, None)


def pytest_configure() -> None:
    """Hide it from the tests too, and from pytest, which asks for the user's number to name its folder."""
    from _pytest import tmpdir

    vars(tmpdir)["get_user_id"] = lambda: None
    hide()


if __name__ == "__main__":
    hide()
    from apjournal.cli.main import main

    words = [*sys.argv[1:], "--then"]
    while words:
        line, words = words[: words.index("--then")], words[words.index("--then") + 1 :]
        try:
            main(line)
        except SystemExit as ended:
            if ended.code or not words:
                raise
