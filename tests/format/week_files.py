"""Hypothesis strategies for a week's file as people write it: every form and style that the format allows.

Comments, blank lines, quotes of each kind, short and long forms, block and flow style, indents of all widths, CR LF,
a byte order mark, emoji, keys in any case, no front matter, no final newline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from apjournal.format.yaml.quoting import quote_text, write_scalar

Draw = Callable[[st.SearchStrategy[Any]], Any]

PLAIN = st.sampled_from(
    ["Send the draft", "Three runs", "Ring the tax office", "Züge 🚲 planen", "読む", "page 6 of 8"]
)
TRICKY = st.sampled_from(
    ["Ship v1: docs", "Runs #health", "*urgent*", "@ines", '"Deep" work', "it's", "[ ] Send", "- x", "No", "10:30",
     "2026-03-31", "1e3", "~", "null", "yes, no", "a -> b", "{a: b}", "%", "`x`", "\\", "a\tb", "é\u200dé", "?"]
)  # fmt: skip
FREE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=20)
TEXTS = st.one_of(PLAIN, TRICKY, FREE).map(str.strip).filter(bool)
"""Any text that a person may give, without blanks around it."""
WORDS = st.sampled_from(["fonts", "two hours: fonts", "closed all day", "rain #2", "it's late", "¿por qué?"])
KINDS = ("focus", "interest", "stress", "unforeseen", "other")
RESULTS = ("done", "partly", "not done", "dropped", "Partly, page 6 of 8", "done, twice", "not_done, private")
COMMENTS = st.sampled_from(["", "", "", " # why", "   # 🚲 - x: y"])
BODIES = st.sampled_from(
    [
        "",
        "\n",
        "Anything.",
        "\n## Notes\nAnything, in any form.\n",
        "\n## Log\n- 2026-11-25 interest: two hours\n\n## To ben\n- ask: when?\n",
        "# log:\n* focus: x\n  goes on\n    + nested\n\n```\n## Log\n- no line\n```\n",
        "## Steps\n- [x] 1: budget\n- [ ] page\n\n### LOG ###\n\nNothing yet.\n",
        "## Log\n",
        "### Log",
    ]
)


def _key(draw: Draw, name: str) -> str:
    spelled = draw(st.sampled_from([name, name, name.capitalize(), name.upper(), name.replace("_", " ")]))
    return str(spelled)


def _scalar(draw: Draw, text: str, *, flow: bool) -> str:
    styles: list[str] = [write_scalar(text, flow=flow), quote_text(text)]
    if text.isprintable():
        styles.append("'" + text.replace("'", "''") + "'")
    return str(draw(st.sampled_from(styles)))


class _Writer:
    """Writes a value in block style, with random indent and gap, and with comments and blank lines in between."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.dash = draw(st.sampled_from([0, 2, 4]))
        self.step = draw(st.sampled_from([2, 4]))
        self.gap = draw(st.sampled_from([" ", " ", "   "]))

    def lines(self, value: Any, column: int) -> list[str]:
        found: list[str] = []
        if isinstance(value, Mapping):
            for key, item in value.items():
                found += [*self.between(column), *self.pair(str(key), item, column)]
        else:
            for item in value:
                found += [*self.between(column), *self.item(item, column)]
        return found

    def between(self, column: int) -> list[str]:
        return list(self.draw(st.sampled_from([[], [], [], [""], [" " * column + "# a note"], ["# at the margin"]])))

    def pair(self, key: str, value: Any, column: int) -> list[str]:
        head = " " * column + _key(self.draw, key) if key in KNOWN else " " * column + key
        return self.after(head + ":", " ", value, column, self.dash if isinstance(value, list) else self.step)

    def item(self, value: Any, column: int) -> list[str]:
        head = " " * column + "-"
        if isinstance(value, Mapping) and value and self.draw(st.booleans()):
            deeper = column + 1 + len(self.gap)
            pairs = [line for key, item in value.items() for line in self.pair(str(key), item, deeper)]
            return [head + self.gap + pairs[0].lstrip(" "), *pairs[1:]]
        return self.after(head, self.gap, value, column, 2, flow=True)

    def after(self, head: str, gap: str, value: Any, column: int, deeper: int, *, flow: bool = False) -> list[str]:
        comment = self.draw(COMMENTS)
        if value is None:
            return [head + self.draw(st.sampled_from(["", "", " ~", " null", " "])) + comment]
        if isinstance(value, str):
            return self.text(head, gap, value, column, comment)
        if not value or flow or self.draw(st.integers(0, 3)) == 0:
            return [f"{head}{gap}{_flow(self.draw, value)}{comment}"]
        return [head + comment, *self.lines(value, column + deeper)]

    def text(self, head: str, gap: str, value: str, column: int, comment: str) -> list[str]:
        if value.isprintable() and not value.startswith(" ") and self.draw(st.integers(0, 9)) == 0:
            sign = self.draw(st.sampled_from(["|", ">", "|-", ">-", "|+"]))
            return [head + gap + sign + comment, " " * (column + 2) + value]
        return [f"{head}{gap}{_scalar(self.draw, value, flow=False)}{comment}"]


def _flow(draw: Draw, value: Any) -> str:
    if value is None:
        return str(draw(st.sampled_from(["~", "null"])))
    if isinstance(value, str):
        return _scalar(draw, value, flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(draw, item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(_flow(draw, item) for item in value) + "]"


KNOWN = frozenset(
    {
        "goals",
        "outcomes",
        "happened",
        "learned",
        "call",
        "away",
        "amended",
        "goal",
        "done_when",
        "kind",
        "note",
        "result",
    }
)


def _goal(draw: Draw, number: int) -> Any:
    words = f"{draw(TEXTS)} {number}"
    if draw(st.booleans()):
        return words
    more = {
        "id": f"goal-{number}" if draw(st.booleans()) else None,
        "goal": words,
        "done_when": draw(st.none() | TEXTS),
        "confidence": draw(st.none() | st.sampled_from(["70", "100"])),
        "mood": draw(st.none() | st.just("fine")),
        "obstacles": draw(st.none() | st.lists(st.sampled_from([{"focus": "a -> b"}, {"kind": "stress", "if": "x"}]))),
    }
    return {key: value for key, value in more.items() if value is not None or key == "goal"}


def _outcome(draw: Draw) -> Any:
    short = draw(st.sampled_from(RESULTS))
    if draw(st.integers(0, 3)):
        return short
    if not draw(st.integers(0, 3)):
        return draw(st.sampled_from([{}, {"result": None}, {"result": None, "evidence": None}]))
    return {"result": short.partition(",")[0], **draw(st.sampled_from([{}, {"evidence": None}, {"reason": "x"}]))}


def _outcomes(draw: Draw, goals: Sequence[Any]) -> Any:
    said = [_outcome(draw) if draw(st.integers(0, 3)) else None for _ in goals]
    if draw(st.booleans()):
        return said[: draw(st.integers(0, len(goals)))]
    names = [goal.get("id", number) if isinstance(goal, Mapping) else number for number, goal in enumerate(goals, 1)]
    return {name: value for name, value in zip(names, said, strict=True) if draw(st.booleans())}


def _happened(draw: Draw) -> Any:
    kind = draw(st.sampled_from(KINDS))
    short = {kind: draw(st.none() | TEXTS)}
    return draw(st.sampled_from([kind, short, short, {"kind": kind, "note": draw(TEXTS), "plan": "did not work"}]))


@st.composite
def fronts(draw: Draw) -> dict[str, Any]:
    """Return the values of a front matter, in the order of their keys."""
    goals = [_goal(draw, number) for number in range(1, draw(st.integers(0, 4)) + 1)]
    values: dict[str, Any] = {
        "goals": goals or draw(st.sampled_from([None, []])),
        "outcomes": _outcomes(draw, goals),
        "happened": [_happened(draw) for _ in range(draw(st.integers(0, 2)))],
        "learned": draw(st.none() | TEXTS | st.lists(TEXTS, max_size=2)),
        "call": draw(st.sampled_from([None, "voice", {"medium": "video", "minutes": "20"}, {"minutes": None}])),
        "amended": {number: draw(TEXTS) for number in range(1, len(goals) + 1) if draw(st.booleans())},
        "away": draw(st.sampled_from([None, "false", "True"])),
        "report_skipped": draw(st.sampled_from([None, "true"])),
        "mood": draw(st.sampled_from(["fine", ["a", {"b": "c"}]])),
    }
    kept = draw(st.lists(st.sampled_from(sorted(values)), unique=True))
    if "goals" not in kept:
        kept = [key for key in kept if key not in {"outcomes", "amended"}]
    return {key: values[key] for key in kept}


@st.composite
def week_files(draw: Draw) -> bytes:
    """Return the bytes of a week's file without errors."""
    body = draw(BODIES)
    values = draw(fronts())
    if not values and draw(st.booleans()):
        text = body.lstrip("\n")
    elif draw(st.integers(0, 5)) == 0:
        text = f"---\n{_flow(draw, values)}{draw(COMMENTS)}\n---\n{body}"
    else:
        writer = _Writer(draw)
        lines = [*writer.lines(values, 0), *writer.between(0)]
        text = "".join(line + "\n" for line in ["---", *lines, "---"]) + body
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.integers(0, 3)) == 0:
        text = text.replace("\n", "\r\n")
    data: bytes = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"])) + text.encode()
    return data
