"""Single pages to send or keep. They use the templates of the site, but have no links and no scripts."""

from __future__ import annotations

from apjournal.model.views.call import CallView
from apjournal.model.views.reading import SummaryView
from apjournal.render.layout.page import Style
from apjournal.render.screens import call
from apjournal.render.site.frame import Frame
from apjournal.render.site.long_pages import render_weeks
from apjournal.render.site.markdown import Html
from apjournal.render.site.week import describe_record


def render_summary(view: SummaryView, heading: str) -> str:
    """Return a summary as one page."""
    frame = Frame(single=True)
    partners = [
        describe_record(partner.name, partner.weeks, Html(render_weeks(frame, partner.weeks)))
        for partner in view.partners
    ]
    values = {"heading": heading, "lead": "", "withheld": "", "around": [], "partners": partners}
    return frame.render_page("", "parting.html.j2", heading, values)


def render_call(view: CallView, style: Style | None = None) -> str:
    """Return a call as one page, for somebody without a terminal.

    `style` is ignored. It is a parameter because every renderer takes one.
    """
    values = call.build_values(view)
    heading = values.pop("title")
    return Frame(single=True).render_page("", "call.html.j2", heading, {"heading": heading, "withheld": "", **values})
