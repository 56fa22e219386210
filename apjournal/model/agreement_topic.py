"""The six topics that partners discuss when they begin."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """A topic that the partners discuss. The value is its heading in `agreement.md`."""

    MISSED = "When one of us misses a call"
    BLUNT = "How blunt we are"
    PRIVATE = "What stays between us"
    HELP = "What kind of help we want"
    UNTIL = "How long we try this"
    END = "How we stop"
