"""A journal's files as values, from any source. Each file is read once, when it is first needed."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, Protocol

from apjournal.model.agreement import Agreement
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.week import Week, get_week_path
from apjournal.store import journal_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apjournal.format.read.result import Reading
    from apjournal.model.kept import KeptFile, KeptLine
READ_CAP = 256 * 1024
"""The size in bytes of the largest file that apj reads (the format's own limit)."""
KEPT_CAP = 4 * 2**20
"""The size in bytes of the largest `kept.md` that apj reads. This file only grows."""


def get_read_cap(path: str) -> int:
    """Return the greatest number of bytes that a valid file at `path` may have."""
    return KEPT_CAP if path.rpartition("/")[2] == journal_paths.KEPT else READ_CAP


class Source(Protocol):
    """A source of a journal's files: a folder on disk, or a commit."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in `folder` ("" is the root), sorted. A folder's name ends with "/"."""
        ...

    def has(self, path: str) -> bool:
        """Whether a regular file is at `path`."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a regular file (at most `get_read_cap` + 1 of them), or None if there is no such file."""
        ...


class Records:
    """The files of one source as values of the model.

    A file that is missing or cannot be read gives None or an empty value. `words` are the user's own words for
    results.
    """

    def __init__(self, source: Source, words: ResultWords = NO_WORDS) -> None:
        self.source = source
        self._words = words
        self.partners = cache(self._list_partners)
        self.weeks = cache(self._list_weeks)
        self.week = cache(self._read_week)
        self.partner_file = cache(self._read_partner_file)
        self.partner = cache(self._read_partner)
        self.agreement_file = cache(self._read_agreement_file)
        self.agreement = cache(self._read_agreement)
        self.kept_file = cache(self._read_kept_file)
        self._kept_about = cache(self._group_kept_lines)
        self._kept_since = cache(self._read_kept_since)
        self.find_newest_kept = cache(self._find_newest_kept)
        self._kept_data = cache(lambda keeper: source.read(f"{keeper}/{journal_paths.KEPT}"))

    def _list_partners(self) -> tuple[Handle, ...]:
        folders = [name.removesuffix("/") for name in self.source.names("") if name.endswith("/")]
        return tuple(Handle(name) for name in folders if Handle.is_valid(name) and self._is_partner(name))

    def _is_partner(self, folder: str) -> bool:
        """Whether a folder is a partner's. Most contain `partner.md`, so their weeks need not be listed."""
        is_introduced = self.source.has(f"{folder}/{journal_paths.PARTNER}")
        return is_introduced or journal_paths.is_partner_folder(self.source.names(folder))

    def _list_weeks(self, partner: Handle) -> tuple[IsoWeek, ...]:
        found = map(journal_paths.parse_week_name, self.source.names(partner))
        return tuple(sorted([week for week in found if week is not None], reverse=True))

    def _read_week(self, partner: Handle, week: IsoWeek) -> Reading[Week] | None:
        from apjournal.format.read.week import read_week

        data = self.source.read(get_week_path(partner, week))
        return None if data is None else read_week(data, partner, week, self._words)

    def _read_partner_file(self, partner: Handle) -> Reading[Partner] | None:
        from apjournal.format.read.partner import read_partner

        data = self.source.read(f"{partner}/{journal_paths.PARTNER}")
        return None if data is None else read_partner(data, partner)

    def _read_partner(self, partner: Handle) -> Partner:
        reading = self.partner_file(partner)
        return (reading and reading.value) or Partner(partner)

    def _read_agreement_file(self) -> Reading[Agreement] | None:
        from apjournal.format.read.agreement import read_agreement

        data = self.source.read(journal_paths.AGREEMENT)
        return None if data is None else read_agreement(data)

    def _read_agreement(self) -> Agreement:
        reading = self.agreement_file()
        return Agreement() if reading is None else reading.value or Agreement(unreadable=True)

    def _read_kept_file(self, partner: Handle) -> Reading[KeptFile] | None:
        from apjournal.format.read.kept import read_kept

        data = self._kept_data(partner)
        return None if data is None else read_kept(data)

    def kept(self, partner: Handle) -> KeptFile:
        """Return the contents of a partner's `kept.md`. They are empty if the file is missing or cannot be read."""
        from apjournal.model.kept import KeptFile

        reading = self.kept_file(partner)
        return (reading and reading.value) or KeptFile()

    def list_kept_about(self, keeper: Handle, partner: Handle, since: IsoWeek | None = None) -> tuple[KeptLine, ...]:
        """Return the lines about a partner in a keeper's `kept.md`, in the order of the file.

        With `since`, return those from that week on, without parsing the others.
        """
        if since is None:
            return self._kept_about(keeper).get(partner, ())
        return tuple(line for line in self._kept_since(keeper, since) if line.partner == partner)

    def _group_kept_lines(self, keeper: Handle) -> Mapping[Handle, tuple[KeptLine, ...]]:
        """Return the lines of a keeper's `kept.md` by the partner that each is about, in the order of the file."""
        found: dict[Handle, list[KeptLine]] = {}
        for line in self.kept(keeper).lines:
            found.setdefault(line.partner, []).append(line)
        return {partner: tuple(lines) for partner, lines in found.items()}

    def _read_kept_since(self, keeper: Handle, week: IsoWeek) -> tuple[KeptLine, ...]:
        from apjournal.format.read.kept import read_lines_since

        data = self._kept_data(keeper)
        return () if data is None else read_lines_since(data, week)

    def _find_newest_kept(self, keeper: Handle, partner: Handle) -> KeptLine | None:
        """Return the last line about a partner in a keeper's `kept.md`, without reading the lines before it."""
        from apjournal.format.read.kept import find_last_line_about

        data = self._kept_data(keeper)
        return None if data is None else find_last_line_about(data, partner)

    def read_parked(self, partner: Handle) -> tuple[str, ...]:
        """Return the ideas that a partner has parked and not used yet."""
        from apjournal.format.edit.parked import read_parked

        data = self.source.read(f"{partner}/{journal_paths.PARKED}")
        return () if data is None else read_parked(data)

    def read_week_if_valid(self, partner: Handle, week: IsoWeek) -> Week | None:
        """Return a week, or None if its file is missing or unreadable."""
        reading = self.week(partner, week)
        return None if reading is None else reading.value

    def list_earlier(self, partner: Handle, before: IsoWeek) -> Iterator[Week]:
        """Yield the readable weeks before the week `before`, newest first. Each is read when it is needed."""
        weeks = self.weeks(partner)
        for week in weeks[bisect_left(weeks, True, key=lambda week: week < before) :]:
            value = self.read_week_if_valid(partner, week)
            if value is not None:
                yield value
