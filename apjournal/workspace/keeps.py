"""What was kept of a partner's weeks: each text read once, and for each week the keeps that tell something of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from apjournal.analysis.kept import RelevantCopies
from apjournal.analysis.schedule import Schedule
from apjournal.format.read.extends import is_extension_of
from apjournal.format.read.week import read_week
from apjournal.gitrepo.kept.kept_versions import Versions
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import Copy, Keep
from apjournal.model.week import Week


class KeptWeeks:
    """All copies that were kept of one partner's folder, oldest first by ancestry, and her weeks in them."""

    def __init__(
        self,
        partner: Handle,
        copies: Sequence[Copy],
        versions: Versions,
        texts: Mapping[str, bytes],
        *,
        schedule: Schedule,
        today: date,
    ) -> None:
        self._partner = partner
        self._copies = copies
        self._versions = versions
        self._texts = texts
        self._telling = RelevantCopies(copies, schedule=schedule, today=today)

    @property
    def weeks(self) -> tuple[IsoWeek, ...]:
        """The weeks that any of them holds, oldest first; of those that were asked for."""
        return tuple(sorted(self._versions))

    def list_keeps_of(self, week: IsoWeek) -> tuple[Keep, ...]:
        """Return the keeps that say something of a week, each with the week if it contains a readable one."""
        versions = self._versions.get(week)
        if not versions:
            return ()
        starts = [start for start, _ in versions]
        read = [None, *(self._read_week(week, oid) for _, oid in versions)]
        places = self._telling.find_places(week, newest=starts[-1])
        return tuple(self._build_keep(place, week, read[bisect_right(starts, place)]) for place in places)

    def is_carried_on(self, week: IsoWeek, now: bytes) -> bool:
        """Whether a text goes on from every text of the week that was kept, so that its goals are those that were."""
        kept = {self._texts.get(oid) for _, oid in self._versions.get(week, ()) if oid}
        return all(text is not None and (text == now or is_extension_of(now, text)) for text in kept)

    def _build_keep(self, place: int, week: IsoWeek, value: Week | None) -> Keep:
        copy = self._copies[place]
        return Keep(copy.keeper, copy.commit, copy.at, {} if value is None else {week: value})

    def _read_week(self, week: IsoWeek, oid: str | None) -> Week | None:
        text = self._texts.get(oid or "")
        return None if text is None else read_week(text, self._partner, week).value
