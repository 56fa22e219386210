"""Kind, plain words: no text for people blames, scores or shouts.

The tests read the templates, every text in the code that may be shown, the help of the commands, the golden screens,
the documentation and the example journal's own pages.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {
    "blame": re.compile(
        r"\b(fail(s|ed|ing|ures?)?|laz(y|iness)|excuses?|should have(?! is)|disappoint\w*|shame\w*|guilt\w*|wasted)\b",
        re.I,
    ),
    "scores": re.compile(r"\b(streaks?|scor(e|es|ed|ing)|badges?|leaderboards?)\b", re.I),
    "belittling a number": re.compile(r"\bonly\s+[\d#]", re.I),
    "exclamation marks": re.compile(r"[\w)\"'”’…]!(?=[\s\"'”’)]|$)"),
    "emoji": re.compile(r"[\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001faff]"),
    "words with a standard term": re.compile(
        r"\b(mend(s|ed|ing)?|reads? (differently|otherwise)|taken over|under way|small letters|bill of materials"
        r"|blanks|(?<!there )is no (date|handle|number|result|time of day|commit|URL))\b",
        re.I,
    ),
}
"""What no text may contain. The last rule lists words that are wrong everywhere. The standard terms are:

fix (mend), changed (reads differently), merged (taken over), in progress (under way), lowercase letters, SBOM, spaces
(blanks), "is not a date" (is no date).
"""
GITS_WORDS = "git's own words, by which its answer is recognised; nobody is shown them"
EXCEPTIONS: dict[str, str] = {
    "Authentication failed": GITS_WORDS,
    "Host key verification failed": GITS_WORDS,
    "failed to update ref": GITS_WORDS,
    "failed": "a result in other people's notes, for which apj writes its own word",
    "☐☑☒✓✔✗✘✅❌❎⬜⬛🔲🔳": "boxes that other people type, which are only recognised",
    "✅✔☑✓": "ticks that other people type, which are only recognised",
    "❓❔🤔🚫⛔👎🔴🟠🟡🟢🔵🟣🟤🔘⚪⚫⭕": "emoji that other people type, which are only recognised",
    "This is outcome #, but the week has only #": "how many goals the file has, and not how many somebody reached",
}
"""Whole texts in which a word may stand, each with the reason."""
AMERICAN = {
    "analyz": "analys",
    "behavior": "behaviour",
    "canceled": "cancelled",
    "center": "centre",
    "color": "colour",
    "favorite": "favourite",
    "labeled": "labelled",
    "organiz": "organis",
    "recogniz": "recognis",
    "serializ": "serialis",
    "summariz": "summaris",
    "synchroniz": "synchronis",
}
"""The beginnings of words in American spelling, each with the British spelling, which the project uses."""
_AMERICAN = re.compile(rf"(?<![-_.`\w])({'|'.join(AMERICAN)})[a-z]*(?![-_.`(=\w])", re.I)
WITHOUT_PROSE = (".css", ".js", "note_words.py")
"""How the names of files end whose words are those of a language for programs, or of other people's notes."""
OF_A_HOSTILE_PARTNER = "-hostile.txt"
"""How the name of a golden screen ends, whose words are those of a hostile partner."""

Said = tuple[str, int, str]


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_no_words_for_people_break_the_wording_rule(rule: str) -> None:
    found = [
        f"{path}:{line}: {match[0]!r} in {text.strip()[:80]!r}"
        for path, line, text in all_said()
        if text not in EXCEPTIONS and (match := FORBIDDEN[rule].search(text))
    ]
    assert found == []


def test_no_screen_writes_a_date_as_files_and_json_do() -> None:
    found = [
        f"{screen.name}: {line}"
        for screen in ROOT.glob("tests/golden/render/*.txt")
        for line in screen.read_text("utf-8").splitlines()
        if re.search(r"\d{4}-\d\d-\d\d", line) and not re.match(r" *- \d{4}-", line)  # a line of somebody's log
    ]
    assert found == []


def test_every_exception_to_a_wording_rule_is_in_use() -> None:
    assert set(EXCEPTIONS) <= {text for _, _, text in all_said()}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You failed this week", "blame"),
        ("what you should have done", "blame"),
        ("a streak of 3", "scores"),
        ("only 2 of 5", "belittling a number"),
        ("Well done!", "exclamation marks"),
        ("done 🎉", "emoji"),
        ("one goal reads differently", "words with a standard term"),
    ],
)
def test_each_wording_rule_finds_its_example(text: str, rule: str) -> None:
    assert FORBIDDEN[rule].search(text)


@pytest.mark.parametrize(
    ("text", "rule"), [("a != b", "exclamation marks"), ("![a picture](x.svg)", "exclamation marks")]
)
def test_each_wording_rule_ignores_its_harmless_example(text: str, rule: str) -> None:
    assert not FORBIDDEN[rule].search(text)


def test_all_words_for_people_have_british_spelling() -> None:
    found = [
        f"{path}:{line}: {match[0]!r}; the British spelling begins with {AMERICAN[match[1].lower()]!r}"
        for path, line, text in all_said()
        if " " in text and not path.endswith(WITHOUT_PROSE)
        for match in _AMERICAN.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Recognizes the color", ["Recognizes", "color"]),
        ("apj --color never, the value of `color`", []),
        ("Colour the text", []),
    ],
)
def test_american_spelling_is_found_in_prose_and_not_in_names(text: str, found: list[str]) -> None:
    assert [match[0] for match in _AMERICAN.finditer(text)] == found


@cache
def all_said() -> tuple[Said, ...]:
    """Return each text that a person may read, with its position."""
    return tuple(_read_texts())


def _read_texts() -> Iterator[Said]:
    yield from _texts_of_code()
    written = [
        *ROOT.glob("templates/**/*"),
        *ROOT.glob("tests/golden/**/*"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("*.md"),
    ]
    for path in sorted(written):
        if path.is_file() and not path.name.endswith(OF_A_HOSTILE_PARTNER):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                yield path.relative_to(ROOT).as_posix(), number, line


def _texts_of_code() -> Iterator[Said]:
    """Yield the texts of the code without its docstrings, which are for programmers. Those of `cli` are the help."""
    for path in sorted(ROOT.glob("apjournal/**/*.py")):
        name = path.relative_to(ROOT).as_posix()
        docstrings: set[ast.AST] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Expr) and path.parent.name != "cli":  # comes before the text in it
                docstrings.add(node.value)
            text = _text(node)
            if text is not None and node not in docstrings:
                yield name, node.lineno, text  # type: ignore[attr-defined]


def _text(node: ast.AST) -> str | None:
    """Return a text of the code as it will be shown, with `#` for inserted values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "#" for part in node.values)  # type: ignore[misc]
    return None
