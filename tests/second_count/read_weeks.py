"""The weeks that count for `apj insights`, read from the raw YAML of the files by PyYAML and nothing of apj."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import yaml

from tests.second_count.random_journals import FIRST, Written

WEEK = timedelta(weeks=1)
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as it was typed; in C where libyaml is there."""


@dataclass
class Goal:
    """A goal in one version of its week."""

    id: str
    confidence: int | None
    area: str | None
    obstacles: list[tuple[str, str, str | None]]


@dataclass
class Text:
    """One text of a week, parsed."""

    goals: dict[str, Goal] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    happened: list[dict[str, Any]] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    learned: list[str] = field(default_factory=list)
    call: Any = None
    away: bool = False


@cache
def take_apart(text: str) -> Text:
    _, front, body = text.split("---\n", 2)
    values = yaml.load(front, Loader=LOADER) or {}
    goals = [_goal(item) for item in values.get("goals") or []]
    given = values.get("outcomes") or []
    named = dict(enumerate(given, 1)) if isinstance(given, list) else given
    numbered = {str(number): goal.id for number, goal in enumerate(goals, 1)}
    results = {numbered.get(str(name), str(name)): _result(said) for name, said in named.items()}
    learned = values.get("learned") or []
    return Text(
        {goal.id: goal for goal in goals},
        {identity: result for identity, result in results.items() if result},
        [_entry(item, goals) for item in values.get("happened") or []],
        re.findall(r"^- \S+ (\w+): ", body, re.MULTILINE),
        [learned] if isinstance(learned, str) else learned,
        values.get("call"),
        values.get("away") == "true",
    )


def _goal(item: Any) -> Goal:
    if isinstance(item, str):
        return Goal(item.lower(), None, None, [])
    sure = item.get("confidence")
    return Goal(
        item["id"],
        int(sure) if sure else None,
        item.get("area"),
        [_obstacle(each) for each in item.get("obstacles", [])],
    )


def _obstacle(item: Mapping[str, str]) -> tuple[str, str, str | None]:
    if "kind" in item:
        return item["kind"], item["if"], item.get("then")
    ((kind, words),) = item.items()
    comes, _, then = words.partition(" -> ")
    return kind, comes, then or None


def _result(said: Any) -> str | None:
    if said in (None, "", "null"):
        return None
    words = said["result"] if isinstance(said, dict) else said.partition(",")[0]
    return str(words.lower().replace(" ", "_"))


def _entry(item: Mapping[str, str], goals: Sequence[Goal]) -> dict[str, Any]:
    if "kind" not in item:
        return {"kind": next(iter(item)), "goal": None, "plan": None, "foreseen": None}
    numbered = {str(number): goal.id for number, goal in enumerate(goals, 1)}
    goal, plan = item.get("goal"), item.get("plan")
    return {
        "kind": item["kind"],
        "goal": numbered.get(goal or "", goal),
        "plan": plan.replace(" ", "_") if plan else None,
        "foreseen": {"true": True, "false": False}.get(item.get("foreseen", "")),
    }


# ---- calls and due dates, for calls on Mondays


@dataclass(frozen=True)
class Calls:
    written: Written

    def later(self, monday: date) -> str:
        until = self.written.until
        return self.written.later if until and monday > until else ""

    def begins(self, monday: date) -> bool:
        return "fortnightly" not in self.later(monday) or (monday - FIRST).days % 14 == 0

    def counted(self, monday: date) -> bool:
        return "peer" not in self.later(monday)

    def due(self, monday: date) -> date:
        monday += WEEK
        while not self.begins(monday):
            monday += WEEK
        return monday


# ---- the weeks that count


@dataclass
class Week:
    """A week that counts: its goals with everything known about each, and its entries with their goal and foresight."""

    monday: date
    text: Text
    goals: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    full: bool


def read_weeks(written: Written, *, history: bool) -> tuple[list[Week], dict[date, Text], Calls]:
    calls = Calls(written)
    now = {_monday(path): take_apart(text) for path, text in written.files.items()}
    kept = (
        [(at, {_monday(path): text for path, text in files.items()}) for at, files in written.kept] if history else []
    )
    mondays = sorted({*now, *(monday for _, files in kept for monday in files)})
    found = []
    for monday in mondays:
        text = now.get(monday, Text())
        versions = [(at.date() < calls.due(monday), take_apart(files[monday])) for at, files in kept if monday in files]
        while versions and not versions[0][1].goals:
            versions.pop(0)
        if monday not in now and not versions and not any(monday in files for _, files in kept):
            continue
        full = bool(text.goals) and text.goals.keys() <= text.results.keys()
        if text.away or not calls.counted(monday) or not (full or calls.due(monday) <= written.today):
            continue
        goals = list(_counted(text, versions))
        everything = {**{goal["id"]: goal for goal in _all(text, versions)}}
        entries = [_judged(entry, text, everything) for entry in text.happened]
        found.append(Week(monday, text, goals, entries, full))
    return found, now, calls


def _monday(path: str) -> date:
    year, number = path.removeprefix("ana/").removesuffix(".md").split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _counted(text: Text, versions: Sequence[tuple[bool, Text]]) -> Iterator[dict[str, Any]]:
    return (goal for goal in _all(text, versions) if not goal["agreed"])


def _all(text: Text, versions: Sequence[tuple[bool, Text]]) -> Iterator[dict[str, Any]]:
    ids = dict.fromkeys([*text.goals, *(identity for _, version in versions for identity in version.goals)])
    in_time = [place for place, (early, _) in enumerate(versions) if early]
    for identity in ids:
        holding = [place for place, (_, version) in enumerate(versions) if identity in version.goals]
        promised = [place for place in holding if place in in_time and identity not in versions[place][1].results]
        place = promised[-1] if promised else holding[0] if holding else None
        present = text.goals.get(identity)
        told = not in_time or any(identity in version.results for _, version in versions[: in_time[-1] + 1])
        agreed = present is None and bool(in_time) and holding[-1] < in_time[-1]
        if present and promised and not told and in_time[-1] not in holding:
            place = None  # it was agreed to be out, and came back
        kept = versions[place][1].goals[identity] if place is not None else None
        goal = present or kept
        assert goal is not None
        yield {
            "id": identity,
            "state": text.results.get(identity, "unreported"),
            "confidence": kept.confidence if kept else goal.confidence,
            "area": goal.area,
            "obstacles": goal.obstacles,
            "agreed": agreed and not told and identity not in text.results,
        }


def _judged(entry: dict[str, Any], text: Text, goals: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    goal = goals.get(entry["goal"])
    obstacles = goal["obstacles"] if goal else [each for one in text.goals.values() for each in one.obstacles]
    foreseen = entry["foreseen"]
    if foreseen is None:
        foreseen = entry["kind"] in {kind for kind, _, _ in obstacles}
    return entry | {"goal": goal["id"] if goal else None, "foreseen": foreseen, "obstacles": obstacles}
