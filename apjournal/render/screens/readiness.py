"""`apj insights --readiness`: signs that a partner can go on alone, three questions, and what they can do next."""

from __future__ import annotations

from apjournal.analysis.next_step import list_ways_on
from apjournal.model.agreement import Role
from apjournal.model.views.insights import InsightsView, Sign
from apjournal.render.layout.page import Page, Run, Style, make_accent, make_dim
from apjournal.render.screens.insights import explain_nothing_counted, format_rate, get_subject, show_opening
from apjournal.render.words.phrases import count_hundredths

QUESTIONS = (
    "Do I still need Monday to keep me on track?",
    "What distracts me most, and what do I do about it?",
    "What would we keep if we stopped?",
)
SIGN_NAMES = {
    "reported_weeks": "Weeks reported in full",
    "rhythm": "Last calls",
    "calibration_gap": "Confidence and results",
    "foresight_rate": "Expected obstacles",
    "plans_worked": "Plans that worked",
    "resilience_gap": "With a surprise",
}
_COLUMN = 25
_MARKS = {True: ("●", "there"), False: ("○", "not there yet")}


def render_text(view: InsightsView, style: Style) -> str:
    """Return a line for each sign, then what to talk about, then the commands for the next options."""
    page = Page(style)
    show_opening(page, view)
    if view.role is not Role.REPORTS and (nothing := explain_nothing_counted(view)):
        page.add_paragraph(nothing)
        return page.render_page()
    page.add_gap()
    page.add_paragraph(make_accent(f"Signs that {get_subject(view)} can go on alone"))
    for sign in view.readiness:
        _show_sign(page, view, sign)
    page.add_gap()
    page.add_paragraph(make_accent("Three questions for the next call"))
    for question in QUESTIONS:
        page.add_paragraph(question, indent=2, hang=2)
    page.add_gap()
    page.add_paragraph(make_accent("What you can do next, if you both want to"))
    ways = list_ways_on(view.agreement)
    column = max(len(way.command) for way in ways)
    for way in ways:
        page.add_command("", way.command.ljust(column), way.what, indent=2)
    return page.render_page()


def _show_sign(page: Page, view: InsightsView, sign: Sign) -> None:
    mark, name, value, needed = describe_sign(view, sign)
    said = [Run(f"{value}; "), make_dim(needed)] if needed else [make_dim(value)]
    page.add_paragraph(make_accent(mark), f" {name:<{_COLUMN}}", *said, indent=2, hang=4)


def describe_sign(view: InsightsView, sign: Sign) -> tuple[str, str, str, str]:
    """Return the mark of a sign, its name, its value, and the value that it needs.

    If there are too few cases, the mark is a space, and the last is empty.
    """
    name = SIGN_NAMES[sign.indicator]
    if sign.value is None or sign.met is None:
        return " ", name, f"too early to say ({sign.n} of {sign.least})", ""
    mark, there = _MARKS[sign.met]
    return mark, name, f"{there}: {_format_value(view, sign, sign.value)}", f"needed: {_format_needed(sign)}"


def _format_value(view: InsightsView, sign: Sign, value: float) -> str:
    """Return the numbers that a sign is based on, beginning with the counts."""
    apart = f"{count_hundredths(value)} points apart"
    match sign.indicator:
        case "calibration_gap" if view.calibration:
            done = sum(each.kept for each in view.calibration.bins)
            said = round(view.calibration.mean_confidence)
            return f"{done} of {sign.n} done, {format_rate(done, sign.n)}; {said} expected, {apart}"
        case "foresight_rate":
            came = view.foresight.foreseen_came
            return f"{came} of {sign.n}, {format_rate(came, sign.n)}"
        case "plans_worked":
            return f"{view.plans.worked} of {sign.n}, {format_rate(view.plans.worked, sign.n)}"
        case "resilience_gap":
            hit, calm = view.resilience.hit, view.resilience.calm
            return f"{hit.done} of {hit.of} done against {calm.done} of {calm.of} in other weeks, {apart}"
    return f"{value:g} of {sign.n}"


def _format_needed(sign: Sign) -> str:
    if sign.indicator in {"reported_weeks", "rhythm"}:
        return f"at least {sign.needed:g}"
    if sign.indicator in {"calibration_gap", "resilience_gap"}:
        return f"at most {100 * sign.needed:g} points"
    return f"at least {100 * sign.needed:g} %"
