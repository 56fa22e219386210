"""`apj show`: weeks in full, two side by side if there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from apjournal.model.agreement import Role
from apjournal.model.date_words import format_date
from apjournal.model.views.reading import ShowView
from apjournal.model.week import CallRecord
from apjournal.model.week_record import WeekRecord
from apjournal.render.layout import goals, week_body
from apjournal.render.layout.page import Line, Page, Style, make_accent, make_dim, paint_lines, place_side_by_side
from apjournal.render.words.phrases import explain_no_goals, explain_skipped, format_period, join_names

_COLUMN = 48
"""The least width in cells of each of two weeks that are side by side."""
_GAP = 4
_MOST_BESIDE = 2


def render_text(view: ShowView, style: Style) -> str:
    """Return the weeks, each with the text from its file and the facts that apj computed."""
    names = {str(handle): name for handle, name in view.names}
    if not view.weeks:
        return _show_nothing(view, Page(style))
    columns = min(len(view.weeks), _MOST_BESIDE, (style.width + _GAP) // (_COLUMN + _GAP)) or 1
    if columns == 1:
        blocks = [_render_week(record, names, style) for record in view.weeks]
        return paint_lines(_stack_blocks(blocks), style)
    room = (style.width - _GAP * (columns - 1)) // columns
    blocks = [_render_week(record, names, replace(style, width=room)) for record in view.weeks]
    rows = [blocks[first : first + columns] for first in range(0, len(blocks), columns)]
    return paint_lines(_stack_blocks([place_side_by_side(row, [room] * len(row), gap=_GAP) for row in rows]), style)


def _show_nothing(view: ShowView, page: Page) -> str:
    if view.absent is None:
        page.add_paragraph("There is no week here yet.")
        page.add_next_step("apj new-week")
    else:
        one = view.names[0] if len(view.names) == 1 else None
        page.add_paragraph(f"{f'{one[1]} has no' if one else 'Nobody here has a'} week {view.absent}.")
        page.add_next_step(f"apj show {one[0]}" if one else "apj show")
    return page.render_page()


def _stack_blocks(blocks: Sequence[Sequence[Line]]) -> list[Line]:
    lines: list[Line] = []
    for block in blocks:
        lines += [(), *block] if lines else block
    return lines


def _render_week(record: WeekRecord, names: dict[str, str], style: Style) -> list[Line]:
    page = Page(style)
    name = names.get(record.partner) or record.partner.capitalize()
    page.add_paragraph(make_accent(f"{name}, {record.week}, {format_period(record)}"))
    if record.unreadable and record.unreadable.newer:
        goals.show_unreadable(page, replace(record, goals=()))
    else:
        _show_week(page, record, names)
    week_body.show_body(page, record.body)
    return page.lines


def _show_week(page: Page, record: WeekRecord, names: dict[str, str]) -> None:
    """Add what apj has read from a week."""
    goals.show_unreadable(page, record)
    if record.away:
        page.add_paragraph("A week off; these goals do not count." if record.goals else "A week off.", indent=2)
    elif not record.goals and not record.unreadable and record.role is Role.REPORTS:
        page.add_paragraph(explain_no_goals(record.path, record.goals_elsewhere), indent=2)
    goals.show_in_full(page, record.goals)
    goals.show_rest_of_week(page, record)
    _show_facts(page, record, names)


def _show_facts(page: Page, record: WeekRecord, names: dict[str, str]) -> None:
    """Add the facts about the week in dim ink."""
    for fact in list_facts(record, names):
        page.add_paragraph(make_dim(fact), indent=2, hang=2)


def list_facts(record: WeekRecord, names: Mapping[str, str]) -> list[str]:
    """Return facts about a week: a skipped report, the call, and the kept copies."""
    facts = []
    if skipped := explain_skipped(record):
        facts.append(skipped)
    if record.call:
        facts.append(_format_call(record.call))
    if record.kept_by:
        keepers = [
            f"{names.get(kept.partner) or kept.partner.capitalize()}{f' on {format_date(kept.at)}' if kept.at else ''}"
            for kept in record.kept_by
        ]
        facts.append(f"Kept by {join_names(keepers)}.")
    return facts


def _format_call(call: CallRecord) -> str:
    told = [call.medium.replace("_", " ")] if call.medium else []
    told += [f"{call.minutes} minutes"] if call.minutes is not None else []
    on = f" on {format_date(call.date)}" if call.date else ""
    return f"Call{on}: {', '.join(told)}." if told else f"Call{on}."
