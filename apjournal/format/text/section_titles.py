"""Recognise the headings that begin a section of the format in the body of a week: `Steps`, `Log` and `To HANDLE`."""

from __future__ import annotations

from functools import lru_cache

from apjournal.model.handle import Handle


def trim_title(title: str) -> str:
    """Return a heading's title without the emoji, punctuation and spaces around it: `Log` for `**Log** 📓`.

    A title that is crossed out keeps its `~`, so that it is no longer a known title.
    """
    start, end = 0, len(title)
    while start < end and _is_around(title[start]):
        start += 1
    while start < end and _is_around(title[end - 1]):
        end -= 1
    return title[start:end]


def _is_around(sign: str) -> bool:
    return not sign.isalnum() and sign != "~"


def is_own_section(title: str) -> bool:
    """Whether a heading begins a section of the format: `Steps`, `Log` or `To HANDLE`."""
    return bool(parse_section_title(title)[0])


def get_message_reader(title: str) -> str:
    """Return the recipient of the messages below a heading: the handle in `To ben`, or "" for any other heading."""
    return parse_section_title(title)[1]


@lru_cache(maxsize=256)
def parse_section_title(title: str) -> tuple[str, str]:
    """Return the section that a heading begins and, for messages, the recipient.

    For any other heading, return two empty strings.
    """
    words = trim_title(title).lower().split()
    if words in (["steps"], ["log"]):
        return words[0], ""
    if len(words) == 2 and words[0] == "to" and Handle.is_valid(words[1]):
        return "to", words[1]
    return "", ""
