"""What was typed before anything asked for it: read raw from the terminal, so that it answers nothing unseen."""

from __future__ import annotations

import os
import select
import sys
import unicodedata

_CHUNK = 4096


def take_typed_ahead() -> str:
    """Return what was typed and not read yet, and remove it from the terminal's input. Control keys are left out."""
    if not sys.stdin.isatty():
        return ""
    typed = _take_on_windows() if sys.platform == "win32" else _read_raw()
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in typed).split())


def _read_raw() -> str:
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    typed = b""
    try:
        # TCSADRAIN keeps the input; in cbreak mode a line that is not finished can be read, too.
        tty.setcbreak(terminal, termios.TCSADRAIN)
        while select.select([terminal], [], [], 0)[0] and (chunk := os.read(terminal, _CHUNK)):
            typed += chunk
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    return typed.decode(errors="replace")


def _take_on_windows() -> str:
    import msvcrt

    typed = ""
    while msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
        typed += msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
    return typed
