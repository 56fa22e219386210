"""The JSON documents: exactly the keys of the contract, with values that any program can read."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec import ValidationError
from msgspec.structs import replace

from apjournal.errors import BrokenFile, GitFault, TrustFault
from apjournal.model.finding import Finding, Level, Span
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.base import Alarm, View
from apjournal.model.views.sync import SyncView
from apjournal.model.views.week import DueReport, ReceivedMessage
from apjournal.model.week_record import Unreadable
from apjournal.render.documents import build_document, build_error_document, format_json
from tests.helpers.documents import check_keys
from tests.helpers.week_records import ANA, BEN, COMMIT, GOOD, HOSTILE, SOFTER, W48, W49
from tests.screens.all_screens import SCREENS
from tests.screens.reading import DIFF, REVIEW, SHOW, SUMMARY
from tests.screens.sharing import CHECK, FOREIGN, SYNC
from tests.screens.status import STATUS

SCHEMA = Path(__file__).parents[2] / "docs/json-schema.json"
FULL_WEEK = replace(GOOD, goals=(SOFTER, *GOOD.goals[1:]), unreadable=Unreadable(4, 5, "a quote"))
FULL_STATUS = replace(
    STATUS,
    reports_due=(DueReport(W48, FULL_WEEK.goals),),
    messages=(ReceivedMessage(BEN, W48, "ana", None, "hello"),),
    alarms=(Alarm("rewrite", "The shared history was rewritten.", "git log"),),
)
FULL = (
    FULL_STATUS,
    replace(SCREENS["new-week-report-due"][0], report_due=(DueReport(W48, FULL_WEEK.goals),)),
    replace(SYNC, skipped=FOREIGN.skipped, alarms=FOREIGN.alarms),
    replace(REVIEW, reported=FULL_WEEK, current=FULL_WEEK, alarms=FOREIGN.alarms),
    replace(SHOW, weeks=(FULL_WEEK,)),
    replace(SUMMARY, partners=(replace(SUMMARY.partners[0], weeks=(FULL_WEEK,)),)),
)
"""Documents in which no list is empty; `docs/json-schema.json` is the contract, and a change of it is seen there."""


@pytest.mark.parametrize("view", [*FULL, *(view for view, _ in SCREENS.values())])
def test_each_document_has_the_keys_and_types_of_its_view_in_order(view: View) -> None:
    check_keys(type(view), format_json(build_document(view)))


@pytest.mark.parametrize(
    ("instead", "reason"),
    [('"week": null', "Expected `str`"), ('"week": "48"', "matching regex"), ('"number": 48', "required field `week`")],
)
def test_the_schema_rejects_a_document_with_a_missing_key_or_a_wrong_value(instead: str, reason: str) -> None:
    text = format_json(build_document(STATUS))
    check_keys(type(STATUS), text)
    with pytest.raises(ValidationError, match=reason):
        check_keys(type(STATUS), text.replace('"week": "2026-W48"', instead, 1))


@pytest.mark.parametrize("name", SCREENS)
def test_the_document_of_every_view_survives_writing_and_reading_json(name: str) -> None:
    view = SCREENS[name][0]
    assert json.loads(format_json(build_document(view))) == build_document(view)


def test_the_values_of_a_document_have_the_types_of_the_schema() -> None:
    shown = build_document(FULL_STATUS)
    assert shown["week"] == "2026-W48"
    assert shown["today"] == "2026-11-25"
    assert shown["next_call"] == {"at": "2026-11-30T09:00:00+00:00", "days": 5}
    (goal, *_) = shown["reports_due"][0]["goals"]
    assert goal["state"] == "partly"
    assert goal["obstacles"][0]["if"] == "I open the site editor before noon"
    assert build_document(REVIEW)["current"]["goals"][0]["carried_from"] == "2026-W48"


def test_times_in_a_document_have_no_fractions_of_a_second() -> None:
    class Timed(View, frozen=True):
        at: datetime = datetime(2026, 11, 23, 9, 14, 5, 987654, tzinfo=UTC)

    assert build_document(Timed()) == {"at": "2026-11-23T09:14:05+00:00"}


def test_the_descriptions_in_the_schema_are_not_written_in_the_first_person() -> None:
    described = re.findall(r'"description": "(.*)"', SCHEMA.read_text(encoding="utf-8"))
    assert described
    assert [each for each in described if re.search(r"\b(?:I|[Mm]y|me|mine)\b", each)] == []


def test_an_unknown_value_is_null_in_a_document() -> None:
    assert build_document(SyncView(committed=None))["committed"] is None
    assert build_document(replace(SHOW, weeks=(replace(GOOD, kept_by=None),)))["weeks"][0]["kept_by"] is None


def test_a_document_leaves_out_fields_that_are_only_for_the_screen() -> None:
    assert not {"problems", "exit_code", "partner_name", "next"} & build_document(REVIEW).keys()
    assert "title" not in build_document(DIFF)["changes"][0]


def test_a_finding_without_a_position_has_null_for_line_and_column() -> None:
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


def test_an_error_document_has_exit_code_message_hint_and_findings() -> None:
    finding = Finding("colon", Level.ERROR, "a key and a value", Span(20, 33, 4, 5), path="ana/2026-W48.md")
    assert build_error_document(BrokenFile("It cannot be read.", "Fix it: apj check --fix", [finding])) == {
        "exit": 3,
        "message": "It cannot be read.",
        "hint": "Fix it: apj check --fix",
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
        "others": [],
    }
    assert build_error_document(GitFault("Offline.")) == {
        "exit": 4,
        "message": "Offline.",
        "hint": None,
        "findings": [],
        "others": [],
    }
    assert build_error_document(TrustFault("Rewritten.", code="rewrite"))["exit"] == 5


def test_an_error_document_has_every_problem_with_the_findings_of_all() -> None:
    finding = Finding("colon", Level.ERROR, "a key and a value", path="ana/2026-W48.md")
    document = build_error_document(
        GitFault("Offline."), BrokenFile("It cannot be read.", "Correct it.", [finding]), GitFault("Full.")
    )
    assert document["message"] == "Offline."
    assert [place["path"] for place in document["findings"]] == ["ana/2026-W48.md"]
    assert document["others"] == [
        {"exit": 3, "message": "It cannot be read.", "hint": "Correct it."},
        {"exit": 4, "message": "Full.", "hint": None},
    ]


def test_a_document_contains_only_ascii() -> None:
    written = format_json(build_document(replace(SHOW, weeks=(HOSTILE,))))
    assert written.isascii()
    assert written.replace("\n", "").isprintable()
    assert written.endswith("}\n")
    assert json.loads(written)["weeks"][0]["goals"][0]["goal"] == HOSTILE.goals[0].goal


def test_a_value_without_a_json_form_raises_a_type_error() -> None:
    class Odd(View, frozen=True):
        thing: object = object()

    with pytest.raises(TypeError, match="no JSON form for object"):
        build_document(Odd())


def test_plain_values_are_unchanged_in_a_document() -> None:
    class Plain(View, frozen=True):
        day: date = date(2026, 11, 30)
        week: IsoWeek = W49
        share: float = 0.5
        sure: bool = True
        who: str = ANA
        commit: str = COMMIT

    shown = {"day": "2026-11-30", "week": "2026-W49", "share": 0.5, "sure": True, "who": "ana", "commit": COMMIT}
    assert build_document(Plain()) == shown
