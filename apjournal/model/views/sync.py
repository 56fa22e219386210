"""The view of `sync` and `commit`, and the notes in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum, auto
from typing import Literal

from msgspec import Struct, field

from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import Alarm, LocalEdit, View
from apjournal.model.views.skipped import Skipped
from apjournal.model.week_record import GoalChange


class NoteKind(StrEnum):
    """The kind of a note. `render/notes.py` has a sentence for each."""

    JOINED = auto()
    JOINED_WITH_SAME_NAME = auto()
    SHARED_ADDRESS = auto()
    WRITTEN_TWICE = auto()
    OWNERS_TEXT_KEPT = auto()
    SHARED_TEXT_KEPT = auto()
    BOTH_TEXTS_KEPT = auto()
    LOCAL_TEXT_KEPT = auto()
    LEFT_UNCHANGED = auto()
    NEW_KEY = auto()
    KEY_DROPPED = auto()
    KEY_REPLACED = auto()
    COMES_WITH_MERGE = auto()
    REMOVED_AGAIN = auto()
    QUARANTINED = auto()
    UNKNOWN_AUTHOR = auto()
    REFUSED_AUTHOR = auto()
    NAMELESS_AUTHOR = auto()
    ADD_ADDRESS = auto()
    ASK_ADDRESS = auto()
    ASK_COMMITTED = auto()
    COMMITTED_AS_ANOTHER = auto()
    ASK_ANOTHERS_ADDRESS = auto()
    ASK_EMPTY_REMOTE = auto()
    ADDRESS_ADDED = auto()
    HOST_ADDRESS = auto()
    UNSIGNED = auto()
    ASK_UNSIGNED = auto()
    UNSIGNED_CHOICE = auto()
    ASK_UNSIGNED_CHOICE = auto()
    TOO_LARGE_FOR_OTHERS = auto()
    RECREATED = auto()
    NOT_RECREATED_HELD = auto()
    NOT_RECREATED_OTHER_ADDRESS = auto()
    NOT_RECREATED_UNUSUAL = auto()
    UNDONE = auto()
    STAYS_SENT = auto()
    ASKS_AGAIN = auto()
    ALSO_UNDONE = auto()
    LEFT_AFTER_UNDO = auto()
    DELETED = auto()
    GOAL_GONE = auto()
    GOALS_MOVED = auto()
    NOT_EVERY_REMOTE = auto()
    NOT_WHERE_FETCHED = auto()
    GENERATED_STAYS = auto()
    PAGE_BY_HAND = auto()
    CALENDAR_BY_HAND = auto()
    PROBLEM = auto()


class Note(Struct, frozen=True):
    """A fact about what was done or received: its kind, the values for its sentence, and the files concerned."""

    kind: NoteKind
    about: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[str, ...] = ()


def make_note(kind: NoteKind, *paths: str, **about: str) -> Note:
    """Return a note about `paths`, with `about` as the values for its sentence."""
    return Note(kind, about, paths)


AskYes = Callable[[Note], bool]
"""A function that asks the person at the terminal a question, and returns True for yes."""


class Received(Struct, frozen=True):
    """A commit that a sync received.

    `address` is the author's email address. `partner` is the partner who lists it, or None if nobody does.
    """

    commit: str
    partner: Handle | None
    subject: str
    address: Hidden[str] = ""


class SyncView(View, frozen=True, kw_only=True):
    """What `sync` or `commit` did. A commit is the first half of a sync.

    `committed` is the new commit, or None. `all_shared`: whether the remote had everything of mine before an offline
    sync.
    """

    committed: str | None
    files: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    fetched: bool = False
    merged: Literal["none", "ff", "merge"] = "none"
    pushed: bool = False
    received: tuple[Received, ...] = ()
    sent: int = 0
    alarms: tuple[Alarm, ...] = ()
    offline: bool = False
    notes: Hidden[tuple[Note, ...]] = ()
    changes: Hidden[tuple[GoalChange, ...]] = ()
    names: Hidden[tuple[tuple[Handle, str], ...]] = ()
    no_remote: Hidden[bool] = False
    all_shared: Hidden[bool] = False
    next: Hidden[str] = ""
    local_edits: Hidden[tuple[LocalEdit, ...]] = ()
