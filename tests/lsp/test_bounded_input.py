"""The language server reads no more than an editor may send."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from time import perf_counter

import pytest

from apjournal.errors import UsageFault
from apjournal.lsp.bounded_input import LARGEST, LONGEST_LINE, BoundedInput
from apjournal.lsp.cursor import find_cursor, get_front_matter
from apjournal.lsp.journals import Journals
from apjournal.lsp.server import make_server, serve


def test_bounded_input_returns_lines_and_messages_unchanged() -> None:
    stream = BoundedInput(io.BytesIO(b"Content-Length: 2\r\n\r\n{}"))
    assert [stream.readline(), stream.readline(), stream.read(2), stream.read(2)] == [
        b"Content-Length: 2\r\n", b"\r\n", b"{}", b"",
    ]  # fmt: skip


def test_bounded_input_refuses_a_message_or_a_line_that_is_too_large() -> None:
    with pytest.raises(UsageFault, match="more than 64 MiB"):
        BoundedInput(io.BytesIO()).read(LARGEST + 1)
    with pytest.raises(UsageFault, match="more than 4096 bytes"):
        BoundedInput(io.BytesIO(b"9" * (LONGEST_LINE + 1))).readline()


@pytest.mark.parametrize("length", ["99999999999", "9" * 30, "9" * 5000])
def test_the_server_ends_at_a_message_whose_length_is_too_large(length: str) -> None:
    server = make_server(Journals(partner=None, environ={}, read_clock=lambda: datetime(2026, 11, 25, tzinfo=UTC)), str)
    with pytest.raises(UsageFault, match="The editor sent a "):
        serve(server, io.BytesIO(f"Content-Length: {length}\r\n\r\n{{}}".encode()), io.BytesIO())


@pytest.mark.parametrize("line", ["a" + " " * 50_000 + "b", "a b " * 12_000, "- " * 25_000])
def test_a_long_line_is_read_in_a_time_that_grows_with_its_length(line: str) -> None:
    text = f"---\ngoals:\n{line}\n---\n"
    document = get_front_matter(text)
    assert document is not None
    began = perf_counter()
    find_cursor(document, text.index(line) + len(line))
    assert perf_counter() - began < 3
