"""The screens of commands that write: new-week, report, undo, log and park, and those that begin a journal."""

from __future__ import annotations

from msgspec.structs import replace

from apjournal.model.notes import NoteGoal
from apjournal.model.views.import_ import ImportedNotes, ImportState, ImportView
from apjournal.model.views.journal import BeginView
from apjournal.model.views.undo import UndoneFile, UndoView
from apjournal.model.views.week import NewWeekView, Recorded, ReportView, WrittenView
from apjournal.model.week import Result
from apjournal.render.screens import begin, import_, new_week, report, undo, written
from tests.helpers.week_records import (
    ANA,
    COMMIT,
    W48,
    W49,
    days,
)
from tests.screens.shown import DUE, Shown, show_as

READY = ImportedNotes(
    "notes/week 48.md",
    ImportState.READY,
    W48,
    "ana/2026-W48.md",
    (
        NoteGoal("Finish the tide chapter", Result.PARTLY, "page 6 of 10", "book", 70, "Ines has it"),
        NoteGoal("Three runs", Result.DONE),
        NoteGoal("Ring the \x1b[31mtax office\u202e"),
    ),
    ("Less is more",),
    "\n\n".join(f"Line {number} of the text" for number in range(1, 15)),
    "Windows-1252",
    days=days(W48),
)
SHORT = replace(READY, goals=READY.goals[:1], learned=(), rest="", encoding="UTF-8")
IMPORT = ImportView(
    notes=(
        READY,
        *(
            replace(
                READY, file=f"{state}.md", state=state, goals=READY.goals[:1], learned=(), rest="", encoding="UTF-8"
            )
            for state in (ImportState.EXISTS, ImportState.SAME_WEEK, ImportState.NOT_WRITABLE)
        ),
        ImportedNotes("a.md", ImportState.NO_WEEK, None, None, READY.goals[1:2], (), "", "UTF-8"),
        ImportedNotes("b.md", ImportState.NO_GOALS, None, None, (), (), "Dear diary", "UTF-8"),
    )
)

WRITING: dict[str, Shown] = {
    "new-week": show_as(
        NewWeekView(
            path="ana/2026-W49.md",
            week=W49,
            created=True,
            carried=("grant",),
            goals=("Send the grant draft to Ines", "Two runs"),
            next="apj sync",
        ),
        new_week.render_text,
    ),
    "new-week-begun-fresh": show_as(
        NewWeekView(path="ana/2026-W49.md", week=W49, created=False, carried=(), goals=("One page of the grant",)),
        new_week.render_text,
    ),
    "new-week-without-goals": show_as(
        NewWeekView(path="ana/2026-W49.md", week=W49, created=False, carried=(), next="apj edit 2026-W49"),
        new_week.render_text,
    ),
    "new-week-report-due": show_as(
        NewWeekView(
            path="ana/2026-W49.md",
            week=W49,
            created=False,
            carried=(),
            report_due=(DUE,),
        ),
        new_week.render_text,
    ),
    "report-none-of-it": show_as(
        ReportView(
            path="ana/2026-W48.md",
            week=W48,
            recorded=tuple(Recorded(name, "not_done", None) for name in ("a", "b", "c", "d")),
            still_open=(),
            noted=("stress",),
        ),
        report.render_text,
    ),
    "report": show_as(
        ReportView(
            path="ana/2026-W48.md",
            week=W48,
            recorded=(Recorded("grant", "partly", "page 6 of 8"), Recorded("three-runs", "done", None)),
            still_open=("tax",),
            noted=("stress",),
            next="apj sync",
        ),
        report.render_text,
    ),
    "report-both-done": show_as(
        ReportView(
            path="ana/2026-W48.md",
            week=W48,
            recorded=(Recorded("grant", "done", "sent on Friday"), Recorded("three-runs", "done", None)),
            still_open=(),
        ),
        report.render_text,
    ),
    "report-nothing-told": show_as(
        ReportView(
            path="ana/2026-W48.md", week=W48, recorded=(), still_open=("tax",), next="apj report 2026-W48 -o tax=done"
        ),
        report.render_text,
    ),
    "report-all-told": show_as(
        ReportView(path="ana/2026-W48.md", week=W48, recorded=(), still_open=()), report.render_text
    ),
    "undo": show_as(
        UndoView(
            commands=("log",),
            files=(UndoneFile("ana/2026-W48.md", 1, removed=False, taken=("- 2026-11-25 interest: fonts",)),),
            undone=True,
            committed=True,
        ),
        undo.render_text,
    ),
    "undo-two-steps": show_as(
        UndoView(
            commands=("report", "new-week"),
            files=(
                UndoneFile("ana/2026-W48.md", 6, removed=False, taken=("outcomes:",) * 6),
                UndoneFile("ana/2026-W49.md", 5, removed=True),
            ),
            undone=True,
            committed=False,
        ),
        undo.render_text,
    ),
    "undo-before-already": show_as(
        UndoView(
            commands=("park",),
            files=(UndoneFile("ana/parked.md", 0, removed=False),),
            undone=False,
            committed=False,
        ),
        undo.render_text,
    ),
    "import": show_as(IMPORT, import_.render_text),
    "import-written": show_as(
        ImportView(notes=(replace(READY, state=ImportState.WRITTEN),), next="apj sync"), import_.render_text
    ),
    "import-said-yes": show_as(
        ImportView(notes=(replace(READY, state=ImportState.WRITTEN),), next="apj sync"), import_.render_written
    ),
    "written": show_as(
        WrittenView(path="ana/2026-W48.md", week=W48, written=("- 2026-11-25 interest: fonts",), next="apj sync"),
        written.render_written,
    ),
    "written-nothing": show_as(WrittenView(path="ana/2026-W48.md", week=W48, written=()), written.render_written),
    "begin": show_as(
        BeginView(
            path="/home/ana/journal",
            partner=ANA,
            shared="git@example.org:ana/journal.git",
            commit=COMMIT,
            lines=("Send this to your partner:", "  apj join git@example.org:ana/journal.git"),
            next=("apj new-week",),
        ),
        begin.render_begin,
    ),
    "begin-done": show_as(
        BeginView(path="/home/ana/journal", partner=ANA, shared=None, commit=None, next=()), begin.render_begin
    ),
    "begin-demo": show_as(
        BeginView(
            path="/tmp/demo", partner=None, shared=None, commit=None, next=("cd /tmp/demo/ana", "apj", "apj review")
        ),
        begin.render_begin,
    ),
}
