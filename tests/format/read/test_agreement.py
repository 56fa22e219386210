"""Reading `agreement.md`."""

from __future__ import annotations

from datetime import date, time

import pytest

from apjournal.format.read.agreement import read_agreement
from apjournal.model.agreement import Agreement, Cadence, CallTerms, EarlierTerms, Mode, Terms
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Medium

BEN = Handle("ben")


def read(front: str) -> Agreement:
    reading = read_agreement(f"---\n{front}---\n".encode())
    assert reading.value is not None, reading.findings
    return reading.value


def test_every_key_of_an_agreement_is_read() -> None:
    data = """---
apj: 1
mode: one-sided            # two-sided | one-sided | peer-support
call:
  day: friday
  time: "09:00"
  timezone: Europe/Berlin
  minutes: 15
  medium: in person
cadence: fortnightly
areas: [professional, personal]
started: 2026-09-07
review_on: 2026-12-07
listeners: [ben]
until_signed: {cadence: weekly}
earlier:
  - {until: 2026-W40, mode: two-sided, day: monday}
alone: ben 2026-11-02
readiness: {rhythm: 6, foresight_rate: 62.5 %, mood: fine, plans-worked: }
---
What we agreed.
"""
    assert read_agreement(data.encode()).value == Agreement(
        Mode.ONE_SIDED,
        CallTerms(4, time(9), "Europe/Berlin", 15, Medium.IN_PERSON),
        Cadence.FORTNIGHTLY,
        ("professional", "personal"),
        date(2026, 9, 7),
        date(2026, 12, 7),
        (BEN,),
        Terms(cadence=Cadence.WEEKLY),
        (EarlierTerms(IsoWeek(2026, 40), Terms(Mode.TWO_SIDED, None, 0)),),
        ((BEN, date(2026, 11, 2)),),
        (("rhythm", 6.0), ("foresight_rate", 62.5)),
        None,
        "What we agreed.\n",
    )


@pytest.mark.parametrize(
    "front", ["", "call:\nuntil_signed:\nearlier:\nalone:\nreadiness:\nareas:\n", "until_signed: {}\n"]
)
def test_missing_keys_of_an_agreement_have_their_defaults(front: str) -> None:
    assert read(front) == Agreement()


def test_an_agreements_keys_and_words_are_accepted_in_any_spelling() -> None:
    agreement = read("Mode: Peer Support\nCADENCE: Monthly\ncall: {Day: Wed, time: 9.05}\nareas: work, home\n")
    assert (agreement.mode, agreement.cadence, agreement.areas) == (
        Mode.PEER_SUPPORT,
        Cadence.MONTHLY,
        ("work", "home"),
    )
    assert agreement.call == CallTerms(2, time(9, 5))


@pytest.mark.parametrize(
    "alone",
    [
        "alone: ben 2026-11-02\n",
        "alone: [Ben 2026-11-02]\n",
        "alone:\n  - ben 2026-11-02\n  -\n",
        "alone: {ben: 2026-11-02}\n",
    ],
)
def test_the_key_named_alone_accepts_a_value_a_list_or_a_mapping(alone: str) -> None:
    assert read(alone).alone == ((BEN, date(2026, 11, 2)),)


def test_an_agreement_in_a_newer_format_has_the_number_of_its_format() -> None:
    reading = read_agreement(b"---\napj: 3\n---\n")
    assert reading.newer
    assert reading.value is not None
    assert reading.value.newer_format == 3


@pytest.mark.parametrize(
    ("front", "code", "line"),
    [
        ("mode: three-sided\n", "word", 2),
        ("cadence: daily\n", "word", 2),
        ("call: monday\n", "shape", 2),
        ("call:\n  day: someday\n", "word", 3),
        ("call:\n  time: nine\n", "time", 3),
        ("call:\n  time: 25:00\n", "time", 3),
        ("call:\n  time: 9:00 or so\n", "time", 3),
        ("call:\n  time: 9:60\n", "time", 3),
        ("call:\n  minutes: 0\n", "number", 3),
        ("call:\n  medium: phone\n", "word", 3),
        ("started: someday\n", "date", 2),
        ("started: 9999-12-31\n", "date", 2),
        ("listeners: [../x]\n", "handle", 2),
        ("areas: [{a: b}]\n", "shape", 2),
        ("until_signed: weekly\n", "shape", 2),
        ("earlier: weekly\n", "shape", 2),
        ("earlier:\n  - weekly\n", "shape", 3),
        ("earlier:\n  - {mode: one-sided}\n", "week", 3),
        ("earlier:\n  - {until: 2025-W53}\n", "week", 3),
        ("alone: ben\n", "date", 2),
        ("alone: ../x 2026-11-02\n", "handle", 2),
        ("alone: {ben: }\n", "date", 2),
        ("alone: {[a]: 2026-11-02}\n", "complex_key", 2),
        ("readiness: all\n", "shape", 2),
        ("readiness:\n  rhythm: often\n", "number", 3),
        ("readiness: {[a]: 1}\n", "complex_key", 2),
    ],
)
def test_an_invalid_value_of_an_agreement_gets_an_error_at_its_line(front: str, code: str, line: int) -> None:
    reading = read_agreement(f"---\n{front}---\n".encode())
    assert reading.broken
    assert [(fault.code, fault.span and fault.span.line) for fault in reading.findings] == [(code, line)]
