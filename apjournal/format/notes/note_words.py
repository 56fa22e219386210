"""The words and marks by which goals and results are recognised in notes in other forms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from apjournal.format.text.text import split_at_comma
from apjournal.model.notes import NoteGoal
from apjournal.model.week import Result
from apjournal.patterns import make_pattern


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


GOAL_KEYS = _split(
    """goals goal weeklygoals weekgoals goalsfortheweek goalsthisweek thisweek priorities priority objectives
    keyresults todo todos tasks ziele ziel wochenziele aufgaben objectifs objetivos metas obiettivi цели 目标 本周目标
    目標 今週の目標"""
)
OUTCOME_KEYS = _split("outcomes outcome results ergebnisse resultate résultats resultados итоги 结果 結果")
PLAIN_HEADINGS = (
    GOAL_KEYS | OUTCOME_KEYS | _split("goalsforthisweek goalsoftheweek mygoals weeklytodo todolist zielederwoche ziele")
)
LEARNED_KEYS = _split("learned learnings lessons lessonslearned takeaways gelernt 学到")
GOAL_NAMES = ("goal", "name", "title", "text", "task", "kr", "what", "ziel", "summary")
RESULT_NAMES = ("result", "outcome", "status", "state", "done", "completed", "finished", "checked")

_RESULTS = {
    Result.DONE: """done complete completed finished yes true x achieved erledigt fertig geschafft ja fait oui hecho sí
    fatto да готово сделано 完成 已完成 完了 :heavycheckmark: :whitecheckmark: :check:""",
    Result.PARTLY: """partly partial partially inprogress wip halfdone teilweise partiellement parcial частично 部分完成
    :construction:""",
    Result.NOT_DONE: "notdone missed nichterledigt nichtgeschafft pasfait нет 未完成 :x:",
    Result.DROPPED: """dropped cancelled canceled abandoned skipped verworfen gestrichen abgebrochen abandonné отменено
    放弃 取消""",
}
_SIGNS = {
    Result.DONE: (0x2705, 0x2714, 0x2611),  # check marks
    Result.PARTLY: (0x1F6A7,),  # construction sign
    Result.NOT_DONE: (0x274C, 0x2718, 0x2717),  # crosses
}
"""The code points of the emoji that mean each result.

Traffic lights and warnings are left out, because they say how a goal is going and not how it ended.
"""
_BY_SIGN = {chr(sign): result for result, signs in _SIGNS.items() for sign in signs}
_BY_WORD = {word: result for result, words in _RESULTS.items() for word in words.split()} | _BY_SIGN
_BY_WORD["failed"] = Result.NOT_DONE
_OPEN = _split("todo open later now doing waiting pending notstarted offen active no false none nein")
BOXES = {" ": None, "x": Result.DONE, "X": Result.DONE, "-": Result.DROPPED, "/": Result.PARTLY}
TASKS = {
    **dict.fromkeys(("TODO", "LATER", "NOW", "DOING", "WAITING", "NEXT")),
    "DONE": Result.DONE,
    **dict.fromkeys(("CANCELED", "CANCELLED"), Result.DROPPED),
}
_GOAL_HEADINGS = _split(
    "goal goals objective objectives priority priorities todo todos ziel ziele wochenziele aufgaben"
)
_PHRASES = ("this week", "to do", "key results", "diese woche", "目标", "目標", "objectif", "objetivo", "metas", "цели")
_OTHER_TIMES = _split(
    """last yesterday previous next month monthly year yearly annual quarter quarterly done notes log focus letzte
    nächste monday tuesday wednesday thursday friday saturday sunday"""
)
_OTHER = make_pattern(r"[\W_]+")
_INK = make_pattern(r"[\s_\-\ufe0f*`]+")
_PLACEHOLDER = make_pattern(r"\{.*\}|<[^>]*>|\.\.\.|…|-*")
_MARK = make_pattern(rf"\s*([{''.join(_BY_SIGN)}]\ufe0f?)\s*(\d{{4}}-\d\d-\d\d)?\s*$")
_LEAD = r"(?:\[(?P<box>.)\]\s+)?(?:(?P<task>TODO|DONE|LATER|NOW|DOING|WAITING|NEXT|CANCELL?ED)\s+)?(?P<text>\S.*)"
_ITEM = make_pattern(r"(?P<indent>\s*)(?:[-*+•]|\d{1,3}[.)])\s+" + _LEAD)
_TEXT = make_pattern(_LEAD, re.DOTALL)


def make_key(words: str) -> str:
    """Return a key in lowercase, with only its letters and digits."""
    return _OTHER.sub("", words.casefold())


def parse_result(words: str) -> tuple[bool, Result | None, str | None]:
    """Split `RESULT, words`.

    Return whether the text begins with a result, the result (None for an open goal), and the words.
    """
    head, more = split_at_comma(words)
    name = _INK.sub("", head.casefold())
    said = more.strip() or None
    known = name in _BY_WORD or (name in _OPEN and said is None)
    return known, _BY_WORD.get(name), said if known else None


def is_goal_heading(title: str) -> bool:
    """Whether the items below a heading are the goals of this week."""
    words = _OTHER.sub(" ", title.casefold()).split()
    if _OTHER_TIMES.intersection(words):
        return False
    return bool(_GOAL_HEADINGS.intersection(words)) or any(phrase in " ".join(words) for phrase in _PHRASES)


def is_area(title: str) -> bool:
    """Whether a subheading among the goals is the area of the goals below it."""
    words = _OTHER.sub(" ", title.casefold()).split()
    return 0 < len(words) <= 2 and not _OTHER_TIMES.intersection(words) and not any(word.isdigit() for word in words)


def is_outcome_heading(title: str) -> bool:
    """Whether the items below a heading are the outcomes of the goals."""
    return make_key(title) in OUTCOME_KEYS


def parse_item(line: str) -> tuple[int, NoteGoal] | None:
    """Return the indentation of a list item and its goal. Return None for a placeholder and for any other line."""
    found = _ITEM.fullmatch(line.rstrip())
    goal = make_goal(found["text"], box=found["box"], task=found["task"]) if found else None
    return (len(found["indent"].expandtabs(4)), goal) if found and goal else None


def parse_text(text: str) -> NoteGoal | None:
    """Return the goal in a value of the front matter, or None for a placeholder. The value may begin with a box."""
    found = _TEXT.fullmatch(text.strip())
    return make_goal(found["text"], box=found["box"], task=found["task"]) if found else None


def make_goal(text: str, *, box: str | None = None, task: str | None = None) -> NoteGoal | None:
    """Return a goal, with the result that its box, its keyword or the mark at its end means.

    Return None for a placeholder.
    """
    words = " ".join(text.split()) if (box or " ") in BOXES else f"[{box}] {' '.join(text.split())}"
    if _PLACEHOLDER.fullmatch(words) or 0 <= words.find("<%") < words.rfind("%>"):
        return None
    ticked, named = BOXES.get(box or ""), TASKS.get(task or "")
    if ticked and task and named is not ticked:
        return NoteGoal(f"{task} {words}", ticked)  # the box and the word contradict each other
    result = named or ticked
    mark = _MARK.search(words)
    known = _BY_WORD[_INK.sub("", mark[1])] if mark and mark.start() else None
    if mark and known and result in (None, known):
        return NoteGoal(words[: mark.start()], known, mark[2])
    return NoteGoal(words, result)


def add_result(goal: NoteGoal, result: Result | None, words: str | None) -> NoteGoal | None:
    """Return a goal with a result and words about it.

    Return None if the goal already has a different result, because the first one counts.
    """
    if goal.result is None:
        is_new = goal.words is None or words is None
        return replace(goal, result=result, words=words or goal.words) if is_new else None
    if result is goal.result and (words is None or goal.words in (None, words)):
        return replace(goal, words=words or goal.words)
    return None


def add_results(goals: Iterable[NoteGoal], outcomes: Iterable[str]) -> tuple[list[NoteGoal], list[str]]:
    """Return goals with the outcomes at the same positions, and the outcomes that contain no result."""
    found = list(goals)
    rest = []
    for place, words in enumerate(outcomes):
        known, result, more = parse_result(words)
        goal = found[place] if place < len(found) else None
        changed = add_result(goal, result, more) if goal and known else None
        if changed:
            found[place] = changed
        elif words.strip():
            rest.append(f"{goal.goal}: {words}" if goal else words)
    return found, rest


def join_goals(goals: Iterable[NoteGoal], more: Iterable[NoteGoal]) -> list[NoteGoal]:
    """Return both lists joined. A goal of `more` that is also in `goals` is left out if it adds nothing."""
    found = list(goals)
    places: dict[str, int] = {}
    for place, goal in enumerate(found):
        places.setdefault(_fold(goal.goal), place)
    for goal in more:
        same = places.get(_fold(goal.goal))
        if same is None or found[same].area not in (None, goal.area):
            found.append(goal)
            continue
        changed = add_result(found[same], goal.result, goal.words) if goal.result else found[same]
        if changed is None:
            found.append(goal)
        else:
            found[same] = replace(changed, area=changed.area or goal.area)
    return found


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
