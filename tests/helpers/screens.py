"""Every screen that the tests look at, by name: a view, and what renders it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from msgspec.structs import replace

from apjournal.model.finding import Finding, Level, Span
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.base import Alarm, View
from apjournal.model.views.check import CheckView
from apjournal.model.views.journal import BeginView
from apjournal.model.views.reading import DiffView, PartnerSummary, ShowView, SummaryView
from apjournal.model.views.review import ReviewView
from apjournal.model.views.status import FileToFix, NextCall, PartnerStatus, StatusView, Unsynced
from apjournal.model.views.sync import NoteKind, Received, Skipped, SyncView, make_note
from apjournal.model.views.undo import UndoneFile, UndoView
from apjournal.model.views.verify import (
    DeletedWeeks,
    HistoryFinding,
    RemovedGoals,
    ReplacedObject,
    UnknownAuthor,
    VerifyView,
)
from apjournal.model.views.week import DueReport, NewWeekView, ReceivedMessage, Recorded, ReportView, WrittenView
from apjournal.model.week import MessageKind
from apjournal.model.week_record import ChangeKind, GoalChange, Unreadable, WeekRecord
from apjournal.render import (
    check,
    diff,
    new_week,
    report,
    review,
    show,
    small_screens,
    status,
    summary,
    sync,
    undo,
    verify,
)
from apjournal.render.page import Style
from tests.helpers.role_screens import ROLES
from tests.helpers.scenes import (
    ADDED,
    ANA,
    AWAY,
    BEN,
    BEN_WEEK,
    BERLIN,
    CEM,
    COMMIT,
    DEE,
    GOOD,
    HARD,
    HOSTILE,
    KEPT_AT,
    LISBON,
    LONG_AGO,
    MISSED,
    NEXT_GOALS,
    OLDER,
    REMOVED,
    RESULT,
    REWORDED,
    REWORDED_ALONE,
    SOFTER,
    W45,
    W47,
    W48,
    W49,
    days,
    week,
)
from tests.helpers.screens_call import CALLS
from tests.helpers.screens_insights import INSIGHTS
from tests.helpers.screens_trust import TRUST

DUE = DueReport(W48, MISSED.goals, days(W48))
NAMES = ((ANA, "Ana"), (BEN, "Ben"), (CEM, "Cem"), (DEE, "Dee"))
NOTHING_YET = replace(NEXT_GOALS, goals=())
UNREADABLE = replace(GOOD, unreadable=Unreadable(4, 5, "the quote is never closed"))
GONE = replace(NOTHING_YET, unreadable=Unreadable(2, 1, "a line can't be read"))

REVIEW = ReviewView(
    reader=BEN,
    partner=ANA,
    since=COMMIT,
    head=OLDER,
    reported=GOOD,
    current=NEXT_GOALS,
    changes=(REWORDED,),
    messages=GOOD.messages,
    alarms=(),
    kept=OLDER,
    reader_name="Ben",
    partner_name="Ana",
    since_at=KEPT_AT,
    shared=True,
    next="apj new-week",
)
HEARD = replace(REVIEW, changes=(), messages=(), kept=None, next="")
STATUS = StatusView(
    partner=ANA,
    today=date(2026, 11, 25),
    week=W48,
    next_call=NextCall(datetime(2026, 11, 30, 9, 0, tzinfo=LISBON), 5),
    open_goals=3,
    reports_due=(),
    partners=(PartnerStatus(BEN, W48, 3, 1, True, 0, name="Ben", newest=days(W48)),),
    messages=(),
    unsynced=Unsynced(("ana/2026-W48.md",), 0, 0),
    alarms=(),
    next="apj review",
    name="Ana",
    mine=GOOD,
    call_elsewhere=(("Ben", datetime(2026, 11, 30, 10, 0, tzinfo=BERLIN)),),
    year_ago="Say no to the second workshop.",
)
DIFF = DiffView(
    partner=ANA,
    week=W48,
    kept_commit=COMMIT,
    kept_by=BEN,
    changes=(REWORDED, RESULT, ADDED),
    partner_name="Ana",
    kept_at=KEPT_AT,
    keeper="you",
)
SHOW = ShowView(weeks=(GOOD, BEN_WEEK), names=NAMES, today=date(2026, 11, 30))
SUMMARY = SummaryView(
    since=W47,
    until=W48,
    partners=(
        PartnerSummary(ANA, "Ana Costa", (week(ANA, W47, away=True), GOOD)),
        PartnerSummary(BEN, "Ben Okafor", (BEN_WEEK,)),
    ),
)
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
    skipped=(Skipped("ana/2026-W49.md", "line 4 can't be read"),),
    exit_code=5,
)


def _finding(level: Level, message: str, place: tuple[int, int, int] | None, fix: str | None = None) -> Finding:
    """A finding in Ana's week; `place` is line, column and length."""
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


def _four() -> tuple[WeekRecord, ...]:
    return (GOOD, BEN_WEEK, replace(HARD, partner=CEM), replace(AWAY, partner=DEE))


def _partner_status(handle: str, **known: object) -> PartnerStatus:
    found = next((partner, name) for partner, name in NAMES if partner == handle)
    nothing: dict[str, object] = {"week": W48, "goals": 2, "unread": 0, "kept": None, "quiet_weeks": 0, "newest": W48}
    return PartnerStatus(partner=found[0], name=found[1], **(nothing | known))  # type: ignore[arg-type]


_FOUR_PARTNERS = replace(
    STATUS,
    partners=(
        _partner_status("ben", unread=2, kept=True),
        _partner_status("cem", quiet_weeks=4, goals=0, newest=days(IsoWeek(2026, 44))),
        _partner_status("dee", unkept=True, copied=True, kept=True),
    ),
    messages=(
        ReceivedMessage(BEN, W48, "ana", MessageKind.OFFER, "shall we go through it on Thursday?"),
        ReceivedMessage(DEE, W48, "ana", MessageKind.THANK, "the call on Sunday helped"),
        ReceivedMessage(DEE, W48, "ana", None, "I am off next week"),
    ),
    call_elsewhere=(
        ("Ben", datetime(2026, 11, 30, 10, 0, tzinfo=BERLIN)),
        ("Cem", datetime(2026, 11, 30, 10, 0, tzinfo=BERLIN)),
        ("Dee", datetime(2026, 12, 1, 1, 0, tzinfo=BERLIN)),
    ),
    unsynced=Unsynced(tuple(f"ana/2026-W{number}.md" for number in range(44, 49)), 3, 2),
    year_ago=None,
)
_TODAY = replace(
    STATUS,
    today=date(2026, 11, 30),
    week=W49,
    next_call=NextCall(datetime(2026, 11, 30, 9, 0, tzinfo=LISBON), 0),
    reports_due=(DueReport(W48, GOOD.goals, days(W48)),),
    mine=None,
    open_goals=0,
    partners=(_partner_status("ben", goals=0), _partner_status("cem", goals=None)),
    call_elsewhere=(),
    unsynced=Unsynced((), 0, 0),
    alarms=REWRITTEN.alarms,
    year_ago=None,
    next="apj sync",
)
_HOSTILE_CHANGE = GoalChange(
    BEN, W48, "x", ChangeKind.REWORDED, "Pay \x1b[31mred\u202e", HOSTILE.goals[0].goal, "why\r\nnot \x07", agreed=False
)

Shown = tuple[View, Callable[[Style], str]]


def _shown(view: View, text: Callable[..., str]) -> Shown:
    return view, partial(text, view)


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


SCREENS: dict[str, Shown] = {
    "review-good-week": _shown(REVIEW, review.render_text),
    "review-hard-week": _shown(replace(HEARD, reported=HARD), review.render_text),
    "review-week-away": _shown(replace(HEARD, reported=AWAY, current=week(ANA, W49, away=True)), review.render_text),
    "review-missed-report": _shown(
        replace(HEARD, reported=MISSED, current=replace(NEXT_GOALS, report_skipped="two exams")), review.render_text
    ),
    "review-three-weeks-missed": _shown(replace(HEARD, reported=LONG_AGO, current=None), review.render_text),
    "review-reworded-goals": _shown(
        replace(REVIEW, changes=(REWORDED, RESULT, ADDED, REMOVED), agreed_anew=(REWORDED_ALONE,), shared=False),
        review.render_text,
    ),
    "review-hostile": _shown(
        replace(
            REVIEW,
            partner=BEN,
            reader=ANA,
            reported=HOSTILE,
            current=HOSTILE,
            changes=(_HOSTILE_CHANGE,),
            partner_name="B\x1b[5men\u202e",
            reader_name="Ana",
        ),
        review.render_text,
    ),
    "review-nothing-yet": _shown(
        replace(HEARD, since=None, since_at=None, reported=None, current=NOTHING_YET, changes=None), review.render_text
    ),
    "review-first-time": _shown(replace(HEARD, since=None, since_at=None, reported=None), review.render_text),
    "review-unreadable": _shown(
        replace(HEARD, reported=UNREADABLE, current=GONE, offline=True, alarms=FOREIGN.alarms), review.render_text
    ),
    "review-no-goals-file": _shown(replace(HEARD, current=None, since_at=None), review.render_text),
    "review-report-open": _shown(
        replace(HEARD, reported=replace(NEXT_GOALS, report_skipped=True), current=replace(AWAY, goals=HARD.goals)),
        review.render_text,
    ),
    "review-kept": _shown(replace(REVIEW, agreed_anew=(REWORDED_ALONE,)), review.render_kept),
    "review-kept-offline": _shown(replace(REVIEW, shared=False, next=""), review.render_kept),
    "status-wednesday": _shown(STATUS, status.render_text),
    "status-four-partners": _shown(_FOUR_PARTNERS, status.render_text),
    "status-monday-with-alarm": _shown(_TODAY, status.render_text),
    "status-stranger": _shown(
        replace(
            STATUS,
            partner=None,
            name="",
            mine=None,
            open_goals=None,
            unsynced=None,
            call_elsewhere=(),
            year_ago=None,
            next="apj show",
        ),
        status.render_text,
    ),
    "status-hard-week": _shown(
        replace(STATUS, mine=HARD, open_goals=0, reports_due=(), next="apj new-week", messages=()), status.render_text
    ),
    "status-missed-report": _shown(
        replace(STATUS, mine=NEXT_GOALS, reports_due=(DUE,), next="apj report"),
        status.render_text,
    ),
    "status-three-weeks-missed": _shown(
        replace(
            STATUS, mine=None, open_goals=0, reports_due=(replace(DUE, week=W45, days=days(W45)),), next="apj new-week"
        ),
        status.render_text,
    ),
    "status-away": _shown(
        replace(STATUS, mine=AWAY, next_call=NextCall(datetime(2027, 1, 4, tzinfo=LISBON), 1)), status.render_text
    ),
    "status-unreadable": _shown(
        replace(
            STATUS,
            mine=UNREADABLE,
            to_fix=(
                FileToFix("agreement.md", "apj check agreement.md"),
                FileToFix(UNREADABLE.path, "apj edit 2026-W48"),
            ),
            next="apj check agreement.md",
        ),
        status.render_text,
    ),
    "status-set-aside": _shown(replace(STATUS, mine=replace(HARD, away=True)), status.render_text),
    "diff": _shown(DIFF, diff.render_text),
    "diff-nothing-differs": _shown(replace(DIFF, changes=(), keeper="", kept_at=None), diff.render_text),
    "diff-not-kept": _shown(replace(DIFF, kept_commit=None, kept_by=None, changes=()), diff.render_text),
    "diff-no-history": _shown(replace(DIFF, kept_commit=None, kept_by=None, changes=None), diff.render_text),
    "show-both": _shown(
        replace(SHOW, weeks=(replace(GOOD, goals=(SOFTER, *GOOD.goals[1:])), BEN_WEEK)), show.render_text
    ),
    "show-four-partners": _shown(replace(SHOW, weeks=_four()), show.render_text),
    "show-hard-and-missed": _shown(
        replace(SHOW, weeks=(replace(HARD, report_skipped=True), replace(MISSED, partner=BEN))), show.render_text
    ),
    "show-nothing-yet": _shown(replace(SHOW, weeks=()), show.render_text),
    "show-no-such-week": _shown(replace(SHOW, weeks=(), absent=W49), show.render_text),
    "show-no-goals": _shown(replace(SHOW, weeks=(NOTHING_YET, replace(GONE, partner=BEN)), names=()), show.render_text),
    "show-hostile": _shown(replace(SHOW, weeks=(HOSTILE,)), show.render_text),
    "summary": _shown(SUMMARY, summary.render_text),
    "summary-nothing-yet": _shown(
        replace(SUMMARY, since=W48, partners=(PartnerSummary(ANA, "Ana", ()), PartnerSummary(BEN, "Ben", (GONE,)))),
        summary.render_text,
    ),
    "sync": _shown(SYNC, sync.render_text),
    "sync-rewritten": _shown(REWRITTEN, sync.render_text),
    "sync-foreign": _shown(FOREIGN, sync.render_text),
    "sync-nothing-new": _shown(SyncView(committed=None, fetched=True), sync.render_text),
    "sync-offline": _shown(
        SyncView(committed=COMMIT, files=("ana/2026-W48.md",), offline=True, next="apj sync"), sync.render_text
    ),
    "sync-much": _shown(
        replace(
            SYNC,
            files=tuple(f"ana/2026-W{number}.md" for number in range(40, 49)),
            received=SYNC.received * 8,
            sent=0,
            names=(),
        ),
        sync.render_text,
    ),
    "commit": _shown(SyncView(committed=COMMIT, files=("ana/2026-W48.md",)), sync.render_text),
    "commit-nothing": _shown(SyncView(committed=None), sync.render_text),
    "check": _shown(CHECK, check.render_text),
    "check-clean": _shown(CLEAN, check.render_text),
    "check-fixed": _shown(
        replace(CLEAN, hints=1, findings=CHECK.findings[2:3], repaired=CHECK.findings[:1]), check.render_text
    ),
    "new-week": _shown(
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
    "new-week-begun-fresh": _shown(
        NewWeekView(path="ana/2026-W49.md", week=W49, created=False, carried=(), goals=("One page of the grant",)),
        new_week.render_text,
    ),
    "new-week-without-goals": _shown(
        NewWeekView(path="ana/2026-W49.md", week=W49, created=False, carried=(), next="apj edit 2026-W49"),
        new_week.render_text,
    ),
    "new-week-report-due": _shown(
        NewWeekView(
            path="ana/2026-W49.md",
            week=W49,
            created=False,
            carried=(),
            report_due=(DUE,),
        ),
        new_week.render_text,
    ),
    "report-none-of-it": _shown(
        ReportView(
            path="ana/2026-W48.md",
            week=W48,
            recorded=tuple(Recorded(name, "not_done", None) for name in ("a", "b", "c", "d")),
            still_open=(),
            noted=("stress",),
        ),
        report.render_text,
    ),
    "report": _shown(
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
    "report-nothing-told": _shown(
        ReportView(
            path="ana/2026-W48.md", week=W48, recorded=(), still_open=("tax",), next="apj report 2026-W48 -o tax=done"
        ),
        report.render_text,
    ),
    "report-all-told": _shown(
        ReportView(path="ana/2026-W48.md", week=W48, recorded=(), still_open=()), report.render_text
    ),
    "undo": _shown(
        UndoView(
            commands=("log",),
            files=(UndoneFile("ana/2026-W48.md", 1, removed=False, taken=("- 2026-11-25 interest: fonts",)),),
            undone=True,
            committed=True,
        ),
        undo.render_text,
    ),
    "undo-two-steps": _shown(
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
    "undo-before-already": _shown(
        UndoView(
            commands=("park",),
            files=(UndoneFile("ana/parked.md", 0, removed=False),),
            undone=False,
            committed=False,
        ),
        undo.render_text,
    ),
    "written": _shown(
        WrittenView(path="ana/2026-W48.md", week=W48, written=("- 2026-11-25 interest: fonts",), next="apj sync"),
        small_screens.render_written,
    ),
    "written-nothing": _shown(WrittenView(path="ana/2026-W48.md", week=W48, written=()), small_screens.render_written),
    "begin": _shown(
        BeginView(
            path="/home/ana/journal",
            partner=ANA,
            shared="git@example.org:ana/journal.git",
            commit=COMMIT,
            lines=("Send this to your partner:", "  apj join git@example.org:ana/journal.git"),
            next=("apj new-week",),
        ),
        small_screens.render_begin,
    ),
    "begin-done": _shown(
        BeginView(path="/home/ana/journal", partner=ANA, shared=None, commit=None, next=()), small_screens.render_begin
    ),
    "begin-demo": _shown(
        BeginView(
            path="/tmp/demo", partner=None, shared=None, commit=None, next=("cd /tmp/demo/ana", "apj", "apj review")
        ),
        small_screens.render_begin,
    ),
    "verify": _shown(replace(VERIFIED, ok=False, findings=(WEEK_GONE, GOAL_GONE, ADDRESS_ASKED)), verify.render_text),
    "verify-mine": _shown(
        replace(VERIFIED, ok=False, findings=(WEEK_GONE, GOAL_GONE, ADDRESS_ASKED), reader=BEN), verify.render_text
    ),
    "verify-settled": _shown(
        replace(VERIFIED, findings=(ADDRESS_ASKED, SETTLED, replace(SETTLED, talked=((BEN, ""),)))), verify.render_text
    ),
    "verify-settled-now": _shown(
        replace(
            VERIFIED,
            findings=(ADDRESS_ASKED, SETTLED),
            reader=BEN,
            settled_now=(SETTLED, replace(GOAL_GONE, closed_by=(CEM,), talked=SETTLED.talked[:1])),
            next="apj sync",
        ),
        verify.settled_text,
    ),
    "verify-nothing": _shown(VERIFIED, verify.render_text),
    "verify-replaced": _shown(replace(VERIFIED, ok=False, findings=(REPLACED,)), verify.render_text),
    "verify-cannot-tell": _shown(replace(VERIFIED, ok=None, commits=0), verify.render_text),
}
SCREENS |= CALLS | INSIGHTS | ROLES | TRUST
