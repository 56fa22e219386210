"""All pages of a journal, by file name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import GoalStory, JournalRecord, JournalViews
from apjournal.render.site import names, views, weeks
from apjournal.render.site.frame import Frame
from apjournal.render.site.week import WeeksAround, describe_week_page


class _Page(Struct, frozen=True):
    """A page: its file name, its template, and the function that returns its title and values when it is rendered."""

    name: str
    template: str
    describe: Callable[[], tuple[str, dict[str, Any]]]
    script: str = ""


def render_pages(journal: JournalViews) -> dict[str, str]:
    """Return the HTML of each page by its file name. The first page is the one to open."""
    frame = Frame()
    return {page.name: _render_page(page, frame) for page in _list_pages(journal)}


def render_page(journal: JournalViews, name: str, frame: Frame) -> str | None:
    """Return the HTML of one page by its file name, or None if there is no such page."""
    return next((_render_page(page, frame) for page in _list_pages(journal) if page.name == name), None)


def _render_page(page: _Page, frame: Frame) -> str:
    title, values = page.describe()
    return frame.render_page(page.name, f"{page.template}.html.j2", title, values, script=page.script)


def _list_pages(journal: JournalViews) -> Iterator[_Page]:
    record, shown = journal.lasting.record, weeks.list_weeks(journal.lasting.record)
    years, stories = weeks.list_years(shown), views.list_story_pages(record)
    for name, template, title, describe, script in (
        (names.TODAY, "today", "Today", partial(views.describe_today, journal), "clock.js"),
        (names.WEEKS, "weeks", "All weeks", partial(weeks.describe_calendar, record), ""),
        (names.CALL, "call", "The call", partial(views.describe_call, journal), "clock.js"),
        (
            names.INSIGHTS,
            "insights",
            "Insights",
            partial(views.describe_insights, journal.lasting),
            "",
        ),
        (names.LEARNED, "learned", "What was learned", partial(views.describe_learned, record), ""),
        (names.AGREEMENT, "agreement", "The agreement", partial(views.describe_agreement, journal), ""),
        (
            names.SEARCH,
            "search",
            "Search",
            partial(views.describe_search, record, _link_years(years)),
            "search.js",
        ),
        (names.PARTING, "parting", "The whole record", partial(views.describe_parting, record), ""),
    ):
        yield _Page(name, template, partial(_add_title, title, describe), script)
    for year in years:
        describe = partial(weeks.describe_year, record, year, shown)
        yield _Page(names.name_year(year), "year", partial(_add_title, f"The weeks of {year}", describe))
    for name, story in stories:
        yield _Page(name, "goal", partial(_describe_story, record, story))
    links = {(story.partner, story.id): name for name, story in stories}
    for place, week in enumerate(shown):
        around = (shown[place - 1] if place else None, shown[place + 1] if place + 1 < len(shown) else None)
        yield _Page(names.name_week(week), "week", partial(_describe_week, record, week, around, links))


def _add_title(title: str, describe: Callable[[], dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return title, describe()


def _describe_story(record: JournalRecord, story: GoalStory) -> tuple[str, dict[str, Any]]:
    values = views.describe_story(record, story)
    return values["heading"], values


def _describe_week(
    record: JournalRecord, week: IsoWeek, around: WeeksAround, links: Mapping[tuple[Handle, str], str]
) -> tuple[str, dict[str, Any]]:
    values = describe_week_page(record, week, around, links)
    return f"{values['period']} ({week})", values


def _link_years(years: Sequence[int]) -> list[dict[str, str]]:
    return [{"year": str(year), "href": names.name_year(year)} for year in years]
