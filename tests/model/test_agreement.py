"""The terms of an agreement in an earlier week are those that count for that week."""

from __future__ import annotations

from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from apjournal.model.agreement import Agreement, Cadence, CallTerms, EarlierTerms, Mode, Role, Terms
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek

W40, W45 = IsoWeek(2026, 40), IsoWeek(2026, 45)
NOW = Agreement(
    mode=Mode.PEER_SUPPORT,
    cadence=Cadence.MONTHLY,
    call=CallTerms(day=3, time=time(9), timezone="Europe/Berlin"),
    earlier=(
        EarlierTerms(W45, Terms(cadence=Cadence.FORTNIGHTLY)),
        EarlierTerms(W40, Terms(mode=Mode.TWO_SIDED, cadence=Cadence.WEEKLY, day=0)),
    ),
)


def test_the_current_terms_apply_to_weeks_after_the_last_change_of_terms() -> None:
    assert NOW.get_terms_in(W45 + 1) == NOW


def test_former_terms_apply_up_to_and_including_their_week() -> None:
    first = NOW.get_terms_in(W40)
    assert (first.mode, first.cadence, first.call.day) == (Mode.TWO_SIDED, Cadence.WEEKLY, 0)
    assert NOW.get_terms_in(W40 + 1).cadence is Cadence.FORTNIGHTLY
    assert NOW.get_terms_in(W45).cadence is Cadence.FORTNIGHTLY


def test_values_missing_in_former_terms_come_from_the_agreement() -> None:
    second = NOW.get_terms_in(W45)
    assert (second.mode, second.call.day) == (Mode.PEER_SUPPORT, 3)
    assert NOW.get_terms_in(W40).call == CallTerms(day=0, time=time(9), timezone="Europe/Berlin")


def test_monday_as_the_call_day_of_former_terms_does_not_count_as_missing() -> None:
    assert Agreement(call=CallTerms(day=4)).apply_terms(Terms(day=0)).call.day == 0


def test_a_partners_role_depends_on_the_mode_of_the_week_and_the_listeners() -> None:
    ana, ben = Handle("ana"), Handle("ben")
    changing = Agreement(
        mode=Mode.PEER_SUPPORT,
        listeners=(ben,),
        earlier=(EarlierTerms(W40, Terms(mode=Mode.TWO_SIDED)), EarlierTerms(W45, Terms(mode=Mode.ONE_SIDED))),
    )
    assert [changing.get_role(ana, week) for week in (W40, W45, W45 + 1)] == [Role.REPORTS, Role.REPORTS, Role.SUPPORTS]
    assert [changing.get_role(ben, week) for week in (W40, W45, W45 + 1)] == [Role.REPORTS, Role.LISTENS, Role.SUPPORTS]


@given(st.integers(-300, 300))
def test_without_earlier_terms_the_agreement_applies_in_every_week(weeks: int) -> None:
    assert Agreement().get_terms_in(W40 + weeks) == Agreement()
