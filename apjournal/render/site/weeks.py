"""All weeks as a calendar of years and as lists, with a small mark for each partner's week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from apjournal.analysis.site import count_done
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import JournalRecord
from apjournal.model.week_record import State, WeekRecord
from apjournal.render.site.names import name_week
from apjournal.render.site.week import describe_week, explain_withheld, format_week_period

_FULL = 8
"""The number of parts that a mark has, of which some are filled."""
_ROW = 13
"""The number of weeks in a row of the calendar: a quarter of a year. The stylesheet contains this number too."""


def list_weeks(record: JournalRecord) -> tuple[IsoWeek, ...]:
    """Return all weeks that have a page, oldest first."""
    return tuple(sorted({week.week for partner in record.partners for week in partner.weeks}))


def list_years(weeks: Sequence[IsoWeek]) -> list[int]:
    """Return the years with weeks, newest first."""
    return sorted({week.year for week in weeks}, reverse=True)


def describe_cells(record: JournalRecord, year: int) -> list[dict[str, Any]]:
    """Return the template values for a year's weeks in the calendar, without rows in which no week has a page."""
    last = date(year, 12, 28).isocalendar().week  # this day is always in the last week of its year
    cells = [_describe_cell(record, IsoWeek(year, number)) for number in range(1, last + 1)]
    return _leave_out_empty_rows(cells)


def describe_year(record: JournalRecord, year: int, shown: Sequence[IsoWeek]) -> dict[str, Any]:
    """Return the template values for the list of all weeks of a year, newest first.

    `shown` contains all weeks that have a page.
    """
    weeks = [week for week in reversed(shown) if week.year == year]
    listed = []
    for week in weeks:
        columns = [
            {"name": partner.name, "week": describe_week(one, {})}
            for partner in record.partners
            if (one := partner.find_week(week))
        ]
        listed.append(
            {
                "week": str(week),
                "href": name_week(week),
                "period": format_week_period(record, week),
                "partners": columns,
            }
        )
    return {"year": str(year), "weeks": listed, "withheld": explain_withheld(record)}


def _leave_out_empty_rows(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells of a year without the rows in which no week has a page."""
    rows = [cells[start : start + _ROW] for start in range(0, len(cells), _ROW)]
    return [cell for row in rows if any(one["href"] for one in row) for cell in row]


def _describe_cell(record: JournalRecord, week: IsoWeek) -> dict[str, Any]:
    """Return the template values for a week in the calendar: its marks, and the meaning of each in words.

    A week without a page has no link and no words.
    """
    there = [(partner.name, partner.find_week(week)) for partner in record.partners]
    marks = [_describe_mark(one) for _, one in there]
    said = [f"{name} {words}" for (name, one), (_, words) in zip(there, marks, strict=True) if one]
    return {
        "number": week.number,
        "href": name_week(week) if said else "",
        "words": f"{format_week_period(record, week)}: {'; '.join(said)}" if said else "",
        "marks": [mark for mark, _ in marks],
        "is_now": week == record.this,
    }


def _describe_mark(record: WeekRecord | None) -> tuple[str, str]:
    """Return the class of a mark, and its meaning in words. A mark of the class `s3` is filled to three eighths."""
    if record is None:
        return "none", ""
    if record.away:
        return "away", "a week off"
    done, of = count_done(record)
    if not of:
        return "open", "open" if any(goal.state is State.OPEN for goal in record.goals) else "no goals"
    if all(goal.state in {State.UNREPORTED, State.DROPPED} for goal in record.goals):
        return "missing", "no report"
    return f"s{round(_FULL * done / of)}", f"{done} of {of}"
