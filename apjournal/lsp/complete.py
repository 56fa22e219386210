"""Complete what is typed at a cursor: keys, kinds, results, goal ids, weeks, handles and my own plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from apjournal.format.read.key_table import Form, Key, Shape
from apjournal.format.yaml.fields import make_canonical
from apjournal.format.yaml.quoting import write_scalar
from apjournal.lsp.buffer import Buffer
from apjournal.lsp.complete_body import complete_in_body, complete_in_kept
from apjournal.lsp.cursor import ITEM, Cursor, find_cursor, get_front_matter, is_closed, read_line
from apjournal.lsp.key_path import find_fitting, list_keys_of_file
from apjournal.lsp.offer import Offer, Offers
from apjournal.lsp.week_places import list_goals_of
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import PlanWorth
from apjournal.model.week import Goal, ObstacleKind, write_plan
from apjournal.render.words.phrases import format_worth
from apjournal.store.journal_paths import KEPT

_COLON, _COMMA = ": ", ", "
_NONE: tuple[Goal, ...] = ()


class JournalWords(Struct, frozen=True):
    """What a journal contains that can be offered.

    `weeks` are my weeks with a file, newest first. `list_plans` returns my own plans that worked. `today` is the date
    in my time zone.
    """

    partners: tuple[Handle, ...]
    areas: tuple[str, ...]
    weeks: tuple[IsoWeek, ...]
    today: date
    list_plans: Callable[[], Sequence[PlanWorth]]


def complete(buffer: Buffer, offset: int, words: JournalWords) -> Offers:
    """Return the offers at an offset of a file."""
    if buffer.name == KEPT and buffer.owner:
        return complete_in_kept(buffer, offset, words.weeks, words.partners)
    document = get_front_matter(buffer.text)
    if document is not None and (offset < document.body_start or not is_closed(document)):
        cursor = find_cursor(document, offset)
        return _complete_front_matter(buffer, cursor, words) if cursor else Offers(offset, offset)
    if buffer.week is None:
        return Offers(offset, offset)
    others = [handle for handle in words.partners if handle != buffer.owner]
    return complete_in_body(buffer, offset, list_goals_of(buffer.text), others, words.today)


def _complete_front_matter(buffer: Buffer, cursor: Cursor, words: JournalWords) -> Offers:
    """Return the offers at a cursor in the front matter. An offer replaces what has been typed so far."""
    fitting = find_fitting(list_keys_of_file(buffer), cursor.path)
    if fitting is None:
        return Offers(cursor.start, cursor.start)
    place = _Place(buffer, cursor, words)
    offers: list[Offer] = []
    if fitting.key is not None:
        offers += place.list_own_values(fitting.key)
    for shape in fitting.shapes:
        offers += place.list_offers(shape)
    return Offers(cursor.start, cursor.start + len(cursor.typed), tuple(offers))


class _Place(Struct, frozen=True):
    """A cursor in the front matter of a file, and what can be offered there."""

    buffer: Buffer
    cursor: Cursor
    words: JournalWords

    def list_offers(self, shape: Shape) -> Iterator[Offer]:
        """Yield the offers for a value of the form `shape`."""
        begins = not self.cursor.after_key
        if shape.form is Form.KEYS and begins:
            yield from self._list_keys(shape.keys)
        elif shape.form is Form.OUTCOME:
            yield from (Offer(word, "a result; after a comma: what shows it, or why") for word in shape.words)
        elif shape.form is Form.WORD:
            yield from (Offer(word) for word in shape.words)
        elif shape.form is Form.TRUTH:
            yield from (Offer("true"), Offer("false"))
        elif shape.form is Form.WEEK:
            yield from (Offer(str(week)) for week in self.words.weeks)
        elif shape.form is Form.HANDLE:
            yield from (Offer(str(handle)) for handle in self.words.partners)
        elif shape.form is Form.BY_GOAL and begins and self.buffer.week:
            yield from self._list_goals(_COLON)

    def list_own_values(self, key: Key) -> Iterator[Offer]:
        """Yield the values from the journal that a key accepts, such as handles or weeks."""
        names = [name for name in self.cursor.path if name != ITEM]
        if not self.cursor.after_key and self.cursor.path[-1] != ITEM:
            return
        if names[:1] == ["goals"] and key.name == "area":
            yield from (Offer(area) for area in self.words.areas)
        elif names[0] == "happened" and key.name == "goal":
            yield from self._list_goals("")
        elif "obstacles" in names:
            yield from self._list_plans(names[-1])
        elif key.name == "week" and self.buffer.week:
            yield Offer(str(self.buffer.week[1]))
        elif key.name == "partner" and self.buffer.owner:
            yield Offer(str(self.buffer.owner))
        elif key.name == "agreed":
            yield Offer("yes", "accept the agreement as it is now")

    def _list_keys(self, keys: Sequence[Key]) -> Iterator[Offer]:
        """Yield the keys that the mapping around the cursor does not contain yet."""
        there = _list_siblings(self.buffer.text, self.cursor)
        for key in keys:
            if key.name not in there:
                ends = any(shape.form in {Form.LIST, Form.KEYS, Form.BY_GOAL} for shape in key.shapes)
                yield Offer(key.name, key.meaning, f"{key.name}:" if ends else f"{key.name}{_COLON}", kind="key")

    def _list_goals(self, ending: str) -> Iterator[Offer]:
        """Yield the ids of the goals in this file that the mapping around the cursor does not contain yet."""
        without_line = _blank_line(self.buffer.text, self.cursor.start)
        there = _list_siblings(self.buffer.text, self.cursor) if ending else frozenset()
        for goal in list_goals_of(without_line):
            if there.isdisjoint((make_canonical(goal.id), str(goal.number))):
                yield Offer(goal.id, goal.goal, f"{goal.id}{ending}", kind="goal")

    def _list_plans(self, last: str) -> Iterator[Offer]:
        """Yield my own plans that worked. After a kind, yield only the plans for that kind.

        After another key, yield none, because a plan with its kind would not be valid YAML there.
        """
        after_kind = last in {*ObstacleKind}
        for plan in self.words.list_plans() if after_kind or not self.cursor.after_key else ():
            if after_kind and plan.kind != last:
                continue
            said = write_plan(plan.if_, plan.then)
            value = write_scalar(said)
            lead = "" if after_kind else f"{plan.kind}{_COLON}"
            yield Offer(f"{lead}{said}", format_worth(plan), f"{lead}{value}", kind="plan")


def _list_siblings(text: str, cursor: Cursor) -> frozenset[str]:
    """Return the keys of the mapping that contains a cursor, in the spelling of the format."""
    document = get_front_matter(text)
    start = text.rfind("\n", 0, cursor.start) + 1
    column = cursor.start - start
    if document is None:
        return frozenset()
    begins = bool(text[start : cursor.start].strip())  # after a hyphen: the lines above belong to another item
    above = () if begins else _list_starts_before(text, start, document.front_start)
    below = _list_starts_after(text, text.find("\n", start) + 1, document.front_end)
    return frozenset((*_list_keys_near(text, above, column), *_list_keys_near(text, below, column, above=False)))


def _list_keys_near(text: str, starts: Iterable[int], column: int, *, above: bool = True) -> Iterator[str]:
    """Yield the keys in a column. Stop at a line with less indentation.

    Above the cursor, that line may contain the hyphen that begins the mapping, and its first key.
    """
    for start in starts:
        end = text.find("\n", start)
        line = read_line(text, start, len(text) if end < 0 else end)
        is_outside = bool(line.tokens) and line.tokens[0].column < column
        if above or not is_outside:
            yield from (token.name for token in line.tokens if token.column == column and token.name != ITEM)
        if is_outside:
            return


def _list_starts_before(text: str, start: int, first: int) -> Iterator[int]:
    while start > first:
        start = max(text.rfind("\n", 0, start - 1) + 1, first)
        yield start


def _list_starts_after(text: str, start: int, last: int) -> Iterator[int]:
    while 0 < start < last:
        yield start
        start = text.find("\n", start) + 1


def _blank_line(text: str, offset: int) -> str:
    """Return `text` without the line of an offset. While a line is being typed, it is seldom valid YAML."""
    return text[: text.rfind("\n", 0, offset) + 1] + text[offset:].partition("\n")[2]
