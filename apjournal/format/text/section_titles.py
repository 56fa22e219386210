"""Recognize the headings that begin a section of the format in the body of a week: `Steps`, `Log` and `To HANDLE`."""

from __future__ import annotations

from functools import lru_cache

from apjournal.model.handle import Handle


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
    words = title.strip(" \t#:：").lower().split()
    if words in (["steps"], ["log"]):
        return words[0], ""
    if len(words) == 2 and words[0] == "to" and Handle.is_valid(words[1]):
        return "to", words[1]
    return "", ""
