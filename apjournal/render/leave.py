"""`apj leave`: what was noted, where my record is, what the others keep, and how to come back."""

from __future__ import annotations

from apjournal.model.views.leave import LeaveView
from apjournal.render.phrases import count, day, listed
from apjournal.render.terminal import Page, Style, dim


def text(view: LeaveView, style: Style) -> str:
    """Write it as facts; nothing here is lost, and nothing is asked of anybody."""
    page = Page(style)
    when = f"{day(view.left)} {view.left.year}"
    if view.commit:
        page.say(f"Your part here ends on {when}.", dim(f"  {view.commit:.7}"))
    else:
        page.say(f"Your part here ended on {when}.")
    span = f", {view.since} to {view.until}" if view.since else ""
    page.say(f"Your record ({count(view.weeks, 'week')}{span}) is in {view.record}", hang=2)
    _what_stays(page, view)
    page.say(f"To come back: empty the line left: in {view.partner}/partner.md, then apj agree", hang=2)
    if view.next:
        page.next(view.next)
    return page.text()


def _what_stays(page: Page, view: LeaveView) -> None:
    page.say(f"The folder {view.partner}/ stays in the journal as it is, for everybody who has it.", hang=2)
    kept = [f"{one.name} {count(one.copies, 'copy', 'copies')}" for one in view.keeps if one.copies]
    if kept:
        page.say(f"Kept of your goals: {listed(kept)}. They stay theirs.", hang=2)
    if view.shared:
        page.say("What is not shared yet goes out with the next sync; after it nothing of yours is waited for.", hang=2)
