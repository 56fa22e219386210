"""All weeks as a calendar of years, and as lists: a small mark for each week of each partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from apjournal.analysis.site import count_done
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import JournalRecord
from apjournal.model.week_record import State, WeekRecord
from apjournal.render.site.names import name_week, name_year
from apjournal.render.site.week import describe_week, explain_withheld
from apjournal.render.words.phrases import format_period

_HEIGHT = 8
"""The height of a full mark, in the units of its drawing."""
_ROW = 13
"""The weeks in a row of the calendar, as in the style: a quarter."""


def list_weeks(record: JournalRecord) -> tuple[IsoWeek, ...]:
    """Return all weeks that have a page, oldest first."""
    return tuple(sorted({week.week for partner in record.partners for week in partner.weeks}))


def list_years(weeks: Sequence[IsoWeek]) -> list[int]:
    """Return the years with weeks, newest first."""
    return sorted({week.year for week in weeks}, reverse=True)


def describe_calendar(record: JournalRecord) -> dict[str, Any]:
    """Return the values of the calendar: each year with all its weeks, and what each mark means."""
    weeks = list_weeks(record)
    found = {(week.partner, week.week): week for partner in record.partners for week in partner.weeks}
    years = []
    for year in list_years(weeks):
        last = date(year, 12, 28).isocalendar().week  # this day is always in the last week of its year
        cells = _leave_out_empty_rows(
            [_describe_cell(record, IsoWeek(year, number), found) for number in range(1, last + 1)]
        )
        years.append({"year": str(year), "href": name_year(year), "weeks": cells})
    return {
        "years": years,
        "partners": [partner.name for partner in record.partners],
        "withheld": explain_withheld(record),
    }


def describe_year(record: JournalRecord, year: int) -> dict[str, Any]:
    """Return the values of a list of all weeks of a year, newest first."""
    weeks = [week for week in reversed(list_weeks(record)) if week.year == year]
    listed = []
    for week in weeks:
        columns = [
            {"name": partner.name, "week": describe_week(one, {})}
            for partner in record.partners
            for one in partner.weeks
            if one.week == week
        ]
        period = next(format_period(one) for partner in record.partners for one in partner.weeks if one.week == week)
        listed.append({"week": str(week), "href": name_week(week), "period": period, "partners": columns})
    return {"year": str(year), "weeks": listed, "withheld": explain_withheld(record)}


def _leave_out_empty_rows(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells of a year without the rows in which no week has a page."""
    rows = [cells[start : start + _ROW] for start in range(0, len(cells), _ROW)]
    return [cell for row in rows if any(one["href"] for one in row) for cell in row]


def _describe_cell(
    record: JournalRecord, week: IsoWeek, found: Mapping[tuple[Handle, IsoWeek], WeekRecord]
) -> dict[str, Any]:
    """Return a week of the calendar: its marks, and the same in words. Without a page it has neither."""
    there = [(partner.name, found.get((partner.partner, week))) for partner in record.partners]
    marks = [_describe_mark(one) for _, one in there]
    said = [f"{name} {mark['words']}" for (name, one), mark in zip(there, marks, strict=True) if one]
    period = next((format_period(one) for _, one in there if one), "")
    return {
        "number": week.number,
        "href": name_week(week) if said else "",
        "words": f"{period} ({week}): {'; '.join(said)}" if said else "",
        "marks": marks,
        "is_now": week == record.this,
    }


def _describe_mark(record: WeekRecord | None) -> dict[str, Any]:
    """Return the kind of a mark, how high it is filled, and its meaning in words."""
    if record is None:
        return {"kind": "none", "height": 0, "words": ""}
    if record.away:
        return {"kind": "away", "height": 0, "words": "a week off"}
    done, of = count_done(record)
    if not of:
        open_ = any(goal.state is State.OPEN for goal in record.goals)
        return {"kind": "open", "height": 0, "words": "open" if open_ else "no goals"}
    if all(goal.state in {State.UNREPORTED, State.DROPPED} for goal in record.goals):
        return {"kind": "unreported", "height": 0, "words": "no report"}
    return {"kind": "share", "height": round(_HEIGHT * done / of, 1), "words": f"{done} of {of} done"}
