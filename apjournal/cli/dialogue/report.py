"""The dialogue about last week: goal by goal, then what got in the way, then what was learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.cli.questions import closing
from apjournal.cli.questions.closing import format_dates
from apjournal.cli.questions.goals import ask_what_happened, split_kind
from apjournal.model.date_words import format_date
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import ResultWords
from apjournal.model.week import Goal, Happened, LogLine, ObstacleKind, Outcome, PlanUse, Result, Week, build_outcome
from apjournal.model.week_record import State
from apjournal.patterns import make_pattern
from apjournal.render.layout.page import make_accent, make_bold, make_dim
from apjournal.render.words.goal_words import STATES
from apjournal.render.words.phrases import end_sentence, format_count
from apjournal.usecases import report as use
from apjournal.usecases.answers import keep_answers

_RESULTS = {"d": Result.DONE, "p": Result.PARTLY, "n": Result.NOT_DONE, "x": Result.DROPPED}
_PLANS = {"w": PlanUse.WORKED, "d": PlanUse.DID_NOT_WORK, "f": PlanUse.FORGOTTEN}
_WORDS = "In a few words"
_NONE, _LATER = "0", "l"
_REST_OF_NONE = make_pattern(r"^of (?:the \d+|them)\b[ ,.:;]*")
"""The other words of the option. Some people type the whole option."""
_EXPLAIN_NONE = (
    "0: none of these goals was done. After 0, you can add what got in the way, for example: 0 s a long week."
)
_EXPLAIN_LATER = "Later: nothing is recorded, and the report stays due."
_EXPLAIN_RESULT = (
    "How this goal went. Dropped: you gave it up on purpose. You can add a few words, for example: p page 6 of 8. "
    "Enter: no result yet."
)
_EXPLAIN_WORDS = "A few words for your partner, shown with the result. You can also answer `private`."
_EXPLAIN_LEARNED = "A sentence that you want to remember from this week. apj writes it into your week."
_EXPLAIN_PLAN = "Whether the plan helped when this happened: it worked, it did not work, or you forgot it."
_A_WEEK = timedelta(days=7)


def run_report(context: Context, week: IsoWeek | None) -> None:
    """Ask for the report on `week`, or on the week that is due, and end with the next step."""
    chosen = use.find_week_to_report(context.workspace, week)
    talk = Talk(context.style)
    talk.show_paragraph(
        f"Your report on {format_dates(context, chosen.week)}, {format_count(len(chosen.goals), 'goal')}."
    )
    ask_report(context, talk, chosen)
    closing.show_next_step(context)


def ask_own_report_first(context: Context, talk: Talk) -> None:
    """If my report is due, ask for it before anything new of a partner is shown. I may choose to give it later."""
    due = use.find_due_report(context.workspace)
    if due is None or context.report_waits:
        return
    ask_due_report(context, talk, due)


def ask_due_report(context: Context, talk: Talk, week: Week) -> bool:
    """Ask for a report that comes before anything else. Return False if the user wants to give it later."""
    goals = format_count(len(week.goals), "goal")
    talk.show_paragraph(f"Your report on {format_dates(context, week.week)} comes first. You had {goals}.")
    told = ask_report(context, talk, week, may_wait=True)
    if not told:
        context.report_waits = True
        talk.show_paragraph("You can give your report at any time: ", make_accent("apj report"))
    talk.show_gap()
    return told


def ask_report(context: Context, talk: Talk, week: Week, *, may_wait: bool = False) -> bool:
    """Ask for the report on a week and write it. With `may_wait`, return False if the user wants to give it later."""
    told = _ask_answers(talk, week, context.workspace.own_words, may_wait=may_wait)
    if told is None:
        return False
    with keep_answers(context.workspace, _list_words(told, week)):
        view = use.write_report(context.workspace, week.week, told)
    context.saved.append(f"your report in {week.path}")
    talk.show_paragraph(_format_noted(told, week))
    still_open = [goal.goal for goal in week.goals if goal.id in view.still_open]
    if still_open:
        talk.show_paragraph(f"Still open: {'; '.join(still_open)}", hang=2)
    return True


def _list_words(told: use.ReportInput, week: Week) -> list[str | None]:
    """Return a line for each answer, for a user who has to enter the report again."""
    names = {goal.id: goal.goal for goal in week.goals}
    return [
        *(
            f"{names.get(goal, goal)}: {', '.join(filter(None, (STATES[State(one.result)], one.evidence, one.reason)))}"
            for goal, one in told.outcomes
        ),
        *(": ".join(filter(None, (entry.kind, entry.note))) for entry in told.happened),
        told.learned,
    ]


def _format_noted(told: use.ReportInput, week: Week) -> str:
    """Return a sentence about what was written, for the user who has just typed it."""
    numbers = Counter(STATES[State(outcome.result)] for _, outcome in told.outcomes)
    results = [f"{number} {state}" for state, number in numbers.items()]
    if len(results) == 1:
        results = [f"{format_count(numbers.total(), 'goal')} {state}" for state in numbers]
    parts = [", ".join(part) for part in (results, [entry.kind for entry in told.happened]) if part]
    if not parts and not told.learned:
        return "Nothing was noted."
    return f"Noted: {'; '.join(parts)}." if parts else f"Noted in {week.path}."


class _Results(Struct, frozen=True):
    """How the goals went. `said` are words about what got in the way. `was_none` says whether no goal was done."""

    outcomes: tuple[Outcome, ...]
    said: str = ""
    was_none: bool = False


def _ask_answers(talk: Talk, week: Week, own: ResultWords, *, may_wait: bool) -> use.ReportInput | None:
    """Ask for the parts of the report that the file does not contain yet.

    Return None if the user wants to give the report later. After a week in which no goal was done, ask only what got
    in the way.
    """
    results = _ask_results(talk, week, own, may_wait=may_wait)
    if results is None:
        return None
    happened = () if week.happened else _ask_obstacles(talk, week, results.outcomes, results.said)
    learned = "" if week.learned or results.was_none else _ask_learned(talk)
    return use.ReportInput([(outcome.goal, outcome) for outcome in results.outcomes], happened, learned or None)


def _ask_learned(talk: Talk) -> str:
    return talk.ask_line("What did you learn?", indent=2, enter="skip", explain=_EXPLAIN_LEARNED)


def _ask_results(talk: Talk, week: Week, own: ResultWords, *, may_wait: bool) -> _Results | None:
    """Ask how each goal without an outcome went. Return None if the user wants to give the report later.

    At the first goal, one key says that none of them was done. If it is the week's only goal, "not done" says this.
    """
    waiting, outcomes = [goal for goal in week.goals if week.find_outcome(goal) is None], list[Outcome]()
    for goal in waiting:
        _show_goal(talk, goal)
        choice, words = _ask_result(talk, own, waiting if goal is waiting[0] else (), may_wait=may_wait)
        if choice == _LATER:
            return None
        if choice == _NONE:
            said = _REST_OF_NONE.sub("", words)
            return _Results(tuple(Outcome(each.id, Result.NOT_DONE) for each in waiting), said, was_none=True)
        if choice == "n" and len(week.goals) == 1:
            return _read_single_goal(goal, words)
        if choice and not words and choice != "d":
            words = talk.ask_line(_WORDS, indent=4, enter="skip", explain=_EXPLAIN_WORDS)
        outcomes += [build_outcome(goal.id, _RESULTS[choice], words or None)] if choice else []
    return _Results(tuple(outcomes))


def _read_single_goal(goal: Goal, words: str) -> _Results:
    """Return the result of a week whose only goal was not done.

    `words` that begin with a kind of obstacle say what got in the way. Other words are the reason.
    """
    has_kind = split_kind(words)[0] is not None
    outcome = build_outcome(goal.id, Result.NOT_DONE, None if has_kind else words or None)
    return _Results((outcome,), words if has_kind else "", was_none=True)


def _read_own_word(own: ResultWords, answer: str) -> tuple[str, str] | None:
    """Return the letter of the result and the words in an answer such as `fertig, on Monday`, or None."""
    found = use.split_own_result(answer, own)
    return found and (next(letter for letter, result in _RESULTS.items() if result is found[0]), found[1])


def _show_goal(talk: Talk, goal: Goal) -> None:
    talk.show_paragraph(make_accent(f"{goal.number} "), make_bold(goal.goal), indent=2, hang=2)
    if goal.done_when:
        talk.show_paragraph(make_dim("done when  "), goal.done_when, indent=6, hang=11)


def _ask_result(talk: Talk, own: ResultWords, waiting: Sequence[Goal], *, may_wait: bool) -> tuple[str, str]:
    """Ask how a goal went. Return the letter and the words after it.

    At the first goal, `waiting` are all goals without an outcome; later it is empty. Only the first question offers to
    say something about the whole report.
    """
    letters, question, explain = "".join(_RESULTS), "[d]one  [p]artly  [n]ot done  [x] dropped", _EXPLAIN_RESULT
    if len(waiting) > 1:
        letters += _NONE
        question += f"  [{_NONE}] none of the {len(waiting)}"
        explain += f" {_EXPLAIN_NONE}"
    if waiting and may_wait:
        letters += _LATER
        question += f"  [{_LATER}]ater"
        explain += f" {_EXPLAIN_LATER}"
    read_other = partial(_read_own_word, own)
    choice, words = talk.ask_key_and_words(question, letters, indent=4, explain=explain, read_other=read_other)
    if choice == "n":
        words = words.removeprefix("done").lstrip(" ,:")  # some people type the whole option
    return choice, words


def _ask_obstacles(talk: Talk, week: Week, outcomes: Sequence[Outcome], said: str) -> tuple[Happened, ...]:
    """Ask which obstacles got in the way. One key accepts all obstacles in the log.

    `said` are words that were typed before the question. If they begin with a kind, apj does not ask.
    """
    logged = [(line.kind, line.text) for line in week.log if line.kind]
    kind: ObstacleKind | bool | None
    kind, words = split_kind(said)
    if kind is None:
        _show_log(talk, week)
        offer = "that did" if len(logged) == 1 else "these did"
        kind, more = ask_what_happened(talk, offer if logged else "", indent=2)
        words = more or words
    if kind is None:
        return (Happened(ObstacleKind.OTHER, words),) if words else ()
    if not isinstance(kind, ObstacleKind):
        plans = {kind: _ask_plan(talk, week, kind, outcomes) for kind, _ in logged}
        return tuple(replace(plans.pop(kind, Happened(kind)), note=text) for kind, text in logged)
    note = words or _ask_note(talk, [text for of_kind, text in logged if of_kind is kind])
    return (replace(_ask_plan(talk, week, kind, outcomes), note=note),)


def _ask_plan(talk: Talk, week: Week, kind: ObstacleKind, outcomes: Sequence[Outcome]) -> Happened:
    """If there is a plan for that kind of obstacle, ask how it went."""
    planned = use.find_planned(week, kind, outcomes)
    if planned is None:
        return Happened(kind)
    goal, obstacle = planned
    talk.show_paragraph(end_sentence(f"Your plan was: if {obstacle.if_}, then {obstacle.then}"), indent=2)
    question = "[w]orked  [d]id not work  [f]orgotten"
    became = talk.ask_key(question, "wdf", default="", indent=2, explain=_EXPLAIN_PLAN)
    return Happened(kind, goal=goal.id, plan=_PLANS.get(became))


def _show_log(talk: Talk, week: Week) -> None:
    """Show what the week's log contains, and the question which obstacles got in the way."""
    question = "What got in the way?"
    said = [_format_log_line(line, week) for line in week.log]
    if len(said) == 1:
        talk.show_paragraph(end_sentence(f"{question} Your log says: {said[0]}"), indent=2)
        return
    talk.show_paragraph(f"{question} Your log says:" if said else question, indent=2)
    for line in said:
        talk.show_paragraph(line, indent=4, hang=2)


def _format_log_line(line: LogLine, week: Week) -> str:
    """Return a line of the log. For a day in the log's week, the name of the day is enough."""
    words = [line.text]
    if line.kind:
        words.insert(0, f"{line.kind}:")
    if line.date:
        near = abs(line.date - week.week.monday) < _A_WEEK
        words.insert(0, f"{format_date(line.date).split()[0] if near else format_date(line.date)},")
    return " ".join(words)


def _ask_note(talk: Talk, logged: Sequence[str]) -> str | None:
    """Ask for words about an obstacle.

    If the log has only one line of this kind, Enter accepts the words in that line.
    """
    if len(logged) == 1:
        return talk.ask_line(_WORDS, default=logged[0], indent=2, explain=_EXPLAIN_WORDS)
    return talk.ask_line(_WORDS, indent=2, enter="skip", explain=_EXPLAIN_WORDS) or None
