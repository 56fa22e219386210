"""Scenes of a journal as values, in few words, with which the screens and documents are tested."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from msgspec.structs import replace

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.base import WeekDays
from apjournal.model.week import (
    CallRecord,
    Decision,
    LogLine,
    Medium,
    Message,
    MessageKind,
    Obstacle,
    ObstacleKind,
    PlanUse,
    Result,
)
from apjournal.model.week_record import (
    ChangeKind,
    GoalChange,
    GoalRecord,
    HappenedRecord,
    KeptBy,
    KeptGoal,
    State,
    StepCount,
    WeekRecord,
)

ANA, BEN, CEM, DEE = (Handle(name) for name in ("ana", "ben", "cem", "dee"))
W45, W47, W48, W49 = (IsoWeek(2026, number) for number in (45, 47, 48, 49))
LISBON = timezone(timedelta(0))
BERLIN = timezone(timedelta(hours=1))
COMMIT = "5f2c81d09a3be1c6f7d24e8890ab12cd34ef5678"
OLDER = "0123456789abcdef0123456789abcdef01234567"
KEPT_AT = datetime(2026, 11, 23, 9, 14, tzinfo=BERLIN)


def goal(number: int, words: str, state: State = State.OPEN, **known: Any) -> GoalRecord:
    """Return a goal whose result follows from its state. Omitted details are empty."""
    known.setdefault("result", Result(state) if state.value in set(Result) else None)
    nothing: dict[str, Any] = dict.fromkeys(
        ("done_when", "area", "confidence", "carried_from", "decision", "evidence", "reason", "change", "kept_goal")
    )
    nothing |= {"amended_reason": None, "obstacles": (), "happened": (), "carried": 0, "steps": StepCount(0, 0)}
    identity = words.lower().replace(" ", "-")
    return GoalRecord(**(nothing | {"number": number, "id": identity, "goal": words, "state": state} | known))


def days(week: IsoWeek) -> WeekDays:
    """Return a week with calls on Mondays."""
    return WeekDays(week, week.monday, (week + 1).monday)


def week(partner: Handle, week: IsoWeek, *goals: GoalRecord, **known: Any) -> WeekRecord:
    """A week whose report is due on the Monday after it."""
    nothing: dict[str, Any] = dict.fromkeys(("unreadable", "call", "report_skipped", "kept_by"))
    nothing |= dict.fromkeys(("happened", "log", "messages", "learned"), ())
    nothing |= {"away": False, "body": "", "report_due": week.monday + timedelta(days=7)}
    place = {"partner": partner, "week": week, "monday": week.monday, "path": f"{partner}/{week}.md"}
    return WeekRecord(**(nothing | place | {"goals": goals} | known))


GRANT_PLAN = Obstacle(ObstacleKind.INTEREST, "I open the site editor before noon", "I write one paragraph first")

GOOD = week(
    ANA,
    W48,
    goal(
        1,
        "Send the grant draft to Ines",
        State.PARTLY,
        id="grant",
        evidence="page 6 of 8",
        done_when="Mail sent with the PDF attached",
        area="professional",
        confidence=70,
        obstacles=(GRANT_PLAN,),
        happened=(
            HappenedRecord(ObstacleKind.INTEREST, "two hours of comparing fonts", PlanUse.FORGOTTEN, foreseen=True),
        ),
        steps=StepCount(1, 2),
    ),
    goal(2, "Three runs", State.DONE),
    goal(3, "Ring the tax office", State.NOT_DONE, id="tax", reason="private", decision=Decision.SHRINK, carried=1),
    happened=(HappenedRecord(ObstacleKind.UNFORESEEN, "School closed on Wednesday", None, foreseen=False),),
    learned=("Surprises cost me the mornings, not the evenings",),
    log=(LogLine(date(2026, 11, 25), ObstacleKind.INTEREST, "two hours of comparing fonts"),),
    messages=(Message("ben", MessageKind.OFFER, "I did mine last week, shall we go through it on Thursday?"),),
    call=CallRecord(Medium.VOICE, 18, date(2026, 11, 23)),
    kept_by=(KeptBy(BEN, COMMIT, KEPT_AT),),
    body="## Steps\n- [x] grant: budget table\n- [ ] grant: summary page\n\n## Log\n"
    "- 2026-11-25 interest: two hours of comparing fonts\n\n## To ben\n"
    "- offer: I did mine last week, shall we go through it on Thursday?\n\n## Notes\nAnything, in any form.\n",
)
NEXT_GOALS = week(
    ANA,
    W49,
    goal(
        1,
        "Send the grant draft to Ines",
        id="grant",
        carried=1,
        carried_from=W48,
        done_when="Mail sent with the PDF attached",
        obstacles=(GRANT_PLAN,),
    ),
    goal(2, "Two runs"),
)
HARD = week(
    ANA,
    W48,
    goal(1, "Write the methods section of the paper with Ines", State.NOT_DONE),
    goal(2, "Three runs", State.NOT_DONE),
    goal(3, "Ring the tax office", State.NOT_DONE, reason="private"),
    goal(4, "Clear the desk", State.DROPPED, reason="it does not matter now"),
    happened=(HappenedRecord(ObstacleKind.STRESS, None, None, foreseen=False),),
)
AWAY = week(ANA, W48, away=True)
MISSED = week(
    ANA, W48, goal(1, "Send the grant draft to Ines", State.UNREPORTED), goal(2, "Three runs", State.UNREPORTED)
)
LONG_AGO = replace(MISSED, week=W45, monday=W45.monday, report_due=date(2026, 11, 9))
"""A report that was missed three weeks ago, and nothing since."""
BEN_WEEK = week(
    BEN,
    W48,
    goal(
        1,
        "Finish the slides for the talk in Porto",
        State.DONE,
        evidence="sent on Thursday",
        carried=2,
        carried_from=IsoWeek(2026, 46),
    ),
    goal(2, "Phone off after nine", State.PARTLY, evidence="five evenings of seven"),
    goal(3, "Swim twice", State.DONE, obstacles=(Obstacle(ObstacleKind.UNFORESEEN, "The pool is closed", None),)),
    learned=("One slide a day is enough", "The phone sleeps better in the kitchen"),
)
HOSTILE = week(
    BEN,
    W48,
    goal(
        1,
        "[bold red]Pay[/bold red] \x1b[31mred\x1b[0m \x1b]0;title\x07 \u202egnp.exe 👨\u200d👩\u200d👧 a\u200bb",
        State.PARTLY,
        evidence="done\r\nand\tmore \x9b2J\x08",
        done_when="[link=file:///etc/passwd]here[/link]",
        obstacles=(
            Obstacle(
                ObstacleKind.OTHER, "日本語の目標を書くときに折り返す場所がない長い文章", "e\u0301 \U000e0041\ufeff"
            ),
        ),
    ),
    goal(2, "x" * 130),
    learned=("first line\nsecond line \u2028 third",),
    body="# Title \x1b[2J\nA line\u2066 with bidi\n\n\n\n- an item of a list that is rather long, so that it goes on\n"
    "\x1b]52;c;aGk=\x07",
)

REWORDED = GoalChange(
    ANA,
    W48,
    "grant",
    ChangeKind.AMENDED,
    "Send the grant draft to Ines",
    "Work on the grant draft",
    "Ines moved the date",
    agreed=False,
)
REWORDED_ALONE = replace(REWORDED, change=ChangeKind.REWORDED)
RESULT = GoalChange(
    ANA,
    W48,
    "three-runs",
    ChangeKind.RESULT_CHANGED,
    "partly, two of three",
    "done",
    None,
    agreed=False,
    title="Three runs",
)
ADDED = GoalChange(ANA, W48, "tax", ChangeKind.ADDED, None, "Ring the tax office", None, agreed=False)
REMOVED = GoalChange(ANA, W49, "desk", ChangeKind.REMOVED, "Clear the desk", None, None, agreed=True)
SOFTER = replace(
    GOOD.goals[0],
    goal="Work on the grant draft",
    change=ChangeKind.AMENDED,
    kept_goal=KeptGoal("Send the grant draft to Ines", "Mail sent with the PDF attached", 70),
    amended_reason="Ines moved the date",
)
