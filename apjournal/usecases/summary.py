"""`apj summary`: show everybody's record for several weeks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from apjournal.analysis.find_by_name import find_span_end
from apjournal.analysis.summary import build_summary_view, find_default_since
from apjournal.errors import UsageFault
from apjournal.model.isoweek import list_week_range
from apjournal.model.views.reading import PartnerSummary, SummaryView
from apjournal.session.arguments import list_planned_weeks
from apjournal.session.week_records import build_all_week_records
from apjournal.session.workspace import Workspace
from apjournal.store.folder import find_root


def resolve_template(start: Path, named: str) -> str:
    """Return the path of a template. A plain name means one of the user's own. A path is relative to `start`.

    Raise `UsageFault` for a file in a journal, where a partner may have written it.
    """
    if Path(named).name == named:
        return named
    path = Path(os.path.realpath(start / named))
    if find_root(path.parent) is not None:
        raise UsageFault(
            f"{named} is in a journal. apj does not use templates from a journal.",
            "Choose a template outside the journal.",
        )
    return str(path)


def build_summary(
    workspace: Workspace, since: str | None, until: str | None, partner: str | None, *, typed: bool = False
) -> SummaryView:
    """Return the record of each partner from `since` to `until`.

    Without `since` and `until`, return the last few weeks up to the current one. With `typed`, include the values of
    each week's front matter exactly as typed.
    """
    schedule, today = workspace.schedule, workspace.today
    this = schedule.find_period(today)
    planned = list_planned_weeks(workspace) if until else ()
    last = find_span_end(until, schedule, today, last=True, newest=this, planned=planned) if until else this
    first = (
        find_span_end(since, schedule, today, last=False, newest=max(this, last)) if since else find_default_since(last)
    )
    if first > last:
        raise UsageFault(
            f"{first} comes after {last}.", "Put the earlier week after --since, and the later week after --until."
        )
    who = workspace.records.partners() if partner is None else (workspace.resolve_partner(partner),)
    found = build_all_week_records(workspace, dict.fromkeys(who, list_week_range(first, last)))
    view = build_summary_view(first, last, [(workspace.get_partner(handle), records) for handle, records in found])
    return (
        replace(view, partners=tuple(_add_typed_values(workspace, each) for each in view.partners)) if typed else view
    )


def _add_typed_values(workspace: Workspace, summary: PartnerSummary) -> PartnerSummary:
    texts = {record.week: workspace.folder.read(record.path) for record in summary.weeks}
    return replace(summary, typed={week: _read_typed_values(data) for week, data in texts.items() if data is not None})


def _read_typed_values(data: bytes) -> Mapping[str, object]:
    """Return the values of a file's front matter, or none if it cannot be read. The record already reports that."""
    from apjournal.format.read.frontmatter_handler import read_post  # only a user's own template needs PyYAML

    try:
        return read_post(data.decode("utf-8")).metadata
    except ValueError:
        return {}
