"""`apj agree`: how the partners work together, what is proposed, what changed, and who has accepted the agreement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from apjournal.model.agreement import DAYS, NOTHING_WRITTEN, Agreement, Cadence, Mode
from apjournal.model.date_words import format_date, format_full_date
from apjournal.model.markdown import read_markdown_lines
from apjournal.model.views.agree import AgreeView, LineChange, Signing
from apjournal.render.layout.page import Page, Style, make_accent, make_bold, make_dim
from apjournal.render.screens.diff import mark_difference
from apjournal.render.words.phrases import join_names

MODES = {
    Mode.TWO_SIDED: "two-sided: you report to each other",
    Mode.ONE_SIDED: "one-sided: one of you reports, and the other listens",
    Mode.PEER_SUPPORT: "peer support: no report is due, and nothing is counted",
}
CADENCES = {
    Cadence.WEEKLY: "every week",
    Cadence.FORTNIGHTLY: "every second week",
    Cadence.MONTHLY: "once a month",
}


def render_text(view: AgreeView, style: Style) -> str:
    """Return the agreement, then what changed since each partner accepted it, then who has accepted it."""
    page = Page(style)
    page.add_paragraph(make_accent("How you work together"))
    if view.agreement:
        _show_terms(page, view.mode, view.cadence, view.agreement)
        if not view.agreement.rules:
            page.add_paragraph("To talk about the rest: apj agree --talk", indent=2, hang=2)
    _show_proposed(page, view)
    _show_differences(page, view)
    page.add_gap()
    _show_signatures(page, view)
    _show_ending(page, view)
    return page.render_page()


def describe_proposal(mode: Mode | None, cadence: Cadence | None) -> str:
    """Return the proposed mode and cadence in words. Either is None if it is not to change."""
    how = [*([MODES[mode]] if mode else []), *([CADENCES[cadence]] if cadence else [])]
    return "; ".join(how) or "another day for the call"


def render_signed(view: AgreeView, style: Style) -> str:
    """Return the text after accepting: who has accepted the agreement, and the next step."""
    page = Page(style)
    _show_proposed(page, view)
    _show_signatures(page, view)
    _show_ending(page, view)
    return page.render_page()


def render_terms(agreement: Agreement, style: Style) -> str:
    """Return the whole agreement as written, for somebody who has not accepted it yet."""
    page = Page(style)
    page.add_paragraph(make_accent("How you would work together"))
    _show_terms(page, agreement.mode, agreement.cadence, agreement)
    return page.render_page()


def _show_terms(page: Page, mode: Mode, cadence: Cadence, agreement: Agreement) -> None:
    for term in list_terms(mode, cadence, agreement):
        page.add_paragraph(term, indent=2, hang=2)
    page.add_gap()
    for line in read_markdown_lines("\n".join(agreement.rules or [NOTHING_WRITTEN])):
        if line.level:
            page.add_paragraph(make_bold(line.title), indent=2, hang=2)
        else:
            page.add_paragraph(line.text, indent=2, hang=2) if line.text.strip() else page.add_gap()


def list_terms(mode: Mode, cadence: Cadence, agreement: Agreement) -> list[str]:
    """Return the terms of the agreement, one sentence each. `mode` and `cadence` are those that apply now."""
    call = agreement.call
    said = [f"Calls on {DAYS[call.day].capitalize()}s"]
    if call.time:
        zone = f" {call.timezone}" if call.timezone else ""
        said[0] += f" at {call.time:%H:%M}{zone}"
    said += [f"{call.minutes} minutes", *([call.medium.replace("_", " ")] if call.medium else [])]
    how = MODES[mode]
    terms = [f"{how[0].upper()}{how[1:]}; {CADENCES[cadence]}.", f"{', '.join(said)}."]
    if agreement.areas:
        terms.append(f"Areas: {join_names(agreement.areas)}.")
    if agreement.listeners:
        terms.append(f"Who listens: {join_names(agreement.listeners)}.")
    if agreement.review_on:
        terms.append(f"Review on {format_full_date(agreement.review_on)}.")
    return terms


def _show_proposed(page: Page, view: AgreeView) -> None:
    if view.proposed is not None:
        page.add_gap()
    for name, said in list_proposed(view):
        page.add_paragraph(make_accent(name), said, hang=2)


def list_proposed(view: AgreeView) -> list[tuple[str, str]]:
    """Return the proposed change with its label, if there is one, and the partners who continue alone."""
    lines = []
    if view.proposed is not None:
        mode = view.proposed.mode if view.proposed.mode is not view.mode else None
        cadence = view.proposed.cadence if view.proposed.cadence is not view.cadence else None
        said = describe_proposal(mode, cadence)
        lines.append(
            ("Proposed: ", f"{said}. The change takes effect when everyone has accepted it.")
            if view.until is None
            else (f"After {view.until}: ", f"{said}. Everyone has accepted it.")
        )
    for one in view.alone:
        name = next((signing.name for signing in view.partners if signing.partner == one.partner), one.partner)
        lines.append(
            ("", f"Since {format_date(one.since)}, {name} has continued alone. This ends when the others accept.")
        )
    return lines


def _show_differences(page: Page, view: AgreeView) -> None:
    """Add what changed since each partner accepted the agreement.

    Partners who accepted the same text are mentioned together.
    """
    if view.changes:
        _show_changes_since(page, "you", view.changes)
    others = [signing for signing in view.partners if signing.changes and signing.partner != view.partner]
    for _, same in groupby(sorted(others, key=lambda signing: signing.version or ""), key=lambda one: one.version):
        signings = list(same)
        if signings[0].changes != view.changes:
            _show_changes_since(page, join_names([signing.name for signing in signings]), signings[0].changes or ())


def _show_changes_since(page: Page, who: str, changes: Sequence[LineChange]) -> None:
    page.add_gap()
    page.add_paragraph(make_accent(f"What changed since {who} accepted it"))
    for change in changes:
        page.add_paragraph(*mark_difference(change.before or "", change.after or ""), indent=2, hang=2)


def _show_signatures(page: Page, view: AgreeView) -> None:
    for sentence in list_signatures(view):
        page.add_paragraph(sentence, hang=2)


def list_signatures(view: AgreeView) -> list[str]:
    """Return sentences on who has accepted the agreement, and which version the others have accepted."""
    done = [_format_signing(signing) for signing in view.partners if signing.signed]
    waiting = [_explain_waiting(signing) for signing in view.partners if not signing.signed]
    return [*([f"Accepted by {join_names(done)}."] if done else []), *waiting]


def _format_signing(signing: Signing) -> str:
    return f"{signing.name} ({format_date(signing.agreed_on)})" if signing.agreed_on else signing.name


def _explain_waiting(signing: Signing) -> str:
    if signing.version is None:
        return f"{signing.name} has not accepted it yet."
    if signing.changes is None:
        return f"{signing.name} has accepted a version that is not in this clone."
    on = f", on {format_date(signing.agreed_on)}" if signing.agreed_on else ""
    return f"{signing.name} has accepted an earlier version{on}."


def _show_ending(page: Page, view: AgreeView) -> None:
    for line in view.lines:
        page.add_paragraph(line, hang=2)
    if view.signed and view.commit:
        page.add_paragraph("You accepted this version.", make_dim(f"  {view.commit:.7}"))
    elif view.signed:
        page.add_paragraph("You had already accepted this version.")
    if view.next:
        page.add_next_step(view.next)
