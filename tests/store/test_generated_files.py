"""Whether sync wrote a file in a partner's folder."""

from __future__ import annotations

import pytest

from apjournal.model.views.calendar import CREATOR
from apjournal.model.views.host_page import FIRST_LINE
from apjournal.store.generated_files import HEAD, is_generated

PAGE = FIRST_LINE.encode()
CALENDAR = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{CREATOR}\r\n".encode()


@pytest.mark.parametrize(
    ("path", "data", "generated"),
    [
        ("ana/README.md", PAGE, True),
        ("ana/calendar.ics", CALENDAR, True),
        ("ana/README.md", b"# About me\n", False),
        ("ana/README.md", b"\n" + PAGE, False),
        ("ana/calendar.ics", b"BEGIN:VCALENDAR\r\nPRODID:-//Mine//EN\r\n", False),
        ("ana/calendar.ics", CREATOR.encode(), False),
        ("README.md", PAGE, False),
        ("ana/notes.md", PAGE, False),
        ("ana/sub/README.md", PAGE, False),
        ("ana/README.md", b"", False),
    ],
)
def test_a_generated_file_is_recognised_by_its_name_and_its_first_lines(
    path: str, data: bytes, generated: bool
) -> None:
    assert is_generated(path, data) is generated
    assert is_generated(path, (data + b"x" * HEAD)[:HEAD]) is generated
