"""The story of an example journal, and the history that the story creates, as values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct, field


class StoryStep(Struct, frozen=True):
    """One step: an apj command line (`run`), or a file at `path` that is written or changed by hand.

    A change by hand replaces the only occurrence of `old` with `text`. If `old` is None, `text` is the whole file.
    """

    at: datetime
    who: str
    run: tuple[str, ...] = ()
    path: str = ""
    old: str | None = None
    text: str = ""


class Author(Struct, frozen=True):
    """A partner in the story, as the author of commits. `timezone` is the time zone of the commits' dates."""

    name: str
    email: str
    timezone: str


class Patch(Struct, frozen=True):
    """A change of one file: `text` replaces the lines from `start` (counted from 0) up to but not including `end`.

    `fixed` says whether the dates in `text` stay the same when the story moves to other dates.
    """

    start: int
    end: int
    text: str
    fixed: bool = False


class RecordedCommit(Struct, frozen=True):
    """One commit of the recorded history.

    - `parents`: numbers of earlier commits. A merge has the files of its first parent, except for the top-level
      entries in `taken`, which come from its second parent.
    - `patches`: changes that are then applied to these files. In a patch, `{12}` means the id of commit 12, and
      `{agreement.md}` the blob id of that file.
    """

    who: str
    at: datetime
    message: str
    parents: tuple[int, ...] = ()
    taken: tuple[str, ...] = ()
    patches: Mapping[str, Patch] = field(default_factory=dict)


class Recording(Struct, frozen=True):
    """The history that the story creates. The last commit is the shared one.

    - `story`: the SHA-256 of the story's text.
    - `ends`: the day of its last step.
    - `refs`: for each partner's clone, the number of the commit of each ref.
    - `backups`: for each partner's clone, the backups made before merges, each as a time and a commit number.
    """

    story: str
    ends: date
    authors: Mapping[str, Author]
    commits: tuple[RecordedCommit, ...]
    refs: Mapping[str, Mapping[str, int]]
    backups: Mapping[str, tuple[tuple[datetime, int], ...]]
