"""The screens of commands that share and check: sync, commit, check and verify."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from apjournal.model.finding import Finding, Level, Span
from apjournal.model.views.base import Alarm
from apjournal.model.views.check import CheckView
from apjournal.model.views.ci import CiView
from apjournal.model.views.skipped import Skipped, SkipReason
from apjournal.model.views.sync import NoteKind, Received, SyncView, make_note
from apjournal.model.views.verify import (
    DeletedWeeks,
    HistoryFinding,
    RemovedGoals,
    ReplacedObject,
    UnknownAuthor,
    VerifyView,
)
from apjournal.render.screens import check, ci, sync, verify
from tests.helpers.week_records import (
    ANA,
    BEN,
    CEM,
    COMMIT,
    OLDER,
    REWORDED_ALONE,
)
from tests.screens.shown import NAMES, Shown, show_as

SYNC = SyncView(
    committed=COMMIT,
    files=("ana/2026-W48.md", "ana/parked.md"),
    fetched=True,
    merged="merge",
    pushed=True,
    received=(Received(OLDER, BEN, "ben 2026-W48: goals"), Received(COMMIT, BEN, "ben 2026-W48: log")),
    sent=2,
    names=NAMES,
    next="apj review",
)

REWRITTEN = SyncView(
    committed=None,
    alarms=(
        Alarm("rewrite", "The shared history was rewritten.", ""),
        Alarm(
            "kept_lost",
            "5f2c81d, which you kept on Mon 23 Nov, is no longer part of it.",
            "git show 5f2c81d:ana/2026-W48.md",
        ),
    ),
    changes=(replace(REWORDED_ALONE, after="Think about the grant draft", reason=None),),
    exit_code=5,
)

FOREIGN = SyncView(
    committed=None,
    fetched=True,
    merged="ff",
    received=(Received(OLDER, None, "Update 2026-W48.md"),),
    alarms=(
        Alarm(
            "foreign_write",
            "ana/2026-W48.md was changed by ben@example.org. Your text is kept as you wrote it.",
            f"git show {OLDER}",
        ),
    ),
    notes=(make_note(NoteKind.GOALS_MOVED, week="2026-W48", goal="Send the draft to the examiner"),),
    skipped=(Skipped("ana/2026-W49.md", SkipReason.UNREADABLE),),
    exit_code=5,
)


def _finding(level: Level, message: str, place: tuple[int, int, int] | None, fix: str | None = None) -> Finding:
    """Return a finding in Ana's week. `place` is line, column and length."""
    span = Span(100, 100 + place[2], place[0], place[1]) if place else None
    return Finding("code", level, message, span, fix, (), "ana/2026-W48.md" if place else "agreement.md")


CHECK = CheckView(
    errors=2,
    warnings=1,
    hints=1,
    files=27,
    findings=(
        _finding(
            Level.ERROR, '"Ship v1: docs" is read as a key and a value; quote it', (4, 5, 13), 'writes "Ship v1: docs"'
        ),
        _finding(Level.WARNING, "the text is cut off at #", (5, 99, 7), 'writes "a long line"'),
        _finding(Level.HINT, "a sixth goal is a lot for one week", (6, 1, 0)),
        _finding(Level.ERROR, "there is no agreement.md", None),
    ),
    lines=(
        ("ana/2026-W48.md", 4, "  - Ship v1: docs"),
        ("ana/2026-W48.md", 5, "  - " + "a long line, " * 7 + " then #health and more"),
        ("ana/2026-W48.md", 6, "  - \u65e5\u672c\u8a9e"),
    ),
)

CLEAN = CheckView(errors=0, warnings=0, hints=0, findings=(), files=27)

WEEK_GONE = HistoryFinding(
    code="week_deleted",
    level=Level.ERROR,
    settled=False,
    partner=ANA,
    commit=COMMIT,
    path="ana/2026-W48.md",
    fact=DeletedWeeks(1, (BEN, CEM)),
    on=date(2026, 11, 25),
    show="git show 5f2c81d09a -- :/ana/2026-W48.md",
    closed_by=(BEN, CEM),
    by_each=True,
)

GOAL_GONE = replace(
    WEEK_GONE,
    code="goal_removed",
    level=Level.WARNING,
    fact=RemovedGoals(("Three runs",)),
)

ADDRESS_ASKED = replace(
    GOAL_GONE,
    code="unknown_author",
    level=Level.WARNING,
    fact=UnknownAuthor("123+ana@hosts.example", 1, is_mine=False),
    closed_by=(ANA,),
    by_each=False,
)

SETTLED = replace(
    WEEK_GONE, settled=True, talked=((BEN, "We talked: a new laptop, and half the files were missing"), (CEM, "Yes"))
)

REPLACED = replace(
    WEEK_GONE,
    code="replaced_object",
    partner=None,
    path=None,
    fact=ReplacedObject(),
    show=f"git show {COMMIT:.10}",
    closed_by=(),
)

VERIFIED = VerifyView(ok=True, commits=80, findings=())

SHARING: dict[str, Shown] = {
    "sync": show_as(SYNC, sync.render_text),
    "sync-rewritten": show_as(REWRITTEN, sync.render_text),
    "sync-foreign": show_as(FOREIGN, sync.render_text),
    "sync-nothing-new": show_as(SyncView(committed=None, fetched=True), sync.render_text),
    "call-nothing-arrived": show_as(SyncView(committed=None, fetched=True), sync.render_received),
    "sync-offline": show_as(
        SyncView(committed=COMMIT, files=("ana/2026-W48.md",), offline=True, next="apj sync"), sync.render_text
    ),
    "sync-much": show_as(
        replace(
            SYNC,
            files=tuple(f"ana/2026-W{number}.md" for number in range(40, 49)),
            received=SYNC.received * 8,
            sent=0,
            names=(),
        ),
        sync.render_text,
    ),
    "commit": show_as(SyncView(committed=COMMIT, files=("ana/2026-W48.md",)), sync.render_text),
    "commit-nothing": show_as(SyncView(committed=None), sync.render_text),
    "check": show_as(CHECK, check.render_text),
    "ci": show_as(
        CiView(
            host="github",
            path=".github/workflows/apj.yml",
            source=f"git+https://codeberg.org/ana/apj@{COMMIT}",
            written=True,
        ),
        ci.render_text,
    ),
    "check-clean": show_as(CLEAN, check.render_text),
    "check-fixed": show_as(
        replace(CLEAN, hints=1, findings=CHECK.findings[2:3], repaired=CHECK.findings[:1]), check.render_text
    ),
    "verify": show_as(replace(VERIFIED, ok=False, findings=(WEEK_GONE, GOAL_GONE, ADDRESS_ASKED)), verify.render_text),
    "verify-mine": show_as(
        replace(VERIFIED, ok=False, findings=(WEEK_GONE, GOAL_GONE, ADDRESS_ASKED), reader=BEN), verify.render_text
    ),
    "verify-settled": show_as(
        replace(VERIFIED, findings=(ADDRESS_ASKED, SETTLED, replace(SETTLED, talked=((BEN, ""),)))), verify.render_text
    ),
    "verify-settled-now": show_as(
        replace(
            VERIFIED,
            findings=(ADDRESS_ASKED, SETTLED),
            reader=BEN,
            settled_now=(SETTLED, replace(GOAL_GONE, closed_by=(CEM,), talked=SETTLED.talked[:1])),
            next="apj sync",
        ),
        verify.render_settled,
    ),
    "verify-nothing": show_as(VERIFIED, verify.render_text),
    "verify-replaced": show_as(replace(VERIFIED, ok=False, findings=(REPLACED,)), verify.render_text),
    "verify-cannot-tell": show_as(replace(VERIFIED, ok=None, commits=0), verify.render_text),
}
