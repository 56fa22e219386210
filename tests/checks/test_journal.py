"""The rules across files: whom a name means, and which names are equal on some systems."""

from __future__ import annotations

from datetime import date

import pytest

from apjournal.checks.journal import check_journal
from apjournal.format.read.kept import read_kept
from apjournal.model.agreement import Agreement
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.journal import Journal
from apjournal.model.kept import KeptFile, KeptLine
from apjournal.model.partner import Partner

ANA, BEN, EVE, W48 = Handle("ana"), Handle("ben"), Handle("eve"), IsoWeek(2026, 48)
TWO = (Partner(ANA, email="ana@example.org"), Partner(BEN, email="ben@example.org"))


def told(journal: Journal) -> list[tuple[str, str, Level]]:
    return [(one.path, one.code, one.level) for one in check_journal(journal)]


def test_a_journal_without_mistakes_has_no_findings() -> None:
    journal = Journal(
        paths=("README.md", "agreement.md", "ana/2026-W48.md", "ana/partner.md", "ben/2026-W48.md", "ben/kept.md"),
        agreement=Agreement(listeners=(BEN,), alone=((ANA, date(2026, 11, 1)),)),
        partners=(Partner(ANA, keeps=(BEN,)), Partner(BEN)),
        kept={BEN: KeptFile((KeptLine(W48, ANA),))},
    )
    assert told(journal) == []
    assert told(Journal()) == []


def test_a_listener_without_a_folder_gets_a_warning() -> None:
    journal = Journal(agreement=Agreement(listeners=(BEN, EVE)), partners=TWO)
    (found,) = check_journal(journal)
    assert (found.path, found.code, found.level) == ("agreement.md", "unknown_partner", Level.WARNING)
    assert found.message == "This journal has no partner eve; its handles are: ana, ben"


def test_an_unknown_partner_who_continues_alone_gets_a_warning() -> None:
    journal = Journal(agreement=Agreement(alone=((EVE, date(2026, 11, 1)),)), partners=TWO)
    assert told(journal) == [("agreement.md", "unknown_partner", Level.WARNING)]


def test_a_partner_who_keeps_an_unknown_partner_gets_a_warning() -> None:
    journal = Journal(partners=(Partner(ANA, keeps=(EVE, BEN)), Partner(BEN)))
    assert told(journal) == [("ana/partner.md", "unknown_partner", Level.WARNING)]


def test_a_kept_line_that_names_an_unknown_partner_gets_a_warning_at_that_line() -> None:
    reading = read_kept(b"# Kept copies\n- 2026-W48 ana\n- 2026-W48 eve\n")
    assert reading.value is not None
    (found,) = check_journal(Journal(partners=TWO, kept={BEN: reading.value}, kept_places={BEN: reading.places}))
    assert (found.code, found.place) == ("unknown_partner", "ben/kept.md:3:1")


def test_an_email_address_of_two_partners_gets_a_warning_ignoring_case() -> None:
    journal = Journal(partners=(*TWO, Partner(EVE, email="eve@example.org", emails=("Ana@example.org",))))
    (found,) = check_journal(journal)
    assert (found.path, found.code) == ("eve/partner.md", "shared_address")
    assert found.message.startswith("ana@example.org is also an email address of Ana;")


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("ana/Plan.md", "ana/plan.md"), ["ana/plan.md"]),
        (("Ana/plan.md", "ana/Plan.md"), ["ana"]),
        (("ana/cafe\u0301.md", "ana/caf\u00e9.md"), ["ana/caf\u00e9.md"]),
        (("notes/Straße.md", "notes/STRASSE.md", "notes/strasse.md"), ["notes/Straße.md", "notes/strasse.md"]),
        (("ana/plan.md", "ben/plan.md", "ana/plan.txt"), []),
    ],
)
def test_file_names_that_clash_on_some_systems_get_a_warning(paths: tuple[str, ...], expected: list[str]) -> None:
    found = check_journal(Journal(paths=paths))
    assert sorted(one.path for one in found) == sorted(expected)
    assert {one.code for one in found} <= {"name_clash"}


IN_SUBFOLDER = "apj does not read weeks in subfolders; move this file to ana/, with a name such as 2026-W48.md"
NAMELESS_YEAR = "apj does not read this file as a week; name it after the year and week, such as 2026-W48.md"
COPY = "This looks like a copy of {} made by a cloud drive; compare the two files, then delete this one"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("2026-w48.md", "apj does not read this file as a week; rename it to 2026-W48.md"),
        ("2026-W8.md", "apj does not read this file as a week; rename it to 2026-W08.md"),
        ("2026W48.md", "apj does not read this file as a week; rename it to 2026-W48.md"),
        ("2026-W48.txt", "apj does not read this file as a week; rename it to 2026-W48.md"),
        ("2026-W48.MD", "apj does not read this file as a week; rename it to 2026-W48.md"),
        ("2025-W53.md", "2025 has no week 53; rename the file"),
        ("2026–W48.md", "apj does not read this file as a week; rename it to 2026-W48.md"),
        ("2026-W48.md.txt", "apj does not read this file as a week; rename it to 2026-W48.md"),
        ("W48.md", NAMELESS_YEAR),
        ("Week 48.markdown", NAMELESS_YEAR),
        ("2026-W48 (conflicted copy 2026-11-23).md", COPY.format("2026-W48.md")),
        ("2026-W48.sync-conflict-20261123-101010-ABCDEFG.md", COPY.format("2026-W48.md")),
        ("2026-W48 2.md", COPY.format("2026-W48.md")),
        ("2026-W48 (1).md", COPY.format("2026-W48.md")),
        ("2026-W48-DESKTOP-1.md", COPY.format("2026-W48.md")),
        ("kept (conflicted copy).md", COPY.format("kept.md")),
        ("partner 2.md", COPY.format("partner.md")),
        ("old/2026-W47.md", "apj does not read weeks in subfolders; move this file to ana/2026-W47.md"),
        ("old/2026-w47.md", IN_SUBFOLDER),
        ("2026-W48.md", None),
        ("2026-W48-notes.md", None),
        ("parked-old.md", None),
        ("kept.md", None),
        ("notes-2026.md", None),
    ],
)
def test_a_file_named_almost_like_a_week_gets_a_warning(name: str, says: str | None) -> None:
    found = check_journal(Journal(paths=(f"ana/{name}",), partners=TWO))
    assert [(one.code, one.path, one.message) for one in found] == (
        [("week_name", f"ana/{name}", says)] if says else []
    )


def test_only_partners_folders_are_checked_for_names_like_weeks() -> None:
    assert told(Journal(paths=("notes/2026-w48.md", "2026-w48.md"), partners=TWO)) == []


def test_a_folder_of_weeks_whose_name_is_not_a_handle_is_reported_once() -> None:
    paths = ("Zoe/2026-W47.md", "Zoe/2026-W48.md", "Old/2026-w48.md", "Old/notes.md", "docs/Old/2026-W48.md")
    assert told(Journal(paths=paths, partners=TWO)) == [("Zoe/2026-W47.md", "folder_name", Level.WARNING)]


def test_a_folder_with_a_partner_file_whose_name_is_not_a_handle_gets_a_warning() -> None:
    journal = Journal(paths=("Ana/partner.md", "partner.md", "docs/Old/partner.md", "ben/partner.md"), partners=TWO)
    (found,) = check_journal(journal)
    assert (found.path, found.code) == ("Ana/partner.md", "folder_name")
    assert found.message.startswith("Ana is not a valid handle")
