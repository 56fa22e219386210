"""The ways on when two people need each other's Mondays less: to talk less often, to stay in touch, or to end it."""

from __future__ import annotations

from apjournal.model.agreement import Agreement, Cadence, Mode
from apjournal.model.views.base import Way

_LESS_OFTEN = {
    Cadence.FORTNIGHTLY: Way("apj agree --cadence fortnightly", "talk every second week"),
    Cadence.MONTHLY: Way("apj agree --cadence monthly", "talk once a month"),
}
_IN_TOUCH = Way("apj agree --mode peer-support", "no reports; asks and offers go on")
_BACK = Way("apj agree --cadence weekly", "report to each other again")
_END = Way("apj leave", "end my own part, which needs nobody")


def list_ways_on(agreement: Agreement) -> tuple[Way, ...]:
    """Return the ways that lead on from the agreement in force, the smallest step first."""
    if agreement.mode is Mode.PEER_SUPPORT:
        return (_BACK, _END)
    cadences = list(Cadence)
    later = cadences[cadences.index(agreement.cadence) + 1 :]
    return (*(_LESS_OFTEN[cadence] for cadence in later), _IN_TOUCH, _END)
