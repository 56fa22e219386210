"""Completion in front matter: each place offers what may be written there, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from apjournal.lsp.complete import JournalWords, complete
from apjournal.lsp.offer import Offer
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import PlanWorth
from apjournal.model.week import ObstacleKind
from tests.helpers.buffers import WEEK, in_front, open_at_cursor

PLANS = (
    PlanWorth(ObstacleKind.STRESS, "Rain", "Run at home", 3, 4, 0, IsoWeek(2026, 40)),
    PlanWorth(ObstacleKind.FOCUS, "Phone: on", "Off", 1, 1, 0, IsoWeek(2026, 40)),
)
WORDS = JournalWords(
    (Handle("ana"), Handle("ben")),
    ("work", "home"),
    (IsoWeek(2026, 47), IsoWeek(2026, 46)),
    date(2026, 11, 25),
    lambda: PLANS,
)
GOALS = "goals:\n  - goal: Send the draft\n    id: grant\n  - Three runs\n"
OF_WEEK = "apj|partner|week|goals|outcomes|happened|learned|call|amended|away|report_skipped"
OF_GOAL = "goal|id|done_when|area|confidence|obstacles|decision|carried_from|every"
OF_PARTNER = "apj|partner|name|email|emails|timezone|keeps|asks|signing_key|agreed|agreed_on|page|calendar|left"
KINDS = "focus|interest|stress|unforeseen|other"
RESULTS = "done|partly|not done|dropped"
MEDIA = "voice|video|in_person|async|none"
OBSTACLES = "goals:\n  - goal: x\n    obstacles:\n"


def list_offers(marked: str, path: str = WEEK) -> str:
    """Return the labels of the offers at the cursor, with `|` between them. Each replaces what ends at the cursor."""
    buffer, offset = open_at_cursor(marked, path)
    offers = complete(buffer, offset, WORDS)
    assert offers.end == offset
    return "|".join(offer.label for offer in offers.offers)


def find_offer(marked: str, label: str, path: str = WEEK) -> Offer:
    buffer, offset = open_at_cursor(marked, path)
    return next(offer for offer in complete(buffer, offset, WORDS).offers if offer.label == label)


def leave_out(words: str, *left_out: str) -> str:
    return "|".join(word for word in words.split("|") if word not in left_out)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("|", OF_WEEK),
        ("ou|", OF_WEEK),
        ("Goals: x\n|", leave_out(OF_WEEK, "goals")),
        ("|\ncall: x\naway: true", leave_out(OF_WEEK, "call", "away")),
        ("call:\n  medium: x\n|\naway: true", leave_out(OF_WEEK, "call", "away")),
        ("goals: [\n|", leave_out(OF_WEEK, "goals")),
        ("goals:\n  - |", OF_GOAL),
        ("goals:\n- |", OF_GOAL),
        ("goals:\n  - do|", OF_GOAL),
        ("goals:\n  - |\n    area: x", leave_out(OF_GOAL, "area")),
        ("goals:\n  - |goal: x\n    area: y\n  - id: z", leave_out(OF_GOAL, "area")),
        ("goals:\n  - goal: x\n    id: y\n  - |", OF_GOAL),
        ("goals:\n  - goal: x\n    |\n    Done when: y\n  - id: z", leave_out(OF_GOAL, "goal", "done_when")),
        (
            "goals:\n  - id: z\n  - goal: x\n    obstacles:\n      - kind: a\n    |",
            leave_out(OF_GOAL, "goal", "obstacles"),
        ),
        ("goals:\n  - goal: x\n\n    # why\n    |\ncall: voice", leave_out(OF_GOAL, "goal")),
        ("goals: |", ""),
        ("goals:\n  - goal: |", ""),
        ("goals:\n  - goal: x\n    area: |", "work|home"),
        ("goals:\n  - goal: x\n    carried_from: |", "2026-W47|2026-W46"),
        ("goals:\n  - goal: x\n    every: |", "week"),
        ("goals:\n  - goal: x\n    confidence: |", ""),
        (OBSTACLES + "      - kind: |", KINDS),
        (OBSTACLES + "      - if: |", ""),
        ("goals:\n  - goal: x\n    obstacles: |", ""),
        (GOALS + "outcomes:\n  |", "grant|three-runs"),
        (GOALS + "outcomes:\n  th|", "grant|three-runs"),
        (GOALS + "outcomes:\n  three-runs: done\n  |", "grant"),
        (GOALS + "outcomes:\n  |\n  grant: done", "three-runs"),
        (GOALS + "outcomes:\n  1: done\n  |", "three-runs"),
        (GOALS + "outcomes: |", ""),
        (GOALS + "outcomes:\n  grant: |", RESULTS),
        (GOALS + "outcomes:\n  grant: pa|", RESULTS),
        (GOALS + "outcomes:\n  - |", f"{RESULTS}|result|evidence|reason"),
        (GOALS + "outcomes:\n  grant:\n    result: done\n    |", f"{RESULTS}|evidence|reason"),
        (GOALS + "outcomes:\n  grant:\n    result: |", RESULTS),
        (GOALS + "happened:\n  - |", f"{KINDS}|kind|note|goal|plan|foreseen"),
        (GOALS + "happened:\n  - kind: |", KINDS),
        (GOALS + "happened:\n  - kind: stress\n    goal: |", "grant|three-runs"),
        (GOALS + "happened:\n  - goal: grant\n    kind: x\n  - goal: |", "grant|three-runs"),
        (GOALS + "happened:\n  - foreseen: |", "true|false"),
        (GOALS + "happened:\n  - plan: |", "worked|did not work|forgotten"),
        (GOALS + "amended:\n  |", "grant|three-runs"),
        ("amended:\n  |", ""),
        ("call: |", MEDIA),
        ("call:\n  medium: v|", MEDIA),
        ("call:\n  minutes: 9\n  |", f"{MEDIA}|medium|date"),
        ("away: |", "true|false"),
        ("week: |", "2026-W48"),
        ("partner: |", "ana"),
        ("area: |", ""),
        ("goal: |", ""),
        ("unknown: |", ""),
        ("unknown:\n  |", ""),
    ],
)
def test_a_week_offers_what_fits_at_the_cursor(marked: str, expected: str) -> None:
    text = in_front(marked)
    assert [list_offers(text), list_offers(text.replace("\n", "\r\n"))] == [expected, expected]


@pytest.mark.parametrize(
    ("path", "marked", "expected"),
    [
        ("ana/partner.md", "agreed: |", "yes"),
        ("ana/partner.md", "agreed|", OF_PARTNER),
        ("ana/partner.md", "keeps: |", ""),
        ("ana/partner.md", "keeps: [|", "ana|ben"),
        ("ana/partner.md", "keeps: [ana, b|", "ana|ben"),
        ("ana/partner.md", "keeps:\n  - |", "ana|ben"),
        ("ana/partner.md", "asks: [|", "done_when|obstacles|confidence|area"),
        ("ana/partner.md", "partner: |", "ana"),
        ("ana/partner.md", "page: |", "true|false"),
        ("ana/partner.md", "week: |", ""),
        ("agreement.md", "mode: |", "two-sided|one-sided|peer-support"),
        ("agreement.md", "mode: two-sided\nuntil_signed:\n  |", "mode|cadence|day"),
        ("agreement.md", "call:\n  day: monday\n  |", "time|timezone|minutes|medium"),
        ("agreement.md", "listeners:\n  - |", "ana|ben"),
        ("agreement.md", "earlier:\n  - until: |", "2026-W47|2026-W46"),
        ("agreement.md", "alone:\n  |", ""),
        ("agreement.md", "partner: |", ""),
        ("agreement.md", "area: |", ""),
        ("ana/notes.md", "|", ""),
    ],
)
def test_another_file_of_the_journal_offers_what_fits_there(path: str, marked: str, expected: str) -> None:
    assert list_offers(in_front(marked), path) == expected


@pytest.mark.parametrize(
    ("path", "marked", "expected"),
    [
        (WEEK, "---\n---\n\n## |", "Log|Steps|To ben"),
        ("ben/2026-W48.md", "---\n---\n\n## |", "Log|Steps|To ana"),
        (WEEK, "## |", "Log|Steps|To ben"),
        (WEEK, in_front(GOALS) + "## Steps\n- [ ] |", "grant|three-runs"),
        (WEEK, "## Log\n- |", "2026-11-25|focus: |interest: |stress: |unforeseen: |other: "),
        (WEEK, "|---\nweek: x\n---\n", ""),
        (WEEK, "---\nweek: x\n|---\n", ""),
        (WEEK, "---\nweek: x\n---|\n", ""),
        (WEEK, "---\naw|", OF_WEEK),
        (WEEK, "---\nweek: x\naway: |", "true|false"),
        (WEEK, "|", ""),
        ("ana/partner.md", "---\n---\n## |", ""),
        ("ana/kept.md", "- |", "2026-W47|2026-W46"),
        ("ana/kept.md", "- 2026-W40 |", "ben"),
        ("kept.md", "- |", ""),
    ],
)
def test_offers_outside_the_front_matter_are_those_of_its_kind_of_file(path: str, marked: str, expected: str) -> None:
    assert list_offers(marked, path) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (OBSTACLES + "      - |", ["stress: Rain -> Run at home", 'focus: "Phone: on -> Off"']),
        (OBSTACLES + "      - stress: |", ["Rain -> Run at home"]),
        (OBSTACLES + "      - focus: |", ['"Phone: on -> Off"']),
        (OBSTACLES + "      - other: |", []),
        (OBSTACLES + "      - kind: |", []),
        ("happened:\n  - |", []),
        ("goals:\n  - |", []),
    ],
)
def test_an_obstacle_offers_my_plans_for_its_kind_as_valid_yaml(marked: str, expected: list[str]) -> None:
    buffer, offset = open_at_cursor(in_front(marked))
    offers = complete(buffer, offset, WORDS).offers
    assert [offer.insert for offer in offers if offer.kind == "plan"] == expected


@pytest.mark.parametrize(
    ("marked", "offer"),
    [
        ("|", Offer("away", "true: a week off. It needs no reason, and its goals do not count.", "away: ", "key")),
        ("goals:\n  - |", Offer("area", "One of the areas of the agreement, if it lists any.", "area: ", "key")),
        (GOALS + "outcomes:\n  |", Offer("grant", "Send the draft", "grant: ", "goal")),
        (GOALS + "happened:\n  - goal: |", Offer("grant", "Send the draft", "grant", "goal")),
        (GOALS + "outcomes:\n  - |", Offer("done", "a result; after a comma: what shows it, or why")),
        ("call: |", Offer("voice")),
        (
            OBSTACLES + "      - |",
            Offer("focus: Phone: on -> Off", "worked 1 of 1 time", 'focus: "Phone: on -> Off"', "plan"),
        ),
        (
            OBSTACLES + "      - stress: |",
            Offer("Rain -> Run at home", "worked 3 of 4 times", "Rain -> Run at home", "plan"),
        ),
    ],
)
def test_an_offer_says_what_it_means_and_what_it_inserts(marked: str, offer: Offer) -> None:
    assert find_offer(in_front(marked), offer.label) == offer


def test_a_key_whose_value_goes_on_below_is_inserted_without_a_space() -> None:
    assert [find_offer(in_front("|"), label).insert for label in ("goals", "outcomes", "call", "apj")] == [
        "goals:", "outcomes:", "call:", "apj: ",
    ]  # fmt: skip


def test_yes_is_explained_for_the_agreement() -> None:
    assert find_offer(in_front("agreed: |"), "yes", "ana/partner.md").detail == "accept the agreement as it is now"


def test_an_offer_replaces_what_was_typed_before_the_cursor() -> None:
    buffer, offset = open_at_cursor(in_front("call: vo|ice"))
    offers = complete(buffer, offset, WORDS)
    assert buffer.text[offers.start : offers.end] == "vo"
