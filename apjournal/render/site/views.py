"""Pages that show what a command shows, and lists: today, call, insights, agreement, lessons, stories and search."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from apjournal.model.hints import list_handles
from apjournal.model.views.agree import AgreeView
from apjournal.model.views.insights import InsightsView
from apjournal.model.views.site import GoalStory, JournalRecord, JournalViews, LastingViews
from apjournal.model.views.status import StatusView
from apjournal.model.week_record import WeekRecord
from apjournal.render.layout.week_body import split_sections
from apjournal.render.screens import agree, call, insights, readiness, status
from apjournal.render.site.markdown import Html, render_markdown
from apjournal.render.site.names import link_command, name_goal, name_week, split_command
from apjournal.render.site.week import describe_goal, describe_week, explain_withheld, mark_words
from apjournal.render.words.phrases import format_period, has_time

if TYPE_CHECKING:
    from apjournal.render.charts.chart import Chart


def describe_today(views: JournalViews) -> dict[str, Any]:
    """Return the template values for the first page: the next call, my status, and each partner's current week."""
    view, record = views.status, views.lasting.record
    columns = []
    for partner in record.partners:
        found = partner.find_week(record.this)
        columns.append({"name": partner.name, "week": describe_week(found, {}) if found else None})
    mine = record.partners[0].find_week(record.this) if record.me else None
    return {
        "opening": status.format_opening(view),
        "call_at": view.next_call.at.isoformat() if has_time(view.next_call.at) else "",
        "alarms": [{"message": alarm.message, "command": alarm.show} for alarm in view.alarms],
        "rows": [
            {"label": label, "texts": [split_command(text) for _, text in rows]}
            for label, rows in groupby(status.list_rows(view), key=lambda row: row[0])
        ],
        "notes": [split_command(text) for text in status.list_notes(view)],
        "year_ago": view.year_ago or "",
        "next": describe_next_step(view),
        "withheld": explain_withheld(record),
        "partners": columns,
        "has_goals": mine is not None and bool(mine.goals),
        "week_href": name_week(record.this) if any(column["week"] for column in columns) else "",
    }


def describe_next_step(view: StatusView) -> dict[str, str]:
    """Return the template values for the next step.

    If a report is due, `apj new-week` begins with it, so the link is to its form.
    """
    step = link_command(view.next)
    if view.reports_due and step["form"] == link_command("apj new-week")["form"]:
        return {**link_command("apj report"), "command": view.next}
    return step


def describe_call(views: JournalViews) -> dict[str, Any]:
    """Return the template values for the page about the call. While my report is due, the page says only that."""
    record, view = views.lasting.record, views.call
    if record.first is not None or view is None:
        withheld = explain_withheld(record)
        none = [] if withheld else ["There is no call to prepare yet. To see who is here: apj status"]
        return {
            "heading": "The call",
            "week": "",
            "minutes": "",
            "notes": none,
            "parts": [],
            "takes_notes": False,
            "withheld": withheld,
        }
    values = call.build_values(call.add_spoken_lines(view))
    mine = next((partner.find_week(view.week) for partner in record.partners if partner.partner == record.me), None)
    notes = _list_call_notes(mine) if mine else []
    for part in values["parts"]:
        lead = f"{part['name']}: "
        part["noted"] = [note.removeprefix(lead) for note in notes if note.startswith(lead)]
    speaks = any(speaker.partner == record.me for part in view.parts for speaker in part.speakers)
    return {"heading": values.pop("title"), "week": str(view.week), "takes_notes": speaks, "withheld": "", **values}


def _list_call_notes(record: WeekRecord) -> list[str]:
    """Return the lines of the section `## Call` of a week."""
    return [line for heading, lines in split_sections(record.body) if heading.casefold() == "call" for line in lines]


def describe_insights(views: LastingViews) -> dict[str, Any]:
    """Return the template values for the insights: words first, then the signs to discuss, then the charts."""
    if views.insights is None:
        handles = list_handles([partner.partner for partner in views.record.partners])
        missing = "apj does not know which partner you are. Say who you are: apj --as HANDLE site"
        return {"opening": "", "missing": f"{missing}. {handles}"}
    from apjournal.render.charts.build import build_charts  # which other pages do not need

    view, series = views.insights
    return {
        "opening": list(insights.list_opening(view)),
        "missing": insights.explain_nothing_counted(view),
        "findings": [{"heading": heading, "sentences": said} for heading, said in insights.list_findings(view)],
        "kinds": [
            {"kind": str(one.kind), "count": one.count, "notes": insights.describe_derailer(view, one)}
            for one in view.derailers
        ],
        "others": [{"name": name, "text": f"{said}."} for name, said in insights.list_other_numbers(view)],
        "signs": [_describe_sign(view, place) for place in range(len(view.readiness))],
        "signs_heading": insights.count_signs(view),
        "questions": list(readiness.QUESTIONS),
        "charts": [_describe_chart(chart) for chart in build_charts(series)] if view.weeks else [],
    }


def describe_agreement(views: JournalViews) -> dict[str, Any]:
    """Return the template values for the agreement: its terms and text, who accepted it, and what changed since."""
    view = views.agreement
    if view is None:
        terms = [status.describe_broken_file("agreement.md")]
        return {"terms": terms, "body": Html(""), "proposed": [], "accepted": [], "is_accepted": None, "changed": []}
    return {**describe_terms(view), "is_accepted": view.is_accepted}


def describe_terms(view: AgreeView) -> dict[str, Any]:
    """Return the template values for an agreement that can be read."""
    agreement = view.agreement
    changed = [
        {
            "name": signing.name,
            "lines": [mark_words(change.before or "", change.after or "") for change in signing.changes],
        }
        for signing in view.partners
        if signing.changes
    ]
    return {
        "terms": agree.list_terms(view.mode, view.cadence, agreement) if agreement else [],
        "body": render_markdown("\n".join(agreement.rules)) if agreement else Html(""),
        "proposed": [{"label": label, "text": text} for label, text in agree.list_proposed(view)],
        "accepted": agree.list_signatures(view),
        "changed": changed,
    }


def describe_learned(record: JournalRecord) -> dict[str, Any]:
    """Return the template values for the list of everything that was learned, newest first."""
    names = {partner.partner: partner.name for partner in record.partners}
    periods = {(one.partner, one.week): format_period(one) for partner in record.partners for one in partner.weeks}
    return {
        "withheld": explain_withheld(record),
        "lines": [
            {
                "text": line.text,
                "name": names[line.partner],
                "week": str(line.week),
                "period": periods[line.partner, line.week],
                "href": name_week(line.week),
            }
            for line in record.learned
        ],
    }


def describe_story(record: JournalRecord, story: GoalStory) -> dict[str, Any]:
    """Return the template values for a goal's story: each week, and how the words changed since the week before."""
    name = next(partner.name for partner in record.partners if partner.partner == story.partner)
    weeks, before = [], ""
    for one in story.weeks:
        words = one.goal.goal
        weeks.append(
            {
                "week": str(one.week.week),
                "period": format_period(one.week),
                "href": name_week(one.week.week),
                "reworded": mark_words(before, words) if before and before != words else [],
                "goal": describe_goal(one.goal),
            }
        )
        before = words
    newest = story.weeks[-1].goal
    return {"name": name, "heading": newest.goal, "weeks": weeks}


def list_story_pages(record: JournalRecord) -> list[tuple[str, GoalStory]]:
    """Return each story with the name of its page."""
    return [(name_goal(story.partner, story.id), story) for story in record.stories]


def _describe_chart(chart: Chart) -> dict[str, Any]:
    """Return the template values for a chart. Its drawing is already HTML."""
    table = chart.table and {"head": chart.table.head, "rows": chart.table.rows}
    words = {"key": chart.key, "title": chart.title, "sentence": chart.sentence, "alternative": chart.alternative}
    return {**words, "svg": Html(chart.svg) if chart.svg else None, "table": table}


def _describe_sign(view: InsightsView, place: int) -> dict[str, str]:
    mark, name, value, needed = readiness.describe_sign(view, view.readiness[place])
    return {"mark": mark.strip(), "name": name, "value": value, "needed": needed}
