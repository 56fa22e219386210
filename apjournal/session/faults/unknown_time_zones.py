"""Find time zones in the files that this machine does not know, and suggest known zones with similar names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apjournal.analysis.schedule import find_zone
from apjournal.model.codes import make_finding
from apjournal.patterns import make_pattern
from apjournal.store.journal_paths import AGREEMENT, PARTNER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apjournal.format.text.document import Document
    from apjournal.model.finding import Finding
    from apjournal.session.workspace import Workspace

_VALUE = make_pattern(r"\btimezone[\"']?[ \t]*:[ \t]*[\"']?")


def list_near_zones(name: str) -> str:
    """Return the names of up to two known time zones like `name`, such as `Europe/Lisbon or Europe/London`, or ""."""
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    known = {zone.casefold(): zone for zone in available_timezones()}
    wanted = name.casefold().replace(" ", "_")
    cities = [zone for zone in sorted(known) if zone.rpartition("/")[2] == wanted]
    near = cities or get_close_matches(wanted, sorted(known), n=2, cutoff=0.75)
    return " or ".join(known[zone] for zone in near[:2])


def find_unknown_timezone(document: Document, name: str | None) -> Finding | None:
    """Return a finding if this machine does not know the time zone `name` in a file, otherwise None."""
    if name is None or find_zone(name) is not None:
        return None
    near = list_near_zones(name)
    hint = f"did you mean {near}?" if near else "write one like Europe/Lisbon"
    key = _VALUE.search(document.front)
    start = document.front_start + (key.end() if key else 0)
    return make_finding(
        "timezone", f'"{name}" is not a known time zone; {hint}', document.make_span(start, start + len(name))
    )


def find_unknown_timezones(workspace: Workspace) -> Iterator[Finding]:
    """Return findings about the time zones that my days depend on, mine and the agreement's, if they are unknown."""
    records, me = workspace.records, workspace.identity_or_none
    terms = records.agreement_file()
    if terms and terms.value and terms.document:
        found = find_unknown_timezone(terms.document, terms.value.call.timezone)
        if found:
            yield found.set_path(AGREEMENT)
    mine = records.partner_file(me) if me else None
    if mine and mine.value and mine.document:
        found = find_unknown_timezone(mine.document, mine.value.timezone)
        if found:
            yield found.set_path(f"{me}/{PARTNER}")
