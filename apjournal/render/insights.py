"""`apj insights`: in words what distracts, whether it was seen coming and what helps; beside them the counts.

A bar stands beside its number, so that nothing is said by a bar alone; of few cases there are counts and nothing else.
"""

from __future__ import annotations

from apjournal.analysis.insights.rates import compute_rate
from apjournal.analysis.insights.thresholds import QUIET, RATE
from apjournal.model.views.insights import Derailer, InsightsView, PlanWorth
from apjournal.render.phrases import count, in_words, listed, ordinal, sentence
from apjournal.render.terminal import Page, Style, accent, dim

_MOST_NAMED = 2
_BAR = "█"
_LONGEST_BAR = 24
_KIND = 13
_COLUMN = 17


def text(view: InsightsView, style: Style) -> str:
    """Write what the record tells."""
    page = Page(style)
    opening(page, view)
    if not view.weeks:
        page.say("A week counts once its report is due, or is given in full.")
        page.next("apj status")
        return page.text()
    page.gap()
    page.say(accent(f"What distracts {'you' if view.mine else view.name} most"))
    _distracts(page, view)
    page.say(accent("What helps"))
    _helps(page, view)
    page.say(accent(f"What {who(view)} {'promise' if view.mine else 'promises'}"))
    _promises(page, view)
    _around(page, view)
    _signs(page, view)
    return page.text()


def opening(page: Page, view: InsightsView) -> None:
    """Show whose record it is, how much of it is counted, and whether a history is missing."""
    since = f" since {view.since}" if view.since else ""
    if view.weeks:
        page.say(f"{view.name}, {count(view.weeks, 'week')}{since}, {count(view.goals, 'goal')}.")
    else:
        page.say(f"{view.name}: nothing is counted yet{since}.")
    if not view.history:
        page.say("No history here: what was kept can't be told, so this counts what the files say.")


def who(view: InsightsView) -> str:
    """Return whose record it is, as the subject of a sentence."""
    return "you" if view.mine else view.name


def likely(part: int, of: int) -> str:
    """Return a rate with its interval, `61 %, likely between 49 and 71`; empty for too few cases."""
    found = compute_rate(part, of)
    if found is None:
        return ""
    share, low, high = (round(100 * value) for value in found)
    return f"{share} %, likely between {low} and {high}"


def _distracts(page: Page, view: InsightsView) -> None:
    total = sum(derailer.count for derailer in view.derailers)
    if not view.derailers:
        page.say("Nothing got in the way, as far as the reports say.", indent=2)
        return
    if total:
        page.say(_mostly(view, total), indent=2, hang=2)
    digits = len(str(view.derailers[0].count))
    bars = min(_LONGEST_BAR, page.width // 3) if total >= RATE else 0
    for derailer in view.derailers:
        length = _length(derailer.count, view.derailers[0].count, bars)
        bar = f"{_BAR * length:<{bars}}  " if bars else ""
        name, number = f"{derailer.kind:<{_KIND}}", f"{derailer.count:>{digits}}"
        page.say(name, accent(bar), f"{number}   ", dim(_beside(view, derailer)), indent=2, hang=_KIND)
    foresight = view.foresight
    if total:
        seen = f"{_subject(view)} saw {foresight.foreseen_came} of {total} coming"
        page.say(
            _with(seen, likely(foresight.foreseen_came, total)), _not_come(foresight.foreseen_not), indent=2, hang=2
        )


def _mostly(view: InsightsView, total: int) -> str:
    """Return which kind comes most often, unless there are many."""
    most = view.derailers[0].count
    if total == 1:
        return f"{str(view.derailers[0].kind).capitalize()}, once."
    top = [derailer for derailer in view.derailers if derailer.count == most]
    if len(top) > _MOST_NAMED:
        return "No kind stands out."
    each = " each" if len(top) > 1 else ""
    names = listed([str(derailer.kind) for derailer in top])
    return f"{names.capitalize()}, {most} of {total} times{each}."


def _length(number: int, most: int, longest: int) -> int:
    """Return the length of a bar; at least 1 if there is anything at all."""
    return max(1, round(longest * number / most)) if number else 0


def _beside(view: InsightsView, derailer: Derailer) -> str:
    said = [f"{who(view)} saw {derailer.foreseen} coming"] if derailer.foreseen else []
    said += [f"{derailer.logged} in the log"] if derailer.logged else []
    return ", ".join(said)


def _not_come(number: int) -> str:
    """Return how many of the expected obstacles did not come."""
    return f" {count(number, 'other')} did not come." if number else ""


def _helps(page: Page, view: InsightsView) -> None:
    for worth in view.ledger[:_MOST_NAMED]:
        page.say(_worth(view, worth), indent=2, hang=2)
    page.say(_plans(view), indent=2, hang=2)
    for line in view.learned[:1]:
        page.say(f"Learned in {line.week}: {sentence(line.text)}", indent=2, hang=2)


def _worth(view: InsightsView, worth: PlanWorth) -> str:
    """Return how often a plan worked: "one paragraph first" worked 3 of 4 times you used it."""
    how_often = "the one time" if worth.used == 1 else f"{worth.worked} of {worth.used} times"
    forgotten = f"; {_times(worth.forgotten)} it was forgotten" if worth.forgotten else ""
    return f'"{worth.then}" worked {how_often} {who(view)} used it{forgotten}.'


def _plans(view: InsightsView) -> str:
    plans = view.plans
    written = f"{count(plans.written, 'plan').capitalize()} written"
    if not plans.triggered:
        return f"{written}; none was needed yet." if plans.written else "No plan was written yet."
    parts = (("worked", plans.worked), ("did not", plans.used - plans.worked), ("forgotten", plans.forgotten))
    told = ", ".join(f"{number} {what}" for what, number in parts if number)
    said = f"{written}; needed {_times(plans.triggered)}: {told}"
    return _with(said, likely(plans.worked, plans.used), "of those used ")


def _promises(page: Page, view: InsightsView) -> None:
    promises = view.promises
    told = [f"{promises.done} of {promises.of} done"]
    for number, words in (
        (promises.partly, "partly"),
        (promises.unreported, "without a report"),
        (promises.dropped, "dropped"),
    ):
        told += [f"{number} {words}"] if number else []
    page.say(_with(", ".join(told), likely(promises.done, promises.of)), indent=2, hang=2)


def _around(page: Page, view: InsightsView) -> None:
    """Write what else is told, in a line each."""
    for name, said in (
        ("With a surprise", _surprised(view)),
        ("How sure", _how_sure(view)),
        ("By area", _areas(view)),
        ("Carried", _carried(view)),
        ("Last calls", _calls(view)),
    ):
        if said:
            page.label(name, f"{said}.", column=_COLUMN)


def _surprised(view: InsightsView) -> str:
    hit, calm = view.resilience.hit, view.resilience.calm
    return f"{hit.done} of {hit.of} done, in other weeks {calm.done} of {calm.of}" if hit.of else ""


def _how_sure(view: InsightsView) -> str:
    bins = reversed(view.calibration.bins if view.calibration else ())
    told = [f"{each.from_} to {each.to}: {each.kept} of {each.n}" for each in bins if each.n]
    return ", ".join((f"{told[0]} done", *told[1:])) if told else ""


def _areas(view: InsightsView) -> str:
    told = [", ".join(f"{area.area} {area.done} of {area.of}" for area in view.areas)] if view.areas else []
    told += [f"no goal under {view.quiet_area} for {QUIET} weeks"] if view.quiet_area else []
    return "; ".join(told)


def _carried(view: InsightsView) -> str:
    told = [f"{goal.goal}, {ordinal(goal.times + 1)} week" for goal in view.carried[:_MOST_NAMED]]
    more = len(view.carried) - len(told)
    return "; ".join([*told, *([f"{in_words(more)} more"] if more else [])])


def _calls(view: InsightsView) -> str:
    rhythm = view.rhythm
    if not rhythm.of:
        return ""
    talked = f"talked on {rhythm.calls}, by voice on {rhythm.voice}" if rhythm.calls else "no call is noted"
    return f"{rhythm.reported} of {rhythm.of} reported in full; {talked}"


def _signs(page: Page, view: InsightsView) -> None:
    there = sum(sign.met is True for sign in view.readiness)
    are = {0: "none is there yet", 1: "one is there"}.get(there, f"{in_words(there)} are there")
    signs = f"of {in_words(len(view.readiness))} signs that {who(view)} can go on alone, {are}"
    page.say(f"To talk over: {signs}.")
    page.next("apj insights --readiness" if view.mine else f"apj insights {view.partner} --readiness")


def _subject(view: InsightsView) -> str:
    return "You" if view.mine else view.name


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _with(said: str, rate_of_it: str, lead: str = "") -> str:
    """Return the counts followed by their rate."""
    return f"{said}. {lead.capitalize()}{rate_of_it}." if rate_of_it else f"{said}."
