"""`apj site`: read the whole record of a journal, and write a folder of pages about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.site import withhold_messages as withhold_from
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import JournalRecord, SiteView
from apjournal.model.views.status import StatusView
from apjournal.services.site.read_record import read_journal, read_known_report_days
from apjournal.services.site.site_cache import SiteCache as SiteCache
from apjournal.services.site.site_cache import read_cache as read_cache
from apjournal.services.site.site_cache import write_cache
from apjournal.session.report_days import read_report_days
from apjournal.session.workspace import Workspace
from apjournal.store.built_folder import BuiltFile, build_folder, require_free_folder


class PageFile(Struct, frozen=True):
    """A page to write. Its text is made again if the page's file or its `inputs` (a hash) changed.

    `inputs` is "" if they are not known. A page that `is_apart` is made from the record alone.
    """

    inputs: str
    make: Callable[[], str]
    is_apart: bool


class SiteBuild:
    """A journal's record, read for its pages. Most of it comes from `former`, the cache of an earlier build.

    `state` is a hash of everything that weeks depend on besides their own files, or "" if nothing can be used again.
    """

    def __init__(self, workspace: Workspace, former: SiteCache) -> None:
        self._workspace = workspace
        self._former = former
        self._read = read_journal(workspace, former)
        self._days = read_known_report_days(self._read, former)
        self.record = self._read.record
        self.state = self._read.state.hex()
        self.known_pieces = former.pieces if self.state else {}

    def read_report_days(self) -> Mapping[IsoWeek, date]:
        """Return the days on which I gave my reports."""
        if self._days is None:
            self._days = read_report_days(self._workspace, self._workspace.me, self.record.partners[0].weeks)
        return self._days

    def build_next_cache(self) -> SiteCache:
        """Return the cache of the weeks for the next build."""
        days = None if self._days is None else {str(week): day for week, day in self._days.items()}
        return SiteCache(self._read.state, self._read.weeks, days)

    def write_pages(self, folder: Path, pages: Mapping[str, PageFile], pieces: Mapping[str, str]) -> SiteView:
        """Write the pages, given by file name, into the folder, and remove all others.

        Write only pages that changed.
        """
        former = self._former.pages if self._former.folder == str(folder) else {}
        files = {}
        for name, page in pages.items():
            inputs, hash_ = former.get(name, ("", ""))
            files[name] = BuiltFile(page.make, hash_ if page.inputs and page.inputs == inputs else "", page.is_apart)
        built = build_folder(folder, files)
        hashes = {name: (page.inputs, built.hashes[name]) for name, page in pages.items()}
        left = replace(self.build_next_cache(), folder=str(folder), pages=hashes, pieces=pieces)
        write_cache(self._workspace.root, left)
        return SiteView(
            folder=str(folder),
            pages=len(pages),
            written=built.written,
            removed=built.removed,
            start=str(folder / next(iter(pages))),
            first=self.record.first,
            history=self.record.history,
        )


def withhold_messages(status: StatusView, record: JournalRecord) -> StatusView:
    """Return my status without the messages that are withheld until I give my report."""
    return withhold_from(status, record.first.week if record.first else None)


def choose_folder(workspace: Workspace, named: Path | None) -> Path:
    """Return the folder to write to: the given one, otherwise one next to the journal, which is never shared.

    Raise `UsageFault` if the folder belongs to git or a journal, or contains something that apj did not write.
    """
    folder = Path(os.path.realpath(named or workspace.root.parent / f"{workspace.root.name}-site"))
    require_free_folder(folder, "pages")
    return folder
