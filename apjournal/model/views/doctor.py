"""The view of `doctor`: what it found in the journal, in this clone and on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto

from msgspec import Struct, field

from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class PointState(StrEnum):
    """The state after one check: in order, needs attention, good to know, or just fixed."""

    FINE = "fine"
    LOOK = "look"
    NOTE = "note"
    FIXED = "fixed"


class PointKind(StrEnum):
    """What a check found. `render/screens/doctor.py` has a sentence for each kind."""

    IN_ORDER = auto()
    PROBLEM = auto()
    LOST_BRANCH = auto()
    LOCAL_EDIT = auto()
    LOCK_HELD = auto()
    LOCK_RECENT = auto()
    LOCK_OLD = auto()
    LOCK_STALE = auto()
    HALF_WRITTEN_OBJECTS = auto()
    SHALLOW = auto()
    GRAFTED = auto()
    REPLACED = auto()
    BORROWING = auto()
    PARTIAL = auto()
    INDEX_BEHIND = auto()
    SYNC_INTERRUPTED = auto()
    RELEASABLE = auto()
    PRIVATE_TRACKED = auto()
    RUNNABLE = auto()
    NO_ATTRIBUTES_RULE = auto()
    NO_EXCLUDE_RULE = auto()
    NO_IGNORE_RULE = auto()
    RISKY_SETTING = auto()
    BAD_TIMEOUT = auto()
    HOOKS = auto()
    READ_ONLY_FOLDER = auto()
    CLOUD_FOLDER = auto()
    CLOUD_REMOTE = auto()
    NO_IDENTITY = auto()
    UNKNOWN_IDENTITY = auto()
    BROKEN_PARTNER_FILE = auto()
    NO_EMAIL = auto()
    UNKNOWN_TIMEZONE = auto()
    HAS_LEFT = auto()
    OTHER_ADDRESS = auto()
    PARTNERS_ADDRESS = auto()
    NO_KEY = auto()
    KEY_NOT_SET = auto()
    KEY_NOT_FOUND = auto()
    OTHER_KEY = auto()
    NOT_SHARED = auto()
    SPLIT_REMOTE = auto()
    OTHER_PUSH_URL = auto()
    UNSEEN_PROTECTIONS = auto()
    WORK_TREE_REMOTE = auto()
    DANGLING_HEAD = auto()
    UNPROTECTED_REMOTE = auto()
    HASTY_EDITOR = auto()
    REPLACED_CLOCK = auto()


class Point(Struct, frozen=True):
    """The result of one check: the values for its sentence (`about`), and the files concerned.

    `command` is the command that apj recommends, or None. `fixable` says whether `doctor --fix` makes the repair.
    """

    name: str
    state: PointState
    kind: PointKind
    about: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    command: str | None = None
    fixable: bool = False


def make_point(
    name: str,
    kind: PointKind,
    *paths: str,
    state: PointState = PointState.LOOK,
    command: str | None = None,
    **about: str,
) -> Point:
    """Return a result for which `doctor --fix` has no repair. `about` contains the values for its sentence."""
    return Point(name, state, kind, about, paths, command)


class DoctorView(View, frozen=True, kw_only=True):
    """The results of all checks of this journal on this machine.

    `git` is the version of git, or None if git cannot be run.
    """

    partner: Handle | None
    path: str
    git: str | None
    points: tuple[Point, ...]
    partner_name: Hidden[str] = ""
