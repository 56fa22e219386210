"""Every number of `apj insights` counted a second time, with the shortest possible rules, and nothing of apj.

The rules are those of docs/insights.md, for journals whose goals are known by their ids (`random_journals.py`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from math import sqrt
from typing import Any

from tests.second_count.random_journals import FIRST, Written, name_of
from tests.second_count.read_weeks import WEEK, Calls, Text, Week, read_weeks

Z = 1.959963984540054


def count_document(written: Written, *, history: bool) -> dict[str, Any]:
    weeks, now, calls = read_weeks(written, history=history)
    goals = [goal for week in weeks for goal in week.goals]
    entries = [entry for week in weeks for entry in week.entries]
    states = Counter(goal["state"] for goal in goals)
    of = len(goals) - states["dropped"]
    foresight = {
        "foreseen_came": sum(entry["foreseen"] for entry in entries),
        "foreseen_not": sum(_not_come(week) for week in weeks),
        "surprise": sum(not entry["foreseen"] for entry in entries),
    }
    said = Counter(entry["plan"] for entry in entries)
    used = said["worked"] + said["did_not_work"]
    plans = {
        "written": sum(then is not None for goal in goals for _, _, then in goal["obstacles"]),
        "triggered": used + said["forgotten"],
        "used": used,
        "worked": said["worked"],
        "forgotten": said["forgotten"],
    }
    forecasts = [
        (goal["confidence"], goal["state"] == "done")
        for goal in goals
        if goal["confidence"] is not None and goal["state"] != "dropped"
    ]
    hit = [week for week in weeks if "unforeseen" in [*(entry["kind"] for entry in week.entries), *week.text.logged]]
    resilience = {"hit": _tally(hit), "calm": _tally([week for week in weeks if week not in hit])}
    rhythm = _rhythm(now, calls, written.today)
    measured = _calibration(forecasts)
    return {
        "partner": "ana",
        "weeks": len(weeks),
        "unreadable": [],  # each generated file can be read
        "goals": len(goals),
        "promises": {
            **{state: states[state] for state in ("done", "partly", "not_done", "unreported", "dropped")},
            "of": of,
            "interval": _interval(states["done"], of) if of >= 8 else None,
        },
        "foresight": foresight,
        "derailers": _derailers(entries, [kind for week in weeks for kind in week.text.logged]),
        "plans": plans,
        "calibration": measured,
        "carried": _carried(now, calls),
        "resilience": resilience,
        "rhythm": rhythm,
        "areas": [
            {"area": area, **_done([goal for goal in goals if goal["area"] == area])}
            for area in ("work", "home")
            if any(goal["area"] == area for goal in goals)
        ],
        "readiness": _signs(written, weeks, rhythm, measured, len(forecasts), foresight, plans, resilience),
        "ledger": _ledger(weeks),
        "learned": [
            {"week": name_of(week.monday), "text": text} for week in reversed(weeks) for text in week.text.learned
        ],
    }


def _not_come(week: Week) -> int:
    of_week = {entry["kind"] for entry in week.entries if entry["goal"] is None}
    return sum(
        kind not in of_week | {entry["kind"] for entry in week.entries if entry["goal"] == goal["id"]}
        for goal in week.goals
        for kind, _, _ in goal["obstacles"]
    )


def _derailers(entries: Sequence[dict[str, Any]], logged: Sequence[str]) -> list[dict[str, Any]]:
    order = ["focus", "interest", "stress", "unforeseen", "other"]
    rows = [
        {
            "kind": kind,
            "count": sum(entry["kind"] == kind for entry in entries),
            "foreseen": sum(entry["kind"] == kind and entry["foreseen"] for entry in entries),
            "logged": logged.count(kind),
        }
        for kind in order
    ]
    rows = [row for row in rows if row["count"] or row["logged"]]
    return sorted(rows, key=lambda row: (row["count"], row["logged"], -order.index(row["kind"])), reverse=True)


def _calibration(forecasts: Sequence[tuple[int, bool]]) -> dict[str, Any] | None:
    n = len(forecasts)
    if n < 20:
        return None
    bins = []
    for low, high in ((0, 50), (51, 75), (76, 100)):
        inside = [done for sure, done in forecasts if sure in range(low, high + 1)]
        bins.append({"from": low, "to": high, "n": len(inside), "kept": inside.count(True)})
    return {
        "n": n,
        "mean_confidence": sum(sure for sure, _ in forecasts) / n,
        "kept_rate": sum(done for _, done in forecasts) / n,
        "brier": sum(((100 - sure) if done else sure) ** 2 for sure, done in forecasts) / n / 10_000,
        "bins": bins,
    }


def _done(goals: Sequence[dict[str, Any]]) -> dict[str, int]:
    states = [goal["state"] for goal in goals if goal["state"] != "dropped"]
    return {"done": states.count("done"), "of": len(states)}


def _tally(weeks: Sequence[Week]) -> dict[str, int]:
    return _done([goal for week in weeks for goal in week.goals])


def _carried(now: Mapping[date, Text], calls: Calls) -> list[dict[str, Any]]:
    planned = [monday for monday, text in now.items() if text.goals and not text.away]
    newest = max((monday for monday in planned if calls.counted(monday)), default=None)
    found = []
    if newest is None:
        return []
    for identity in now[newest].goals:
        chain = []
        for monday in sorted((each for each in planned if each < newest), reverse=True):
            if identity not in now[monday].goals or now[monday].results.get(identity) in {"done", "dropped"}:
                break
            chain.append(monday)
        if chain:
            found.append({"id": identity, "since": name_of(chain[-1]), "times": len(chain), "decision": None})
    return found


def _rhythm(now: Mapping[date, Text], calls: Calls, today: date) -> dict[str, int]:
    due = []
    monday = FIRST
    while monday <= today:
        off = monday in now and now[monday].away
        if calls.begins(monday) and calls.counted(monday) and calls.due(monday) <= today and not off:
            due.append(now.get(monday, Text()))
        monday += WEEK
    last = due[-8:]
    voices = [text.call for text in last if text.call in ("voice", "video", "in_person")]
    return {
        "reported": sum(bool(text.goals) and text.goals.keys() <= text.results.keys() for text in last),
        "of": len(last),
        "calls": sum(text.call not in (None, "none") for text in last),
        "voice": len(voices),
    }


def _signs(
    written: Written,
    weeks: Sequence[Week],
    rhythm: dict[str, int],
    measured: dict[str, Any] | None,
    forecasts: int,
    foresight: dict[str, int],
    plans: dict[str, int],
    resilience: dict[str, dict[str, int]],
) -> list[dict[str, Any]]:
    need = {"reported_weeks": 8.0, "rhythm": 7.0, "calibration_gap": 15, "foresight_rate": 60, "plans_worked": 60}
    need = {**need, "resilience_gap": 20, **written.needed}
    came = foresight["foreseen_came"] + foresight["surprise"]
    hit, calm = resilience["hit"], resilience["calm"]
    fewer = min(hit["of"], calm["of"])
    values: dict[str, tuple[float | None, int]] = {
        "reported_weeks": (sum(week.full for week in weeks), len(weeks)),
        "rhythm": (rhythm["reported"] if rhythm["of"] == 8 else None, rhythm["of"]),
        "calibration_gap": (
            abs(measured["mean_confidence"] / 100 - measured["kept_rate"]) if measured else None,
            forecasts,
        ),
        "foresight_rate": (foresight["foreseen_came"] / came if came >= 8 else None, came),
        "plans_worked": (plans["worked"] / plans["used"] if plans["used"] >= 8 else None, plans["used"]),
        "resilience_gap": (abs(hit["done"] / hit["of"] - calm["done"] / calm["of"]) if fewer >= 8 else None, fewer),
    }
    found = []
    for name, (value, n) in values.items():
        needed = need[name] / (1 if name in {"reported_weeks", "rhythm"} else 100)
        most = name.endswith("gap")
        met = None if value is None else value < needed + 1e-9 if most else value > needed - 1e-9
        found.append({"indicator": name, "value": value, "needed": needed, "met": met, "n": n})
    return found


def _ledger(weeks: Sequence[Week]) -> list[dict[str, Any]]:
    uses: dict[tuple[str, str], list[tuple[Week, tuple[str, str, str | None], str]]] = defaultdict(list)
    for week in weeks:
        of_goals = [entry for entry in week.entries if entry["goal"]]
        order = {identity: place for place, identity in enumerate(week.text.goals)}
        of_goals.sort(key=lambda entry: order.get(entry["goal"], len(order)))
        for entry in [*of_goals, *(entry for entry in week.entries if not entry["goal"])]:
            fitting = {_plan(each): each for each in entry["obstacles"] if each[0] == entry["kind"] and each[2]}
            if len(fitting) == 1 and entry["plan"]:
                ((plan, obstacle),) = fitting.items()
                uses[plan].append((week, obstacle, entry["plan"]))
    found = []
    for told in uses.values():
        worked = [week.monday for week, _, use in told if use == "worked"]
        if worked:
            kind, comes, then = told[-1][1]
            counts = Counter(use for _, _, use in told)
            found.append(
                {
                    "kind": kind,
                    "if": comes,
                    "then": then,
                    "worked": counts["worked"],
                    "used": counts["worked"] + counts["did_not_work"],
                    "forgotten": counts["forgotten"],
                    "week": name_of(max(worked)),
                }
            )
    return sorted(found, key=lambda row: row["week"], reverse=True)


def _plan(obstacle: tuple[str, str, str | None]) -> tuple[str, str]:
    return obstacle[0], re.sub(r"\s+", " ", (obstacle[2] or "").lower())


def _interval(part: int, of: int) -> list[float]:
    """Wilson's interval as Newcombe writes it."""
    share = part / of
    root = Z * sqrt(Z * Z + 4 * of * share * (1 - share))
    return [(2 * of * share + Z * Z + sign * root) / (2 * (of + Z * Z)) for sign in (-1, 1)]
