"""A byte order mark at the beginning of a file: a hint, and its repair."""

from __future__ import annotations

from apjournal.checks.byte_order_mark import find_byte_order_mark, remove_byte_order_mark
from apjournal.model.finding import Level


def test_a_byte_order_mark_gets_a_hint_at_the_first_line() -> None:
    (found,) = find_byte_order_mark(b"\xef\xbb\xbfa\r\n")
    assert (found.code, found.level, found.span and found.span.line) == ("byte_order_mark", Level.HINT, 1)
    assert remove_byte_order_mark(b"\xef\xbb\xbf\xef\xbb\xbfa\r\n") == b"\xef\xbb\xbfa\r\n"
    assert find_byte_order_mark(b"a\xef\xbb\xbf\n") == ()
