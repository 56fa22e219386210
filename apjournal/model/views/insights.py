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

    `interval` is that of the share done, from 8 goals on.
    """

    done: int
    partly: int
    not_done: int
    unreported: int
    dropped: int
    of: int
    interval: tuple[float, float] | None


class Foresight(Struct, frozen=True):
    """What was named and came, what was named and did not come, what came and was not named."""

    foreseen_came: int
    foreseen_not: int
    surprise: int


class Derailer(Struct, frozen=True):
    """How often one kind of thing got in the way, how often of it was foreseen, and how often the log names it."""

    kind: ObstacleKind
    count: int
    foreseen: int
    logged: int


class Plans(Struct, frozen=True):
    """If-then plans: how many were written, how often one was called for, and then used or forgotten."""

    written: int
    triggered: int
    used: int
    worked: int
    forgotten: int


class PlanWorth(Struct, frozen=True):
    """A plan that worked, in its newest words. It was used `used` times, which leaves out those `forgotten`.

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
    """The forecasts of a range of confidence, both ends in it: how many, and how many of their goals were done."""

    from_: int
    to: int
    n: int
    kept: int


class Calibration(Struct, frozen=True):
    """Somebody's confidence in `n` goals, compared with the results.

    `mean_confidence` is 0 to 100 like the confidence in a file, `kept_rate` the share done. `brier` is the mean squared
    difference between the forecast of a goal and what came of it, 0 (sure and right) to 1.
    """

    n: int
    mean_confidence: float
    kept_rate: float
    brier: float
    bins: tuple[Bin, ...]


class CarriedGoal(Struct, frozen=True):
    """A goal that was carried into the newest week: in which week it began, and how often it was carried since."""

    id: str
    since: IsoWeek | None
    times: int
    decision: Decision | None
    goal: Hidden[str] = ""


class Tally(Struct, frozen=True):
    """How many goals were done, of how many that were not dropped."""

    done: int
    of: int


class Resilience(Struct, frozen=True):
    """Weeks in which something unforeseen came, and the others."""

    hit: Tally
    calm: Tally


class Rhythm(Struct, frozen=True):
    """Of the last calls that were due: weeks reported in full, weeks with a call, and those with one by voice."""

    reported: int
    of: int
    calls: int
    voice: int


class AreaTally(Struct, frozen=True):
    """How many goals of an area were done, of how many that were not dropped."""

    area: str
    done: int
    of: int


class Sign(Struct, frozen=True):
    """One sign that a partner can go on alone: its value, what was agreed to need, whether that is met.

    `value` and `met` are None while `n`, the cases at hand, are too few to say. `least` is how many it takes.
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
    """All numbers of one partner. `weeks` and `goals` say how many were counted.

    `history`: the kept copies were available. `since` is the first week that was counted, if one was given.
    `quiet_area` an area of the agreement that has had no goal for a while. `mine`: it is my own record.
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
