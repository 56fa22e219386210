"""Writing `partner.md` and `agreement.md`: new ones with every key, and single keys in existing ones."""

from __future__ import annotations

from datetime import date, time

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.errors import BrokenFile
from apjournal.format.edit.front_matter import EditRefused, NewerFormat
from apjournal.format.edit.records import (
    is_same_agreement,
    set_agreement,
    set_partner,
    write_new_agreement,
    write_new_partner,
)
from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.partner import read_partner
from apjournal.model.agreement import Agreement, Cadence, CallTerms, EarlierTerms, Mode, Terms
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.week import Medium
from tests.format.week_files import TEXTS

ANA, BEN = Handle("ana"), Handle("ben")
BLOB = "9c1185a5c5e9fc54612808977ee8f548b2258d31"


def test_a_new_partner_file_has_every_key_with_a_comment() -> None:
    partner = Partner(
        ANA,
        name="Ana Costa",
        email="ana@example.org",
        timezone="Europe/Lisbon",
        keeps=(BEN,),
        asks=("obstacles",),
        agreed=BLOB,
        agreed_on=date(2026, 9, 7),
    )
    assert write_new_partner(partner).decode() == (
        "---\n"
        "partner: ana\n"
        "name: Ana Costa\n"
        "email: ana@example.org\n"
        "emails: []                 # other addresses of the same person (a host's no-reply address, the phone)\n"
        "timezone: Europe/Lisbon\n"
        "keeps: [ben]               # whose copies are kept; default: everybody else who sets goals\n"
        "asks: [obstacles]          # which optional questions apj asks: done_when, obstacles, confidence, area\n"
        "signing_key:               # the public key that signs commits, if they are signed\n"
        f"agreed: {BLOB} # git blob id of the agreement.md that was accepted\n"
        "agreed_on: 2026-09-07\n"
        "page: false                # true: sync keeps a README.md in this folder, for a git host's page\n"
        "left:                      # the date on which this part ended\n"
        "---\n"
        "## Aims\n"
    )


def test_a_new_agreement_has_every_key_with_a_comment() -> None:
    call = CallTerms(0, time(9), "Europe/Berlin", 20, Medium.VOICE)
    agreement = Agreement(call=call, areas=("professional", "personal"), started=date(2026, 9, 7))
    assert write_new_agreement(agreement).decode() == (
        "---\n"
        "apj: 1\n"
        "mode: two-sided            # two-sided | one-sided | peer-support\n"
        "call:\n"
        "  day: monday\n"
        '  time: "09:00"\n'
        "  timezone: Europe/Berlin\n"
        "  minutes: 20\n"
        "  medium: voice\n"
        "cadence: weekly            # weekly | fortnightly | monthly\n"
        "areas: [professional, personal]\n"
        "started: 2026-09-07        # the call that began the first period\n"
        "review_on:\n"
        "listeners: []              # in a one-sided journal: who listens and sets no goals\n"
        "until_signed:              # after a change: the values in force until all have signed this text\n"
        "earlier:                   # former values; apj writes them so that the numbers of old weeks stay the same\n"
        "alone:                     # HANDLE DATE, when one goes on while the other is silent\n"
        "---\n"
        "What we agreed: what stays between us, what we do when a week is missed, how blunt to be.\n"
    )


def test_a_new_partner_file_has_the_key_calendar_only_if_it_is_on() -> None:
    assert b"\ncalendar: true" in write_new_partner(Partner(ANA, calendar=True))
    assert b"calendar" not in write_new_partner(Partner(ANA))


def test_a_new_partner_file_or_agreement_contains_the_given_body() -> None:
    assert write_new_partner(Partner(ANA, body="\nMine.")).endswith(b"---\n\nMine.")
    assert write_new_agreement(Agreement(body="Ours.\n")).endswith(b"---\nOurs.\n")


def test_accepting_the_agreement_changes_only_the_lines_of_the_acceptance() -> None:
    before = b"---\r\nname: Ana\r\nagreed: yes  # by hand\r\n# end\r\n---\r\n## Aims"
    after = set_partner(before, ANA, agreed=BLOB, agreed_on=date(2026, 9, 7))
    expected = f"---\r\nname: Ana\r\nagreed: {BLOB}  # by hand\r\nagreed_on: 2026-09-07\r\n# end\r\n---\r\n## Aims"
    assert after.decode() == expected


def test_an_id_made_only_of_digits_is_quoted() -> None:
    after = set_partner(b"---\nname: Ana\n---\n", ANA, agreed="1" * 40)
    assert after.decode() == f'---\nname: Ana\nagreed: "{"1" * 40}"\n---\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "emails: [a@b.c, d@e.f]\n"),
        ("emails: []  # mine\n", "emails: [a@b.c, d@e.f]  # mine\n"),
        ("emails: a@b.c\n", "emails: [a@b.c, d@e.f]\n"),
        ("emails:\n- 'a@b.c' # one\n# end\n", "emails:\n- 'a@b.c' # one\n- d@e.f\n# end\n"),
        ("emails: ['a@b.c'] # one\n", "emails: ['a@b.c', d@e.f] # one\n"),
        ("emails:\n  - x@b.c\nname: A\n", "emails:\n  - a@b.c\n  - d@e.f\nname: A\n"),
    ],
)
def test_a_new_email_address_is_written_in_the_style_of_the_list(before: str, after: str) -> None:
    data = f"---\n{before}---\n".encode()
    assert set_partner(data, ANA, emails=("a@b.c", "d@e.f")).decode() == f"---\n{after}---\n"


def test_an_emptied_list_of_a_partner_file_becomes_empty_brackets() -> None:
    assert set_partner(b"---\nemails:  # x\n  - a@b.c\n---\n", ANA, emails=()) == b"---\nemails: []  # x\n---\n"


def test_a_value_is_written_into_a_file_without_front_matter() -> None:
    assert set_partner(b"", ANA, page=True, left=date(2026, 12, 1)) == b"---\npage: true\nleft: 2026-12-01\n---\n"


def test_setting_an_equal_value_changes_no_byte_of_the_file() -> None:
    assert set_partner(b"x", ANA) == b"x"
    assert set_agreement(b"---\nmode: One Sided\n---\n", mode=Mode.ONE_SIDED) == b"---\nmode: One Sided\n---\n"


def test_a_proposal_is_written_together_with_the_former_terms() -> None:
    data = write_new_agreement(Agreement())
    proposed = set_agreement(data, cadence=Cadence.FORTNIGHTLY, until_signed=Terms(cadence=Cadence.WEEKLY))
    lines = proposed.decode().splitlines()
    assert "cadence: fortnightly       # weekly | fortnightly | monthly" in lines
    assert any(line.startswith("until_signed: {cadence: weekly}  # after a change") for line in lines)
    signed = set_agreement(
        proposed, until_signed=None, earlier=(EarlierTerms(IsoWeek(2026, 40), Terms(cadence=Cadence.WEEKLY)),)
    )
    assert "  - {until: 2026-W40, cadence: weekly}\n" in signed.decode()
    assert len(set(data.decode().splitlines()) - set(signed.decode().splitlines())) == 2


def test_former_terms_are_added_after_older_ones() -> None:
    before = b"---\nearlier:\n- {until: 2026-W40,   mode: one-sided} # old\n---\n"
    first = EarlierTerms(IsoWeek(2026, 40), Terms(mode=Mode.ONE_SIDED))
    after = set_agreement(before, earlier=(first, EarlierTerms(IsoWeek(2026, 45), Terms(day=4))))
    assert after == before.replace(b"# old\n", b"# old\n- {until: 2026-W45, day: friday}\n")


def test_each_key_inside_call_is_changed_separately() -> None:
    before = b"---\ncall:\n  day: Mon   # always\n  minutes: 20\n---\n"
    after = set_agreement(before, call=CallTerms(2, time(19, 30), None, 20))
    assert after == b'---\ncall:\n  day: wednesday  # always\n  minutes: 20\n  time: "19:30"\n---\n'
    assert set_agreement(b"---\n---\n", call=CallTerms(1)).startswith(b"---\ncall:\n  day: tuesday\n  time:\n")


def test_the_key_alone_is_written_on_one_line_or_as_a_list() -> None:
    since = date(2026, 11, 2)
    one = set_agreement(b"---\nalone:\n---\n", alone=((BEN, since),))
    assert one == b"---\nalone: ben 2026-11-02\n---\n"
    two = set_agreement(one, alone=((BEN, since), (ANA, since)))
    assert two == b"---\nalone: [ben 2026-11-02, ana 2026-11-02]\n---\n"
    assert set_agreement(one, alone=()) == b"---\nalone:\n---\n"


def test_an_acceptance_stays_valid_if_only_the_key_alone_changes() -> None:
    before = write_new_agreement(Agreement(body="We talk on Mondays.\n"))
    alone = set_agreement(before, alone=((ANA, date(2027, 1, 10)),))
    both = set_agreement(alone, alone=((ANA, date(2027, 1, 10)), (BEN, date(2027, 1, 11))))
    ended = set_agreement(both, alone=())
    for other in (before, alone, both):
        assert is_same_agreement(other, ended)
        assert is_same_agreement(ended, other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mondays", "Tuesdays"),
        ("cadence: weekly", "cadence: monthly"),
        ("areas: []", "areas: []\nquiet: on Sundays"),
        ("earlier:", "earlier: [{until: 2026-W40, mode: one-sided}]"),
        ("until_signed:", "until_signed: {cadence: monthly}"),
        ("---\n", "---\n{"),
    ],
)
def test_an_acceptance_is_not_valid_for_an_agreement_with_other_terms(old: str, new: str) -> None:
    text = write_new_agreement(Agreement(areas=(), body="We talk on Mondays.\n"))
    other = text.decode().replace(old, new, 1).encode()
    assert other != text
    assert not is_same_agreement(text, other)
    assert not is_same_agreement(other, text)
    assert is_same_agreement(other, other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("---\napj", "\ufeff---\napj"),
        ("---\nWe talk", "---\n\nWe  talk"),
        ("on Mondays.", "on\nMondays.  \n\n"),
        ("# weekly", "      # weekly"),
        ("  day:", "    day:"),
    ],
)
def test_an_acceptance_stays_valid_if_only_spacing_changes(old: str, new: str) -> None:
    text = write_new_agreement(Agreement(call=CallTerms(0), body="We talk on Mondays.\n")).decode()
    if old == "  day:":
        text = text.replace("\n  time:\n  timezone:\n  minutes: 20\n  medium:", "")
    assert is_same_agreement(text.encode(), text.replace(old, new).encode())
    assert not is_same_agreement(text.encode(), text.replace(old, f"{new}?").encode())


def test_an_acceptance_is_not_valid_if_an_indent_changes_a_term() -> None:
    text = b"---\napj: 1\ncall:\n  day: tuesday\n  time: 10:30\n---\n"
    other = b"---\napj: 1\ncall:\n  day: tuesday\ntime: 10:30\n---\n"
    assert text.split() == other.split()
    assert not is_same_agreement(text, other)


def test_agreed_readiness_thresholds_are_written() -> None:
    agreement = Agreement(readiness=(("rhythm", 6.0), ("plans_worked", 62.5)))
    assert b"readiness: {rhythm: 6, plans_worked: 62.5}\n" in write_new_agreement(agreement)


def test_an_edit_of_a_broken_file_is_refused_with_the_findings_of_the_file() -> None:
    with pytest.raises(BrokenFile) as caught:
        set_agreement(b"---\nmode: three-sided\n---\n", mode=Mode.ONE_SIDED)
    assert caught.value.findings[0].code == "word"
    with pytest.raises(BrokenFile) as caught:
        set_partner(b"---\nname: [Ana\n---\n", ANA, name="Ana")
    assert caught.value.findings[0].place == "ana/partner.md:2:7"


def test_an_agreement_in_a_newer_format_is_never_written() -> None:
    with pytest.raises(NewerFormat):
        set_agreement(b"---\napj: 2\n---\n", mode=Mode.ONE_SIDED)


def test_values_that_apj_would_not_read_back_are_refused() -> None:
    with pytest.raises(EditRefused):
        set_partner(b"---\nname: Ana\n---\n", ANA, name="Ana \udce9")
    with pytest.raises(EditRefused):
        write_new_partner(Partner(ANA, name=" Ana "))


DATES = st.dates(date(1900, 1, 1), date(2999, 12, 31))
PARTNERS = st.builds(
    Partner,
    partner=st.just(ANA),
    name=st.none() | TEXTS,
    email=st.none() | TEXTS,
    emails=st.lists(st.emails(), max_size=2, unique=True).map(tuple),
    timezone=st.none() | st.just("Europe/Lisbon"),
    keeps=st.none() | st.just((BEN,)) | st.just((BEN, Handle("cleo"))),
    asks=st.lists(st.sampled_from(["done_when", "area"]), unique=True).map(tuple),
    signing_key=st.none() | TEXTS,
    agreed=st.none() | st.just(BLOB),
    agreed_on=st.none() | DATES,
    page=st.booleans(),
    calendar=st.booleans(),
    left=st.none() | DATES,
    body=st.just("## Aims\n- x\n"),
)
TERMS = st.builds(Terms, st.none() | st.sampled_from(Mode), st.sampled_from(Cadence), st.none() | st.integers(0, 6))
WEEKS = st.integers(1, 52).map(lambda number: IsoWeek(2026, number))
AGREEMENTS = st.builds(
    Agreement,
    mode=st.sampled_from(Mode),
    call=st.builds(
        CallTerms,
        st.integers(0, 6),
        st.none() | st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
        st.none() | st.just("Europe/Berlin"),
        st.integers(1, 90),
        st.none() | st.sampled_from(Medium),
    ),
    cadence=st.sampled_from(Cadence),
    areas=st.lists(TEXTS, max_size=3).map(tuple),
    started=st.none() | DATES,
    review_on=st.none() | DATES,
    listeners=st.sampled_from([(), (ANA,), (ANA, BEN)]),
    until_signed=st.none() | TERMS,
    earlier=st.lists(st.builds(EarlierTerms, WEEKS, TERMS), max_size=3).map(tuple),
    alone=st.lists(st.tuples(st.sampled_from([ANA, BEN]), DATES), max_size=2).map(tuple),
    readiness=st.sampled_from([(), (("rhythm", 7.0),)]),
    body=st.just("Ours.\n"),
)


@pytest.mark.slow
@given(PARTNERS, PARTNERS)
def test_any_partner_file_can_be_written_read_and_changed_into_any_other(first: Partner, second: Partner) -> None:
    data = write_new_partner(first)
    assert frontmatter.loads(data.decode())["name"] == first.name
    names = {*Partner.__struct_fields__} - {"partner", "body"}
    changes = {name: getattr(second, name) for name in names}
    assert read_partner(set_partner(data, ANA, **changes), ANA).value == second


@pytest.mark.slow
@given(AGREEMENTS, AGREEMENTS)
def test_any_agreement_can_be_written_read_and_changed_into_any_other(first: Agreement, second: Agreement) -> None:
    data = write_new_agreement(first)
    assert frontmatter.loads(data.decode())["areas"] == list(first.areas)
    changes = {
        name: getattr(second, name) for name in Agreement.__struct_fields__ if name not in {"newer_format", "body"}
    }
    assert read_agreement(set_agreement(data, **changes)).value == second
