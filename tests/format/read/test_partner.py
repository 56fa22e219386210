"""Reading `partner.md`."""

from __future__ import annotations

from datetime import date

import pytest

from apjournal.format.read.partner import read_partner
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.partner import Partner

ANA, BEN = Handle("ana"), Handle("ben")
BLOB = "9c1185a5c5e9fc54612808977ee8f548b2258d31"


def read(front: str) -> Partner:
    reading = read_partner(f"---\n{front}---\n".encode(), ANA)
    assert reading.value is not None, reading.findings
    return reading.value


def test_every_key_of_a_partner_file_is_read() -> None:
    data = (
        "---\npartner: ana\nname: Ana Costa\nemail: ana@example.org\nemails: [a@b.c]\ntimezone: Europe/Lisbon\n"
        f"keeps: [ben]\nasks: [obstacles]\nsigning_key: ssh-ed25519 AAAA\nagreed: {BLOB}\nagreed_on: 2026-09-07\n"
        "page: true\nleft: 2026-12-01\n---\n## Aims\n- Finish the book\n"
    )
    assert read_partner(data.encode(), ANA).value == Partner(
        ANA,
        "Ana Costa",
        "ana@example.org",
        ("a@b.c",),
        "Europe/Lisbon",
        (BEN,),
        ("obstacles",),
        "ssh-ed25519 AAAA",
        BLOB,
        date(2026, 9, 7),
        True,
        date(2026, 12, 1),
        "## Aims\n- Finish the book\n",
    )


@pytest.mark.parametrize("text", ["", "Only words.\n", "---\n---\n"])
def test_an_empty_partner_file_gives_a_partner_with_only_a_handle(text: str) -> None:
    body = text.removeprefix("---\n---\n")
    assert read_partner(text.encode(), ANA).value == Partner(ANA, body=body)


def test_a_partner_files_keys_and_words_are_accepted_in_any_spelling() -> None:
    partner = read("Signing key: x\nAGREED-ON: 2026-09-07\nasks: [Done when, OBSTACLES]\nPage: Yes\n")
    assert (partner.signing_key, partner.agreed_on, partner.page) == ("x", date(2026, 9, 7), True)
    assert partner.asks == ("done_when", "obstacles")


def test_a_short_list_in_a_partner_file_may_be_written_without_brackets() -> None:
    partner = read("keeps: Ben, cleo\nemails: a@b.c\nasks:\n  - area\n  -\n")
    assert partner.keeps == (BEN, Handle("cleo"))
    assert partner.emails == ("a@b.c",)
    assert partner.asks == ("area",)


def test_an_empty_keeps_list_is_not_a_missing_one() -> None:
    assert read("keeps:\n").keeps is None
    assert read("keeps: []\n").keeps == ()


@pytest.mark.parametrize(("written", "agreed"), [("yes", "yes"), ("True", "yes"), ("no", None), (BLOB.upper(), BLOB)])
def test_the_value_of_agreed_is_a_blob_id_or_yes(written: str, agreed: str | None) -> None:
    assert read(f"agreed: {written}\n").agreed == agreed


@pytest.mark.parametrize(
    ("front", "code", "place"),
    [
        ("name: [Ana]\n", "shape", (2, 7)),
        ("keeps: [ben, Ben Smith]\n", "handle", (2, 14)),
        ("asks:\n  - obstacle\n", "word", (3, 5)),
        ("asks: mood\n", "word", (2, 7)),
        ("agreed: 9c11\n", "word", (2, 9)),
        ("agreed_on: 7 September\n", "date", (2, 12)),
        ("page: perhaps\n", "truth", (2, 7)),
        ("left: soon\n", "date", (2, 7)),
    ],
)
def test_an_invalid_value_of_a_partner_file_gets_an_error_at_its_position(
    front: str, code: str, place: tuple[int, int]
) -> None:
    reading = read_partner(f"---\n{front}---\n".encode(), ANA)
    assert reading.broken
    fault = reading.first_error
    assert fault.code == code
    assert fault.span is not None
    assert (fault.span.line, fault.span.column) == place


def test_an_unknown_key_of_a_partner_file_is_reported_if_it_resembles_a_known_one() -> None:
    reading = read_partner(b"---\nmood: fine\ntime_zone: Europe/Lisbon\n---\n", ANA)
    assert [(finding.code, finding.level) for finding in reading.findings] == [("near_miss", Level.WARNING)]


def test_a_misspelled_word_in_a_partner_file_has_a_repair() -> None:
    fault = read_partner(b"---\nasks: [obstacle]\n---\n", ANA).first_error
    assert fault.edits[0].text == "obstacles"
