"""`apj report`: results of the goals, for the week to report."""

from __future__ import annotations

import pytest

from tests.helpers.people import Person

TUESDAY = "2026-11-24T18:00+00:00"
NEXT_MONDAY = "2026-11-30T00:00+00:00"
KEYS = ["path", "week", "recorded", "still_open"]
Both = tuple[Person, Person]
BOTH_DONE = ("-o", "1=done", "-o", "2=done")


def goals(person: Person, week: str = "W48") -> list[dict[str, object]]:
    (found,) = person.apj("show", person.handle, week, "--json").json["weeks"]
    return found["goals"]  # type: ignore[no-any-return]


# ---- which week


def test_before_the_day_of_the_call_report_covers_the_current_week(ana: Person) -> None:
    assert ana.apj("report", "-o", "1=done", "--json", at=TUESDAY).json["week"] == "2026-W48"


def test_on_the_day_of_the_call_report_covers_the_previous_week(ana: Person) -> None:
    ana.apj("new-week", "W49", "-g", "One page", "--no-edit")
    assert ana.apj("report", "-o", "1=done", "--json", at=NEXT_MONDAY).json["week"] == "2026-W48"


def test_once_the_previous_week_is_reported_report_covers_the_current_week(ana: Person) -> None:
    ana.apj("new-week", "W49", "-g", "One page", "--no-edit")
    ana.apj("report", *BOTH_DONE, at=NEXT_MONDAY)
    assert ana.apj("report", "-o", "1=done", "--json").json["week"] == "2026-W49"


def test_report_covers_only_the_newest_week_whose_report_is_due(ana: Person) -> None:
    ana.apj("new-week", "-g", "One page", "--no-edit", "--without-report", at=NEXT_MONDAY)
    assert ana.apj("report", "--json", at="2026-12-07T09:00+00:00", code=1).json["week"] == "2026-W49"


def test_report_accepts_a_given_week(ana: Person) -> None:
    assert ana.apj("report", "W48", "-o", "1=done", "--json", at="2026-12-20T09:00+00:00").json["week"] == "2026-W48"


@pytest.mark.parametrize("week", ["W49", "W40"])
def test_report_refuses_a_week_without_goals(ana: Person, week: str) -> None:
    ana.apj("report", week, "-o", "1=done", code=2)


def test_report_suggests_the_previous_week_if_the_current_week_has_no_goals(ana: Person) -> None:
    ana.apj("report", *BOTH_DONE, at=NEXT_MONDAY)
    ran = ana.apj("report", "--learned", "Mornings", code=2)
    assert ran.err.startswith("ana/2026-W49.md has no goals to report on.\n")
    assert "apj report 2026-W48 " in ran.err
    assert "apj report" not in ana.apj("report", "W49", "--learned", "Mornings", code=2).err


# ---- what can be said


def test_report_json_lists_recorded_and_open_goals(ana: Person) -> None:
    document = ana.apj("report", "-o", "1=partly, page 6 of 8", "--json", at=TUESDAY).json
    assert list(document) == KEYS
    assert document == {
        "path": "ana/2026-W48.md",
        "week": "2026-W48",
        "recorded": [{"goal": "send-the-grant-draft-to-ines", "result": "partly", "words": "page 6 of 8"}],
        "still_open": ["three-runs"],
    }


@pytest.mark.parametrize(
    ("said", "result", "evidence", "reason"),
    [
        ("1=done", "done", None, None),
        ("1=Done, mail sent", "done", "mail sent", None),
        ("1=partly, page 6 of 8, and a half", "partly", "page 6 of 8, and a half", None),
        ("1=not done", "not_done", None, None),
        ("1=not_done,private", "not_done", None, "private"),
        ("1=NOT-DONE, no time", "not_done", None, "no time"),
        ("1=dropped, Ines has another", "dropped", None, "Ines has another"),
    ],
)
def test_an_outcome_consists_of_a_result_and_words_after_a_comma(
    ana: Person, said: str, result: str, evidence: str | None, reason: str | None
) -> None:
    ana.apj("report", "-o", said)
    goal = goals(ana)[0]
    assert (goal["result"], goal["evidence"], goal["reason"]) == (result, evidence, reason)
    assert goal["state"] == result


def test_a_second_report_on_a_goal_replaces_the_first(ana: Person) -> None:
    ana.apj("report", "-o", "1=not done", "-o", "2=done")
    ana.apj("report", "-o", "1=done")
    assert [goal["state"] for goal in goals(ana)] == ["done", "done"]


def test_report_does_not_turn_a_list_of_outcomes_into_a_mapping(ana: Person) -> None:
    ana.change("ana/2026-W48.md", "Three runs\n", "Three runs\noutcomes:\n  - done # at last\n")
    ana.apj("report", "-o", "2=partly")
    assert ana.read("ana/2026-W48.md").endswith("outcomes:\n  - done # at last\n  - partly\n---\n")


def test_report_records_what_happened_and_what_was_learned(ana: Person) -> None:
    ana.apj("report", "--happened", "interest: fonts: two hours", "--happened", "Stress", "--learned", "Mornings")
    (week,) = ana.apj("show", "ana", "--json").json["weeks"]
    assert week["happened"] == [
        {"kind": "interest", "note": "fonts: two hours", "plan": None, "foreseen": False},
        {"kind": "stress", "note": None, "plan": None, "foreseen": False},
    ]
    assert week["learned"] == ["Mornings"]


def test_report_without_answers_lists_open_goals_without_writing(ana: Person) -> None:
    before = ana.read("ana/2026-W48.md")
    document = ana.apj("report", "--json").json
    assert document["recorded"] == []
    assert document["still_open"] == ["send-the-grant-draft-to-ines", "three-runs"]
    assert ana.read("ana/2026-W48.md") == before


def test_report_without_answers_exits_with_1_while_the_report_is_due(ana: Person) -> None:
    ana.apj("report", "-o", "1=done", at=NEXT_MONDAY)
    told = ana.apj("report", "--json", code=1).json
    assert (told["week"], told["still_open"]) == ("2026-W48", ["three-runs"])
    assert told["error"]["message"] == "The report on 2026-W48 is due."
    assert told["error"]["hint"].endswith("apj report -o three-runs=done")
    ana.apj("report", "--learned", "Mornings")
    ana.apj("report", "-o", "2=done")
    ana.apj("report", "W48")


@pytest.mark.parametrize("again", ["1=partly", "send=done", "1=done"])
def test_report_refuses_two_outcomes_for_one_goal(ana: Person, again: str) -> None:
    before = ana.read("ana/2026-W48.md")
    ran = ana.apj("report", "-o", "1=done", "-o", "2=done", "-o", again, code=2)
    assert ran.err == "send-the-grant-draft-to-ines is given a result twice.\nGive each goal once.\n"
    assert ana.read("ana/2026-W48.md") == before


def test_report_writes_either_all_answers_or_none(ana: Person) -> None:
    before = ana.read("ana/2026-W48.md")
    ana.apj("report", "-o", "1=done", "-o", "seven=done", code=2)
    ana.apj("report", "-o", "1=done", "--happened", "weather", code=2)
    assert ana.read("ana/2026-W48.md") == before


def test_report_makes_no_commit(ana: Person) -> None:
    head = ana.git("rev-parse", "HEAD")
    ana.apj("report", *BOTH_DONE)
    assert ana.git("rev-parse", "HEAD") == head


# ---- files that can't be read


BROKEN = '---\ngoals:\n  - "Deep" work\n---\n'


@pytest.mark.parametrize("week", [(), ("W48",)], ids=["default", "named"])
def test_report_names_the_position_of_an_error_and_leaves_the_file_unchanged(
    ana: Person, week: tuple[str, ...]
) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    ran = ana.apj("report", *week, "-o", "1=done", code=3)
    assert ran.err.startswith("ana/2026-W48.md:3:5: ")
    assert ana.read("ana/2026-W48.md") == BROKEN


def test_report_never_writes_to_another_week_if_the_due_week_is_broken(ana: Person) -> None:
    ana.apj("new-week", "W49", "-g", "One page", "--no-edit")
    ana.write("ana/2026-W48.md", BROKEN)
    before = ana.read("ana/2026-W49.md")
    ana.apj("report", "-o", "1=done", at=NEXT_MONDAY, code=3)
    assert ana.read("ana/2026-W49.md") == before


def test_commands_never_write_a_file_in_a_newer_format(ana: Person) -> None:
    text = "---\napj: 2\ngoals: [One page]\n---\n"
    ana.write("ana/2026-W48.md", text)
    for line in (("report", "-o", "1=done"), ("log", "fonts"), ("away", "this"), ("check", "--fix")):
        ana.apj(*line, at=TUESDAY, code=None)
        assert ana.read("ana/2026-W48.md") == text
    assert ana.apj("report", "-o", "1=done", code=3).err


@pytest.mark.parametrize("front", ["goals: {new: form}", "goals: [&a x, *a]", 'goals:\n  - "Deep" work', "goals: [x]"])
def test_writing_commands_report_a_newer_format(ana: Person, monkeypatch: pytest.MonkeyPatch, front: str) -> None:
    monkeypatch.setenv("EDITOR", "false")
    text = f"---\napj: 2\n{front}\n---\n"
    ana.write("ana/2026-W48.md", text)
    for line in (("report", "W48", "-o", "1=done"), ("log", "fonts"), ("away", "W48"), ("edit", "W48")):
        error = ana.apj(*line, "--json", at=TUESDAY, code=3).json["error"]
        assert error["message"] == "ana/2026-W48.md has a newer format than this version of apj can write."
        assert error["hint"] == "Update apj."
    assert ana.read("ana/2026-W48.md") == text


@pytest.mark.parametrize("front", ["mode: &a both", "cadence: hourly"])
def test_agree_refuses_an_agreement_in_a_newer_format(ana: Person, front: str) -> None:
    text = f"---\napj: 2\n{front}\n---\n"
    ana.write("agreement.md", text)
    error = ana.apj("agree", "--json", code=3).json["error"]
    assert error["message"] == "agreement.md has a newer format than this version of apj can write."
    assert ana.read("agreement.md") == text


@pytest.mark.parametrize(("name", "key"), [("Grant", "Grant"), ("grant", "Grant"), ("STRASSE-FEGEN", "straße-fegen")])
def test_report_and_carry_accept_a_goal_id_in_any_letter_case(ana: Person, name: str, key: str) -> None:
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - {id: Grant, goal: Send the draft}\n  - Straße fegen\n---\n")
    ana.apj("report", "W48", "-o", f"{name}=partly, half", at=TUESDAY)
    assert f"outcomes:\n  {key}: partly, half\n" in ana.read("ana/2026-W48.md")
    ran = ana.apj("new-week", "W49", "--carry", name, "--without-report", "--no-edit", at=NEXT_MONDAY)
    assert ran.code == 0


def test_report_replaces_an_outcome_whose_id_is_in_another_letter_case(ana: Person) -> None:
    ana.write(
        "ana/2026-W48.md", "---\ngoals:\n  - {id: Grant, goal: Send the draft}\noutcomes:\n  grant: partly\n---\n"
    )
    ana.apj("report", "W48", "-o", "Grant=done", at=TUESDAY)
    assert "outcomes:\n  grant: done\n---" in ana.read("ana/2026-W48.md")
