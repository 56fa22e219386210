"""Decide whether a changed file of mine may be committed, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from apjournal.analysis.changes.week_edits import find_moved_outcomes, find_removed_goals, list_changed_parts
from apjournal.checks.private_words import Rule
from apjournal.errors import BrokenFile
from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.conflict_markers import find_conflict_markers
from apjournal.format.read.kept import read_kept
from apjournal.format.read.partner import read_partner
from apjournal.format.read.result import Reading
from apjournal.gitrepo.checkout.quarantine import find_quarantine_reason
from apjournal.gitrepo.plumbing.trees import REGULAR, FileEntry
from apjournal.model.finding import Finding, Level
from apjournal.model.hints import make_broken_file, quote_pathspec
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.skipped import Skipped, SkipReason
from apjournal.model.views.sync import NoteKind, make_note
from apjournal.model.week import Week
from apjournal.services.commit.private_words import find_private, make_private_fault
from apjournal.session.faults.misnamed_copies import find_lines_without_copy, require_no_slips
from apjournal.session.history import History
from apjournal.session.own_words import read_own_week
from apjournal.session.unwanted_files import list_unwanted
from apjournal.session.workspace import Workspace
from apjournal.store.generated_files import is_generated
from apjournal.store.journal_paths import (
    AGREEMENT,
    CALENDAR,
    KEPT,
    PARKED,
    PARTNER,
    README,
    has_generated_name,
    parse_week_name,
)
from apjournal.store.journal_reader import get_read_cap

if TYPE_CHECKING:
    from apjournal.services.commit.pending_changes import PendingChanges


def add_changed_file(
    workspace: Workspace,
    history: History,
    pending: PendingChanges,
    path: str,
    data: bytes | None,
    private: tuple[Rule, ...] | None,
) -> None:
    """Add a changed path to `pending`: to the files to commit, or to the files left out, with the reason.

    A file with words that match the rules `private` is left out. If `private` is None, apj does not look for such
    words. A file that sync generates repeats what partners have shared and what my other files contain. So it is left
    out only if one of my other files is, and is added last.
    """
    if _is_generated(history, path, data):
        if not pending.private:
            _add_generated(workspace, pending, path, data)
        return
    if data is not None and private is not None and (hit := find_private(history, private, path, data)):
        pending.skipped.append(Skipped(path, SkipReason.PRIVATE_WORDS, {"source": hit.source}))
        pending.private.append(make_private_fault(path, hit))
        return
    name = path.removeprefix(f"{workspace.me}/")
    week = parse_week_name(name) if name != path else None
    if data is None:
        if path in {AGREEMENT, README} or name in {PARTNER, KEPT}:
            way_back = f"git checkout HEAD -- {quote_pathspec(path)}"
            pending.skipped.append(Skipped(path, SkipReason.MISSING_BUT_NEEDED, {"command": way_back}))
            return
        pending.deleted.append(path)
        pending.notes.append(make_note(NoteKind.DELETED, path=path))
    elif len(data) > (limit := get_read_cap(path)):
        pending.skipped.append(Skipped(path, SkipReason.TOO_LARGE, {"kibibytes": str(limit >> 10)}))
        return
    elif find_quarantine_reason(path, FileEntry(REGULAR, ""), me=workspace.me) is not None:
        pending.skipped.append(Skipped(path, SkipReason.NAME))
        return
    elif (found := _find_broken(workspace, path, name, week, data, history)) is not None:
        pending.broken.append(found[0])
        pending.skipped.append(Skipped(path, found[1]))
        return
    pending.files[path] = data
    if week:
        _compare_weeks(workspace, history, pending, week, data)
    else:
        pending.parts.add("page" if name == README != path else _get_part(name))


def _is_generated(history: History, path: str, data: bytes | None) -> bool:
    """Whether sync generated a file or, if the file is missing here, the text of its last commit."""
    if not has_generated_name(path):
        return False
    text = history.objects.read_file(history.head, path) if data is None and history.head else data
    return text is not None and is_generated(path, text)


def _add_generated(workspace: Workspace, pending: PendingChanges, path: str, data: bytes | None) -> None:
    """Add a file that sync generates. If it is missing here although I want it, the next sync writes it again."""
    if data is None and path not in list_unwanted(workspace):
        return
    pending.files[path] = data
    pending.parts.add("page" if path.endswith(README) else "calendar")
    if data is None:
        pending.notes.append(make_note(NoteKind.DELETED, path=path))


def _find_broken(
    workspace: Workspace, path: str, name: str, week: IsoWeek | None, data: bytes, history: History
) -> tuple[BrokenFile, SkipReason] | None:
    """Return why my partners could not read a file, or None if they can.

    Results in my own words count as errors, because the table with these words is only on this machine.
    """
    if name == KEPT:
        try:
            require_all_lines(history, path, data)
            require_no_slips(history, path, data)
        except BrokenFile as fault:
            return fault, SkipReason.INVALID_LINES
    found = _check_file(workspace, name, week, data)
    broken = make_broken_file(path, found, "cannot be read, so it is not committed")
    if broken.findings:
        return broken, SkipReason.UNREADABLE
    own = [replace(each, level=Level.ERROR, path=path) for each in found if each.code == "own_word"]
    if not own:
        return None
    message = f"{path} has results in your own words, so apj does not commit it."
    return BrokenFile(
        message, f"To replace them with the English ones: apj check --fix {path}", own
    ), SkipReason.OWN_WORDS


def _check_file(workspace: Workspace, name: str, week: IsoWeek | None, data: bytes) -> tuple[Finding, ...]:
    """Return the findings about a file: conflict markers if there are any, otherwise the findings of its format."""
    if markers := tuple(find_conflict_markers(data)):
        return markers
    reading: Reading[Any] | None = None
    if week:
        reading = read_own_week(workspace, data, week)
    elif name == PARTNER:
        reading = read_partner(data, workspace.me)
    elif name == AGREEMENT:
        reading = read_agreement(data)
    return () if reading is None else reading.findings


def require_all_lines(history: History, path: str, data: bytes) -> None:
    """Raise `BrokenFile` if a `kept.md` lacks a committed line that identifies a copy. Such a line is never removed.

    A line that identifies no copy may be removed, since no copy is lost with it.
    """
    if _has_lost_lines(history, path, data):
        raise BrokenFile(
            f"{path} no longer contains a line that was shared.",
            f"Lines in kept.md must not be removed. Restore the file: git checkout HEAD -- {quote_pathspec(path)}",
        )


def _has_lost_lines(history: History, path: str, data: bytes) -> bool:
    before = history.objects.read_file(history.head, path) if history.head else None
    old = read_kept(before).value if before else None
    new = read_kept(data).value
    if old is None or new is None:
        return False
    complete = {(line.week, line.partner, line.commit) for line in new.lines}
    named = {(line.week, line.partner) for line in new.lines}
    lost = [
        line
        for line in old.lines
        if (
            (line.week, line.partner, line.commit) not in complete
            if line.commit
            else (line.week, line.partner) not in named
        )
    ]
    return bool(lost) and not find_lines_without_copy(history, lost).issuperset(lost)


def _compare_weeks(
    workspace: Workspace, history: History, pending: PendingChanges, week: IsoWeek, data: bytes | None
) -> None:
    before: Week | None = history.at(history.head).read_week_if_valid(workspace.me, week) if history.head else None
    reading = None if data is None else read_own_week(workspace, data, week)
    after = reading.value if reading else None
    pending.weeks.add(week)
    pending.parts.update(list_changed_parts(before, after))
    if reading is not None and reading.newer:
        return  # its contents may be there in another form
    for goal in find_removed_goals(before, after):
        pending.notes.append(make_note(NoteKind.GOAL_GONE, week=str(week), goal=goal.goal))
    for goal in find_moved_outcomes(before, after):
        pending.notes.append(make_note(NoteKind.GOALS_MOVED, week=str(week), goal=goal.goal))


def _get_part(name: str) -> str:
    named = {KEPT: "kept", PARKED: "parked", PARTNER: "partner", AGREEMENT: "agreement", CALENDAR: "calendar"}
    return named.get(name, "notes")
