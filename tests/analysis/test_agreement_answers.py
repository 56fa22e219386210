"""Which answer of the talk names the day of the review, and which one is words."""

from __future__ import annotations

from datetime import date

import pytest

from apjournal.analysis.agreement_answers import sort_answers
from apjournal.errors import UsageFault
from apjournal.model.agreement_topic import Topic

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("until", "day"),
    [("+12w", date(2027, 2, 22)), (" 2027-01-05 ", date(2027, 1, 5)), ("2026-11-30", TODAY), ("Until Easter", None)],
)
def test_the_day_of_the_review_is_a_date_or_a_number_of_weeks(until: str, day: date | None) -> None:
    answers = sort_answers({Topic.UNTIL: until, Topic.BLUNT: "+12w", Topic.END: " "}, TODAY)
    assert answers.review_on == day
    assert answers.words == {Topic.BLUNT: "+12w", **({} if day else {Topic.UNTIL: until})}


@pytest.mark.parametrize("until", ["2026-11-29", "+12", "2027-13-01"])
def test_a_day_on_which_nobody_can_review_the_agreement_is_refused(until: str) -> None:
    with pytest.raises(UsageFault):
        sort_answers({Topic.UNTIL: until}, TODAY)
