"""The sentence of a finding names the value correctly, whatever has the wrong form."""

from __future__ import annotations

import pytest

from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.partner import read_partner
from tests.format.readings import ANA, read

GOALS = "goals: [a, {goal: b, id: sea}]\n"


@pytest.mark.parametrize(
    ("front", "what"),
    [
        ("goals: [{goal: [x]}]\n", "a goal"),
        ("goals: [{goal: a, id: [x]}]\n", "an id"),
        ("goals: [{goal: a, done_when: [x]}]\n", "done_when"),
        ("goals: [{goal: a, area: [x]}]\n", "area"),
        ("goals: [{goal: a, confidence: [x]}]\n", "confidence"),
        ("goals: [{goal: a, decision: [x]}]\n", "decision"),
        ("goals: [{goal: a, carried_from: [x]}]\n", "carried_from"),
        ("goals: [{goal: a, obstacles: [{kind: stress, if: y, then: [x]}]}]\n", "then"),
        ("happened: [{kind: stress, note: [x]}]\n", "a note"),
        ("happened: [{kind: stress, goal: [x]}]\n", "a goal's id"),
        ("happened: [{kind: stress, plan: [x]}]\n", "a plan"),
        ("happened: [{kind: stress, foreseen: [x]}]\n", "foreseen"),
        ("learned: [[x]]\n", "what was learned"),
        (GOALS + "outcomes: [{result: done, reason: [x]}]\n", "a reason"),
        (GOALS + "outcomes: [{result: done, evidence: [x]}]\n", "evidence"),
        (GOALS + "amended: {sea: [x]}\n", "a reason"),
        ("report_skipped: [x]\n", "the reason for a skipped report"),
        ("call: [x]\n", "a call"),
        ("call: {medium: [x]}\n", "a medium"),
        ("call: {minutes: [x]}\n", "minutes"),
        ("call: {date: [x]}\n", "the date of a call"),
        ("away: [x]\n", "away"),
    ],
)
def test_a_list_in_place_of_a_string_in_a_week_gets_a_sentence_about_lists(front: str, what: str) -> None:
    (found,) = read(f"---\n{front}---\n").findings
    assert found.message == f'"[x]" is read as a list; {what} is text'


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("name", "a name"),
        ("email", "an address"),
        ("timezone", "a time zone"),
        ("signing_key", "a key"),
        ("agreed_on", "agreed_on"),
        ("page", "page"),
        ("left", "left"),
        ("agreed", "agreed"),
    ],
)
def test_a_list_in_place_of_a_string_in_a_partner_file_gets_a_sentence_about_lists(key: str, what: str) -> None:
    found = read_partner(f"---\n{key}: [x]\n---\n".encode(), ANA).findings
    assert f'"[x]" is read as a list; {what} is text' in [each.message for each in found]


@pytest.mark.parametrize(
    ("front", "what"),
    [
        ("mode: [x]\n", "a mode"),
        ("cadence: [x]\n", "a cadence"),
        ("started: [x]\n", "started"),
        ("review_on: [x]\n", "review_on"),
        ("call: {day: [x]}\n", "a day"),
        ("call: {time: [x]}\n", "a time"),
        ("call: {timezone: [x]}\n", "a time zone"),
        ("call: {medium: [x]}\n", "a medium"),
        ("call: {minutes: [x]}\n", "minutes"),
        ("earlier: [{until: [x]}]\n", "until"),
        ("readiness: {rhythm: [x]}\n", "what is needed"),
    ],
)
def test_a_list_in_place_of_a_string_in_an_agreement_gets_a_sentence_about_lists(front: str, what: str) -> None:
    found = read_agreement(f"---\n{front}---\n".encode()).findings
    assert f'"[x]" is read as a list; {what} is text' in [each.message for each in found]


@pytest.mark.parametrize(
    ("goals", "count", "number"), [("[a]", "1 goal", 2), ("[a, b]", "2 goals", 3), ("[]", "0 goals", 1)]
)
def test_an_outcome_without_a_goal_is_reported_with_the_number_of_goals(goals: str, count: str, number: int) -> None:
    outcomes = ", ".join(["done"] * number)
    (found,) = read(f"---\ngoals: {goals}\noutcomes: [{outcomes}]\n---\n").findings
    assert found.message == f"This is outcome {number}, but the week has only {count}"
