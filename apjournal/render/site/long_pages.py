"""The calendar, the search and the whole record: pages that show every week, built from one piece per year.

The search and the record are split by year, because the text of many years is too much for one page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from msgspec import Struct

from apjournal.model.date_words import format_date
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import JournalRecord, PartnerRecord
from apjournal.model.week_record import WeekRecord
from apjournal.render.layout.text_width import clean_text
from apjournal.render.layout.week_body import split_sections
from apjournal.render.site.frame import Frame
from apjournal.render.site.markdown import Html
from apjournal.render.site.names import PARTING, SEARCH, name_parting, name_search, name_year
from apjournal.render.site.page_inputs import PageInputs, Pieces
from apjournal.render.site.week import describe_record, describe_record_week, explain_withheld
from apjournal.render.site.weeks import describe_cells, list_weeks, list_years
from apjournal.render.words.phrases import format_period, join_names

_Year = tuple[WeekRecord, ...]
_SEARCHED = 2
"""The number of years on the first page of the search. With two, the page finds something even in January."""


class YearsPage(Struct, frozen=True):
    """A page about some years, newest first."""

    name: str
    years: tuple[int, ...]

    @property
    def words(self) -> str:
        """The years as text for the reader, oldest first."""
        return join_names([str(year) for year in reversed(self.years)])


class LongPages:
    """Describes the long pages. Pieces that are in the cache are not rendered again."""

    def __init__(self, record: JournalRecord, frame: Frame, inputs: PageInputs, pieces: Pieces) -> None:
        self._record = record
        self._frame = frame
        self._inputs = inputs
        self._pieces = pieces
        self._shown = list_weeks(record)
        self.years = list_years(self._shown)
        self.searches = _split_pages(SEARCH, name_search, self.years, _SEARCHED)
        self.partings = _split_pages(PARTING, name_parting, self.years, 1)

    def hash_years(self, page: YearsPage) -> str:
        """Return the hash of the inputs of a page about some years. The newest record also shows the date."""
        weeks = (week for week in self._shown if week.year in page.years)
        return self._inputs.hash_weeks(weeks, self.years, self._record.today if page is self.partings[0] else None)

    def title_record(self, page: YearsPage) -> str:
        """Return the title of the record, with its year if there are several."""
        return f"The record of {page.words}" if len(self.years) > 1 else "The whole record"

    def describe_record_of_year(self, page: YearsPage) -> dict[str, Any]:
        """Return the template values for the record of a year, with each partner's weeks oldest first."""
        record, is_newest = self._record, page is self.partings[0]
        return {
            "withheld": explain_withheld(record) if is_newest else "",
            "heading": self.title_record(page),
            "lead": f"Up to {format_date(record.today)} {record.today.year}." if is_newest else "",
            "around": _link_pages(self.partings, page),
            "partners": [self._describe_partner(partner, page) for partner in record.partners],
        }

    def describe_calendar(self) -> dict[str, Any]:
        """Return the template values for the calendar: each year's weeks, what is withheld, and the partners' names."""
        record, shown = self._record, self._shown
        return {
            "years": [
                {"year": str(year), "href": name_year(year), "weeks": self._render_cells(year, shown)}
                for year in self.years
            ],
            "partners": [partner.name for partner in record.partners],
            "withheld": explain_withheld(record),
        }

    def describe_search(self, page: YearsPage) -> dict[str, Any]:
        """Return the template values for the search in some years, with the text of each week as JSON for the page."""
        pieces = [
            self._take("search", partner, year, partial(_list_entries, partner.name, year))
            for partner in self._record.partners
            for year in reversed(_split_years(partner.weeks, page.years))
        ]
        return {
            "index": Html(f"[{','.join(filter(None, pieces))}]"),
            "around": _link_pages(self.searches, page),
            "years": [{"year": str(year), "href": name_year(year)} for year in self.years],
            "withheld": explain_withheld(self._record),
        }

    def _describe_partner(self, partner: PartnerRecord, page: YearsPage) -> dict[str, Any]:
        years = _split_years(partner.weeks, page.years)
        pieces = [self._take("record", partner, year, partial(render_weeks, self._frame, year)) for year in years]
        return describe_record(partner.name, [week for year in years for week in year], Html("".join(pieces)))

    def _render_cells(self, year: int, shown: Sequence[IsoWeek]) -> Html:
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


def _split_pages(first: str, name: Callable[[int], str], years: Sequence[int], number: int) -> tuple[YearsPage, ...]:
    """Return the `first` page, which is about the newest years, and a page for each earlier year."""
    earlier = (YearsPage(name(year), (year,)) for year in years[number:])
    return (YearsPage(first, tuple(years[:number])), *earlier)


def _link_pages(pages: Sequence[YearsPage], here: YearsPage) -> list[dict[str, Any]]:
    return [{"words": page.words, "href": page.name, "is_here": page is here} for page in pages]


def _split_years(weeks: Sequence[WeekRecord], years: Sequence[int]) -> list[_Year]:
    """Return the weeks of each of these years, oldest first."""
    found = groupby(weeks, key=lambda record: record.week.year)
    return [tuple(records) for year, records in found if year in years]


def _list_entries(name: str, year: _Year) -> str:
    """Return the search entries of a year's weeks, newest first, as JSON without the outer brackets.

    An entry consists of the week, the partner and the days, and the text, in this order. It has no keys, because the
    keys of all entries would make up a sixth of the page.
    """
    entries = [
        (str(one.week), f"{name}, {format_period(one)}", text) for one in reversed(year) if (text := _join_texts(one))
    ]
    return _escape_json(entries)[1:-1]


def _join_texts(record: WeekRecord) -> str:
    """Return everything that was written in a week as one string to search."""
    found: list[str | None] = []
    for goal in record.goals:
        found += [goal.goal, goal.done_when, goal.area, goal.evidence, goal.reason]
        found += [text for one in goal.obstacles for text in (one.if_, one.then)]
        found += [entry.note for entry in goal.happened]
    found += [entry.note for entry in record.happened]
    found += [*record.learned, *(line for _, lines in split_sections(record.body) for line in lines)]
    return clean_text(" · ".join(text.strip() for text in found if text and text.strip()))


def _escape_json(value: Any) -> str:
    """Return a value as JSON, without the characters that HTML reads as markup."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
