"""What one partner's record shows, in counts. Rates and intervals are shares, 0 to 1."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.agreement import Agreement
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View
from apjournal.model.week import Decision, ObstacleKind


class Promises(Struct, frozen=True):
    """The results of the goals. `of` counts all but the dropped ones.

    `interval` belongs to the share done, and needs 8 goals.
    """

    done: int
    partly: int
    not_done: int
    unreported: int
    dropped: int
    of: int
    interval: tuple[float, float] | None


class Foresight(Struct, frozen=True):
    """How many obstacles were foreseen and happened, were foreseen and did not, and happened without being foreseen."""

    foreseen_came: int
    foreseen_not: int
    surprise: int


class Derailer(Struct, frozen=True):
    """How often one kind of obstacle happened, how often it was foreseen, and how often the log names it."""

    kind: ObstacleKind
    count: int
    foreseen: int
    logged: int


class Plans(Struct, frozen=True):
    """Counts of if-then plans: written, with an obstacle that happened, used, and forgotten."""

    written: int
    triggered: int
    used: int
    worked: int
    forgotten: int


class PlanWorth(Struct, frozen=True):
    """A plan that worked, in its newest words. It was used `used` times, not counting `forgotten`.

    `week` is the last one in which it worked.
    """

    kind: ObstacleKind
    if_: str
    then: str
    worked: int
    used: int
    forgotten: int
    week: IsoWeek


class Bin(Struct, frozen=True):
    """The forecasts in a range of confidence, both ends included: how many, and how many of their goals were done."""

    from_: int
    to: int
    n: int
    kept: int


class Calibration(Struct, frozen=True):
    """Somebody's confidence in `n` goals, compared with the results.

    `mean_confidence` is 0 to 100 like the confidence in a file, `kept_rate` the share done. `brier` is the mean squared
    difference between forecasts and results, 0 (sure and right) to 1.
    """

    n: int
    mean_confidence: float
    kept_rate: float
    brier: float
    bins: tuple[Bin, ...]


class CarriedGoal(Struct, frozen=True):
    """A goal that was carried into the newest week: the week it comes from, and how often it was carried."""

    id: str
    since: IsoWeek | None
    times: int
    decision: Decision | None
    goal: Hidden[str] = ""


class Tally(Struct, frozen=True):
    """How many goals were done, out of those that were not dropped."""

    done: int
    of: int


class Resilience(Struct, frozen=True):
    """Goals of weeks with an unforeseen obstacle, and of other weeks."""

    hit: Tally
    calm: Tally


class Figures(Struct, frozen=True):
    """The numbers that add up over weeks. `reported`: weeks with a complete report. `hit`: weeks with a surprise.

    `forecasts` are the goals with a confidence.
    """

    weeks: int
    reported: int
    hit: int
    goals: int
    promises: Promises
    foresight: Foresight
    derailers: tuple[Derailer, ...]
    plans: Plans
    forecasts: int
    calibration: Calibration | None
    resilience: Resilience


class Rhythm(Struct, frozen=True):
    """The last calls that were due: how many weeks have a complete report, a call, and a call by voice."""

    reported: int
    of: int
    calls: int
    voice: int


class AreaTally(Struct, frozen=True):
    """How many goals of an area were done, out of those that were not dropped."""

    area: str
    done: int
    of: int


class Sign(Struct, frozen=True):
    """One indicator that a partner can go on alone: its value, the agreed threshold, and whether it is met.

    `value` and `met` are None while the cases `n` are fewer than `least`.
    """

    indicator: str
    value: float | None
    needed: float
    met: bool | None
    n: int
    least: Hidden[int] = 0


class Learned(Struct, frozen=True):
    """What a partner learned, and in which week."""

    week: IsoWeek
    text: str


class InsightsView(View, frozen=True, kw_only=True):
    """All insights about one partner. `weeks` and `goals` say how many were counted.

    `history`: the kept copies were available. `since` is the first week that was counted, if one was given.
    `quiet_area` is an area of the agreement without goals for a while. `mine`: it is my own record.
    """

    partner: Handle
    weeks: int
    goals: int
    promises: Promises
    foresight: Foresight
    derailers: tuple[Derailer, ...]
    plans: Plans
    calibration: Calibration | None
    carried: tuple[CarriedGoal, ...]
    resilience: Resilience
    rhythm: Rhythm
    areas: tuple[AreaTally, ...]
    readiness: tuple[Sign, ...]
    ledger: tuple[PlanWorth, ...]
    learned: tuple[Learned, ...]
    name: Hidden[str] = ""
    mine: Hidden[bool] = True
    history: Hidden[bool] = True
    since: Hidden[IsoWeek | None] = None
    quiet_area: Hidden[str | None] = None
    agreement: Hidden[Agreement] = Agreement()
