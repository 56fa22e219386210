"""The stream of the editor's messages, with a limit on the size of each."""

from __future__ import annotations

from typing import BinaryIO

from apjournal.errors import UsageFault

LARGEST = 64 * 2**20
"""The size in bytes of the largest message. A file of a journal has at most 256 KiB."""
LONGEST_LINE = 4096
"""The length of the longest header line of a message, such as `Content-Length: 120`."""


class BoundedInput:
    """A stream from which the server reads lines and messages. It raises `UsageFault` before it reads too much."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readline(self) -> bytes:
        """Return the next header line of a message."""
        line = self._stream.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise _make_fault(f"a line of more than {LONGEST_LINE} bytes before a message")
        return line

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, or fewer at the end of the stream."""
        if size > LARGEST:
            raise _make_fault(f"a message of more than {LARGEST // 2**20} MiB")
        return self._stream.read(size)


def _make_fault(what: str) -> UsageFault:
    return UsageFault(f"The editor sent {what}.", "Check which program starts apj lsp, and what it sends.")
