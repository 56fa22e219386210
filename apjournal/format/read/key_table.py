"""The table of front matter keys: what each key means, and which values it accepts.

Editors complete and explain keys from this table, and the JSON Schemas of the front matter are generated from it. The
names come from `known_keys`. The allowed words come from the model's enums, which the readers use too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from apjournal.format.read.partner import QUESTIONS
from apjournal.format.text import known_keys
from apjournal.model.agreement import DAYS, Cadence, Mode
from apjournal.model.week import Decision, Every, Medium, ObstacleKind, PlanUse, Result


class Form(StrEnum):
    """The form of a value.

    - `OUTCOME`: a string that begins with a result, and `KIND`: one that begins with a kind.
    - `BY_GOAL`: a mapping from goals to values.
    - `COMMAS`: one string with commas between its values.
    - `SINCE`: a handle and a day.
    - `BLOB`: git's id of a text, or `yes`.
    """

    TEXT = "text"
    WORD = "word"
    TRUTH = "truth"
    NUMBER = "number"
    DECIMAL = "decimal"
    DAY = "day"
    WEEK = "week"
    TIME = "time"
    HANDLE = "handle"
    SINCE = "since"
    BLOB = "blob"
    OUTCOME = "outcome"
    KIND = "kind"
    LIST = "list"
    COMMAS = "commas"
    KEYS = "keys"
    BY_GOAL = "by goal"


class Shape(Struct, frozen=True):
    """A form that a value may have, with its limits.

    - `words`: the allowed words, written as in the documentation.
    - `also`: further words that are accepted, such as abbreviations.
    - `low` and `high`: the bounds of a number.
    - `keys`: the keys of a mapping, which needs at least one of those in `needs`.
    - `of`: the forms of the items of a list, or of the values of a mapping from goals.
    - `filled`: whether the value must not be empty, and must have words after its kind.
    """

    form: Form
    words: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    keys: tuple[Key, ...] = ()
    of: tuple[Shape, ...] = ()
    needs: tuple[str, ...] = ()
    filled: bool = False
    also: tuple[str, ...] = ()


class Key(Struct, frozen=True):
    """A key, its meaning, and the forms that its value may have."""

    name: str
    meaning: str
    shapes: tuple[Shape, ...]


_TEXT, _TRUTH, _DAY, _WEEK = Shape(Form.TEXT), Shape(Form.TRUTH), Shape(Form.DAY), Shape(Form.WEEK)
_FILLED, _HANDLE, _SINCE = Shape(Form.TEXT, filled=True), Shape(Form.HANDLE), Shape(Form.SINCE)
_KIND = Shape(Form.WORD, tuple(ObstacleKind))
_MEDIUM = Shape(Form.WORD, tuple(Medium))
_MODE, _CADENCE = Shape(Form.WORD, tuple(Mode)), Shape(Form.WORD, tuple(Cadence))
_WEEKDAY = Shape(Form.WORD, DAYS, also=tuple(day[:3] for day in DAYS))
_LINK = Shape(Form.LIST, of=(Shape(Form.LIST, of=(_TEXT,)),))  # YAML reads [[2026-W48]] as a list in a list
_HANDLES = (Shape(Form.LIST, of=(_HANDLE,)), Shape(Form.COMMAS, of=(_HANDLE,)))
_QUESTION = Shape(Form.WORD, QUESTIONS)
_TEXTS = (Shape(Form.LIST, of=(_TEXT,)), _TEXT)
_RESULTS = tuple(result.replace("_", " ") for result in Result)
_PLAN = Shape(Form.WORD, tuple(use.replace("_", " ") for use in PlanUse))
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "focus": "Attention drifted.",
        "interest": "Something more interesting came up.",
        "stress": "Stress got in the way.",
        "unforeseen": "Something happened out of the blue.",
        "other": "Anything else.",
    }
)


def _describe_keys(names: Sequence[str], meanings: Mapping[str, tuple[str, Sequence[Shape]]]) -> tuple[Key, ...]:
    """Return the keys with these names. Each name needs a meaning."""
    return tuple(Key(name, meanings[name][0], tuple(meanings[name][1])) for name in names)


def _begin_with_kind(keys: tuple[Key, ...], what: str, *, filled: bool = False) -> tuple[Shape, ...]:
    """Return the forms of `KIND: words`. YAML reads it as a string, or as a mapping with the kind as its key."""
    kinds = tuple(Key(name, f"{meaning} After the colon: {what}", (_TEXT,)) for name, meaning in _KINDS.items())
    needs = (*_KINDS, "kind")
    return (Shape(Form.KEYS, keys=(*kinds, *keys), needs=needs), Shape(Form.KIND, tuple(_KINDS), filled=filled))


_APJ = ("The version of the format: 1. It may be left out.", [Shape(Form.NUMBER, low=1, high=999)])
_OBSTACLE = _begin_with_kind(
    _describe_keys(
        known_keys.OBSTACLE,
        {
            "kind": ("The kind of obstacle: focus, interest, stress, unforeseen or other.", [_KIND]),
            "if": ("What may get in the way.", [_TEXT]),
            "then": ("The plan for it: what you do then.", [_TEXT]),
        },
    ),
    "what may get in the way, then -> and what you do then.",
    filled=True,
)
_GOAL = _describe_keys(
    known_keys.GOAL,
    {
        "goal": ("The goal in your own words. The only key that a goal needs.", [_FILLED]),
        "id": ("A short name that stays the same when the text of the goal changes.", [_TEXT]),
        "done_when": ("How both of you can tell that the goal is done.", [_TEXT]),
        "area": ("One of the areas of the agreement, if it lists any.", [_TEXT]),
        "confidence": (
            "How likely you are to complete the goal: a whole number from 0 to 100.",
            [Shape(Form.NUMBER, low=0, high=100)],
        ),
        "obstacles": (
            "What may get in the way, and the plan for it. Short form: KIND: IF -> THEN.",
            [Shape(Form.LIST, of=_OBSTACLE)],
        ),
        "decision": (
            "For a goal carried over: keep it as it is, or shrink it.",
            [Shape(Form.WORD, tuple(Decision))],
        ),
        "carried_from": ("The week in which the goal first appeared. If left out, apj computes it.", [_WEEK]),
        "every": (
            "week: the goal comes back every week, as a fresh one, until you drop it or remove this key.",
            [Shape(Form.WORD, tuple(Every))],
        ),
    },
)
_OUTCOME = (
    Shape(Form.OUTCOME, _RESULTS),
    Shape(
        Form.KEYS,
        keys=_describe_keys(
            known_keys.OUTCOME,
            {
                "result": ("done, partly, not done or dropped.", [Shape(Form.WORD, _RESULTS)]),
                "evidence": ("What shows that it is done, or partly done.", [_TEXT]),
                "reason": ("Why it is not done, or was dropped. private is always a good answer.", [_TEXT]),
            },
        ),
    ),
)
_HAPPENED = _begin_with_kind(
    _describe_keys(
        known_keys.HAPPENED,
        {
            "kind": ("The kind of obstacle: focus, interest, stress, unforeseen or other.", [_KIND]),
            "note": ("What happened.", [_TEXT]),
            "goal": (
                "The id or number of the goal that was affected. If left out, the whole week was affected.",
                [_TEXT],
            ),
            "plan": (
                "How the if-then plan went: worked, did not work or forgotten.",
                [_PLAN],
            ),
            "foreseen": ("true or false. If left out, apj computes it from the obstacles of the goals.", [_TRUTH]),
        },
    ),
    "what happened.",
)
_CALL = _describe_keys(
    known_keys.CALL,
    {
        "medium": ("How you talked.", [_MEDIUM]),
        "minutes": ("How many minutes the call took.", [Shape(Form.NUMBER, low=0, high=known_keys.LONGEST_CALL)]),
        "date": ("The day of the call.", [_DAY]),
    },
)
WEEK = _describe_keys(
    known_keys.WEEK,
    {
        "apj": _APJ,
        "partner": ("Whose week it is. It may be left out, because the folder has the partner's name.", [_TEXT, _LINK]),
        "week": ("Which week it is. It may be left out, because the file is named after the week.", [_TEXT, _LINK]),
        "goals": (
            "The goals of the week: a list. Each item is the goal as text, or a mapping with more about it.",
            [Shape(Form.LIST, of=(_TEXT, Shape(Form.KEYS, keys=_GOAL, needs=("goal",))))],
        ),
        "outcomes": (
            (
                "How the goals went: a list in the order of the goals, or a mapping from a goal's id or number. "
                "Each is done, partly, not done or dropped, and then a comma and your words."
            ),
            [Shape(Form.BY_GOAL, of=_OUTCOME), Shape(Form.LIST, of=_OUTCOME)],
        ),
        "happened": ("What got in the way: a list of KIND: note.", [Shape(Form.LIST, of=_HAPPENED)]),
        "learned": ("What you learned, as one item or as a list.", _TEXTS),
        "call": ("How you talked: voice, video, in_person, async or none.", [_MEDIUM, Shape(Form.KEYS, keys=_CALL)]),
        "amended": (
            "Why a goal changed after a copy of it was kept: a mapping from the goal's id to the reason.",
            [Shape(Form.BY_GOAL, of=(_FILLED,))],
        ),
        "away": ("true: a week off. It needs no reason, and its goals do not count.", [_TRUTH]),
        "report_skipped": (
            "true, or the reason why you began this week before you gave the last report.",
            [_TRUTH, _TEXT],
        ),
    },
)
_CALL_TERMS = _describe_keys(
    known_keys.CALL_TERMS,
    {
        "day": ("The weekday of the call.", [_WEEKDAY]),
        "time": ("The time of day of the call, such as 09:00.", [Shape(Form.TIME)]),
        "timezone": ("The time zone of the call, such as Europe/Berlin.", [_TEXT]),
        "minutes": ("How long the call takes.", [Shape(Form.NUMBER, low=1, high=known_keys.LONGEST_CALL)]),
        "medium": ("How you talk.", [_MEDIUM]),
    },
)
_TERMS: Mapping[str, tuple[str, Sequence[Shape]]] = {
    "mode": ("Who reports: two-sided, one-sided or peer-support.", [_MODE]),
    "cadence": ("How often you talk: weekly, fortnightly or monthly.", [_CADENCE]),
    "day": ("The weekday of the call.", [_WEEKDAY]),
    "until": ("The last week in which these terms applied.", [Shape(Form.WEEK, filled=True)]),
}
_EARLIER = Shape(Form.KEYS, keys=_describe_keys(known_keys.EARLIER_TERMS, _TERMS), needs=("until",))
_READINESS = tuple(
    Key(name, "The agreed threshold for this sign.", (Shape(Form.DECIMAL),)) for name in known_keys.READINESS
)
AGREEMENT = _describe_keys(
    known_keys.AGREEMENT,
    {
        "apj": ("The version of the format: 1. A folder is a journal if its agreement has this key.", _APJ[1]),
        "mode": (
            (
                "two-sided: everybody reports. one-sided: the listeners listen to the others. "
                "peer-support: no report is due, nothing is counted."
            ),
            [_MODE],
        ),
        "call": ("When and how you talk.", [Shape(Form.KEYS, keys=_CALL_TERMS)]),
        "cadence": ("How often you talk: weekly, fortnightly or monthly.", [_CADENCE]),
        "areas": ("The areas that goals may belong to.", _TEXTS),
        "started": ("The day of the call that began the first period.", [_DAY]),
        "review_on": ("The day on which you look at this agreement again.", [_DAY]),
        "listeners": ("In a one-sided journal: the handles of the partners who set no goals.", _HANDLES),
        "until_signed": (
            "The previous terms, which apply until everybody has accepted the new version. apj writes this.",
            [Shape(Form.KEYS, keys=_describe_keys(known_keys.TERMS, _TERMS))],
        ),
        "earlier": (
            "The terms of earlier weeks, so that their numbers do not change. apj writes this.",
            [Shape(Form.LIST, of=(_EARLIER,))],
        ),
        "alone": (
            "Who continues while the other is silent, and since when: a handle and a day. apj writes this.",
            [_SINCE, Shape(Form.LIST, of=(_SINCE,)), Shape(Form.BY_GOAL, of=(Shape(Form.DAY, filled=True),))],
        ),
        "readiness": (
            "What must be true before you stop reporting to each other: a number for each sign.",
            [Shape(Form.KEYS, keys=_READINESS)],
        ),
    },
)
PARTNER = _describe_keys(
    known_keys.PARTNER,
    {
        "apj": _APJ,
        "partner": ("The handle. It may be left out, because it is also the name of the folder.", [_TEXT, _LINK]),
        "name": ("The name of this partner, as it appears in their commits.", [_TEXT]),
        "email": ("The email address in this partner's commits.", [_TEXT]),
        "emails": ("Other email addresses in this partner's commits, such as a phone's or a git host's.", _TEXTS),
        "timezone": ("A time zone such as Europe/Lisbon. The partner's days follow it.", [_TEXT]),
        "keeps": ("Whose copies this partner keeps. Default: everybody else who sets goals.", _HANDLES),
        "asks": (
            "Which optional questions apj asks: done_when, obstacles, confidence, area.",
            [Shape(Form.LIST, of=(_QUESTION,)), Shape(Form.COMMAS, of=(_QUESTION,))],
        ),
        "signing_key": ("The public ssh key that signs this partner's commits.", [_TEXT]),
        "agreed": (
            "Which agreement this partner accepted. If you write it by hand, yes means the current version.",
            [Shape(Form.BLOB)],
        ),
        "agreed_on": ("The day on which they accepted it.", [_DAY]),
        "page": ("true: sync keeps a README in this folder, for the page of a git host.", [_TRUTH]),
        "calendar": ("true: sync keeps calendar.ics in this folder.", [_TRUTH]),
        "left": ("The day on which this partner ended their part.", [_DAY]),
    },
)
