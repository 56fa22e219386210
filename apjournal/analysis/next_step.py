"""Choose the next step as a command, and list later steps for partners who no longer need a call every Monday."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from apjournal.model.agreement import Agreement, Cadence, Mode
from apjournal.model.views.base import Way


class NextStepFacts(Struct, frozen=True):
    """All facts that decide the next step.

    - `sets_goals`: whether I set goals. A listener does not.
    - `goals_missing`: whether my file of this week has no goals and is not away.
    - `coming_missing`: whether the next week can be planned already and has no goals.
    - `report_due`: whether my newest report is due and incomplete.
    - `report_skipped`: whether I went on without that report.
    - `to_review`: the partners with something new for me.
    - `here`: the other partners who have not left.
    - `call_today`: whether the call is today and not recorded yet.
    - `alarm`: whether an alert stopped the last sync.
    - `to_sign`: whether a change to the agreement waits for my acceptance.
    - `left`: whether I have left.
    - `repair`: the command that fixes a file of mine that blocks the other steps, or "".
    - `unfinished`: whether git must be finished by hand before anything can be shared.
    """

    sets_goals: bool = True
    away: bool = False
    goals_missing: bool = False
    coming_missing: bool = False
    report_due: bool = False
    report_skipped: bool = False
    to_review: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    unsynced: bool = False
    call_today: bool = False
    alarm: bool = False
    to_sign: bool = False
    left: bool = False
    repair: str = ""
    unfinished: bool = False


def find_next_step(standing: NextStepFacts) -> str:
    """Return the next step as a command: that of the first rule that applies."""
    return next(command(standing) for applies, command in _RULES if applies(standing))


def _format_review_command(standing: NextStepFacts) -> str:
    """Return `apj review` with the handle of the first partner to review.

    The handle is left out if that partner is the only other one. It is never left out for a partner who left.
    """
    first = standing.to_review[0]
    return "apj review" if standing.here == (first,) else f"apj review {first}"


def _report_comes_first(standing: NextStepFacts) -> bool:
    return standing.sets_goals and standing.report_due and not standing.report_skipped


_RULES: tuple[tuple[Callable[[NextStepFacts], bool], Callable[[NextStepFacts], str]], ...] = (
    (lambda now: now.unfinished, lambda _: "git status"),
    (lambda now: now.alarm, lambda _: "apj sync"),
    (lambda now: bool(now.repair), lambda now: now.repair),
    (lambda now: now.left and now.unsynced, lambda _: "apj sync"),
    (lambda now: now.left, lambda _: "apj show"),
    (lambda now: now.sets_goals and now.goals_missing, lambda _: "apj new-week"),  # `new-week` begins with the report
    (_report_comes_first, lambda _: "apj report"),
    (lambda now: now.call_today and bool(now.here), lambda _: "apj call"),
    (lambda now: now.to_sign, lambda _: "apj agree"),
    (lambda now: bool(now.to_review), _format_review_command),
    (lambda now: now.unsynced, lambda _: "apj sync"),
    (lambda now: now.sets_goals and now.coming_missing, lambda _: "apj new-week"),
    (lambda now: now.sets_goals and not now.away, lambda _: "apj log"),
    (lambda _: True, lambda _: "apj show"),
)


_LESS_OFTEN = {
    Cadence.FORTNIGHTLY: Way("apj agree --cadence fortnightly", "talk every second week"),
    Cadence.MONTHLY: Way("apj agree --cadence monthly", "talk once a month"),
}
_IN_TOUCH = Way("apj agree --mode peer-support", "no reports; you still offer each other help")
_BACK = Way("apj agree --cadence weekly", "report to each other again")
_END = Way("apj leave", "end your own part; nobody has to agree")


def list_ways_on(agreement: Agreement) -> tuple[Way, ...]:
    """Return the changes to the agreement that the partners may agree on next, the smallest change first.

    For an agreement that cannot be read, return none.
    """
    if agreement.unreadable:
        return (_END,)
    if agreement.mode is Mode.PEER_SUPPORT:
        return (_BACK, _END)
    cadences = list(Cadence)
    later = cadences[cadences.index(agreement.cadence) + 1 :]
    return (*(_LESS_OFTEN[cadence] for cadence in later), _IN_TOUCH, _END)
