"""All pages of a journal, by file name."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.model.views.site import JournalViews
from apjournal.render.site import names, views, weeks
from apjournal.render.site.frame import Frame
from apjournal.render.site.week import describe_week_page


def render_pages(journal: JournalViews) -> dict[str, str]:
    """Return the HTML of each page by its file name. The first one is the page to open."""
    return dict(_render_pages(journal, Frame()))


def _render_pages(journal: JournalViews, frame: Frame) -> Iterator[tuple[str, str]]:
    record, shown = journal.record, weeks.list_weeks(journal.record)
    for name, template, title, values, script in (
        (names.TODAY, "today", "Today", views.describe_today(journal), "clock.js"),
        (names.WEEKS, "weeks", "All weeks", weeks.describe_calendar(record), ""),
        (names.CALL, "call", "The call", views.describe_call(record, journal.call), "clock.js"),
        (names.INSIGHTS, "insights", "Insights", views.describe_insights(journal.insights, journal.series), ""),
        (names.LEARNED, "learned", "What was learned", views.describe_learned(record), ""),
        (names.AGREEMENT, "agreement", "The agreement", views.describe_agreement(journal.agreement), ""),
        (names.SEARCH, "search", "Search", views.describe_search(record, _link_years(journal)), "search.js"),
        (names.PARTING, "parting", "The whole record", views.describe_parting(record), ""),
    ):
        yield name, frame.render_page(name, f"{template}.html.j2", title, values, script=script)
    for year in weeks.list_years(shown):
        name, title = names.name_year(year), f"The weeks of {year}"
        yield name, frame.render_page(name, "year.html.j2", title, weeks.describe_year(record, year))
    for name, story in views.list_story_pages(record):
        values = views.describe_story(record, story)
        yield name, frame.render_page(name, "goal.html.j2", values["heading"], values)
    for week in shown:
        name, values = names.name_week(week), describe_week_page(record, week, shown)
        yield name, frame.render_page(name, "week.html.j2", f"{values['period']} ({week})", values)


def _link_years(journal: JournalViews) -> list[dict[str, str]]:
    years = weeks.list_years(weeks.list_weeks(journal.record))
    return [{"year": str(year), "href": names.name_year(year)} for year in years]
