"""A passage: a piece of text in a file, its kind, and where it begins. `apj search` searches passages."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class PassageField(StrEnum):
    """The kind of a passage. `text` is a line of a file that cannot be read. `note` is any other line of a body."""

    GOAL = "goal"
    DONE_WHEN = "done_when"
    OBSTACLE = "obstacle"
    PLAN = "plan"
    EVIDENCE = "evidence"
    REASON = "reason"
    HAPPENED = "happened"
    LEARNED = "learned"
    AMENDED = "amended"
    REPORT_SKIPPED = "report_skipped"
    STEP = "step"
    LOG = "log"
    MESSAGE = "message"
    NOTE = "note"
    PARKED = "parked"
    TEXT = "text"


class Passage(Struct, frozen=True):
    """A passage and the line and column where it begins, from 1."""

    field: PassageField
    text: str
    line: int
    column: int
