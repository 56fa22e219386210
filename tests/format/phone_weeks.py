"""Hypothesis strategies for a week as somebody types it on a phone or in a host's editor, in many broken forms.

Each item contains a word of its own (`g2` for the second goal, `r1` for the first result), by which a test finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
MARKS = ("- ", "• ", "– ", "— ", "* ", "+ ", "-", "•", "–", "1. ", "1) ", "１. ", "☐ ", "◦ ", "- [ ] ", "✅ ", "")
GOALS = (
    "Call {}",
    "“{} Runs”",
    "{}: two, three",
    "Send {} – draft",
    "{} 5 km #fit",
    "✅ {} x",
    "it’s {}",
    "{} →",
    "5 {}",
)
RESULTS = (
    "done",
    "partly",
    "not done",
    "Done",
    "DROPPED",
    "partly, {}",
    "done，{}",
    "done – {}",
    "doen",
    "nein",
    "“done”",
)
EVENTS = ("stress: {}", "Focus: {}", "unforeseen：{}", "{} happened", "“stress: {}”", "stress {}")
TITLES = {
    "goals": ("Goals", "My goals", "## Goals", "**Goals**", "GOALS：", "This week:", "goals:"),
    "outcomes": ("Report", "Results:", "# Results", "outcomes:", "Outcomes：", "*Report*"),
    "happened": ("What got in the way", "## Happened", "happened:"),
    "learned": ("Learned", "What I learned:", "learned:"),
}
BETWEEN = ("", "", "", "", "\n", "\n\n", "  and more\n", "and more\n", "  - part\n", "\n  later\n", "Also:\n", "   \n")


def _list(draw: Draw, letter: str, forms: tuple[str, ...], count: int) -> str:
    mark = draw(st.sampled_from(MARKS))
    numbers = draw(st.sampled_from([(1, 2, 3), (1, 2, 3), (1, 1, 1), (2, 3, 4), (1, 3, 2), (3, 1, 2)]))
    indent = draw(st.sampled_from(["", "", "", "  ", "    "]))
    lines = []
    for at in range(count):
        own = draw(st.sampled_from(MARKS)) if draw(st.integers(0, 9)) == 0 else mark
        words = draw(st.sampled_from(forms)).format(f"{letter}{at + 1}")
        lines.append(f"{indent}{own.replace('1', str(numbers[at])).replace('１', str(numbers[at]))}{words}\n")
        lines.append(draw(st.sampled_from(BETWEEN)))
    return "".join(lines)


@st.composite
def phone_weeks(draw: Draw) -> str:
    """Return the text of a week as typed on a phone."""
    parts = [("goals", _list(draw, "g", GOALS, draw(st.integers(1, 3))))]
    for key, letter, forms in (("outcomes", "r", RESULTS), ("happened", "h", EVENTS), ("learned", "l", GOALS)):
        if draw(st.booleans()):
            parts.append((key, _list(draw, letter, forms, draw(st.integers(1, 3)))))
    has_front = draw(st.booleans())
    blank = draw(st.sampled_from(["", "\n", "\n\n"]))
    pieces = []
    for key, text in parts:
        title = (
            f"{draw(st.sampled_from([key, key.capitalize()]))}:" if has_front else draw(st.sampled_from(TITLES[key]))
        )
        pieces.append(f"{title}\n{draw(st.sampled_from(['', '', blank]))}{text}")
    if has_front:
        opened, closed = draw(st.sampled_from(["---", "—", "–––", ""])), draw(st.sampled_from(["---", "—", "-–", ""]))
        inside = draw(st.integers(1, len(pieces)))
        front, below = "".join(pieces[:inside]), blank.join(pieces[inside:])
        text = f"{opened}\n{front}{closed}\n{blank}{below}" if opened else f"{front}{closed}\n{below}"
    else:
        text = draw(st.sampled_from(["", "Hello Ana\n\n", "\n"])) + blank.join(pieces)
    text += draw(st.sampled_from(["", "\nSee you\n", "\nLog\n- stress: x\n", "\n## Log\n• x\n"]))
    newline: str = draw(st.sampled_from(["\n", "\n", " \n", "\r\n"]))
    return str(text.replace("\n", newline))
