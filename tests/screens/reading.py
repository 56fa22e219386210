"""The screens of commands that read: review, show, diff and summary."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from apjournal.model.passage import PassageField
from apjournal.model.views.export import ExportView
from apjournal.model.views.reading import DiffView, PartnerSummary, ShowView, SummaryView
from apjournal.model.views.review import ReviewView
from apjournal.model.views.search import Match, SearchView
from apjournal.model.week_record import ChangeKind, GoalChange, WeekRecord
from apjournal.render import export, summary
from apjournal.render.screens import diff, review, search, show
from tests.helpers.week_records import (
    ADDED,
    ANA,
    AWAY,
    BEN,
    BEN_WEEK,
    CEM,
    COMMIT,
    DEE,
    GOOD,
    HARD,
    HOSTILE,
    KEPT_AT,
    LONG_AGO,
    MISSED,
    NEXT_GOALS,
    OLDER,
    REMOVED,
    RESULT,
    REWORDED,
    REWORDED_ALONE,
    SOFTER,
    W47,
    W48,
    W49,
    week,
)
from tests.screens.sharing import FOREIGN
from tests.screens.shown import GONE, NAMES, NOTHING_YET, UNREADABLE, Shown, show_as

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

EXPORT = ExportView(
    goals=(), folder="/home/ana/posts", written=("a.md", "b.md"), weeks=(("Ana Costa", GOOD), ("Ben Okafor", BEN_WEEK))
)

SUMMARY = SummaryView(
    since=W47,
    until=W48,
    partners=(
        PartnerSummary(ANA, "Ana Costa", (week(ANA, W47, away=True), GOOD)),
        PartnerSummary(BEN, "Ben Okafor", (BEN_WEEK,)),
    ),
)

_LONG = "On Tuesday I compared two hours of fonts, on Thursday two more, and on Friday the fonts of harbour maps"

FOUND = (
    Match("ana/2026-W48.md", 7, 11, ANA, W48, PassageField.GOAL, "Choose the fonts", ((11, 16),)),
    Match("ana/2026-W48.md", 21, 1, ANA, W48, PassageField.NOTE, _LONG, ((35, 40), (81, 86))),
    Match("ben/2026-W47.md", 9, 5, BEN, W47, PassageField.DONE_WHEN, "Fonts\x1b[31m\nred\u202e", ((0, 5),)),
    Match("ana/parked.md", 3, 7, ANA, None, PassageField.PARKED, "x" * 90 + "fonts", ((90, 95),)),
)


def _four() -> tuple[WeekRecord, ...]:
    return (GOOD, BEN_WEEK, replace(HARD, partner=CEM), replace(AWAY, partner=DEE))


_HOSTILE_CHANGE = GoalChange(
    BEN, W48, "x", ChangeKind.REWORDED, "Pay \x1b[31mred\u202e", HOSTILE.goals[0].goal, "why\r\nnot \x07", agreed=False
)

READING: dict[str, Shown] = {
    "review-good-week": show_as(REVIEW, review.render_text),
    "review-hard-week": show_as(replace(HEARD, reported=HARD), review.render_text),
    "review-week-away": show_as(replace(HEARD, reported=AWAY, current=week(ANA, W49, away=True)), review.render_text),
    "review-missed-report": show_as(
        replace(HEARD, reported=MISSED, current=replace(NEXT_GOALS, report_skipped="two exams")), review.render_text
    ),
    "review-three-weeks-missed": show_as(replace(HEARD, reported=LONG_AGO, current=None), review.render_text),
    "review-reworded-goals": show_as(
        replace(REVIEW, changes=(REWORDED, RESULT, ADDED, REMOVED), agreed_anew=(REWORDED_ALONE,), shared=False),
        review.render_text,
    ),
    "review-hostile": show_as(
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
    "review-nothing-yet": show_as(
        replace(HEARD, since=None, since_at=None, reported=None, current=NOTHING_YET, changes=None), review.render_text
    ),
    "review-first-time": show_as(replace(HEARD, since=None, since_at=None, reported=None), review.render_text),
    "review-unreadable": show_as(
        replace(HEARD, reported=UNREADABLE, current=GONE, offline=True, alarms=FOREIGN.alarms), review.render_text
    ),
    "review-no-goals-file": show_as(replace(HEARD, current=None, since_at=None), review.render_text),
    "review-report-open": show_as(
        replace(HEARD, reported=replace(NEXT_GOALS, report_skipped=True), current=replace(AWAY, goals=HARD.goals)),
        review.render_text,
    ),
    "review-kept": show_as(replace(REVIEW, agreed_anew=(REWORDED_ALONE,)), review.render_kept),
    "review-kept-unreadable": show_as(replace(REVIEW, current=GONE), review.render_kept),
    "review-kept-offline": show_as(replace(REVIEW, shared=False, next=""), review.render_kept),
    "diff": show_as(DIFF, diff.render_text),
    "diff-nothing-differs": show_as(replace(DIFF, changes=(), keeper="", kept_at=None), diff.render_text),
    "diff-not-kept": show_as(replace(DIFF, kept_commit=None, kept_by=None, changes=()), diff.render_text),
    "diff-no-goals-kept": show_as(replace(DIFF, kept_goals=False, changes=()), diff.render_text),
    "diff-no-history": show_as(replace(DIFF, kept_commit=None, kept_by=None, changes=None), diff.render_text),
    "show-both": show_as(
        replace(SHOW, weeks=(replace(GOOD, goals=(SOFTER, *GOOD.goals[1:])), BEN_WEEK)), show.render_text
    ),
    "show-four-partners": show_as(replace(SHOW, weeks=_four()), show.render_text),
    "show-hard-and-missed": show_as(
        replace(SHOW, weeks=(replace(HARD, report_skipped=True), replace(MISSED, partner=BEN))), show.render_text
    ),
    "show-nothing-yet": show_as(replace(SHOW, weeks=()), show.render_text),
    "show-no-such-week": show_as(replace(SHOW, weeks=(), absent=W49), show.render_text),
    "show-no-goals": show_as(
        replace(SHOW, weeks=(NOTHING_YET, replace(GONE, partner=BEN)), names=()), show.render_text
    ),
    "show-hostile": show_as(replace(SHOW, weeks=(HOSTILE,)), show.render_text),
    "export-posts": show_as(EXPORT, export.render_posts),
    "export-posts-again": show_as(replace(EXPORT, written=("b.md",), removed=("c.md",)), export.render_posts),
    "search": show_as(SearchView(matches=FOUND), search.render_text),
    "summary": show_as(SUMMARY, summary.render_text),
    "summary-nothing-yet": show_as(
        replace(SUMMARY, since=W48, partners=(PartnerSummary(ANA, "Ana", ()), PartnerSummary(BEN, "Ben", (GONE,)))),
        summary.render_text,
    ),
}
