"""Completion below the front matter and in `kept.md`: each section offers what its lines begin with."""

from __future__ import annotations

from datetime import date

import pytest

from apjournal.lsp.buffer import Buffer
from apjournal.lsp.complete_body import complete_in_body, complete_in_kept
from apjournal.lsp.offer import Offer, Offers
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Goal
from tests.helpers.buffers import split_at_cursor

GOALS = (Goal(1, "grant", "Send the draft"), Goal(2, "three-runs", "Three runs"))
TODAY = date(2026, 11, 25)
KINDS = ["focus: ", "interest: ", "stress: ", "unforeseen: ", "other: "]
TITLES = ["Log", "Steps", "To ben"]
MESSAGES = ["ask: ", "offer: ", "thank: "]
WEEKS = tuple(IsoWeek(2026, number) for number in range(47, 30, -1))


def offer_in_body(marked: str) -> tuple[str, Offers]:
    text, offset = split_at_cursor(marked)
    offers = complete_in_body(Buffer("ana/2026-W48.md", text), offset, GOALS, [Handle("ben")], TODAY)
    assert offers.end == offset
    return text[offers.start : offers.end], offers


@pytest.mark.parametrize(
    ("marked", "typed", "expected"),
    [
        ("## |", "", TITLES),
        ("##|", "", TITLES),
        ("#\t|", "", TITLES),
        ("   # St|", "St", TITLES),
        ("## Log\n## |\n", "", TITLES),
        ("    # |", "", []),
        ("text ## |", "", []),
        ("|", "", []),
        ("- |", "", []),
        ("## Log\n|", "", []),
        ("## Log\n-|", "", []),
        ("## Log\ntext|", "", []),
        ("## Log\n- |", "", ["2026-11-25", *KINDS]),
        ("## Log\r\n- |\r\n", "", ["2026-11-25", *KINDS]),
        ("## Log\n  * st|", "st", ["2026-11-25", *KINDS]),
        ("## Log\n- x\n- y\n\n- |\n## Steps\n", "", ["2026-11-25", *KINDS]),
        ("## Log\n- 2026-11-24 |", "", KINDS),
        ("## Log\n- 2026-11-24 s|", "s", KINDS),
        ("## Log\n- x 2026-11-24 |", "x 2026-11-24 ", ["2026-11-25", *KINDS]),
        ("# Log\n- |", "", ["2026-11-25", *KINDS]),
        ("## Steps\n- |", "", ["[ ] "]),
        ("## Steps\n- x [ ] |", "x [ ] ", ["[ ] "]),
        ("## Steps\n- [|", "[", ["[ ] "]),
        ("## Steps\n- [ ] |", "", ["grant", "three-runs"]),
        ("## Steps\n- [x] gr|", "gr", ["grant", "three-runs"]),
        ("## To ben\n- |", "", MESSAGES),
        ("## To ben\n- th|ank", "th", MESSAGES),
        ("## Recipes\n- |", "", []),
        ("## Log\n## Recipes\n- |", "", []),
        ("---\n# Log\nweek: x\n---\n- |", "", []),
        ("---\n# Log\nweek: x\n---\n## Steps\n- |", "", ["[ ] "]),
        ("---\n# <!-- \nweek: x\n---\n## Steps\n- |", "", ["[ ] "]),
    ],
)
def test_a_section_offers_what_a_line_of_it_begins_with(marked: str, typed: str, expected: list[str]) -> None:
    found, offers = offer_in_body(marked)
    assert [offer.label for offer in offers.offers] == expected
    assert found == typed


@pytest.mark.parametrize(
    ("marked", "offer"),
    [
        ("## Log\n- |", Offer("2026-11-25", "today", "2026-11-25 ")),
        ("## Steps\n- |", Offer("[ ] ", "a step")),
        ("## Steps\n- [ ] |", Offer("grant", "Send the draft", "grant: ", "goal")),
        ("## |", Offer("Log", "what happens during the week, a line for each: DATE KIND: text", kind="heading")),
    ],
)
def test_the_first_offer_of_a_section_explains_itself(marked: str, offer: Offer) -> None:
    assert offer_in_body(marked)[1].offers[0] == offer


def test_each_other_partner_is_offered_a_heading_for_messages() -> None:
    assert offer_in_body("## |")[1].offers[2] == Offer(
        "To ben", "messages to ben: ask: …, offer: …, thank: …, or any text", kind="heading"
    )


@pytest.mark.parametrize(
    ("marked", "typed", "expected"),
    [
        ("|", "", []),
        ("-|", "", []),
        ("- |", "", [str(week) for week in WEEKS[:10]]),
        ("- 2026-W4|", "2026-W4", [str(week) for week in WEEKS[:10]]),
        ("- 2026-W40|", "2026-W40", [str(week) for week in WEEKS[:10]]),
        ("- 2026-W40 |", "", ["ben", "cleo"]),
        ("- 2026-W40 b|en", "b", ["ben", "cleo"]),
        ("- 2026-W40 ben 1234567\n* |\n", "", [str(week) for week in WEEKS[:10]]),
        ("text - |", "", []),
    ],
)
def test_a_kept_line_offers_the_ten_newest_weeks_and_then_the_other_partners(
    marked: str, typed: str, expected: list[str]
) -> None:
    text, offset = split_at_cursor(marked)
    partners = [Handle("ana"), Handle("ben"), Handle("cleo")]
    offers = complete_in_kept(Buffer("ana/kept.md", text), offset, WEEKS, partners)
    assert [offer.label for offer in offers.offers] == expected
    assert (text[offers.start : offers.end], offers.end) == (typed, offset)


def test_a_week_is_followed_by_a_space_in_a_kept_line() -> None:
    assert complete_in_kept(Buffer("ana/kept.md", "- "), 2, WEEKS, ()).offers[0] == Offer(
        "2026-W47", insert="2026-W47 "
    )
