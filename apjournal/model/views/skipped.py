"""Files that `sync` and `commit` left out, for their view."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto

from msgspec import Struct, field


class SkipReason(StrEnum):
    """The reason why a file was not committed. `render/notes.py` has a sentence for each."""

    MISSING = auto()
    MISSING_BUT_NEEDED = auto()
    SYMLINK = auto()
    CLOUD_COPY = auto()
    NOT_MARKDOWN = auto()
    TOO_LARGE = auto()
    NAME = auto()
    INVALID_LINES = auto()
    UNREADABLE = auto()
    OWN_WORDS = auto()
    PRIVATE_WORDS = auto()


class Skipped(Struct, frozen=True):
    """A file that was not committed, the reason, and the values for its sentence."""

    path: str
    reason: SkipReason
    about: Mapping[str, str] = field(default_factory=dict)
