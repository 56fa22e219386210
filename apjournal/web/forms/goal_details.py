"""What a form asks about one goal: `done when`, confidence, area, and a plan for what may get in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from apjournal.errors import UsageFault
from apjournal.model.week import Goal, Obstacle, ObstacleKind, write_plan
from apjournal.render.site.form_groups import Field, Group
from apjournal.render.words.phrases import format_worth
from apjournal.usecases import new_week as use
from apjournal.web.forms.fields import KINDS, parse_choice

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

Offers = Mapping[str, tuple[Obstacle, str]]
"""My plans that worked before, by the text of each in a list: the plan, and how often it worked."""


class Details(Struct, frozen=True):
    """The answers about one goal."""

    done_when: str | None = None
    area: str | None = None
    confidence: int | None = None
    obstacles: tuple[Obstacle, ...] = ()


def list_offers(workspace: Workspace, start: use.NewWeekPlan) -> Offers:
    """Return my plans that worked in the last year, for each kind of obstacle."""
    ledger = use.build_own_ledger(workspace, start.week)
    return {
        f"{kind}: {write_plan(plan.if_, plan.then)}": (
            Obstacle(kind, plan.if_, plan.then),
            f"{kind}: if {plan.if_}, then {plan.then}; {format_worth(plan)}",
        )
        for kind in ObstacleKind
        for plan in ledger
        if plan.kind is kind
    }


def ask_details(start: use.NewWeekPlan, offers: Offers, key: str, title: str, goal: Goal | None) -> Iterator[Group]:
    """Yield a folded group of fields about one goal. The names of the fields end with `key`.

    `goal` is a goal to carry over, or None for a new one. After a week without a done goal, yield nothing, as in the
    terminal. Ask for confidence and area only if my `partner.md` says so.
    """
    if start.hard:
        return
    fields = []
    if goal is None or goal.done_when is None:
        fields.append(Field(f"done-{key}", "Done when"))
    if "confidence" in start.asks:
        fields.append(Field(f"confidence-{key}", "How sure are you, 0 to 100?"))
    if "area" in start.asks and start.areas and (goal is None or goal.area is None):
        fields.append(Field(f"area-{key}", "Area", "choice", choices=(("", "no area"), *((a, a) for a in start.areas))))
    if goal is None or not goal.obstacles:
        fields += _ask_plan(offers, key)
    if fields:
        yield Group(folded=title, fields=tuple(fields))


def _ask_plan(offers: Offers, key: str) -> Iterator[Field]:
    if offers:
        choices = (("", "none of these"), *((line, words) for line, (_, words) in offers.items()))
        yield Field(f"offer-{key}", "One of your plans that worked before", "choice", choices=choices)
    yield from ask_new_plan(key)


def ask_new_plan(key: str) -> tuple[Field, ...]:
    """Return the fields for what may get in the way of a goal, and what I will do then."""
    kind = Field(f"kind-{key}", "What may get in the way", "choice", choices=KINDS)
    return kind, Field(f"if-{key}", "If"), Field(f"then-{key}", "then")


def read_details(start: use.NewWeekPlan, offers: Offers, key: str, name: str, given: Mapping[str, str]) -> Details:
    """Return the answers about the goal that messages call `name`. Raise `UsageFault` for an impossible answer."""
    said = {field: given.get(f"{field}-{key}", "").strip() for field in ("done", "confidence", "area", "offer")}
    if said["offer"] and said["offer"] not in offers:
        raise UsageFault("This is not one of your plans that worked.", "Choose one in the form.")
    offered = (offers[said["offer"]][0],) if said["offer"] else ()
    return Details(
        done_when=said["done"] or None,
        area=_require_area(said["area"], start.areas),
        confidence=use.parse_confidence(said["confidence"]),
        obstacles=(*offered, *read_plan(key, name, given)),
    )


def _require_area(area: str, areas: Sequence[str]) -> str | None:
    if area and area not in areas:
        raise UsageFault(f"{area} is not one of the choices.", "Choose one in the form.")
    return area or None


def read_plan(key: str, name: str, given: Mapping[str, str]) -> Iterator[Obstacle]:
    """Yield the plan for the goal that messages call `name`, if there is one.

    Raise `UsageFault` if it is incomplete.
    """
    condition, answer = (given.get(f"{field}-{key}", "").strip() for field in ("if", "then"))
    kind = parse_choice(ObstacleKind, given.get(f"kind-{key}", ""))
    if bool(condition) != bool(kind) or (answer and not condition):
        raise UsageFault(
            f"The plan for {name} is not complete.",
            "Fill in both: if (what may get in the way), and then (what you will do).",
        )
    if kind:
        yield Obstacle(kind, condition, answer or None)
