"""The view of `search`."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.passage import PassageField
from apjournal.model.views.base import View


class Match(Struct, frozen=True):
    """A passage that contains all the words, and where it begins. `week` is None for a parked idea.

    `found` contains the start and end of each word found in `text`, in order and without overlaps.
    """

    path: str
    line: int
    column: int
    partner: Handle
    week: IsoWeek | None
    field: PassageField
    text: str
    found: Hidden[tuple[tuple[int, int], ...]] = ()


class SearchView(View, frozen=True, kw_only=True):
    """The passages that contain all the words: the newest week first, then parked ideas.

    `unsearched` contains the paths of the weeks whose text cannot be read at all.
    """

    matches: tuple[Match, ...]
    unsearched: Hidden[tuple[str, ...]] = ()
