"""One key at a time from the terminal. Nothing that was typed ahead is lost, and an arrow key is one key."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

ENTER = ("\r", "\n")
ESCAPE = "\x1b"
END = "\x04"
"""Ctrl-D, the end of input."""
_FOLLOWS = 0.05
"""Seconds in which the rest of a key that the terminal sends as several bytes has come."""


@contextmanager
def listening() -> Iterator[Callable[[], str]]:
    """Let keys through as they are pressed, without showing them; gives the function that waits for one.

    It raises `click.Abort` for Ctrl-C and for the end of input.
    """
    if sys.platform == "win32":
        yield click.getchar
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        # Not TCSAFLUSH, as elsewhere: that throws away what was typed ahead.
        tty.setcbreak(terminal, termios.TCSADRAIN)
        yield lambda: _key(terminal)
    except KeyboardInterrupt:
        raise click.Abort from None
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _key(terminal: int) -> str:
    first = os.read(terminal, 1)
    if first in {b"", END.encode()}:
        raise click.Abort
    if first == ESCAPE.encode():
        _pass_over(terminal)
        return ESCAPE
    return (first + os.read(terminal, more) if (more := _more(first[0])) else first).decode(errors="replace")


def _pass_over(terminal: int) -> None:
    """Read the rest of a key such as an arrow, `ESC [ A` or `ESC O A`; nothing follows the key Esc itself."""
    second = _following(terminal)
    if second == b"O":
        _following(terminal)
    elif second == b"[":
        while (part := _following(terminal)) and not b"@" <= part <= b"~":
            pass


def _following(terminal: int) -> bytes:
    return os.read(terminal, 1) if select.select([terminal], [], [], _FOLLOWS)[0] else b""


def _more(lead: int) -> int:
    """Say how many bytes follow the first one of a character in UTF-8."""
    return (lead >= 0xC0) + (lead >= 0xE0) + (lead >= 0xF0)
