"""Read values from nodes: keys by name, strings, numbers, dates and words.

An invalid value becomes a finding at its position. All front matter is read by these functions, so the rules for keys
and for empty values are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Table
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from apjournal.format.text.document import Document
from apjournal.format.text.typed_list import ITEM, find_typed_list, make_list_finding
from apjournal.format.yaml.nodes import (
    NULLS,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    find_content_end,
    find_key_faults,
    make_complex_key_finding,
    make_duplicate_key_finding,
)
from apjournal.format.yaml.quoting import quote_text
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Level, Span, TextEdit
from apjournal.model.isoweek import YEARS, IsoWeek
from apjournal.model.result_words import NO_WORDS, ResultWords

T = TypeVar("T")

TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "y"), True),
    **dict.fromkeys(("false", "no", "off", "n"), False),
}
_NO_OTHERS: Table[str, str] = MappingProxyType({})
# How similar an unknown key must be to a known key, or a word to an allowed word, to count as a misspelling of it. One
# letter in five or more may differ. With four, `dont` would count as `done`, and with two, `now` would count as `no`.
_NEAR_KEY, _NEAR_WORD, _SHORTEST = 0.82, 0.76, 3
_VALUE_CODES = frozenset({"number", "date", "week", "word", "truth"})
_ENDS = " .,;:!?…"
_TYPOGRAPHIC = frozenset(("“”", "„“", "„”", "””", "‘’", "‚‘", "’’", "«»", "»«", "‹›", "›‹"))
_OPENING = frozenset(pair[0] for pair in _TYPOGRAPHIC)


class FieldFindings(list[Finding]):
    """The findings about one document so far.

    `newer` says whether the document's format is above 1. `places` contains the positions of its values.
    `result_words` are the user's own words for results.
    """

    __slots__ = ("document", "newer", "places", "result_words")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.newer = False
        self.result_words: ResultWords = NO_WORDS
        self.places: dict[tuple[str | int, ...], Span] = {}

    def add_finding(self, code: str, message: str, node: Node, instead: str | None = None) -> None:
        """Add a finding about `node`.

        `instead` is the text that a repair would write, or None if there is no repair.
        """
        end = find_content_end(node)
        fix = None if instead is None else f"writes {instead}"
        edits = () if instead is None else (TextEdit(node.start, end, instead),)
        self.append(make_finding(code, message, self.document.make_span(node.start, end), fix, edits))

    def make_warnings(self, start: int) -> None:
        """Turn errors in values into warnings, in all findings from the index `start` on.

        Such values are optional. apj skips them and uses the rest of the file.
        """
        for place in range(start, len(self)):
            if self[place].code in _VALUE_CODES:
                self[place] = replace(self[place], level=Level.WARNING)

    def get_source(self, node: Node) -> str:
        """Return the text of `node` as it is written in the file."""
        return self.document.text[node.start : find_content_end(node)]

    def get_quoted_text(self, node: Node) -> str | None:
        """Return the text inside typographic quotes that enclose the whole node, or None if there are none."""
        if type(node) is Scalar:
            return None if node.sign else remove_typographic_quotes(node.value)
        if self.document.text[node.start] not in _OPENING:
            return None
        source = self.get_source(node)
        return None if "\n" in source else remove_typographic_quotes(source)

    @property
    def broken(self) -> bool:
        """Whether any finding is an error."""
        return any(each.level is Level.ERROR for each in self)


def make_canonical(word: str) -> str:
    """Return a key or a word of an enum in the spelling of the format: lowercase, with `_` for spaces and hyphens."""
    return "_".join(word.lower().replace("-", " ").replace("_", " ").split())


def build_key_table(*known: str) -> dict[str, str]:
    """Return the table of known keys for `read_fields`, by their common spellings."""
    return {spelling: name for name in known for spelling in (name, name.replace("_", " "), name.replace("_", "-"))}


def read_fields(mapping: MappingNode, known: Table[str, str], found: FieldFindings) -> dict[str, Node]:
    """Return the values of a mapping by key. `known` is a table from `build_key_table`.

    An unknown key is reported if it resembles a known one. Its value is returned under `?` followed by the key. A
    repeated key, however it is spelled, is an error.
    """
    values: dict[str, Node] = {}
    children = iter(mapping.children)
    for key in children:
        name = known.get(key.value) if type(key) is Scalar else None
        value = next(children)
        if name is None:
            name = _report_unknown_key(key, value, mapping, known, found)
        if name in values:
            found.append(_make_duplicate_finding(name, mapping, known))
        values[name] = value
    return values


def _report_unknown_key(
    key: Node, value: Node, mapping: MappingNode, known: Table[str, str], found: FieldFindings
) -> str:
    if not isinstance(key, Scalar):
        found.append(make_complex_key_finding(key))
        return f"?{key.start}"
    name = known.get(make_canonical(key.value))
    if name is not None:
        return name
    found += find_key_faults(value)
    if ITEM.match(key.value) and _report_typed_list(key, mapping, found):
        return f"?{key.value}"
    near = find_near_key(key.value, known)
    if near:
        taken = any(_get_key_name(other, known) == near for other in mapping.children[::2])
        message = f'The key "{key.value}" is unknown; did you mean {near}?'
        found.add_finding("near_miss", message, key, None if taken else near)
    return f"?{key.value}"


def _report_typed_list(key: Scalar, mapping: MappingNode, found: FieldFindings) -> bool:
    """Report once that YAML reads the items of a list as keys. Return whether `key` is one of these items."""
    typed = None if mapping.flow else find_typed_list(found.document, key.start)
    if typed is None:
        return False
    if key.start == typed.first_to_repair:
        found.append(make_list_finding(found.document, typed, key.start))
    return True


def find_near_key(key: str, known: Table[str, str]) -> str | None:
    """Return the known key that an unknown key resembles, or None."""
    return find_near_word(key, set(known.values()), _NEAR_KEY)


def find_near_word(typed_: str, words: Iterable[str], cutoff: float = _NEAR_WORD) -> str | None:
    """Return the one of `words` (canonical names) that `typed_` misspells, or None.

    A misspelling lacks only the spaces, or begins with the same letter and has the same number of words, each similar
    to its counterpart. So a string that says more or the opposite is not a misspelling: `video 45`, `not partly`,
    `undone`, `biweekly`.
    """
    from difflib import SequenceMatcher  # slow to import, and needed only for misspelled words

    said = make_canonical((remove_typographic_quotes(typed_) or typed_).rstrip(_ENDS)).split("_")
    if not "".join(said).isalpha():
        return None

    def likeness(word_: str) -> float:
        meant = word_.split("_")
        if "".join(said) == "".join(meant):
            return 1
        if len(said) != len(meant) or said[0][0] != word_[0] or len(word_) < _SHORTEST:
            return 0
        return min(
            1 if sorted(one) == sorted(other) else SequenceMatcher(None, one, other).ratio()
            for one, other in zip(said, meant, strict=True)
        )

    best = max(sorted(words), key=likeness)
    return best if likeness(best) >= cutoff else None


def _make_duplicate_finding(name: str, mapping: MappingNode, known: Table[str, str]) -> Finding:
    keys = [key for key in mapping.children[::2] if isinstance(key, Scalar) and _get_key_name(key, known) == name]
    return make_duplicate_key_finding(keys[0], keys[1])


def _get_key_name(key: Node, known: Table[str, str]) -> str:
    if not isinstance(key, Scalar):
        return f"?{key.start}"
    return known.get(key.value) or known.get(make_canonical(key.value)) or f"?{key.value}"


def read_text(node: Node | None, found: FieldFindings, what: str) -> str | None:
    """Return the text of `node` without surrounding spaces, or None if it is empty.

    `what` is what findings call the value.
    """
    if type(node) is Scalar:
        value = node.value.strip()
        return value if value and (value not in NULLS or node.sign) else None
    if node is not None:
        source = found.get_source(node)
        _report_not_text(node, found, what, None if "\n" in source else quote_source(source))
    return None


def read_typed_text(node: Node | None, found: FieldFindings, what: str) -> str | None:
    """Return the text of `node` as `read_text` does, for values such as numbers and words.

    Typographic quotes around the value are removed.
    """
    if type(node) is Scalar:
        return found.get_quoted_text(node) or read_text(node, found, what)
    if node is not None:
        alone = node.children[0] if isinstance(node, SequenceNode) and len(node.children) == 1 else None
        _report_not_text(node, found, what, found.get_source(alone) if isinstance(alone, Scalar) else None)
    return None


def _report_not_text(node: Node, found: FieldFindings, what: str, instead: str | None) -> None:
    shape = "a list" if isinstance(node, SequenceNode) else "keys and values"
    first = found.get_source(node).partition("\n")[0].rstrip()
    found.add_finding("shape", f'"{first}" is read as {shape}; {what} is text', node, instead)


def quote_source(source: str) -> str:
    """Return a text from the file in YAML quotes, without typographic quotes that a phone put around it."""
    return quote_text(remove_typographic_quotes(source) or source)


def remove_typographic_quotes(source: str) -> str | None:
    """Return the text inside typographic quotes that enclose all of `source`, or None if there are none."""
    if source[:1] not in _OPENING:
        return None
    pair = source[0] + source[-1]
    inner = source[1:-1]
    if pair in _TYPOGRAPHIC and inner.strip() and not set(inner) & set(pair):
        return inner.strip()
    return None


def read_integer(node: Node | None, found: FieldFindings, what: str, low: int, high: int) -> int | None:
    """Return a whole number from `low` to `high`, or None if the value is empty or not valid.

    The digits may be those of any script, because some phones type them full-width.
    """
    value = read_typed_text(node, found, what)
    if value is None or node is None:
        return None
    if value.isdecimal() and len(value) < 10 and low <= int(value) <= high:
        return int(value)
    digits = value.rstrip(" %")
    fits = digits.isdecimal() and len(digits) < 10 and low <= int(digits) <= high
    message = f'"{value}" is not valid as {what}; write a whole number from {low} to {high}'
    found.add_finding("number", message, node, digits if fits else None)
    return None


def read_date(node: Node | None, found: FieldFindings, what: str) -> date | None:
    """Return a date, written as 2026-03-31, or None if the value is empty or not valid."""
    value = read_typed_text(node, found, what)
    if value is None or node is None:
        return None
    parsed = parse_date(value)
    if parsed is None:
        found.add_finding("date", _explain_bad_date(value, what), node)
    return parsed


def _explain_bad_date(value: str, what: str) -> str:
    if value[:4].isdigit() and value[4:5] == "-" and int(value[:4]) not in YEARS:
        return f'"{value}" is outside the years that apj accepts, {YEARS[0]} to {YEARS[-1]}'
    return f'"{value}" is not a date; write {what} as 2026-03-31'


def parse_date(value: str) -> date | None:
    """Return the day in a string such as 2026-03-31, or None for any other string and for a year outside 1900 to 2999.

    The digits may be those of any script, because some phones type them full-width.
    """
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        return None
    if not value.isascii():
        value = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in value)
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def read_week_name(node: Node | None, found: FieldFindings, what: str) -> IsoWeek | None:
    """Return a week, written as 2026-W48, or None if the value is empty or not valid."""
    value = read_typed_text(node, found, what)
    if value is None or node is None:
        return None
    try:
        return IsoWeek.parse(value)
    except ValueError:
        found.add_finding("week", f'"{value}" is not a calendar week; write {what} as 2026-W48', node)
        return None


def read_boolean(node: Node | None, found: FieldFindings, what: str) -> bool | None:
    """Return True or False, or None if the value is empty or not valid."""
    return read_enum(node, TRUTHS, found, what, code="truth", offered=("true", "false"))


def read_enum(
    node: Node | None,
    words: Table[str, T],
    found: FieldFindings,
    what: str,
    *,
    code: str = "word",
    offered: Iterable[str] = (),
    others: Table[str, str] = _NO_OTHERS,
) -> T | None:
    """Return the word of `words` (canonical names) that `node` means, however it is spelled.

    Return None if the node is empty or not valid. `offered` contains the words to suggest, if not all that are
    accepted. `others` maps well-known synonyms to words.
    """
    value = read_typed_text(node, found, what)
    if value is None or node is None:
        return None
    meant = words.get(value)
    if meant is None:
        meant = words.get(make_canonical(value))
    if meant is None:
        choice = ", ".join(offered or words).replace("_", " ")
        instead = others.get(make_canonical(value)) or find_near_word(value, words)
        found.add_finding(code, f'"{value}" is not valid as {what}; use one of {choice}', node, instead)
    return meant
