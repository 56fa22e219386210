"""`apj agree`: how the partners work together, what is to change, what reads differently, and who has signed it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from apjournal.model.agreement import DAYS, NOTHING_WRITTEN, Agreement, Cadence, Mode
from apjournal.model.views.agree import AgreeView, LineChange, Signing
from apjournal.render.changes import difference
from apjournal.render.phrases import day, listed
from apjournal.render.terminal import Page, Style, accent, dim

_MODES = {
    Mode.TWO_SIDED: "two-sided: each reports to the other",
    Mode.ONE_SIDED: "one-sided: one reports, the other listens",
    Mode.PEER_SUPPORT: "peer support: no report is due, and nothing is counted",
}
_CADENCES = {
    Cadence.WEEKLY: "every week",
    Cadence.FORTNIGHTLY: "every second week",
    Cadence.MONTHLY: "once a month",
}


def text(view: AgreeView, style: Style) -> str:
    """Write the agreement, then what differs for me and for the others, then the signatures."""
    page = Page(style)
    page.say(accent("How you work together"))
    if view.agreement:
        _terms(page, view, view.agreement)
    _proposed(page, view)
    _differences(page, view)
    page.gap()
    _signatures(page, view)
    _end(page, view)
    return page.text()


def proposal(mode: Mode | None, cadence: Cadence | None) -> str:
    """Return what is proposed, as far as it differs from what is in force."""
    how = [*([_MODES[mode]] if mode else []), *([_CADENCES[cadence]] if cadence else [])]
    return "; ".join(how) or "another day for the call"


def signed_text(view: AgreeView, style: Style) -> str:
    """Write what became of it after the agreement was shown: who has signed, and the next step."""
    page = Page(style)
    _proposed(page, view)
    _signatures(page, view)
    _end(page, view)
    return page.text()


def _terms(page: Page, view: AgreeView, agreement: Agreement) -> None:
    call = agreement.call
    said = [f"Calls on {DAYS[call.day].capitalize()}s"]
    if call.time:
        zone = f" {call.timezone}" if call.timezone else ""
        said[0] += f" at {call.time:%H:%M}{zone}"
    said += [f"{call.minutes} minutes", *([call.medium.replace("_", " ")] if call.medium else [])]
    how = _MODES[view.mode]
    page.say(f"{how[0].upper()}{how[1:]}; {_CADENCES[view.cadence]}.", indent=2, hang=2)
    page.say(f"{', '.join(said)}.", indent=2, hang=2)
    if agreement.areas:
        page.say(f"Areas: {listed(agreement.areas)}.", indent=2, hang=2)
    if agreement.listeners:
        page.say(f"Who listens: {listed(agreement.listeners)}.", indent=2, hang=2)
    if agreement.review_on:
        page.say(f"To look at again on {day(agreement.review_on)} {agreement.review_on.year}.", indent=2, hang=2)
    page.gap()
    for line in agreement.rules or [NOTHING_WRITTEN]:
        page.say(line, indent=2, hang=2) if line.strip() else page.gap()


def _proposed(page: Page, view: AgreeView) -> None:
    if view.proposed is not None:
        page.gap()
        mode = view.proposed.mode if view.proposed.mode is not view.mode else None
        cadence = view.proposed.cadence if view.proposed.cadence is not view.cadence else None
        said = proposal(mode, cadence)
        if view.until is None:
            page.say(accent("Proposed: "), f"{said}. It is in force when all have signed.", hang=2)
        else:
            page.say(accent(f"After {view.until}: "), f"{said}. All have signed.", hang=2)
    for one in view.alone:
        name = next((signing.name for signing in view.partners if signing.partner == one.partner), one.partner)
        page.say(f"{name} goes on alone since {day(one.since)}, until the others sign.", hang=2)


def _differences(page: Page, view: AgreeView) -> None:
    """Show what changed since each partner signed; those who signed the same text are named together."""
    if view.changes:
        _since(page, "you", view.changes)
    others = [signing for signing in view.partners if signing.changes and signing.partner != view.partner]
    for _, same in groupby(sorted(others, key=lambda signing: signing.version or ""), key=lambda one: one.version):
        signings = list(same)
        if signings[0].changes != view.changes:
            _since(page, listed([signing.name for signing in signings]), signings[0].changes or ())


def _since(page: Page, who: str, changes: Sequence[LineChange]) -> None:
    page.gap()
    page.say(accent(f"What reads differently since {who} signed"))
    for change in changes:
        page.say(*difference(change.before or "", change.after or ""), indent=2, hang=2)


def _signatures(page: Page, view: AgreeView) -> None:
    done = [signing for signing in view.partners if signing.signed]
    if done:
        page.say(f"Signed by {listed([_with_day(signing) for signing in done])}.", hang=2)
    for signing in view.partners:
        if not signing.signed:
            page.say(_waiting(signing), hang=2)


def _with_day(signing: Signing) -> str:
    return f"{signing.name} ({day(signing.agreed_on)})" if signing.agreed_on else signing.name


def _waiting(signing: Signing) -> str:
    if signing.version is None:
        return f"{signing.name} has not signed it yet."
    if signing.changes is None:
        return f"{signing.name} has signed a text that is not in this clone."
    on = f", on {day(signing.agreed_on)}" if signing.agreed_on else ""
    return f"{signing.name} has signed an earlier text{on}."


def _end(page: Page, view: AgreeView) -> None:
    for line in view.lines:
        page.say(line, hang=2)
    if view.signed and view.commit:
        page.say("Signed.", dim(f"  {view.commit:.7}"))
    elif view.signed:
        page.say("You had signed this text before.")
    if view.next:
        page.next(view.next)
