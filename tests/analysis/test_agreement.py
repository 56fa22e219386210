"""A change to the agreement: which terms wait, which were in force before, and which lines changed."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from apjournal.analysis.agreement import (
    apply_without_silent,
    end_alone,
    is_return,
    list_text_changes,
    propose_change,
)
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Agreement, Cadence, CallTerms, EarlierTerms, Mode, Terms
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.agree import LineChange

ANA, BEN, CEM = Handle("ana"), Handle("ben"), Handle("cem")
W47, W48 = IsoWeek(2026, 47), IsoWeek(2026, 48)
DAY = date(2026, 11, 25)
WEEKLY = Agreement()
MODES = st.none() | st.sampled_from(Mode)
CADENCES = st.none() | st.sampled_from(Cadence)


def proposed(written: Agreement, mode: Mode | None = None, cadence: Cadence | None = None, *,
             settled: IsoWeek | None = None) -> Agreement:  # fmt: skip
    return propose_change(written, settled=settled, mode=mode, cadence=cadence)


def test_a_proposal_stores_the_former_terms_under_until_signed() -> None:
    assert proposed(WEEKLY, cadence=Cadence.MONTHLY) == Agreement(
        cadence=Cadence.MONTHLY, until_signed=Terms(cadence=Cadence.WEEKLY)
    )


def test_a_second_proposal_does_not_change_the_terms_that_apply() -> None:
    first = proposed(WEEKLY, cadence=Cadence.MONTHLY)
    second = proposed(first, cadence=Cadence.FORTNIGHTLY, mode=Mode.ONE_SIDED)
    assert second.until_signed == Terms(Mode.TWO_SIDED, Cadence.WEEKLY)
    assert second.earlier == ()


def test_withdrawing_a_proposal_ends_the_wait_for_acceptance() -> None:
    assert proposed(proposed(WEEKLY, cadence=Cadence.MONTHLY), cadence=Cadence.WEEKLY) == WEEKLY


def test_all_terms_from_before_an_accepted_change_are_stored_under_earlier() -> None:
    first = proposed(WEEKLY, cadence=Cadence.MONTHLY)
    second = proposed(first, mode=Mode.PEER_SUPPORT, settled=W48)
    assert second.until_signed == Terms(mode=Mode.TWO_SIDED)
    assert second.earlier == (EarlierTerms(W48, Terms(Mode.TWO_SIDED, Cadence.WEEKLY, 0)),)
    # Without the mode there, W47 would be seen under peer support.
    assert second.get_terms_in(W47).mode is Mode.TWO_SIDED


def test_a_proposed_call_day_still_waits_for_acceptance_after_another_proposal() -> None:
    moved = replace(WEEKLY, call=CallTerms(day=2), until_signed=Terms(day=0))
    assert proposed(moved, cadence=Cadence.MONTHLY).until_signed == Terms(cadence=Cadence.WEEKLY, day=0)


@given(MODES, CADENCES, MODES, CADENCES, st.booleans())
def test_a_proposal_does_not_change_the_terms_that_apply(
    mode: Mode | None, cadence: Cadence | None, next_mode: Mode | None, next_cadence: Cadence | None, settled: bool
) -> None:
    first = proposed(WEEKLY, mode, cadence)
    second = proposed(first, next_mode, next_cadence, settled=W47 if settled else None)
    before = first if settled else first.before
    after = second.before
    assert (after.mode, after.cadence) == (before.mode, before.cadence)
    if settled and first.until_signed:
        assert second.get_terms_in(W47).mode is WEEKLY.mode
        assert second.get_terms_in(W47).cadence is WEEKLY.cadence


@pytest.mark.parametrize(
    ("earlier", "mode"),
    [
        ((), Mode.TWO_SIDED),
        ((EarlierTerms(W47, Terms(mode=Mode.ONE_SIDED)), EarlierTerms(W48, Terms(Mode.PEER_SUPPORT))), Mode.ONE_SIDED),
        ((EarlierTerms(W47, Terms(cadence=Cadence.MONTHLY)),), Mode.TWO_SIDED),
    ],
)
def test_a_weekly_cadence_ends_peer_support(earlier: tuple[EarlierTerms, ...], mode: Mode) -> None:
    peers = Agreement(mode=Mode.PEER_SUPPORT, earlier=earlier)
    assert is_return(peers, None, Cadence.WEEKLY)
    assert proposed(peers, cadence=Cadence.WEEKLY).mode is mode


def test_a_change_from_a_rarer_cadence_to_weekly_calls_is_a_return() -> None:
    one_sided = Agreement(mode=Mode.ONE_SIDED, cadence=Cadence.MONTHLY)
    assert is_return(one_sided, None, Cadence.WEEKLY)
    assert proposed(one_sided, cadence=Cadence.WEEKLY).mode is Mode.ONE_SIDED


def test_only_a_change_to_weekly_calls_without_a_mode_is_a_return() -> None:
    peers = Agreement(mode=Mode.PEER_SUPPORT)
    assert not is_return(peers, Mode.PEER_SUPPORT, Cadence.WEEKLY)
    assert not is_return(peers, None, None)
    assert not is_return(peers, None, Cadence.MONTHLY)
    assert proposed(peers, cadence=Cadence.MONTHLY).mode is Mode.PEER_SUPPORT
    assert not is_return(WEEKLY, None, Cadence.WEEKLY)


# ---- when somebody goes on alone


def test_a_change_accepted_alone_applies_its_mode_at_once_and_its_cadence_from_the_next_call() -> None:
    alone = apply_without_silent(proposed(WEEKLY, cadence=Cadence.MONTHLY), begun=W48, since=DAY, who=[ANA])
    assert alone.until_signed is None
    assert alone.alone == ((ANA, DAY),)
    assert [alone.get_terms_in(W48 + more).cadence for more in (0, 1)] == [Cadence.WEEKLY, Cadence.MONTHLY]
    peers = apply_without_silent(proposed(alone, Mode.PEER_SUPPORT), begun=W48, since=DAY.replace(day=30), who=[ANA])
    assert peers.alone == ((ANA, DAY),)
    assert [peers.get_terms_in(W47 + more).mode for more in (0, 1)] == [Mode.TWO_SIDED, Mode.PEER_SUPPORT]
    assert [peers.get_terms_in(W48 + more).cadence for more in (0, 1)] == [Cadence.WEEKLY, Cadence.MONTHLY]


def test_one_partner_can_change_mode_and_cadence_together_by_accepting_alone() -> None:
    both = apply_without_silent(proposed(WEEKLY, Mode.ONE_SIDED, Cadence.MONTHLY), begun=W48, since=DAY, who=[ANA])
    seen = [both.get_terms_in(W47 + more) for more in (0, 1, 2)]
    assert [(one.mode, one.cadence) for one in seen] == [
        (Mode.TWO_SIDED, Cadence.WEEKLY),
        (Mode.ONE_SIDED, Cadence.WEEKLY),
        (Mode.ONE_SIDED, Cadence.MONTHLY),
    ]


# ---- whatever changes, what has been stays as it was

CHANGES = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["propose", "sign", "alone"]), MODES, CADENCES),
    min_size=1,
    max_size=6,
)


@settings(max_examples=100)
@given(
    st.sampled_from(Mode),
    st.sampled_from(Cadence),
    st.integers(0, 6),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    CHANGES,
)
def test_a_change_of_the_agreement_never_affects_past_periods_or_due_reports(
    mode: Mode, cadence: Cadence, call: int, day: date, changes: list[tuple[int, str, Mode | None, Cadence | None]]
) -> None:
    written = Agreement(mode=mode, cadence=cadence, call=CallTerms(day=call), started=date(2026, 1, 5))
    settled: IsoWeek | None = None
    for days, what, new_mode, new_cadence in changes:
        day += timedelta(days=days)
        before = Schedule(written.get_in_force(settled), UTC)
        written, settled = changed(written, settled, day, what, new_mode, new_cadence)
        stays_as_it_was(before, Schedule(written.get_in_force(settled), UTC), day)


def changed(
    written: Agreement, settled: IsoWeek | None, day: date, what: str, mode: Mode | None, cadence: Cadence | None
) -> tuple[Agreement, IsoWeek | None]:
    """Propose a change, accept it as the last partner, or put it into force alone, as the commands do.

    Also return the week of the last acceptance.
    """
    if what == "sign":
        waits = written.until_signed and settled is None
        return written, Schedule(written.before, UTC).find_begun_week(day) if waits else settled
    wanted = propose_change(written, settled=settled, mode=mode, cadence=cadence)
    if wanted == written:
        return written, settled
    if what == "alone" and wanted.until_signed:
        begun = Schedule(written.get_in_force(settled), UTC).find_begun_week(day)
        return apply_without_silent(wanted, begun=begun, since=day, who=[ANA]), None
    return wanted, None


def stays_as_it_was(before: Schedule, after: Schedule, day: date) -> None:
    """Check that the weeks up to a change on `day` keep their period, role, due date and kept copies in time."""
    for back in range(45):
        earlier = day - timedelta(days=back)
        assert after.find_period(earlier) == before.find_period(earlier)
        week = before.find_begun_week(earlier)
        assert after.find_call_day(week) == before.find_call_day(week)
        if before.find_due_day(week) <= day:
            assert after.find_due_day(week) == before.find_due_day(week)
            assert after.agreement.get_role(ANA, week) is before.agreement.get_role(ANA, week)
            assert after.is_over(week, day) == before.is_over(week, day)
        else:
            assert after.find_due_day(week) > day  # so each copy that was kept in time was kept in time


def test_the_key_alone_is_emptied_when_the_silent_partner_accepts() -> None:
    alone = replace(WEEKLY, alone=((ANA, DAY),))
    assert end_alone(alone, ANA, [ANA, BEN]) == alone
    assert end_alone(alone, BEN, [ANA, BEN]) == WEEKLY
    assert end_alone(alone, BEN, [ANA, BEN, CEM]).alone == ((ANA, DAY), (BEN, DAY))
    assert end_alone(WEEKLY, BEN, [ANA, BEN]) == WEEKLY


def test_changed_lines_of_the_agreement_are_paired_with_the_former_lines() -> None:
    before = "mode: two-sided\ncadence: weekly\n\nOne.\nTwo.\n"
    after = "mode: two-sided\ncadence: monthly\nOne.\nTwo.\nThree.\n"
    assert list_text_changes(before, after) == (
        LineChange("cadence: weekly", "cadence: monthly"),
        LineChange(None, "Three."),
    )
    assert list_text_changes(after, before)[-1] == LineChange("Three.", None)


def test_an_unchanged_comment_is_left_out_and_a_changed_one_is_shown() -> None:
    comment = "# weekly | monthly"
    assert list_text_changes(f"cadence: weekly    {comment}", f"cadence: monthly {comment}") == (
        LineChange("cadence: weekly", "cadence: monthly"),
    )
    assert list_text_changes("areas: [a #1]", "areas: [a #2]") == (LineChange("areas: [a #1]", "areas: [a #2]"),)
    assert list_text_changes("areas: [a] # 1", "areas: [a]") == (LineChange("areas: [a] # 1", "areas: [a]"),)


def test_two_versions_of_the_agreement_that_differ_only_in_spaces_are_equal() -> None:
    assert list_text_changes("a: b  # c\n\n", "a: b    # c\n") == ()


def test_huge_agreements_are_compared_line_by_line() -> None:
    assert list_text_changes("x\n" * 2000, "y\n" + "x\n" * 2000) == (LineChange("x", "y"), LineChange(None, "x"))


@given(st.lists(st.sampled_from(["one", "two", "three", ""])), st.lists(st.sampled_from(["one", "two", "three", ""])))
def test_every_new_line_of_the_agreement_is_shown(old: list[str], new: list[str]) -> None:
    changes = list_text_changes("\n".join(old), "\n".join(new))
    added = [change.after for change in changes if change.after]
    gone = [change.before for change in changes if change.before]
    for word in ("one", "two", "three"):
        assert new.count(word) - old.count(word) == added.count(word) - gone.count(word)
