"""The next step at each moment of a week, and the next options from an agreement."""

from __future__ import annotations

import pytest

from apjournal.analysis.next_step import NextStepFacts, find_next_step, list_ways_on
from apjournal.model.agreement import Agreement, Cadence, Mode


@pytest.mark.parametrize(
    ("standing", "command"),
    [
        (NextStepFacts(alarm=True, goals_missing=True), "apj sync"),
        (NextStepFacts(alarm=True, repair="apj edit 2026-W48"), "apj sync"),
        (NextStepFacts(repair="apj edit 2026-W48", goals_missing=True, left=True), "apj edit 2026-W48"),
        (NextStepFacts(report_due=True, goals_missing=True, to_review=("ben",)), "apj new-week"),
        (NextStepFacts(goals_missing=True, to_review=("ben",)), "apj new-week"),
        (NextStepFacts(report_due=True, to_review=("ben",)), "apj report"),
        (NextStepFacts(report_due=True, report_skipped=True, to_review=("ben",), here=("ben",)), "apj review"),
        (NextStepFacts(to_review=("cleo", "ben"), here=("ben", "cleo"), unsynced=True), "apj review cleo"),
        (NextStepFacts(to_review=("cleo",), here=("ben",)), "apj review cleo"),  # who has left
        (NextStepFacts(to_review=("cleo",), here=()), "apj review cleo"),
        (NextStepFacts(unsynced=True, coming_missing=True), "apj sync"),
        (NextStepFacts(coming_missing=True), "apj new-week"),
        (NextStepFacts(call_today=True, to_review=("ben",), here=("ben",)), "apj call"),
        (NextStepFacts(call_today=True, here=("ben", "cleo")), "apj call"),
        (NextStepFacts(call_today=True), "apj log"),
        (NextStepFacts(), "apj log"),
        (NextStepFacts(away=True), "apj show"),
        (NextStepFacts(sets_goals=False, goals_missing=True, report_due=True, coming_missing=True), "apj show"),
        (NextStepFacts(sets_goals=False, to_review=("ana",), here=("ana",)), "apj review"),
        (NextStepFacts(to_sign=True, goals_missing=True), "apj new-week"),
        (NextStepFacts(to_sign=True, to_review=("ben",), unsynced=True), "apj agree"),
        (NextStepFacts(left=True, unsynced=True, goals_missing=True, report_due=True), "apj sync"),
        (NextStepFacts(left=True, goals_missing=True, to_review=("ben",), to_sign=True), "apj show"),
    ],
)
def test_the_next_step_is_the_first_step_that_applies(standing: NextStepFacts, command: str) -> None:
    assert find_next_step(standing) == command


@pytest.mark.parametrize(
    ("agreement", "commands"),
    [
        (Agreement(), ["--cadence fortnightly", "--cadence monthly", "--mode peer-support"]),
        (Agreement(mode=Mode.ONE_SIDED, cadence=Cadence.FORTNIGHTLY), ["--cadence monthly", "--mode peer-support"]),
        (Agreement(cadence=Cadence.MONTHLY), ["--mode peer-support"]),
        (Agreement(mode=Mode.PEER_SUPPORT), ["--cadence weekly"]),
        (Agreement(unreadable=True), []),
    ],
)
def test_the_suggested_changes_of_the_agreement_lead_from_the_current_terms_to_fewer_calls(
    agreement: Agreement, commands: list[str]
) -> None:
    assert [way.command for way in list_ways_on(agreement)] == [f"apj agree {options}" for options in commands] + [
        "apj leave"
    ]
