"""The next options from an agreement, the smallest step first."""

from __future__ import annotations

import pytest

from apjournal.analysis.next_step import list_ways_on
from apjournal.model.agreement import Agreement, Cadence, Mode


@pytest.mark.parametrize(
    ("agreement", "commands"),
    [
        (Agreement(), ["--cadence fortnightly", "--cadence monthly", "--mode peer-support"]),
        (Agreement(mode=Mode.ONE_SIDED, cadence=Cadence.FORTNIGHTLY), ["--cadence monthly", "--mode peer-support"]),
        (Agreement(cadence=Cadence.MONTHLY), ["--mode peer-support"]),
        (Agreement(mode=Mode.PEER_SUPPORT), ["--cadence weekly"]),
    ],
)
def test_the_next_steps_lead_from_the_terms_in_force_to_fewer_calls(agreement: Agreement, commands: list[str]) -> None:
    assert [way.command for way in list_ways_on(agreement)] == [f"apj agree {options}" for options in commands] + [
        "apj leave"
    ]
