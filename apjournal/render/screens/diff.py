"""`apj diff`: one week compared with the kept copy, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from apjournal.analysis.changes.word_diff import Piece, compare_words, format_marked
from apjournal.model.date_words import format_date
from apjournal.model.views.reading import DiffView
from apjournal.model.week_record import ChangeKind, GoalChange
from apjournal.render.layout.page import Ink, Page, Run, Style, make_accent, make_bold, make_dim
from apjournal.render.words.goal_words import CHANGES

_INKS: dict[str, Ink] = {"same": "plain", "removed": "dim", "added": "accent"}


def show_changes_by_goal(page: Page, changes: Sequence[GoalChange], *, weeks: bool = True, indent: int = 2) -> None:
    """Add the changes to the page under the text of their goal. With `weeks`, each goal is shown with its week."""
    said = None
    for (_, week, _), entries in groupby(changes, key=lambda change: (change.partner, change.week, change.goal)):
        lead = f"{week}  " if weeks else ""
        _show_changes_of_goal(page, tuple(entries), " " * len(lead) if week == said else lead, indent)
        said = week


def mark_difference(before: str, after: str) -> list[Run]:
    """Return two strings as one, with the difference marked: `[-Send-]{+Work on+} the draft`.

    Colour only supplements the marks.
    """
    return [_mark_piece(piece) for piece in compare_words(before, after)]


def _mark_piece(piece: Piece) -> Run:
    return Run(format_marked((piece,)), _INKS[piece.kind])


def _show_changes_of_goal(page: Page, changes: Sequence[GoalChange], lead: str, indent: int) -> None:
    kinds = list_kinds(changes)
    page.add_paragraph(
        make_dim(lead),
        make_bold(find_title(changes)),
        make_dim(f"   {kinds}" if kinds else ""),
        indent=indent,
        hang=len(lead),
    )
    inner = indent + (len(lead) or 4)
    wording = next((change for change in changes if change.change is not ChangeKind.RESULT_CHANGED), None)
    result = next((change for change in changes if change.change is ChangeKind.RESULT_CHANGED), None)
    if wording and wording.before and wording.after and wording.before != wording.after:
        page.add_paragraph(*mark_difference(wording.before, wording.after), indent=inner)
    if wording and wording.reason:
        page.add_paragraph(make_dim("amended: "), wording.reason, indent=inner, hang=2)
    elif wording and wording.earlier_reason:
        page.add_paragraph(make_dim("earlier reason: "), wording.earlier_reason, indent=inner, hang=2)
    if result:
        page.add_paragraph(*mark_difference(result.before or "", result.after or ""), indent=inner)


def find_title(changes: Sequence[GoalChange]) -> str:
    """Return the wording of the goal that the reader knows: that of the kept copy if there is one."""
    first = changes[0]
    return first.title or first.before or first.after or first.goal


def list_kinds(changes: Sequence[GoalChange]) -> str:
    """Return the kinds of change of a goal, except those that the lines below the goal already show."""
    kinds = [change.change for change in changes]
    if ChangeKind.AMENDED in kinds:
        kinds = [kind for kind in kinds if kind not in {ChangeKind.AMENDED, ChangeKind.REWORDED}]
    agreed = ["agreed"] if all(change.agreed for change in changes) else []
    return ", ".join([*(CHANGES[kind] for kind in kinds), *agreed])


def render_text(view: DiffView, style: Style) -> str:
    """Return the differences, and the plain git command that shows the copy."""
    page = Page(style)
    name = view.partner_name or view.partner.capitalize()
    if view.changes is None:
        page.add_paragraph(f"{name}, {view.week}. There is no history here, so there is no kept copy to compare with.")
    elif view.kept_commit is None:
        page.add_paragraph(f"{name}, {view.week}. No copy of this week has been kept yet.")
    else:
        _show_heading(page, view, name)
        if not view.kept_goals:
            page.add_paragraph("The copy contains no goals for this week that apj can read.", indent=2)
        elif view.changes:
            show_changes_by_goal(page, view.changes, weeks=False)
        else:
            page.add_paragraph("There are no differences.", indent=2)
        page.add_command("See the copy:  ", f"git show {view.kept_commit:.7}:{view.partner}/{view.week}.md")
    return page.render_page()


def _show_heading(page: Page, view: DiffView, name: str) -> None:
    keeper = view.keeper or (view.kept_by.capitalize() if view.kept_by else "")
    kept = f" that {keeper} kept" if keeper else ""
    on = f" on {format_date(view.kept_at)}" if view.kept_at else ""
    page.add_paragraph(make_accent(f"{name}, {view.week}, compared with the copy{kept}{on}"))
