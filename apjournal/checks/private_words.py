"""Find words that must never be shared: those that a user lists, and the keys and tokens of common providers.

The providers publish the forms of their keys and tokens. The rules of gitleaks (https://github.com/gitleaks/gitleaks,
`config/gitleaks.toml`) are a well-maintained list of these forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator

from msgspec import Struct

from apjournal.patterns import make_pattern


class Rule(Struct, frozen=True):
    """What must not be shared: a pattern, and words for what it matches (`source`), such as `a GitHub token`.

    Text without `start` cannot match, so the pattern is not compiled for it.
    """

    pattern: re.Pattern[str]
    source: str
    start: str = ""


class Hit(Struct, frozen=True):
    """The number of the first line that must not be shared, from 1, and the `source` of the rule that it matches."""

    line: int
    source: str


class InvalidExpression(ValueError):
    """A line of the user's list is not a valid regular expression. `line` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


_KEYS = tuple(
    Rule(make_pattern(pattern), source, start)
    for start, source, pattern in (
        ("-----BEGIN", "a private key", r"-----BEGIN [A-Z ]*PRIVATE KEY"),
        ("AGE-SECRET-KEY-", "an age key", r"\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b"),
        ("AKIA", "an AWS access key", r"\bAKIA[A-Z2-7]{16}\b"),
        ("ASIA", "an AWS access key", r"\bASIA[A-Z2-7]{16}\b"),
        ("AIza", "a Google API key", r"\bAIza[\w-]{35}\b"),
        ("gh", "a GitHub token", r"\bgh[pousr]_[A-Za-z0-9]{36,}\b"),
        ("github_pat_", "a GitHub token", r"\bgithub_pat_\w{60,}\b"),
        ("gl", "a GitLab token", r"\bgl[a-z]{2,5}-[\w-]{20,}"),
        ("xox", "a Slack token", r"\bxox[abeprs]-[\w-]{10,}"),
        ("k_", "a Stripe key", r"\b[sr]k_(?:test|live|prod)_[A-Za-z0-9]{10,}\b"),
        ("sk-", "an API key", r"\bsk-(?:(?:proj|svcacct|admin|ant)-[\w-]{20,}|[A-Za-z0-9]{32,}\b)"),
        ("hf_", "a Hugging Face token", r"\bhf_[A-Za-z0-9]{34,}\b"),
        ("npm_", "an npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
        ("pypi-", "a PyPI token", r"\bpypi-[\w-]{60,}"),
        ("SG.", "a SendGrid key", r"\bSG\.[\w-]{22}\.[\w-]{43}\b"),
        ("_v1_", "a DigitalOcean token", r"\bdo[opr]_v1_[a-f0-9]{64}\b"),
        ("ey", "a JSON web token", r"\bey[A-Za-z0-9]{17,}\.ey[\w/-]{17,}\.[\w/-]{10,}"),
    )
)


def read_rules(text: str, path: str) -> tuple[Rule, ...]:
    """Return the rules in a user's list, the file at `path`, which has one word or expression on each line.

    A line between slashes is a regular expression. Any other line matches as whole words, ignoring case and the width
    of spaces. Empty lines and lines that begin with `#` are comments. Raise `InvalidExpression` for a line that is not
    valid.
    """
    return tuple(_read_list(text, path))


def _read_list(text: str, path: str) -> Iterator[Rule]:
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        words = _normalize(line).strip()
        if not words or words.startswith("#"):
            continue
        is_expression = len(words) > 2 and words.startswith("/") and words.endswith("/")
        expression = words[1:-1] if is_expression else _match_whole_words(words)
        try:
            yield Rule(re.compile(expression, re.IGNORECASE), f"words from line {number} of {path}")
        except re.error as error:
            raise InvalidExpression(number, str(error)) from error


def _match_whole_words(words: str) -> str:
    parts = r"\s+".join(map(re.escape, words.split()))
    return rf"(?<!\w){parts}(?!\w)"


def find_private_words(text: str, own: tuple[Rule, ...], known: Container[str] = ()) -> Hit | None:
    """Return the first line that matches one of the user's `own` rules or contains a provider's key, or None.

    Lines in `known` were committed before, so they are not checked again.
    """
    rules = (*own, *(rule for rule in _KEYS if rule.start in text))
    for number, line in enumerate(text.split("\n") if rules else (), 1):
        if line in known:
            continue
        plain = _normalize(line)
        for rule in rules:
            if rule.pattern.search(plain):
                return Hit(number, rule.source)
    return None


def _normalize(line: str) -> str:
    return line if line.isascii() else unicodedata.normalize("NFKC", line)
