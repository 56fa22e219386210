"""The keys in the front matter of each file, and patterns that match a line with a key.

`format/read/key_table.py` says what each key means and which values it accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from apjournal.patterns import make_pattern

LONGEST_CALL = 24 * 60
"""The greatest length of a call, in minutes."""
WEEK = (
    "apj", "partner", "week", "goals", "outcomes", "happened", "learned", "call", "amended", "away", "report_skipped",
)  # fmt: skip
GOAL = ("goal", "id", "done_when", "area", "confidence", "obstacles", "decision", "carried_from", "every")
AGREEMENT = (
    "apj", "mode", "call", "cadence", "areas", "started", "review_on", "listeners", "until_signed", "earlier", "alone",
    "readiness",
)  # fmt: skip
PARTNER = (
    "apj", "partner", "name", "email", "emails", "timezone", "keeps", "asks", "signing_key", "agreed", "agreed_on",
    "page", "calendar", "left",
)  # fmt: skip
OBSTACLE = ("kind", "if", "then")
OUTCOME = ("result", "evidence", "reason")
HAPPENED = ("kind", "note", "goal", "plan", "foreseen")
CALL = ("medium", "minutes", "date")
CALL_TERMS = ("day", "time", "timezone", "minutes", "medium")
TERMS = ("mode", "cadence", "day")
EARLIER_TERMS = ("until", *TERMS)
READINESS = ("reported_weeks", "rhythm", "calibration_gap", "foresight_rate", "plans_worked", "resilience_gap")
ALL = frozenset((*WEEK, *AGREEMENT, *PARTNER))


def build_key_pattern(keys: Iterable[str]) -> str:
    """Return a pattern that matches one of `keys` and a colon. Spaces or hyphens may replace `_`, but case counts."""
    return f"(?:{'|'.join(sorted(keys)).replace('_', '[ _-]')})[ \\t]*:"


SAID_BY_PATH = ("apj", "partner", "week")
"""Keys of a week whose values are known from its path, or are the same in every file."""
# With a capital letter, these may begin a sentence.
_SENTENCES = ("learned", "call")
_OF_A_WEEK = rf"(?:(?i:{build_key_pattern(sorted({*WEEK} - {*_SENTENCES}))})|{build_key_pattern(_SENTENCES)})"

FIRST = make_pattern(rf"{_OF_A_WEEK}|(?i:{build_key_pattern(('mode', 'name', 'email'))})")
"""Matches a key with which front matter may begin if its first fence is missing."""
ANY = make_pattern(build_key_pattern(ALL) + r"(?=\s|$)", re.IGNORECASE)
IN_BODY = make_pattern(rf"^(?!(?i:{'|'.join(SAID_BY_PATH)})\b){_OF_A_WEEK}(?=\s|$)", re.MULTILINE)
"""Matches text meant as a key of a week, even in the body. Keys in `SAID_BY_PATH` do not count."""
