"""The JSON documents: exactly the keys of the contract, in values that any program reads."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from apjournal.errors import BrokenFile, GitFault, TrustFault
from apjournal.model.finding import Finding, Level, Span
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.base import Alarm, View
from apjournal.model.views.sync import SyncView
from apjournal.model.views.week import DueReport, ReceivedMessage
from apjournal.model.week_view import Unreadable
from apjournal.render.documents import build_document, build_error_document, format_json
from tests.helpers.scenes import ANA, BEN, COMMIT, GOOD, HOSTILE, SOFTER, W48, W49
from tests.helpers.screens import CHECK, DIFF, FOREIGN, REVIEW, SCREENS, SHOW, STATUS, SUMMARY, SYNC

GOAL = (
    "number id goal done_when area confidence obstacles[{kind if then}] carried_from carried decision state result "
    "evidence reason happened[{kind note plan foreseen}] steps{done total} change "
    "kept_goal{goal done_when confidence} amended_reason earlier_reason"
)
WEEK = (
    "partner week monday path unreadable{line column message} away report_due goals[{GOAL}] "
    "happened[{kind note plan foreseen}] log[{date kind text}] messages[{to kind text}] call{medium minutes date} "
    "learned[] report_skipped kept_by[{partner commit at}] body"
).replace("GOAL", GOAL)
CHANGE = "partner week goal change before after reason agreed earlier_reason"
DUE = f"week goals[{{{GOAL}}}]"

FULL_WEEK = replace(GOOD, goals=(SOFTER, *GOOD.goals[1:]), unreadable=Unreadable(4, 5, "a quote"))
FULL_STATUS = replace(
    STATUS,
    reports_due=(DueReport(W48, FULL_WEEK.goals),),
    messages=(ReceivedMessage(BEN, W48, "ana", None, "hello"),),
    alarms=(Alarm("rewrite", "The shared history was rewritten.", "git log"),),
)
CONTRACT: dict[str, tuple[View, str]] = {
    "status": (
        FULL_STATUS,
        (
            f"partner today week next_call{{at days}} open_goals reports_due[{{{DUE}}}] "
            "partners[{partner week goals unread kept quiet_weeks}] messages[{partner week to kind text}] "
            "unsynced{files[] ahead behind} alarms[{code message show}] next as_of"
        ),
    ),
    "new-week": (
        replace(SCREENS["new-week-report-due"][0], report_due=(DueReport(W48, FULL_WEEK.goals),)),
        f"path week created carried[] report_due[{{{DUE}}}]",
    ),
    "report": (SCREENS["report"][0], "path week recorded[{goal result words}] still_open[]"),
    "edit, log, park, away": (SCREENS["written"][0], "path week written[]"),
    "undo": (SCREENS["undo"][0], "commands[] files[{path lines removed}] undone committed"),
    "commit, sync": (
        replace(SYNC, skipped=FOREIGN.skipped, alarms=FOREIGN.alarms),
        (
            "committed files[] skipped[{path reason}] fetched merged pushed received[{commit partner subject}] sent "
            "alarms[{code message show}] offline"
        ),
    ),
    "review": (
        replace(REVIEW, reported=FULL_WEEK, current=FULL_WEEK, alarms=FOREIGN.alarms),
        (
            f"reader partner since head reported{{{WEEK}}} current{{{WEEK}}} changes[{{{CHANGE}}}] "
            "messages[{to kind text}] alarms[{code message show}] kept as_of"
        ),
    ),
    "diff": (DIFF, f"partner week kept_commit kept_by changes[{{{CHANGE}}}]"),
    "show": (replace(SHOW, weeks=(FULL_WEEK,)), f"weeks[{{{WEEK}}}]"),
    "summary": (
        replace(SUMMARY, partners=(replace(SUMMARY.partners[0], weeks=(FULL_WEEK,)),)),
        f"since until partners[{{partner name weeks[{{{WEEK}}}]}}]",
    ),
    "check": (CHECK, "errors warnings hints findings[{path line column level code message fix}]"),
    "init, join, demo": (SCREENS["begin"][0], "path partner shared commit next[]"),
}


@pytest.mark.parametrize("command", CONTRACT)
def test_a_document_has_the_keys_of_the_contract_in_their_order(command: str) -> None:
    view, keys = CONTRACT[command]
    assert shape(build_document(view)) == spelled(keys)


@pytest.mark.parametrize("name", SCREENS)
def test_every_view_has_a_document_that_json_can_write(name: str) -> None:
    view = SCREENS[name][0]
    assert json.loads(format_json(build_document(view))) == build_document(view)


def test_values_are_written_as_the_contract_says() -> None:
    shown = build_document(FULL_STATUS)
    assert shown["week"] == "2026-W48"
    assert shown["today"] == "2026-11-25"
    assert shown["next_call"] == {"at": "2026-11-30T09:00:00+00:00", "days": 5}
    (goal, *_) = shown["reports_due"][0]["goals"]
    assert goal["state"] == "partly"
    assert goal["obstacles"][0]["if"] == "I open the site editor before noon"
    assert build_document(REVIEW)["current"]["goals"][0]["carried_from"] == "2026-W48"


def test_times_have_no_fractions_of_a_second() -> None:
    class Timed(View, frozen=True):
        at: datetime = datetime(2026, 11, 23, 9, 14, 5, 987654, tzinfo=UTC)

    assert build_document(Timed()) == {"at": "2026-11-23T09:14:05+00:00"}


def test_what_is_unknown_is_null_and_not_left_out() -> None:
    assert build_document(SyncView(committed=None))["committed"] is None
    assert build_document(replace(SHOW, weeks=(replace(GOOD, kept_by=None),)))["weeks"][0]["kept_by"] is None


def test_what_is_for_the_screen_alone_stays_out() -> None:
    assert not {"problems", "exit_code", "partner_name", "next"} & build_document(REVIEW).keys()
    assert "title" not in build_document(DIFF)["changes"][0]


def test_a_finding_without_a_place_has_null_for_it() -> None:
    *_, last = build_document(CHECK)["findings"]
    assert last == {
        "path": "agreement.md",
        "line": None,
        "column": None,
        "level": "error",
        "code": "code",
        "message": "there is no agreement.md",
        "fix": None,
    }


def test_an_error_has_its_exit_code_message_hint_and_findings() -> None:
    finding = Finding("colon", Level.ERROR, "a key and a value", Span(20, 33, 4, 5), path="ana/2026-W48.md")
    assert build_error_document(BrokenFile("It can't be read.", "Mend it: apj check --fix", [finding])) == {
        "exit": 3,
        "message": "It can't be read.",
        "hint": "Mend it: apj check --fix",
        "findings": [
            {
                "path": "ana/2026-W48.md",
                "line": 4,
                "column": 5,
                "level": "error",
                "code": "colon",
                "message": "a key and a value",
                "fix": None,
            }
        ],
    }
    assert build_error_document(GitFault("Offline.")) == {
        "exit": 4,
        "message": "Offline.",
        "hint": None,
        "findings": [],
    }
    assert build_error_document(TrustFault("Rewritten.", code="rewrite"))["exit"] == 5


def test_a_document_is_written_in_ascii_so_that_no_terminal_acts_on_it() -> None:
    written = format_json(build_document(replace(SHOW, weeks=(HOSTILE,))))
    assert written.isascii()
    assert written.replace("\n", "").isprintable()
    assert written.endswith("}\n")
    assert json.loads(written)["weeks"][0]["goals"][0]["goal"] == HOSTILE.goals[0].goal


def test_a_value_that_has_no_form_in_json_is_a_mistake_of_ours() -> None:
    class Odd(View, frozen=True):
        thing: object = object()

    with pytest.raises(TypeError, match="no JSON form for object"):
        build_document(Odd())


def test_plain_values_stay_what_they_are() -> None:
    class Plain(View, frozen=True):
        day: date = date(2026, 11, 30)
        week: IsoWeek = W49
        share: float = 0.5
        sure: bool = True
        who: str = ANA
        commit: str = COMMIT

    shown = {"day": "2026-11-30", "week": "2026-W49", "share": 0.5, "sure": True, "who": "ana", "commit": COMMIT}
    assert build_document(Plain()) == shown


Shape = list[tuple[str, Any]]


def spelled(keys: str) -> Shape:
    """Read the notation of the contract: `partner next_call{at days} goals[{id}] files[]`."""
    tokens = re.findall(r"[a-z_]+|[\[\]{}]", keys)
    found, rest = _spelled(tokens)
    assert not rest
    return found


def _spelled(tokens: list[str]) -> tuple[Shape, list[str]]:
    found: Shape = []
    while tokens and tokens[0] != "}":
        name, tokens = tokens[0], tokens[1:]
        inner: Shape = []
        many = tokens[:1] == ["["]
        tokens = tokens[many:]
        if tokens[:1] == ["{"]:
            inner, tokens = _spelled(tokens[1:])
            tokens = tokens[1:]
        tokens = tokens[many:]
        found.append((name, [inner] if many else inner))
    return found, tokens


def shape(value: Any) -> Any:
    """Give the keys of a document; of a list those of its first item, of plain values nothing."""
    if isinstance(value, dict):
        return [(key, shape(item)) for key, item in value.items()]
    if isinstance(value, list):
        first = next((item for item in value if isinstance(item, dict)), None)
        return [shape(first) if first is not None else []]
    return []
