"""`apj summary`: everybody's record for several weeks, as text, as Markdown and as a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from apjournal import templating
from apjournal.model.agreement import Role
from apjournal.model.views.reading import SummaryView
from apjournal.model.week_record import WeekRecord
from apjournal.render.documents import build_document, format_json
from apjournal.render.layout import goals, week_body
from apjournal.render.layout.escape_markdown import escape_markdown
from apjournal.render.layout.page import Page, Style, make_accent, make_bold, make_dim
from apjournal.render.layout.text_width import clean_text
from apjournal.render.words.goal_words import carry_words, format_tally, obstacle_words, outcome_words
from apjournal.render.words.phrases import format_period

MARKDOWN = "summary.md.j2"


def choose_renderer(name: str, template: str | None) -> Callable[[SummaryView, Style], str]:
    """Return the function that renders a summary: by the user's template, otherwise as `md`, `html`, `json` or text."""
    if name == "json" and template is None:
        return lambda view, _: format_json(build_document(view))
    if name == "html" and template is None:
        return _render_page
    chosen = MARKDOWN if name == "md" and template is None else template
    return render_text if chosen is None else partial(render_template, template=chosen)


def render_text(view: SummaryView, style: Style) -> str:
    """Return each partner's weeks, oldest first, with counts and without a rate."""
    page = Page(style)
    page.add_paragraph(make_accent(format_title(view)))
    for partner in view.partners:
        page.add_gap()
        tally = format_tally(partner.weeks) or ("" if partner.weeks else "nothing written in this span")
        page.add_paragraph(make_bold(partner.name), f": {tally}" if tally else "")
        for record in partner.weeks:
            _show_week(page, record)
    return page.render_page()


def render_template(view: SummaryView, style: Style | None = None, *, template: str) -> str:
    """Return the summary, rendered by a template that gets the JSON document.

    In a page (`.html.j2`), the template escapes the strings. For other templates, they are escaped here, for Markdown.
    `style` is ignored, because the summary looks the same everywhere. It is a parameter because every renderer has
    one.

    In addition to the keys of the document, the template gets `title`. Each partner has `tally`. Each week has
    `period`, the sentences of `happened` and, under peer support, `told`: pairs of a heading and its lines. Each goal
    has `outcome`, `carrying` and the sentences of `happened`. For the user's own template, each week also has `typed`:
    the values of the week's front matter as typed. Raise `UsageFault` if the template is missing or does not work.
    """
    values = build_document(view)
    for shown, partner in zip(values["partners"], view.partners, strict=True):
        shown |= {"tally": format_tally(partner.weeks)}
        for week, record in zip(shown["weeks"], partner.weeks, strict=True):
            _add_sentences(week, record)
            week["typed"] = dict(partner.typed.get(record.week, {}))
    safe = clean_text if template.endswith(".html.j2") else escape_markdown
    return templating.render_template(template, **_map_texts({"title": format_title(view), **values}, safe))


def _render_page(view: SummaryView, style: Style) -> str:
    from apjournal.render.site.single import render_summary  # the other formats do not need it

    return render_summary(view, format_title(view))


def format_title(view: SummaryView) -> str:
    """Return the title of a summary: its weeks."""
    return f"{view.since} to {view.until}" if view.since != view.until else str(view.since)


def _show_week(page: Page, record: WeekRecord) -> None:
    off = ", a week off" if record.away else ""
    none = "" if record.goals or record.away or record.unreadable or _is_told(record) else ", no goals"
    page.add_paragraph(make_accent(str(record.week)), make_dim(f"  {format_period(record)}{off}{none}"), indent=2)
    goals.show_unreadable(page, record, indent=4)
    goals.show_reported(page, record.goals, indent=4)
    goals.show_rest_of_week(page, record, indent=4)
    if _is_told(record):
        week_body.show_body(page, record.body, indent=4)


def _is_told(record: WeekRecord) -> bool:
    """Whether a week is under peer support and contains what went well, questions or offers."""
    return record.role is Role.SUPPORTS


def _add_sentences(week: dict[str, Any], record: WeekRecord) -> None:
    """Add the sentences that the screens show to a week of the document."""
    week |= {
        "period": format_period(record),
        "happened": [obstacle_words(entry, between=", ") for entry in record.happened],
    }
    week["told"] = [list(section) for section in week_body.split_sections(record.body)] if _is_told(record) else []
    for shown, goal in zip(week["goals"], record.goals, strict=True):
        shown |= {
            "outcome": outcome_words(goal),
            "carrying": carry_words(goal),
            "happened": [obstacle_words(entry) for entry in goal.happened],
        }


def _map_texts(value: Any, safe: Callable[[str], str]) -> Any:
    """Return a document with `safe` applied to every string."""
    match value:
        case str():
            return safe(value)
        case list():
            return [_map_texts(item, safe) for item in value]
        case dict():
            return {key: _map_texts(item, safe) for key, item in value.items()}
    return value
