"""Hash the inputs of pages. A page whose hash did not change need not be rendered again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import JournalRecord
from apjournal.model.week_record import WeekRecord
from apjournal.render.site.markdown import Html


class PageInputs:
    """Hashes the inputs of a journal's pages.

    - `rendering`: everything on which all pages depend, such as the templates.
    - `state`: a hash of everything except the files of weeks, or "" if every page must be rendered again.
    """

    def __init__(self, record: JournalRecord, rendering: str, state: str) -> None:
        self._record = record
        self._rendering = rendering
        self._state = state

    def hash_state(self, *inputs: object) -> str:
        """Return the hash of a page that depends on the state and on `inputs`."""
        return self._hash(self._state, inputs)

    def hash_weeks(self, weeks: Iterable[IsoWeek], *inputs: object) -> str:
        """Return the hash of a page that depends on everything that partners wrote in some weeks, and on `inputs`."""
        if not self._state:  # as for each page of `apj web`, which need not collect a thousand digests
            return ""
        partners = [partner.partner for partner in self._record.partners]
        return self._hash([(week, [self._digests.get((one, week)) for one in partners]) for week in weeks], inputs)

    def hash_records(self, partner: Handle, weeks: Iterable[IsoWeek], *inputs: object) -> str:
        """Return the hash of a page or piece that shows some weeks of one partner, and depends on `inputs`."""
        return self._hash([(week, self._digests.get((partner, week))) for week in weeks], inputs)

    @cached_property
    def counted(self) -> object:
        """What all numbers depend on: my weeks without their free text."""
        mine = self._record.partners[0].weeks if self._record.me else ()
        return [replace(week, body="", messages=(), log=_keep_kinds(week)) for week in mine]

    @property
    def _digests(self) -> Mapping[tuple[Handle, IsoWeek], str]:
        return self._record.digests

    @cached_property
    def _everywhere(self) -> object:
        names = [(partner.partner, partner.name) for partner in self._record.partners]
        return self._rendering, self._record.me, names, self._record.first, self._record.history

    def _hash(self, *inputs: object) -> str:
        if not self._state:
            return ""
        data = msgspec.msgpack.encode((self._everywhere, inputs), enc_hook=str)
        return blake2b(data, digest_size=16).hexdigest()


class Pieces:
    """Parts of long pages, by the hash of their inputs. A part that is `known` is not rendered again."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self.used: dict[str, str] = {}

    def take(self, inputs: str, render: Callable[[], str]) -> Html:
        """Return a part as finished HTML. `render` is called only if the part is not known."""
        text = self._known.get(inputs) if inputs else None
        if text is None:
            text = render()
        if inputs:
            self.used[inputs] = text
        return Html(text)


def _keep_kinds(week: WeekRecord) -> tuple[object, ...]:
    return tuple(line.kind for line in week.log)
