"""The time axis of a chart: the position of each day, and the dates below the axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights_series import InsightsSeries, Period, Step
from apjournal.render.charts.chart import Table
from apjournal.render.charts.drawing import Drawing
from apjournal.render.words.phrases import format_month, format_week

DATES = 18
"""The height in pixels that the dates take."""

_MOST_DATES = 5  # as many as fit side by side on a phone
_APART = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
_SHORTEST = timedelta(weeks=8)
_MONTHS_PER_YEAR = 12
_GAP = 0.2


def build_step_table(series: InsightsSeries, head: Iterable[str], cells: Callable[[Step], Iterable[str]]) -> Table:
    """Return the numbers of a chart, with a row for each step. A row begins with the step's name."""
    rows = ((name_step(series, step), *cells(step)) for step in series.steps)
    return Table((str(series.period).capitalize(), *head), tuple(rows))


class TimeScale(Struct, frozen=True):
    """The days from `first` to the day before `end`, drawn across `width` per cent of a drawing."""

    first: date
    end: date
    width: float

    def place(self, day: date) -> float:
        """Return the horizontal position of a day, in per cent."""
        return (day - self.first) / (self.end - self.first) * self.width

    def find_bar(self, step: Step) -> tuple[float, float]:
        """Return the left side and the width of the bar for a step, in per cent, with a gap to the next bar."""
        left, width = self.place(step.first), self.place(step.end) - self.place(step.first)
        return left + width * _GAP / 2, width * (1 - _GAP)

    def find_middle(self, step: Step) -> float:
        """Return the horizontal position of the middle of a step, in per cent."""
        return (self.place(step.first) + self.place(step.end)) / 2

    def draw_dates(self, drawing: Drawing, top: float) -> None:
        """Draw the axis at `top` (in pixels), with dates at some of its months or years."""
        drawing.add_line("axis", (0, top), (self.width, top))
        for number, month in enumerate(self._list_months()):
            at = self.place(month)
            january = month.month == 1
            words = str(month.year) if january else format_month(month, year=not number)
            drawing.add_line("axis", (at, top), (at, top + 4))
            drawing.add_text(words, (at, top + DATES - 2), kind="less")

    def _list_months(self) -> Iterator[date]:
        start = self.first.year * _MONTHS_PER_YEAR + self.first.month - (self.first.day == 1)
        last = self.end - timedelta(days=1)
        end = last.year * _MONTHS_PER_YEAR + last.month
        apart = next(step for step in _APART if (end - start) / step <= _MOST_DATES)
        for month in range(-(-start // apart) * apart, end, apart):
            yield date(month // _MONTHS_PER_YEAR, month % _MONTHS_PER_YEAR + 1, 1)


def build_time_scale(series: InsightsSeries, width: float = 100) -> TimeScale:
    """Return the scale for all steps of a series. A short series does not fill the whole width."""
    first, end = series.steps[0].first, series.steps[-1].end
    return TimeScale(first, max(end, first + _SHORTEST), width)


def name_step(series: InsightsSeries, step: Step) -> str:
    """Return the name of a step in a table: the days of its week, or its month, quarter or year."""
    match series.period:
        case Period.WEEK:
            return format_week(IsoWeek.of(step.first), step.first, step.end, year=True)
        case Period.MONTH:
            return format_month(step.first, year=True)
        case Period.QUARTER:
            return f"{format_month(step.first)} to {format_month(step.end - timedelta(days=1), year=True)}"
    return str(step.first.year)


def explain_period(series: InsightsSeries, what: str) -> str:
    """Return a sentence about the time that each bar or mark covers: one week, or a longer period and the reason."""
    if series.period is Period.WEEK:
        return f"{what} is a week."
    return f"{what} is a {series.period}, because the record is long."
