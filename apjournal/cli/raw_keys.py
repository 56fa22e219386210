"""Read keys of the terminal as they are pressed, without waiting for Enter and without showing them.

This works on Unix and on Windows.
"""

from __future__ import annotations

import os
import select
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import click

ENTER = "\n"
_ESCAPE, _END_OF_INPUT = "\x1b", "\x04"
_CHUNK = 4096
_GLANCE = 0.05
"""The time in seconds between two checks of the keyboard on Windows, where a program cannot wait for a key."""


def wait_for_key(seconds: float) -> str:
    """Return the next key, `ENTER` for Enter, or "" if no key is pressed within `seconds`.

    Later keys stay in the terminal's input, for the next question. Keys such as the arrows are ignored. Raise
    `click.Abort` on Ctrl-C and at the end of the input, as questions do.
    """
    try:
        key = _wait_on_windows(seconds) if sys.platform == "win32" else _wait_on_unix(seconds)
    except KeyboardInterrupt:
        raise click.Abort from None
    if key == _END_OF_INPUT:
        raise click.Abort
    return {"\r": ENTER, _ESCAPE: ""}.get(key, key)


def take_typed_ahead() -> str:
    """Return the input that was typed but not read yet, and remove it from the terminal. Control keys become spaces."""
    if not sys.stdin.isatty():
        return ""
    typed = _take_on_windows() if sys.platform == "win32" else _take_on_unix()
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in typed).split())


@contextmanager
def _read_single_keys() -> Iterator[int]:
    """Make the terminal pass on keys one by one, including those of an unfinished line.

    Yield the terminal's file descriptor.
    """
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)  # this mode keeps the input
        yield terminal
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _wait_on_unix(seconds: float) -> str:
    with _read_single_keys() as terminal:
        if not select.select([terminal], [], [], seconds)[0]:
            return ""
        key = os.read(terminal, 1)
        if key == _ESCAPE.encode():
            _drop_rest_of_key(terminal)
        return key.decode(errors="replace") if key else _END_OF_INPUT


def _drop_rest_of_key(terminal: int) -> None:
    """Discard what an arrow or similar key sends after Escape: `[` or `O`, then everything up to a letter or `~`."""
    has_begun = False
    while select.select([terminal], [], [], 0)[0] and (sign := os.read(terminal, 1)):
        if (sign.isalpha() or sign == b"~") and (has_begun or sign != b"O"):
            return
        has_begun = True


def _take_on_unix() -> str:
    typed = b""
    with _read_single_keys() as terminal:
        while select.select([terminal], [], [], 0)[0] and (chunk := os.read(terminal, _CHUNK)):
            typed += chunk
    return typed.decode(errors="replace")


def _wait_on_windows(seconds: float) -> str:
    import msvcrt

    end = time.monotonic() + seconds
    while not msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
        if time.monotonic() >= end:
            return ""
        time.sleep(_GLANCE)
    return str(msvcrt.getwch())  # type: ignore[attr-defined, unused-ignore]


def _take_on_windows() -> str:
    import msvcrt

    typed = ""
    while msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
        typed += msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
    return typed
