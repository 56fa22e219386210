"""One partner's record in numbers. Rates and intervals are shares from 0 to 1."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.agreement import Agreement, Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View
from apjournal.model.views.week import UnreadableWeek
from apjournal.model.week import Decision, ObstacleKind


class Promises(Struct, frozen=True):
    """The results of the goals. `of` counts all goals that were not dropped.

    `interval` is the 95 % interval of the share of goals done, or None if there are fewer than 8 goals.
    """

    done: int
    partly: int
    not_done: int
    unreported: int
    dropped: int
    of: int
    interval: tuple[float, float] | None


class Foresight(Struct, frozen=True):
    """Counts of obstacles: those that were expected and came, those that did not come, and those that surprised."""

    foreseen_came: int
    foreseen_not: int
    surprise: int


class Derailer(Struct, frozen=True):
    """How often one kind of obstacle was reported, expected, and mentioned in the log."""

    kind: ObstacleKind
    count: int
    foreseen: int
    logged: int


class Plans(Struct, frozen=True):
    """Counts of if-then plans.

    `written` counts all plans of the weeks. `triggered` counts the plans whose obstacle came. Each of these was either
    `used` or `forgotten`. `worked` counts the used plans that worked.
    """

    written: int
    triggered: int
    used: int
    worked: int
    forgotten: int


class PlanWorth(Struct, frozen=True):
    """A plan that worked at least once, in its newest wording.

    `used` counts how often the plan was used, and `forgotten` how often it was forgotten. `week` is the last week in
    which it worked.
    """

    kind: ObstacleKind
    if_: str
    then: str
    worked: int
    used: int
    forgotten: int
    week: IsoWeek


class Bin(Struct, frozen=True):
    """The forecasts in a range of confidence, both ends included.

    `n` is their number, and `kept` how many of the goals were done.
    """

    from_: int
    to: int
    n: int
    kept: int


class Calibration(Struct, frozen=True):
    """One partner's confidence in `n` goals, compared with the results.

    `mean_confidence` is in per cent, like the confidence in a file, and `kept_rate` is the share of goals done, from 0
    to 1. `brier` is the mean squared difference between forecasts and results, from 0 (sure and right) to 1 (sure and
    wrong).
    """

    n: int
    mean_confidence: float
    kept_rate: float
    brier: float
    bins: tuple[Bin, ...]


class CarriedGoal(Struct, frozen=True):
    """A goal that was carried into the newest week: since which week (None if unknown), and how many times."""

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
    """The goals in weeks with an unforeseen obstacle (`hit`), and in all other weeks (`calm`)."""

    hit: Tally
    calm: Tally


class Figures(Struct, frozen=True):
    """The numbers that add up over weeks.

    `reported` counts the weeks with a complete report, `hit` the weeks with an unforeseen obstacle, and `forecasts` the
    goals with a confidence that were not dropped.
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
    """The last `of` reports that were due: for how many there is a complete report, a call, and a call by voice."""

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
    """One sign that a partner can go on alone: its value, the agreed threshold, and whether the value meets it.

    `value` and `met` are None if there are too few cases (`n`). `least` is the number of cases that the sign needs.
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
    """All insights about one partner. `weeks` and `goals` are the numbers of weeks and goals that were counted.

    - `history`: whether the kept copies were available.
    - `since`: the first week that counts (None means the first week of the record).
    - `quiet_area`: an area of the agreement that has had no goals for a while, or None.
    - `mine`: whether this is my own record.
    - `role`: what the partner does in the journal now.
    - `unreadable`: the weeks that cannot be read now. Their numbers come from their newest readable version, if there
      is one.
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
    unreadable: tuple[UnreadableWeek, ...] = ()
    name: Hidden[str] = ""
    mine: Hidden[bool] = True
    history: Hidden[bool] = True
    since: Hidden[IsoWeek | None] = None
    quiet_area: Hidden[str | None] = None
    agreement: Hidden[Agreement] = Agreement()
    role: Hidden[Role] = Role.REPORTS
