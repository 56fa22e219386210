"""`apj insights`: in words, what distracts, whether it was expected, and what helps, with the counts.

Every bar has its number, so that no information is only in a bar. If there are few cases, only counts are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from apjournal.analysis.insights.stats import QUIET, RATE, compute_rate
from apjournal.model.agreement import Role
from apjournal.model.views.insights import Derailer, InsightsView, PlanWorth, Sign
from apjournal.render.layout.page import Page, Style, make_accent, make_dim
from apjournal.render.words.phrases import (
    count_hundredths,
    end_sentence,
    format_count,
    format_number,
    format_ordinal,
    join_names,
)

_MOST_NAMED = 2
_BAR = "█"
_LONGEST_BAR = 24
_KIND = 13
_COLUMN = 17


def render_text(view: InsightsView, style: Style) -> str:
    """Return the insights of one partner."""
    page = Page(style)
    show_opening(page, view)
    if not view.weeks:
        page.add_paragraph(explain_nothing_counted(view))
        page.add_next_step("apj status")
        return page.render_page()
    page.add_gap()
    (distracts, first), *others = list_findings(view)
    page.add_paragraph(make_accent(distracts))
    _show_derailers(page, view, first)
    for heading, sentences in others:
        page.add_paragraph(make_accent(heading))
        for sentence in sentences:
            page.add_paragraph(sentence, indent=2, hang=2)
    for name, said in list_other_numbers(view):
        page.add_labelled(name, f"{said}.", column=_COLUMN)
    _show_signs(page, view)
    return page.render_page()


def list_findings(view: InsightsView) -> list[tuple[str, list[str]]]:
    """Return the findings in words: headings, each with its sentences, without the bars.

    The first heading is about what distracts.
    """
    distracts, promises = (
        ("distracts you", "you promise") if view.mine else (f"distracts {view.name}", f"{view.name} promises")
    )
    return [
        (f"What {distracts} most", _list_distractions(view)),
        ("What helps", _list_what_helps(view)),
        (f"What {promises}", [_format_promises(view)]),
    ]


def list_other_numbers(view: InsightsView) -> list[tuple[str, str]]:
    """Return all other numbers, each with its name. Numbers based on no case are left out."""
    found = (
        ("With a surprise", _format_resilience(view)),
        ("Confidence", _format_calibration(view)),
        ("By area", _format_areas(view)),
        ("Carried", _format_carried(view)),
        ("Last calls", _format_calls(view)),
    )
    return [(name, said) for name, said in found if said]


def show_opening(page: Page, view: InsightsView) -> None:
    """Add whose record it is, how many weeks are counted, and whether the history is missing."""
    for sentence in list_opening(view):
        page.add_paragraph(sentence)


def list_opening(view: InsightsView) -> list[str]:
    """Return sentences on whose record it is, the counted weeks, a missing history and unreadable weeks."""
    since = f" since {view.since}" if view.since else ""
    counted = f", {format_count(view.weeks, 'week')}{since}, {format_count(view.goals, 'goal')}."
    yet = " yet" if view.role is Role.REPORTS else ""
    said = [f"{view.name}{counted}" if view.weeks else f"{view.name}: nothing is counted{yet}{since}."]
    if not view.history:
        said.append("There is no history here, so apj cannot see what was kept. The numbers come from the files.")
    return [*said, *_explain_unreadable(view)]


def explain_nothing_counted(view: InsightsView) -> str:
    """Return a sentence on why no week counts, or "" if one does."""
    if view.weeks:
        return ""
    match view.role:
        case Role.LISTENS:
            does = (
                "You listen in this journal and set" if view.mine else f"{view.name} listens in this journal and sets"
            )
            return f"{does} no goals, so there is nothing to count."
        case Role.SUPPORTS:
            return "Under peer support, nobody gives reports, so there is nothing to count."
        case Role.REPORTS:
            return "A week counts once its report is due or was given in full."


def _explain_unreadable(view: InsightsView) -> Iterator[str]:
    """Yield a sentence about the weeks that cannot be read now, and what is counted instead."""
    older = [str(one.week) for one in view.unreadable if one.has_older]
    missing = [str(one.week) for one in view.unreadable if not one.has_older]
    if older:
        versions = "its newest readable version" if len(older) == 1 else "their newest readable versions"
        yield f"{join_names(older)} cannot be read now, so apj counts {versions}."
    if missing:
        them = "it" if len(missing) == 1 else "them"
        yield f"{join_names(missing)} cannot be read now, so apj does not count {them}."


def get_subject(view: InsightsView) -> str:
    """Return the owner of the record as the subject of a sentence, such as `You`."""
    return "you" if view.mine else view.name


def format_rate(part: int, of: int) -> str:
    """Return a rate with its interval, `61 %, 95 % interval 49 to 71`, or "" if there are too few cases."""
    found = compute_rate(part, of)
    if found is None:
        return ""
    share, low, high = map(count_hundredths, found)
    return f"{share} %, 95 % interval {low} to {high}"


def _show_derailers(page: Page, view: InsightsView, sentences: Sequence[str]) -> None:
    """Add the `sentences` about what distracts, with a bar for each kind after the first sentence."""
    total = sum(derailer.count for derailer in view.derailers)
    page.add_paragraph(*sentences[:1], indent=2, hang=2 if view.derailers else 0)
    digits = max((len(str(derailer.count)) for derailer in view.derailers[:1]), default=1)
    bars = min(_LONGEST_BAR, page.width // 3) if total >= RATE else 0
    for derailer in view.derailers:
        length = _compute_bar_length(derailer.count, view.derailers[0].count, bars)
        bar = f"{_BAR * length:<{bars}}  " if bars else ""
        name, number = f"{derailer.kind:<{_KIND}}", f"{derailer.count:>{digits}}"
        page.add_paragraph(
            name,
            make_accent(bar),
            f"{number}   ",
            make_dim(describe_derailer(view, derailer)),
            indent=2,
            hang=_KIND,
        )
    for sentence in sentences[1:]:
        page.add_paragraph(sentence, indent=2, hang=2)


def _list_distractions(view: InsightsView) -> list[str]:
    """Return sentences about the most frequent kind of obstacle, and how many obstacles were expected.

    If obstacles are only in the log, return none.
    """
    total = sum(derailer.count for derailer in view.derailers)
    if not view.derailers:
        return ["No report mentions anything that got in the way."]
    if not total:
        return []
    came = view.foresight.foreseen_came
    seen = _append_rate(f"{_get_capitalized_subject(view)} expected {came} of {total}", format_rate(came, total))
    return [_describe_most_frequent(view, total), seen + _format_unrealized(view.foresight.foreseen_not)]


def _describe_most_frequent(view: InsightsView, total: int) -> str:
    """Return a sentence about the most frequent kind of obstacle, with its count.

    If several kinds are equally frequent, the sentence says so.
    """
    most = view.derailers[0].count
    if total == 1:
        return f"{str(view.derailers[0].kind).capitalize()}, once."
    top = [derailer for derailer in view.derailers if derailer.count == most]
    if len(top) > _MOST_NAMED:
        return "No kind stands out."
    each = " each" if len(top) > 1 else ""
    names = join_names([str(derailer.kind) for derailer in top])
    return f"{names.capitalize()}, {most} of {total} times{each}."


def _compute_bar_length(number: int, most: int, longest: int) -> int:
    """Return the length of a bar: at least 1 unless the count is zero."""
    return max(1, round(longest * number / most)) if number else 0


def describe_derailer(view: InsightsView, derailer: Derailer) -> str:
    """Return how often a kind of obstacle was expected or logged, or "" if it was neither."""
    said = [f"{get_subject(view)} expected {derailer.foreseen}"] if derailer.foreseen else []
    said += [f"{derailer.logged} in the log"] if derailer.logged else []
    return ", ".join(said)


def _format_unrealized(number: int) -> str:
    """Return a sentence with the number of expected obstacles that did not happen, or "" if all happened."""
    return f" {format_count(number, 'other')} did not come." if number else ""


def _list_what_helps(view: InsightsView) -> list[str]:
    learned = [f"Learned in {line.week}: {end_sentence(line.text)}" for line in view.learned[:1]]
    return [*(_format_worth(view, worth) for worth in view.ledger[:_MOST_NAMED]), _format_plans(view), *learned]


def _format_worth(view: InsightsView, worth: PlanWorth) -> str:
    """Return a sentence on how often a plan worked, such as `"write first" worked 3 of 4 times you used it`."""
    how_often = "the one time" if worth.used == 1 else f"{worth.worked} of {worth.used} times"
    forgotten = f"; {_format_times(worth.forgotten)} it was forgotten" if worth.forgotten else ""
    return f'"{worth.then}" worked {how_often} {get_subject(view)} used it{forgotten}.'


def _format_plans(view: InsightsView) -> str:
    plans = view.plans
    written = f"{format_count(plans.written, 'plan').capitalize()} written"
    if not plans.triggered:
        return f"{written}, and none has been needed yet." if plans.written else "No plan has been written yet."
    parts = (("worked", plans.worked), ("did not", plans.used - plans.worked), ("forgotten", plans.forgotten))
    told = ", ".join(f"{number} {what}" for what, number in parts if number)
    said = f"{written}; needed {_format_times(plans.triggered)}: {told}"
    return _append_rate(said, format_rate(plans.worked, plans.used), "of those used ")


def _format_promises(view: InsightsView) -> str:
    promises = view.promises
    told = [f"{promises.done} of {promises.of} done"]
    for number, words in (
        (promises.partly, "partly"),
        (promises.unreported, "without a report"),
        (promises.dropped, "dropped"),
    ):
        told += [f"{number} {words}"] if number else []
    return _append_rate(", ".join(told), format_rate(promises.done, promises.of))


def _format_resilience(view: InsightsView) -> str:
    hit, calm = view.resilience.hit, view.resilience.calm
    return f"{hit.done} of {hit.of} done, in other weeks {calm.done} of {calm.of}" if hit.of else ""


def _format_calibration(view: InsightsView) -> str:
    bins = reversed(view.calibration.bins if view.calibration else ())
    told = [f"{each.from_} to {each.to}: {each.kept} of {each.n}" for each in bins if each.n]
    return ", ".join((f"{told[0]} done", *told[1:])) if told else ""


def _format_areas(view: InsightsView) -> str:
    told = [", ".join(f"{area.area} {area.done} of {area.of}" for area in view.areas)] if view.areas else []
    told += [f"no goal in {view.quiet_area} for {QUIET} weeks"] if view.quiet_area else []
    return "; ".join(told)


def _format_carried(view: InsightsView) -> str:
    told = [f"{goal.goal}, {format_ordinal(goal.times + 1)} week" for goal in view.carried[:_MOST_NAMED]]
    more = len(view.carried) - len(told)
    return "; ".join([*told, *([f"{format_number(more)} more"] if more else [])])


def _format_calls(view: InsightsView) -> str:
    rhythm = view.rhythm
    if not rhythm.of:
        return ""
    talked = f"talked on {rhythm.calls}, by voice on {rhythm.voice}" if rhythm.calls else "no call is recorded"
    return f"{rhythm.reported} of {rhythm.of} reported in full; {talked}"


def _show_signs(page: Page, view: InsightsView) -> None:
    page.add_paragraph(f"To talk over: {count_signs(view)}.")
    page.add_next_step("apj insights --readiness" if view.mine else f"apj insights {view.partner} --readiness")


def count_signs(view: InsightsView) -> str:
    """Return a sentence on how many signs are present: `of six signs that you can go on alone, four are there`."""
    are = count_met_signs(view.readiness)
    return f"of {format_number(len(view.readiness))} signs that {get_subject(view)} can go on alone, {are}"


def count_met_signs(signs: Sequence[Sign]) -> str:
    """Return in words how many signs are present: `none is there yet`, `one is there`, `four are there`."""
    there = sum(sign.met is True for sign in signs)
    return {0: "none is there yet", 1: "one is there"}.get(there, f"{format_number(there)} are there")


def _get_capitalized_subject(view: InsightsView) -> str:
    return "You" if view.mine else view.name


def _format_times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _append_rate(said: str, rate_of_it: str, lead: str = "") -> str:
    """Return the sentence `said`, followed by the rate if there is one."""
    return f"{said}. {lead.capitalize()}{rate_of_it}." if rate_of_it else f"{said}."
