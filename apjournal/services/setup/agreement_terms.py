"""The terms of a new journal's agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.agreement_answers import sort_answers
from apjournal.analysis.schedule import Schedule, find_zone
from apjournal.errors import UsageFault
from apjournal.format.edit.agreement_answers import write_answers
from apjournal.format.edit.records import write_new_agreement
from apjournal.format.read.agreement import parse_time_of_day
from apjournal.model.agreement import DAYS, Agreement, CallTerms, Mode
from apjournal.model.agreement_topic import Topic
from apjournal.model.handle import Handle
from apjournal.model.partner import Partner
from apjournal.model.week import Medium
from apjournal.services.setup.begin import check_handle
from apjournal.services.setup.import_folder import ImportedFolder

REVIEW_AFTER = timedelta(weeks=13)
"""The agreement is to be reviewed this long after the start: a quarter of a year."""


class JournalTerms(Struct, frozen=True):
    """The terms of a new agreement, as the user gave them."""

    mode: str = Mode.TWO_SIDED.value
    call_day: str = DAYS[0]
    call_time: str = "09:00"
    listeners: tuple[Handle, ...] = ()
    answers: Mapping[Topic, str] = {}

    @classmethod
    def parse_terms(
        cls,
        mode: str | None,
        call_day: str | None,
        call_time: str | None,
        listeners: Sequence[str] = (),
        answers: Mapping[Topic, str] | None = None,
    ) -> JournalTerms:
        """Return the given terms, with defaults for all others.

        Raise `UsageFault` for an invalid term, and for listeners in a journal that is not one-sided.
        """
        if listeners and mode != Mode.ONE_SIDED:
            raise UsageFault("--listener is only for a one-sided journal.", "Add: --mode one-sided")
        named = tuple(check_handle(listener) for listener in listeners)
        usual = cls()
        return cls(mode or usual.mode, call_day or usual.call_day, call_time or usual.call_time, named, answers or {})


def check_until(text: str, timezone: str | None, now: datetime) -> None:
    """Raise `UsageFault` if the partners cannot review the agreement on the day in the answer to `Topic.UNTIL`."""
    sort_answers({Topic.UNTIL: text}, now.astimezone(find_zone(timezone)).date())


def parse_call_day(text: str) -> int:
    """Return the number of a weekday (0 is Monday), given by its name or the first letters of it.

    Raise `UsageFault` for anything else.
    """
    found = [number for number, day in enumerate(DAYS) if len(text) > 1 and day.startswith(text.strip().lower())]
    if len(found) != 1:
        raise UsageFault(f"{text} is not a day of the week.", "Write the day like this: --call-day monday")
    return found[0]


def parse_call_time(text: str) -> time:
    """Return a time of day typed as, for example, 09:00, 9:00 or 9.00. Raise `UsageFault` for anything else."""
    clock = parse_time_of_day(text.strip())
    if clock is None:
        raise UsageFault(f"{text} is not a time of day.", "Write the time like this: --call-time 09:00")
    return clock


def write_agreement(terms: JournalTerms, partner: Partner, now: datetime, taken: ImportedFolder | None) -> bytes:
    """Return the `agreement.md` of a new journal, with the answers about its topics.

    The first period begins with the call nearest to this week's Monday. Imported weeks keep the terms and areas that
    they had.
    """
    zone = find_zone(partner.timezone)
    assert zone is not None  # noqa: S101  a partner was checked
    today = now.astimezone(zone).date()
    answers = sort_answers(terms.answers, today)
    agreement = _build_agreement(terms, partner, taken)
    schedule = Schedule(agreement, zone)
    first = schedule.find_period(today)
    begun = schedule.find_call_day(first)
    agreement = replace(agreement, started=begun, review_on=answers.review_on or begun + REVIEW_AFTER)
    if taken:
        agreement = replace(agreement, earlier=taken.list_earlier_terms(first, agreement))
    return write_answers(write_new_agreement(agreement), answers.words)


def _build_agreement(terms: JournalTerms, partner: Partner, taken: ImportedFolder | None) -> Agreement:
    call = CallTerms(
        parse_call_day(terms.call_day), parse_call_time(terms.call_time), partner.timezone, medium=Medium.VOICE
    )
    areas = (taken.agreement.areas if taken else ()) or ("professional", "personal")
    return Agreement(mode=Mode(terms.mode), call=call, areas=areas, listeners=terms.listeners)
