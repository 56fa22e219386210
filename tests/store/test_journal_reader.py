"""A journal as values: each file read once, when needed. An unreadable file is empty and stops nothing."""

from __future__ import annotations

from apjournal.model.agreement import Agreement
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptFile
from apjournal.model.partner import Partner
from apjournal.store.journal_reader import Records

ANA, BEN = Handle("ana"), Handle("ben")
W48 = IsoWeek(2026, 48)


class Texts:
    """A source of texts that counts what is read."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = {path: text.encode() for path, text in files.items()}
        self.reads: list[str] = []

    def names(self, folder: str) -> tuple[str, ...]:
        start = f"{folder}/" if folder else ""
        inside = [path.removeprefix(start) for path in self.files if path.startswith(start)]
        return tuple(sorted({name.partition("/")[0] + ("/" if "/" in name else "") for name in inside}))

    def has(self, path: str) -> bool:
        return path in self.files

    def read(self, path: str) -> bytes | None:
        self.reads.append(path)
        return self.files.get(path)


def journal(files: dict[str, str]) -> Records:
    return Records(Texts(files))


def test_the_journal_reader_lists_the_owners_of_folders_as_partners() -> None:
    paths = ["ana/partner.md", "ben/2026-W48.md", "notes/x.md", "private/partner.md", "Cleo/partner.md"]
    records = journal(dict.fromkeys(paths, ""))
    assert records.partners() == ("ana", "ben")


def test_the_journal_reader_lists_weeks_newest_first_across_years() -> None:
    names = ["2026-W09", "2027-W01", "2026-W53", "2026-W54", "notes"]
    records = journal({f"ana/{name}.md": "" for name in names})
    assert [str(week) for week in records.weeks(ANA)] == ["2027-W01", "2026-W53", "2026-W09"]


def test_the_journal_reader_treats_a_missing_file_as_empty() -> None:
    records = journal({})
    assert records.agreement() == Agreement()
    assert records.partner(ANA) == Partner(ANA)
    assert records.kept(ANA) == KeptFile()
    assert records.read_parked(ANA) == ()
    assert records.week(ANA, W48) is None
    assert records.read_week_if_valid(ANA, W48) is None


def test_the_journal_reader_treats_an_unreadable_file_as_empty() -> None:
    broken = "---\nkey: [\n---\n"
    records = journal({"agreement.md": broken, "ana/partner.md": broken, "ana/2026-W48.md": broken})
    assert records.agreement() == Agreement(unreadable=True)
    assert records.partner(ANA) == Partner(ANA)
    assert records.read_week_if_valid(ANA, W48) is None
    reading = records.week(ANA, W48)
    assert reading is not None
    assert reading.broken


def test_the_journal_reader_skips_unreadable_earlier_weeks() -> None:
    files = {f"ana/2026-W{number}.md": "---\ngoals: [x]\n---\n" for number in range(40, 48)}
    source = Texts(files | {"ana/2026-W46.md": "---\ngoals: [\n---\n"})
    records = Records(source)
    weeks = records.list_earlier(ANA, W48)
    assert [next(weeks).week.number for _ in range(2)] == [47, 45]
    assert source.reads == ["ana/2026-W47.md", "ana/2026-W46.md", "ana/2026-W45.md"]


def test_a_journal_reader_reads_each_file_once() -> None:
    source = Texts({"ana/2026-W48.md": "---\ngoals: [x]\n---\n"})
    records = Records(source)
    assert records.week(ANA, W48) is records.week(ANA, W48)
    assert source.reads == ["ana/2026-W48.md"]


def test_the_parked_ideas_of_a_partner_are_the_ideas_that_are_not_ticked() -> None:
    records = journal({"ben/parked.md": "- [ ] one\n- [x] two\n- [ ] three\n"})
    assert records.read_parked(BEN) == ("one", "three")
