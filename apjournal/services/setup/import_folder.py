"""Import my folder from another journal into a new one. The other journal is only read.

My kept copies stay in the other journal, because their lines refer to commits that the new history does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from shlex import quote

from msgspec import Struct

from apjournal.errors import BrokenFile, UsageFault
from apjournal.format.edit.english_results import write_english_results
from apjournal.format.edit.records import set_partner
from apjournal.format.read.partner import read_partner
from apjournal.format.read.week import read_week
from apjournal.gitrepo.checkout.quarantine import find_quarantine_reason
from apjournal.gitrepo.plumbing.trees import REGULAR, FileEntry
from apjournal.model.agreement import Agreement, EarlierTerms, Terms
from apjournal.model.finding import Finding, Level
from apjournal.model.handle import Handle
from apjournal.model.hints import list_handles
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.result_words import ResultWords
from apjournal.services.setup.begin import Surroundings
from apjournal.session.workspace import Workspace
from apjournal.store.folder import find_root
from apjournal.store.journal_paths import KEPT, PARTNER, parse_week_name
from apjournal.store.journal_reader import READ_CAP


class ImportedFolder(Struct, frozen=True):
    """My folder in another journal: my handle there, the text of each file by path, and the terms of its weeks.

    `translated` contains the weeks in which results in the user's own words were replaced by English ones.
    """

    root: Path
    partner: Partner
    files: Mapping[str, bytes]
    agreement: Agreement
    translated: tuple[IsoWeek, ...] = ()

    @property
    def weeks(self) -> int:
        """The number of imported weeks."""
        return sum(parse_week_name(_get_file_name(path)) is not None for path in self.files)

    @property
    def written_to(self) -> tuple[str, ...]:
        """The handles of those to whom messages in the weeks are addressed."""
        weeks = [(week, data) for path, data in self.files.items() if (week := parse_week_name(_get_file_name(path)))]
        read = (read_week(data, self.partner.partner, week).value for week, data in weeks)
        return tuple(sorted({message.to for week in read if week for message in week.messages}))

    def list_earlier_terms(self, begun: IsoWeek, now: Agreement) -> tuple[EarlierTerms, ...]:
        """Return the terms that applied before the week `begun`, so that numbers of imported weeks stay the same."""
        last, new = (Terms(one.mode, one.cadence, one.call.day) for one in (self.agreement, now))
        before = tuple(one for one in self.agreement.earlier if one.until < begun)
        return before if last == new else (*before, EarlierTerms(begun + -1, last))


def read_folder_to_import(folder: Path, handle: str | None, around: Surroundings) -> ImportedFolder:
    """Return what to import from the journal in `folder`.

    `handle` is the partner to import, or None for my own handle in that journal. Raise `UsageFault` if there is no
    journal or it is unclear who I am there, and `BrokenFile` if a file of mine cannot be read.
    """
    root = find_root(folder)
    if root is None:
        raise UsageFault(
            f"There is no journal in {folder} or above it.", "Give the folder of a journal: apj init --from DIR"
        )
    with closing(
        Workspace(root, partner=handle, now=around.now, environ=around.environ, terminal=around.terminal)
    ) as other:
        me = other.identity_or_none
        if me is None:
            hint = f"Add: --partner HANDLE. {list_handles(other.records.partners())}"
            raise UsageFault(f"It is not clear who you are in {root}.", hint)
        files = dict(_list_files(other, me))
        words = other.own_words
        broken = tuple(finding for path, data in files.items() for finding in _find_errors(me, path, data, words))
        if broken:
            raise BrokenFile(
                "These files cannot be read, so nothing was imported.",
                f"Fix the files: apj -C {quote(str(root))} check",
                broken,
            )
        weeks = {path: week for path in files if (week := parse_week_name(path.removeprefix(f"{me}/")))}
        english = {path: write_english_results(files[path], me, week, words) for path, week in weeks.items()}
        translated = tuple(week for path, week in weeks.items() if english[path] != files[path])
        return ImportedFolder(root, other.get_partner(me), files | english, other.agreement, translated)


def renew_acceptance(data: bytes, me: Partner) -> bytes:
    """Return my `partner.md` for the new journal: with my new acceptance, and without the former partners.

    All other lines stay, such as those with email addresses, questions and aims.
    """
    return set_partner(
        data,
        me.partner,
        name=me.name,
        email=me.email,
        timezone=me.timezone,
        keeps=me.keeps,
        agreed=me.agreed,
        agreed_on=me.agreed_on,
        left=None,
    )


def _list_files(other: Workspace, me: Handle) -> Iterator[tuple[str, bytes]]:
    """Yield the Markdown files of a partner's folder that may be shared, without kept copies."""
    for path, _ in other.folder.walk(me):
        data = other.folder.read(path) if path.endswith(".md") and path != f"{me}/{KEPT}" else None
        if (
            data is not None
            and len(data) <= READ_CAP
            and find_quarantine_reason(path, FileEntry(REGULAR, ""), me=me) is None
        ):
            yield path, data


def _find_errors(me: Handle, path: str, data: bytes, words: ResultWords) -> Iterator[Finding]:
    week = parse_week_name(path.removeprefix(f"{me}/"))
    findings: tuple[Finding, ...] = ()
    if week is not None:
        findings = read_week(data, me, week, words).findings
    elif path == f"{me}/{PARTNER}":
        findings = read_partner(data, me).findings
    return (finding.set_path(path) for finding in findings if finding.level is Level.ERROR)


def _get_file_name(path: str) -> str:
    return path.rpartition("/")[2]
