"""List all pages of a journal by file name, and render them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import GoalStory, JournalRecord, JournalViews
from apjournal.render.site import long_pages, names, views, weeks
from apjournal.render.site.frame import Frame
from apjournal.render.site.page_inputs import PageInputs, Pieces
from apjournal.render.site.week import WeeksAround, describe_week_page

Values = dict[str, Any]


class Page(Struct, frozen=True):
    """A page: its file name, a hash of its inputs ("" if unknown), and a function that renders it.

    A page that `is_apart` is rendered from the journal's record alone, without a part of a long page.
    """

    name: str
    inputs: str
    render: Callable[[], str]
    is_apart: bool


class Pages(Struct, frozen=True):
    """All pages, and the parts of long pages that they use. The first page is the one to open."""

    pages: tuple[Page, ...]
    pieces: Mapping[str, str]


class _Listed(Struct, frozen=True):
    """A page: its file name, its template, a function that returns its title and values, and a hash of its inputs."""

    name: str
    template: str
    describe: Callable[[], tuple[str, Values]]
    inputs: str = ""
    script: str = ""
    is_apart: bool = False


def list_pages(journal: JournalViews, state: str, known: Mapping[str, str]) -> Pages:
    """Return all pages.

    `state` is a hash of everything except the files of weeks, and `known` contains parts of pages by their hash.
    """
    frame, pieces = Frame(), Pieces(known)
    inputs = PageInputs(journal.lasting.record, frame.hash_templates(), state)
    listed = _list_pages(journal, frame, inputs, pieces)
    rendered = (Page(one.name, one.inputs, partial(_render_page, one, frame), one.is_apart) for one in listed)
    return Pages(tuple(rendered), pieces.used)


def render_page(journal: JournalViews, name: str, frame: Frame) -> str | None:
    """Return the HTML of one page by its file name, or None if there is no such page."""
    listed = _list_pages(journal, frame, PageInputs(journal.lasting.record, "", ""), Pieces({}))
    return next((_render_page(page, frame) for page in listed if page.name == name), None)


def _render_page(page: _Listed, frame: Frame) -> str:
    title, values = page.describe()
    return frame.render_page(page.name, f"{page.template}.html.j2", title, values, script=page.script)


def _list_pages(journal: JournalViews, frame: Frame, inputs: PageInputs, pieces: Pieces) -> Iterator[_Listed]:
    record, shown = journal.lasting.record, weeks.list_weeks(journal.lasting.record)
    stories = views.list_story_pages(record)
    whole = long_pages.LongPages(record, frame, inputs, pieces)
    all_weeks = inputs.hash_weeks(shown, record.today)
    for name, template, title, describe, of, script in (
        (names.TODAY, "today", "Today", partial(views.describe_today, journal), "", "clock.js"),
        (names.WEEKS, "weeks", "All weeks", whole.describe_calendar, all_weeks, ""),
        (names.CALL, "call", "The call", partial(views.describe_call, journal), "", "clock.js"),
        (
            names.INSIGHTS,
            "insights",
            "Insights",
            partial(views.describe_insights, journal.lasting),
            inputs.hash_state(inputs.counted),
            "",
        ),
        (
            names.LEARNED,
            "learned",
            "What was learned",
            partial(views.describe_learned, record),
            inputs.hash_state(record.learned),
            "filter.js",
        ),
        (
            names.AGREEMENT,
            "agreement",
            "The agreement",
            partial(views.describe_agreement, journal),
            inputs.hash_state(),
            "",
        ),
    ):
        yield _Listed(name, template, partial(_add_title, title, describe), of, script)
    for page in whole.searches:
        found = partial(_add_title, "Search", partial(whole.describe_search, page))
        yield _Listed(page.name, "search", found, whole.hash_years(page), "search.js")
    for page in whole.partings:
        found = partial(_add_title, whole.title_record(page), partial(whole.describe_record_of_year, page))
        yield _Listed(page.name, "parting", found, whole.hash_years(page))
    for year in whole.years:
        found = partial(_add_title, f"The weeks of {year}", partial(weeks.describe_year, record, year, shown))
        of = inputs.hash_weeks(week for week in shown if week.year == year)
        yield _Listed(names.name_year(year), "year", found, of, is_apart=True)
    for name, story in stories:
        of = inputs.hash_records(story.partner, (one.week.week for one in story.weeks), story.id)
        yield _Listed(name, "goal", partial(_describe_story, record, story), of, is_apart=True)
    links = {(story.partner, story.id): name for name, story in stories}
    for place, week in enumerate(shown):
        around = (shown[place - 1] if place else None, shown[place + 1] if place + 1 < len(shown) else None)
        of = inputs.hash_weeks([week], around, _find_links(record, week, links))
        found = partial(_describe_week, record, week, around, links)
        yield _Listed(names.name_week(week), "week", found, of, is_apart=True)


def _find_links(
    record: JournalRecord, week: IsoWeek, links: Mapping[tuple[Handle, str], str]
) -> list[tuple[Handle, str]]:
    """Return the goals of a week that have a page of their own."""
    found = ((partner.partner, one) for partner in record.partners if (one := partner.find_week(week)))
    return [place for partner, one in found for goal in one.goals if (place := (partner, goal.id)) in links]


def _add_title(title: str, describe: Callable[[], Values]) -> tuple[str, Values]:
    return title, describe()


def _describe_story(record: JournalRecord, story: GoalStory) -> tuple[str, Values]:
    values = views.describe_story(record, story)
    return values["heading"], values


def _describe_week(
    record: JournalRecord, week: IsoWeek, around: WeeksAround, links: Mapping[tuple[Handle, str], str]
) -> tuple[str, Values]:
    values = describe_week_page(record, week, around, links)
    return f"{values['period']} ({week})", values
