"""Realistic random journals: Ana's weeks in a few versions each, and Ben's copies of them.

This module writes all text by its own rules, and uses nothing of apj. No two goals of a journal share a word unless
they have the same id, so that a goal is known by its id, however it is reworded.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.helpers.repos import ANA, git, who

FIRST = date(2026, 8, 31)
"""The Monday of the first week; some journals go on over the turn of the year, which has a W53."""
KINDS = ("focus", "interest", "stress", "unforeseen", "other")
RESULTS = ("done", "partly", "not done", "not_done", "dropped", "Done", "NOT DONE")
PLANS = ("worked", "did_not_work", "did not work", "forgotten")
IDS = ("alpha", "beta", "gamma", "delta", "epsilon")
THENS = ("I stop", "i  stop", "I go out", "I ask")


class Dice(Random):
    """Random choices from one seed, so that a journal can be created again, and quickly."""

    def rarely(self) -> bool:
        """One time in four."""
        return self.random() < 0.25

    def often(self) -> bool:
        """Five times in six."""
        return self.random() < 5 / 6

    def even(self) -> bool:
        return self.random() < 0.5


@dataclass
class Written:
    """A journal as found: the files today, and the texts of Ana's folder in each commit that Ben kept, in order.

    `started`, `cadence` and `later` are the agreement's: `later` is in force from the week after the Monday `until`.
    """

    today: date
    agreement: str = ""
    files: dict[str, str] = field(default_factory=dict)
    kept: list[tuple[datetime, dict[str, str]]] = field(default_factory=list)
    until: date | None = None
    later: str = ""
    needed: dict[str, float] = field(default_factory=dict)


def monday_of(number: int) -> date:
    """The Monday of a week, counted from the first."""
    return FIRST + timedelta(weeks=number)


def name_of(monday: date) -> str:
    """The name of the week that begins on that Monday."""
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02d}"


# ---- a week as somebody has it in mind


def _goal(dice: Dice, identity: str) -> dict[str, Any]:
    goal: dict[str, Any] = {"id": identity, "goal": f"{identity} {identity}1"}
    if dice.often():
        goal["confidence"] = dice.choice([0, 40, 50, 51, 75, 76, 90, 100])
    if dice.even():
        goal["area"] = dice.choice(["home", "work"])
    goal["obstacles"] = [_obstacle(dice) for _ in range(dice.choice([0, 0, 1, 2]))]
    return goal


def _obstacle(dice: Dice) -> Any:
    kind, then = dice.choice(KINDS), dice.choice([None, *THENS])
    if dice.even():
        return {kind: f"it comes -> {then}" if then else "it comes"}
    return {"kind": kind, "if": "it comes", **({"then": then} if then else {})}


def _kind(obstacle: Mapping[str, str]) -> str:
    return obstacle.get("kind") or next(iter(obstacle))


def _happened(dice: Dice, goals: Sequence[Any]) -> Any:
    feared = [_kind(obstacle) for goal in goals for obstacle in goal["obstacles"]]
    kind = dice.choice([*KINDS, *feared, *feared])
    if dice.rarely():
        return {kind: "noted"}
    entry: dict[str, Any] = {"kind": kind}
    if dice.even():
        entry["goal"] = dice.choice([*IDS, "nobody", *range(1, len(goals) + 1)])
    if dice.often():
        entry["plan"] = dice.choice(PLANS)
    if dice.rarely():
        entry["foreseen"] = dice.even()
    return entry


def _week(dice: Dice) -> dict[str, Any]:
    ids = dice.sample(IDS, dice.randrange(5))
    return {"goals": [_goal(dice, identity) for identity in ids]}


def _changed(dice: Dice, week: dict[str, Any]) -> dict[str, Any]:
    """Return the week after a change of mind: a goal removed or restored, reworded, less certain, or new.

    No week both loses a goal and gets a new one: by position that is a reworded goal, which a count by ids cannot know.
    """
    goals = [dict(goal) for goal in week["goals"] if week.get("_has_new") or not dice.rarely()]
    gone = {*week.get("_gone", ()), *(goal["id"] for goal in week["goals"])} - {goal["id"] for goal in goals}
    for goal in goals:
        if dice.rarely():
            goal["goal"] += " again"
        if dice.rarely():
            goal["confidence"] = dice.choice([10, 60, 95])
    free = sorted(gone) or [identity for identity in IDS if identity not in {goal["id"] for goal in goals}]
    has_new = bool(week.get("_has_new"))
    if free and dice.rarely():
        has_new |= not gone
        goals.append(_goal(dice, dice.choice(free)))
    return week | {"goals": goals, "_gone": sorted(gone), "_has_new": has_new} | _by_id(week)


def _by_id(week: Mapping[str, Any]) -> dict[str, Any]:
    """Return the outcomes by the ids of their goals, so that they stay together.

    Those of removed goals stay in the file.
    """
    given = week.get("outcomes")
    if not given:
        return {}
    ids = [goal["id"] for goal in week["goals"]]
    pairs = (
        zip(ids, given, strict=True)
        if isinstance(given, list)
        else ((_named(name, ids), given[name]) for name in given)
    )
    return {"outcomes": {identity: value for identity, value in pairs if value}}


def _named(name: Any, ids: Sequence[str]) -> str:
    return ids[name - 1] if isinstance(name, int) else name


def _reported(dice: Dice, week: dict[str, Any]) -> dict[str, Any]:
    goals = week["goals"]
    said = [_outcome(dice) if not dice.rarely() else None for _ in goals]
    if dice.even():
        outcomes: Any = said
    else:
        names = [dice.choice([goal["id"], number]) for number, goal in enumerate(goals, 1)]
        outcomes = {name: value for name, value in zip(names, said, strict=True) if value}
    week = week | ({"outcomes": outcomes} if goals else {})
    week["happened"] = [_happened(dice, goals) for _ in range(dice.choice([0, 0, 1, 2, 3]))]
    if dice.rarely():
        week["learned"] = dice.choice(["a thing", ["two", "things"]])
    if dice.even():
        week["call"] = dice.choice(["voice", "video", "in_person", "async", "none", {"minutes": 18}])
    week["log"] = [dice.choice([*KINDS, ""]) for _ in range(dice.randrange(3))]
    return week


def _outcome(dice: Dice) -> Any:
    result = dice.choice(RESULTS)
    return dice.choice([result, f"{result}, in words, two of three", {"result": result, "reason": "private"}])


# ---- as text


def _text(dice: Dice, week: Mapping[str, Any]) -> str:
    told = {key: value for key, value in week.items() if key != "log" and not key.startswith("_")}
    front = {key: value for key, value in told.items() if value not in ([], {}, None)}
    front["goals"] = [_short(dice, goal) for goal in week.get("goals", ())]
    body = "".join(f"- 2026-09-01 {kind}: a line\n" if kind else "- just a line\n" for kind in week.get("log", ()))
    flow = dice.choice([None, False])
    return f"---\n{yaml.safe_dump(front, sort_keys=False, default_flow_style=flow)}---\n\n## Log\n{body}"


def _short(dice: Dice, goal: Mapping[str, Any]) -> Any:
    """Return a goal without details as a line of text, from which its id is computed."""
    if goal["goal"].startswith(f"{goal['id']} ") and set(goal) == {"id", "goal", "obstacles"} and not goal["obstacles"]:
        return dice.choice([dict(goal), goal["id"].capitalize()])
    return {key: value for key, value in goal.items() if value != []}


def _agreement(dice: Dice, written: Written) -> str:
    lines = [
        "apj: 1",
        "started: 2026-08-31",
        "areas: [work, home]",
        "call: {day: monday, time: '09:00', timezone: UTC}",
    ]
    if written.until:
        former = {"mode": "two-sided", "cadence": "weekly", "day": "monday"}
        lines += [written.later, f"earlier: [{{until: {name_of(written.until)}, {_flow(former)}}}]"]
    if dice.rarely():
        written.needed = {"rhythm": 5, "foresight_rate": 40, "resilience_gap": 35.5}
        lines.append(f"readiness: {{{_flow(written.needed)}}}")
    return "---\n" + "\n".join(lines) + "\n---\n"


def _flow(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in values.items())


# ---- lived


def journals() -> st.SearchStrategy[Written]:
    """Return journals of up to half a year, with today before, on or after the day of the last report."""
    return st.builds(
        _lived,
        weeks=st.sampled_from([1, 3, 8, 13, 20, 26, 26, 26]),
        days=st.sampled_from([-2, 0, 2, 6, 7, 8, 14, 21]),
        until=st.none() | st.integers(0, 26),
        later=st.sampled_from(["mode: peer-support", "cadence: fortnightly"]),
        dice=st.integers(0, 2**32).map(Dice),
    )


def _lived(weeks: int, days: int, until: int | None, later: str, dice: Dice) -> Written:
    """Simulate each week: planned, kept, changed, kept again, reported, kept late, or left alone."""
    written = Written(monday_of(weeks - 1) + timedelta(days=days), until=None if until is None else monday_of(until))
    written.later = later
    written.agreement = _agreement(dice, written)
    for number in range(weeks):
        if dice.often():
            _live(dice, written, monday_of(number))
    return written


def _live(dice: Dice, written: Written, monday: date) -> None:
    path = f"ana/{name_of(monday)}.md"
    if dice.randrange(8) == 0:
        written.files[path] = "---\naway: true\ngoals: [Rest]\n---\n"
        return
    week = _week(dice)
    _keep(dice, written, path, week, monday, 10)
    if dice.rarely():
        week = _changed(dice, week)
        _keep(dice, written, path, week, monday + timedelta(days=2), 18)
    if dice.rarely():
        week = _changed(dice, week)
    if dice.often():
        week = _reported(dice, week)
        _keep(dice, written, path, week, monday + timedelta(days=dice.choice([4, 7])), 11)
    if dice.randrange(8) == 0:
        week = _changed(dice, week)
        written.files[path] = _text(dice, week)
    if dice.randrange(12) == 0:
        del written.files[path]


def _keep(dice: Dice, written: Written, path: str, week: Mapping[str, Any], day: date, hour: int) -> None:
    """Record the week, and let Ben keep it or not."""
    written.files[path] = _text(dice, week)
    at = datetime.combine(day, time(hour), UTC)
    if day < written.today and dice.even():
        written.kept.append((at, dict(written.files)))


# ---- in a folder


def put(written: Written, root: Path) -> None:
    """Write the journal into `root`, a repository that may contain another one: its files, its commits, Ben's lines."""
    commits = [{path: files.get(path, "") for path in files} for _, files in written.kept]
    marks = root.parent / "marks"
    stream = b"".join(_commit(number, files) for number, files in enumerate([*commits, written.files], 1))
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force", f"--export-marks={marks}"], cwd=root, input=stream, check=True
    )
    ids = dict(line.split() for line in marks.read_text("ascii").splitlines())
    lines = [
        f"- {max(files).removeprefix('ana/').removesuffix('.md')} ana {ids[f':{number}']} {at.isoformat()}\n"
        for number, (at, files) in enumerate(written.kept, 1)
    ]
    for old in [*root.glob("ana/*.md"), *root.glob("ben/*.md")]:
        old.unlink()
    others = {
        "agreement.md": written.agreement,
        "ana/partner.md": "",
        "ben/partner.md": "",
        "ben/kept.md": "".join(lines),
    }
    for path, text in {**others, **written.files}.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "all", **who(ANA))


def _commit(number: int, files: Mapping[str, str]) -> bytes:
    who = b"Ana <ana@example.org> 1790000000 +0000"
    head = b"commit refs/heads/main\nmark :%d\ncommitter %s\ndata 0\n" % (number, who)
    # Each commit says its whole tree, and goes on from the one before.
    parent = b"from :%d\n" % (number - 1) if number > 1 else b""
    blobs = (
        b"M 644 inline %s\ndata %d\n%s\n" % (path.encode(), len(text.encode()), text.encode())
        for path, text in files.items()
    )
    return head + parent + b"deleteall\n" + b"".join(blobs) + b"\n"
