"""The calendar, the search and the whole record. These pages show every week, and consist of one piece per year."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import JournalRecord, PartnerRecord
from apjournal.model.week_record import WeekRecord
from apjournal.render.layout.text_width import clean_text
from apjournal.render.layout.week_body import split_sections
from apjournal.render.site.frame import Frame
from apjournal.render.site.markdown import Html
from apjournal.render.site.names import name_week, name_year
from apjournal.render.site.page_inputs import PageInputs, Pieces
from apjournal.render.site.week import describe_record, describe_record_week, explain_withheld
from apjournal.render.site.weeks import describe_cells, list_weeks, list_years
from apjournal.render.words.phrases import format_date, format_period

_Year = tuple[WeekRecord, ...]


class LongPages:
    """Describes the long pages. Pieces that are already known are not rendered again."""

    def __init__(self, record: JournalRecord, frame: Frame, inputs: PageInputs, pieces: Pieces) -> None:
        self._record = record
        self._frame = frame
        self._inputs = inputs
        self._pieces = pieces

    def describe_parting(self) -> dict[str, Any]:
        """Return the values of the whole record, with each partner's weeks oldest first."""
        record = self._record
        return {
            "withheld": explain_withheld(record),
            "heading": "The whole record",
            "lead": f"Up to {format_date(record.today)} {record.today.year}.",
            "partners": [self._describe_partner(partner) for partner in record.partners],
        }

    def describe_calendar(self) -> dict[str, Any]:
        """Return the values of the calendar: each year with its weeks, what is withheld, and the partners' names."""
        record, shown = self._record, list_weeks(self._record)
        return {
            "years": [
                {"year": str(year), "href": name_year(year), "weeks": self._take_cells(year, shown)}
                for year in list_years(shown)
            ],
            "partners": [partner.name for partner in record.partners],
            "withheld": explain_withheld(record),
        }

    def describe_search(self, years: list[dict[str, str]]) -> dict[str, Any]:
        """Return the values of the search, with the text of every week as JSON for the page."""
        pieces = [
            self._take("search", partner, year, partial(_list_entries, partner.name, year))
            for partner in self._record.partners
            for year in reversed(_split_years(partner.weeks))
        ]
        index = Html(f"[{','.join(filter(None, pieces))}]")
        return {"index": index, "years": years, "withheld": explain_withheld(self._record)}

    def _describe_partner(self, partner: PartnerRecord) -> dict[str, Any]:
        pieces = [
            self._take("record", partner, year, partial(render_weeks, self._frame, year))
            for year in _split_years(partner.weeks)
        ]
        return describe_record(partner.name, partner.weeks, Html("".join(pieces)))

    def _take_cells(self, year: int, shown: Sequence[IsoWeek]) -> Html:
        record = self._record
        of = self._inputs.hash_weeks((week for week in shown if week.year == year), "calendar", year, record.this)
        return self._pieces.take(
            of, lambda: self._frame.render_piece("calendar.html.j2", {"weeks": describe_cells(record, year)})
        )

    def _take(self, kind: str, partner: PartnerRecord, year: _Year, render: Callable[[], str]) -> Html:
        of = self._inputs.hash_records(partner.partner, (one.week for one in year), kind)
        return self._pieces.take(of, render)


def render_weeks(frame: Frame, weeks: Sequence[WeekRecord]) -> str:
    """Return the weeks of a partner as HTML, without a page around them."""
    return frame.render_piece("record.html.j2", {"weeks": [describe_record_week(one) for one in weeks]})


def _split_years(weeks: Sequence[WeekRecord]) -> list[_Year]:
    return [tuple(year) for _, year in groupby(weeks, key=lambda record: record.week.year)]


def _list_entries(name: str, year: _Year) -> str:
    """Return the search entries of a year's weeks, newest first, as JSON without the brackets."""
    entries = [
        {"page": name_week(one.week), "title": f"{name}, {format_period(one)} ({one.week})", "text": text}
        for one in reversed(year)
        if (text := _join_texts(one))
    ]
    return _escape_json(entries)[1:-1]


def _join_texts(record: WeekRecord) -> str:
    """Return everything that was written in a week as one searchable text."""
    found: list[str | None] = []
    for goal in record.goals:
        found += [goal.goal, goal.done_when, goal.area, goal.evidence, goal.reason]
        found += [text for one in goal.obstacles for text in (one.if_, one.then)]
        found += [entry.note for entry in goal.happened]
    found += [entry.note for entry in record.happened]
    found += [*record.learned, *(line for _, lines in split_sections(record.body) for line in lines)]
    return clean_text(" · ".join(text.strip() for text in found if text and text.strip()))


def _escape_json(value: Any) -> str:
    """Return a value as JSON in ASCII, without the characters that HTML reads as markup."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
