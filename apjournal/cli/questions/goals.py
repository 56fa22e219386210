"""The optional questions about new goals, and the question about kinds of obstacles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from apjournal.cli.prompts import Talk
from apjournal.model.views.insights import PlanWorth
from apjournal.model.week import Goal, Obstacle, ObstacleKind
from apjournal.patterns import make_pattern
from apjournal.render.layout.page import make_accent, make_bold
from apjournal.render.words.goal_words import explain_kind
from apjournal.render.words.phrases import format_worth
from apjournal.usecases.new_week import parse_confidence, split_plan

_KINDS = {kind.value[0]: kind for kind in ObstacleKind}
_QUESTION = "  ".join(f"[{kind.value[0]}]{explain_kind(kind)[1:]}" for kind in ObstacleKind)
_YES = "y"
_EXPLAIN = (
    "Focus: your attention drifted away. Interest: something more interesting pulled you away. Stress: it cost you "
    "strength or time. Unforeseen: something came out of the blue. Other: none of these. Enter: no kind."
)
_EXPLAIN_MORE = "You can add a few words, for example: i two hours of comparing fonts."


def ask_what_happened(talk: Talk, offer: str, *, indent: int) -> tuple[ObstacleKind | bool | None, str]:
    """Ask which kind of obstacle got in the way. Return it with the words after it, or None if the answer is empty.

    `offer` is the text of an option which says that the log is right, or "" for no such option. If the user chooses
    it, return True instead of a kind.
    """
    letters = "".join((_YES, *_KINDS)) if offer else "".join(_KINDS)
    explain = f"{f'{_YES}: the events in your log did get in the way. ' if offer else ''}{_EXPLAIN} {_EXPLAIN_MORE}"
    question = f"[{_YES}] {offer}  {_QUESTION}" if offer else _QUESTION
    letter, words = talk.ask_key_and_words(question, letters, indent=indent, explain=explain)
    return (True, "") if letter == _YES else (_KINDS.get(letter), words)


EXPLAIN_MARK = (
    "You can begin with the letter of a kind and a colon, for example: i: two hours of fonts. f is focus, i is "
    "interest, s is stress, u is unforeseen, and o is other. "
)


def split_mark(words: str) -> tuple[ObstacleKind | None, str]:
    """Return the kind that a letter and a colon before words mean, as in `s: a long week`, and the words after it.

    Without them, return None and all words. Words may begin with a letter alone, so a letter alone means no kind.
    """
    mark, _, rest = words.partition(":")
    kind = _KINDS.get(mark.strip().casefold()) if rest.strip() else None
    return (None, words) if kind is None else (kind, rest.strip())


def split_kind(words: str) -> tuple[ObstacleKind | None, str]:
    """Split words into the kind with which they begin, as a letter or a name, and the remaining words.

    Without a kind, return None and all words.
    """
    head, _, rest = words.partition(" ")
    name = head.rstrip(",:;").casefold()
    kind = _KINDS.get(name) or next((kind for kind in ObstacleKind if kind.value == name), None)
    return (None, words) if kind is None or (rest and head == "I") else (kind, rest.strip())


HARDEST = 2
"""The number of goals for which apj asks for a plan.

Plans help with a few goals, and less with many (Dalton & Spiller 2012).
"""
_DIGITS = "123456789"
_EXPLAIN_DONE = "How you will both know that the goal is done, for example: mail sent with the PDF attached."
_EXPLAIN_SURE = "How likely you are to reach the goal, from 0 (never) to 100 (certain)."
_EXPLAIN_AREA = "The part of your life that this goal belongs to."
_EXPLAIN_HARDEST = (
    "The goal that you find hardest. apj then asks what may get in its way, and what you will do. You can type "
    "both after the number, for example: 2 i the site editor -> I write a page."
)
_EXPLAIN_PLAN = (
    "After ->, you can say what you will do about it, for example: i I open the site editor -> I write one paragraph "
    "first."
)
_SPOKEN_PLAN = make_pattern(r"(?i)if\s(.+?),\s*then\s(.+)")
_EXPLAIN_IF = "Describe in your own words when the obstacle comes up, for example: I open the site editor before noon."
_EXPLAIN_THEN = "What you will do about it, for example: I write one paragraph first."
_EXPLAIN_OFFERED = "These plans worked for you before. Press Enter to write a new one."

Offers = Callable[[ObstacleKind], Sequence[PlanWorth]]


def ask_about_goals(
    talk: Talk, goals: Sequence[Goal], asks: Sequence[str], areas: Sequence[str], offers: Offers
) -> list[Goal]:
    """Ask the questions in `asks` (`Partner.asks`) about `goals`, and return the goals with the answers.

    `areas` are the agreed areas. `offers` returns the plans that worked before for a kind of obstacle.
    """
    told = [_ask_about_goal(talk, number, goal, asks, areas) for number, goal in enumerate(goals, 1)]
    return _ask_obstacles(talk, told, offers) if "obstacles" in asks and told else told


def _ask_about_goal(talk: Talk, number: int, goal: Goal, asks: Sequence[str], areas: Sequence[str]) -> Goal:
    wanted = {
        "done_when": goal.done_when is None,
        "confidence": goal.confidence is None,
        "area": goal.area is None and bool(areas),
    }
    open_ = [name for name in wanted if wanted[name] and name in asks]
    if open_:
        talk.show_paragraph(make_accent(f"{number} "), make_bold(goal.goal), indent=2, hang=2)
    if "done_when" in open_:
        goal = replace(goal, done_when=_ask_done_when(talk))
    if "confidence" in open_:
        question = "How sure are you, 0 to 100?"
        said = talk.ask_line(question, check=parse_confidence, indent=4, enter="skip", explain=_EXPLAIN_SURE)
        goal = replace(goal, confidence=parse_confidence(said))
    if "area" in open_:
        goal = replace(goal, area=_ask_area(talk, areas))
    return goal


def _ask_done_when(talk: Talk) -> str | None:
    return talk.ask_line("Done when", indent=4, enter="skip", explain=_EXPLAIN_DONE) or None


def _ask_area(talk: Talk, areas: Sequence[str]) -> str | None:
    named = dict(zip(_DIGITS, areas, strict=False))
    question = "  ".join(f"[{digit}] {area}" for digit, area in named.items())
    return named.get(talk.ask_key(question, "".join(named), default="", indent=4, explain=_EXPLAIN_AREA))


def _ask_obstacles(talk: Talk, goals: list[Goal], offers: Offers) -> list[Goal]:
    """Ask what may get in the way of the hardest goals, one obstacle for each. Return the goals with the answers."""
    left = [place for place in range(len(goals)) if not goals[place].obstacles]
    for turn in range(min(HARDEST, len(left))):
        place, words = (left[0], "") if len(goals) == 1 else _ask_hardest(talk, left, again=turn > 0)
        obstacle = None if place is None else _ask_obstacle(talk, offers, words)
        if place is None or obstacle is None:
            break
        goals[place] = replace(goals[place], obstacles=(obstacle,))
        left.remove(place)
    return goals


def _ask_hardest(talk: Talk, left: Sequence[int], *, again: bool) -> tuple[int | None, str]:
    """Ask which goal is the hardest. Return its index, or None to end the questions, and the words after its number.

    The words may say what could get in its way.
    """
    numbers = "".join(str(place + 1) for place in left if place < len(_DIGITS))
    question = "Is another goal hard?" if again else "Which goal is the hardest?"
    choice, words = talk.ask_key_and_words(f"{question}  [{'] ['.join(numbers)}]", numbers, explain=_EXPLAIN_HARDEST)
    return (int(choice) - 1 if choice else None), words


def _ask_obstacle(talk: Talk, offers: Offers, said: str) -> Obstacle | None:
    """Ask for a kind, what may happen, and what the user will do then. The first answer may contain all three.

    `said` are words that were typed before the question. If they begin with a kind, apj does not ask for it.
    """
    kind, words = split_kind(said)
    if kind is None:
        talk.show_paragraph("What may get in its way? For example: i the site editor -> I write a page", indent=2)
        explain = f"{_EXPLAIN} {_EXPLAIN_PLAN}"
        letter, more = talk.ask_key_and_words(_QUESTION, "".join(_KINDS), indent=2, explain=explain)
        kind, words = _KINDS.get(letter), more or words
    if kind is None:
        return None
    taken = None if words else _ask_offered(talk, offers(kind)[: len(_DIGITS)])
    if taken:
        return Obstacle(kind, taken.if_, taken.then)
    condition, answer = _split_plan(words or talk.ask_line("If", indent=2, enter="skip", explain=_EXPLAIN_IF))
    if not condition:
        return None
    answer = answer or talk.ask_line("then", indent=2, enter="skip", explain=_EXPLAIN_THEN)
    return Obstacle(kind, condition, _remove_first_word("then", answer) or None)


def _split_plan(words: str) -> tuple[str, str]:
    """Return the obstacle and the plan in an answer.

    The user may type both in the form of the screens: `if …, then …`.
    """
    if spoken := _SPOKEN_PLAN.fullmatch(words):
        return spoken[1].strip(), spoken[2].strip()
    condition, answer = split_plan(words)
    return _remove_first_word("if", condition), answer


def _ask_offered(talk: Talk, plans: Sequence[PlanWorth]) -> PlanWorth | None:
    """Offer the user's own plans that worked before. Return the chosen one, or None to write another plan."""
    if not plans:
        return None
    talk.show_paragraph("What worked for you before:", indent=2)
    for digit, plan in zip(_DIGITS, plans, strict=False):
        talk.show_paragraph(
            make_accent(f"[{digit}] "), f"if {plan.if_}, then {plan.then}; {format_worth(plan)}", indent=4, hang=4
        )
    digits = _DIGITS[: len(plans)]
    question = "Choose one by its number"
    choice = talk.ask_key(question, digits, default="", indent=2, enter="write another", explain=_EXPLAIN_OFFERED)
    return plans[int(choice) - 1] if choice else None


def _remove_first_word(word: str, text: str) -> str:
    """Return `text` without its first word if that is `word`, which the question already contains."""
    first, _, rest = text.partition(" ")
    return rest.strip() if first.casefold() == word and rest.strip() else text
