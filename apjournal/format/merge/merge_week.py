"""Merge a week that I wrote on two devices: its front matter by goal and key, and its body by heading.

Goals are matched by id, and outcomes and other keys by name. Entries of `happened` and `learned`, and list items of
Log, Steps and To, are matched by their words, so the entries of both sides are kept. apj first merges both versions as
typed. If the goals differ, it merges them again with references by id instead of by number or position.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.changes.goal_matching import match_goals
from apjournal.format.merge.merge_blocks import MergeConflict, merge_blocks, pick_changed_side
from apjournal.format.merge.name_goals import Reference, collect_references, name_goals
from apjournal.format.merge.week_blocks import Version, parse_blocks
from apjournal.format.read.week import read_week
from apjournal.format.text.document import Document, encode_document, split_document
from apjournal.format.text.slug import make_slug
from apjournal.model.finding import Places
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.week import Goal, Week


def merge_week(
    base: bytes, mine: bytes, theirs: bytes, *, partner: Handle, week: IsoWeek, words: ResultWords = NO_WORDS
) -> bytes | None:
    """Return the merge of two versions of a week, or None if only a person can merge them.

    `base` is empty if there was no week. `words` are the user's own words for results.
    """
    versions = _read_all((base, mine, theirs), partner, week, words)
    if versions is None:
        return None
    document, _ = split_document(mine)
    for attempt in (versions.split_as_written, versions.split_with_named_goals):
        texts = attempt()
        text = _merge_versions(*texts) if texts else None
        if document is not None and text is not None:
            data = encode_document(document, text)
            now = read_week(data, partner, week, words).value
            if now is not None and versions.is_complete_merge(now):
                return data
    return None


def merge_keys(base: bytes, mine: bytes, theirs: bytes, *, alike: Collection[str] = ()) -> bytes | None:
    """Return the merge of two versions of `partner.md` or `agreement.md`, by their keys and sections.

    Return None if only a person can merge them. A different number of spaces is no change in the values of the keys
    `alike`.
    """
    read = (split_document(data if data.endswith(b"\n") else data + b"\n") for data in (base, mine, theirs))
    before, here, there = (None if faults else document for document, faults in read)
    if before is None or here is None or there is None:
        return None
    old, ours, others = (parse_blocks(document) for document in (before, here, there))
    others = _copy_spaces(others, ours, alike)
    text = _merge_versions(_copy_spaces(_copy_spaces(old, others, alike), ours, alike), ours, others)
    return None if text is None else encode_document(here, text)


def has_same_references(
    base: bytes,
    mine: bytes,
    theirs: bytes,
    merged: bytes,
    *,
    partner: Handle,
    week: IsoWeek,
    words: ResultWords = NO_WORDS,
) -> bool:
    """Whether everything that either version says about a goal is about the same goal in the merged version.

    Return False if a version cannot be read.
    """
    versions = _read_all((base, mine, theirs), partner, week, words)
    now = read_week(merged, partner, week, words).value
    return versions is not None and now is not None and versions.has_same_references(now)


class _Versions(Struct, frozen=True):
    """The three versions of a week, the common ancestor first. A version without a file is None.

    `renamed` maps the ids of the goals that either side reworded to their new ids.
    """

    texts: tuple[tuple[Document, Week, Places] | None, ...]
    weeks: tuple[Week, ...]
    words: ResultWords
    renamed: tuple[Mapping[str, str], ...] = ({}, {}, {})

    def split_as_written(self) -> tuple[Version, ...]:
        """Return the blocks of each version as it is written."""
        return tuple(parse_blocks(text[0], text[1].goals, text[2]) if text else Version() for text in self.texts)

    def split_with_named_goals(self) -> tuple[Version, ...] | None:
        """Return the blocks of each version with every reference to a goal by id, or None if that is impossible."""
        found = []
        for text, renamed in zip(self.texts, self.renamed, strict=True):
            if text is None:
                found.append(Version())
                continue
            reading = name_goals(text[0], text[1], renamed, self.words)
            if reading.value is None or reading.document is None:
                return None
            found.append(parse_blocks(reading.document, reading.value.goals, reading.places))
        return tuple(found)

    def is_complete_merge(self, now: Week) -> bool:
        """Whether a merged week contains everything that either side added, about the same goals as before."""
        before, mine, theirs = map(_collect_content, self.weeks)
        return (mine | theirs) - before <= _collect_content(now) and self.has_same_references(now)

    def has_same_references(self, now: Week) -> bool:
        """Whether the merged week contains all references to goals that a side added, and none that no side has.

        Also return False if a reference may now be about another goal.
        """
        before, mine, theirs = map(collect_references, self.weeks, self.renamed)
        said = collect_references(now, {})
        if not (mine | theirs) - before <= said <= mine | theirs:
            return False
        if any(
            _has_moved(before, side)
            for side, week in zip((mine, theirs), self.weeks[1:], strict=True)
            if self._has_other_goals(week)
        ):
            return False  # a number stayed the same while another goal took that position
        unknown = {one.goal for one in said} - _list_goal_ids(now)
        if unknown & set().union(*map(_list_goal_ids, self.weeks)):
            return False  # its goal was removed by the other side, or is no longer recognisable
        is_same = all(week.goals == now.goals for week in self.weeks)
        return is_same or not self._has_references() or not any(map(_has_twins, (*self.weeks, now)))

    def _has_other_goals(self, week: Week) -> bool:
        return [goal.id for goal in week.goals] != [goal.id for goal in self.weeks[0].goals]

    def _has_references(self) -> bool:
        return any(collect_references(week, {}) for week in self.weeks)


def _read_all(versions: Sequence[bytes], partner: Handle, week: IsoWeek, words: ResultWords) -> _Versions | None:
    found = []
    for data in versions:
        text = data if data.endswith(b"\n") or not data else data + b"\n"
        reading = read_week(text, partner, week, words)
        reading = reading.meant or reading
        if reading.value is None or reading.document is None or reading.newer:
            return None
        found.append((reading.document, reading.value, reading.places) if data else None)
    weeks = tuple(text[1] if text else Week(partner, week) for text in found)
    renamed = _map_renamed_ids(*(week.goals for week in weeks))
    return None if renamed is None else _Versions(tuple(found), weeks, words, renamed)


def _map_renamed_ids(
    base: Sequence[Goal], mine: Sequence[Goal], theirs: Sequence[Goal]
) -> tuple[Mapping[str, str], ...] | None:
    """Return, for each version, the goals whose id differs in the merged week, with their new ids.

    Return None if both sides reworded a goal, or if it is unclear to which goal a new wording belongs.
    """
    here, there = dict(_find_reworded(base, mine)), dict(_find_reworded(base, theirs))
    if any(there.get(former, now) != now for former, now in here.items()):
        return None
    gone = {goal.id for goal in base} - {goal.id for goal in (*mine, *theirs)}
    if any(former not in here or former not in there for former in gone) and _collect_ids(mine) != _collect_ids(theirs):
        return None  # each side removed a goal, and nobody can tell which new goal replaces it
    return {**here, **there}, there, here


def _find_reworded(before: Sequence[Goal], after: Sequence[Goal]) -> Iterator[tuple[str, str]]:
    """Yield the former and the current id of each goal that was certainly reworded rather than replaced."""
    for old, new in match_goals(before, after, by_place=False).items():
        former, now = before[old], after[new]
        if former.id != now.id:
            yield former.id, now.id


def _merge_versions(base: Version, mine: Version, theirs: Version) -> str | None:
    try:
        return "".join(
            (
                pick_changed_side(base.opening, mine.opening, theirs.opening),
                merge_blocks(base.front, mine.front, theirs.front),
                pick_changed_side(base.closing, mine.closing, theirs.closing),
                merge_blocks(base.body, mine.body, theirs.body),
            )
        )
    except MergeConflict:
        return None


def _copy_spaces(version: Version, model: Version, keys: Collection[str]) -> Version:
    """Return a version with the spaces of `model` in the values of `keys` that are otherwise the same as there."""
    known = {block.key: block for block in model.front if block.key in keys}
    same = (known.get(block.key, block) for block in version.front)
    pairs = zip(version.front, same, strict=True)
    return replace(version, front=tuple(new if new.text.split() == old.text.split() else old for old, new in pairs))


def _has_moved(before: frozenset[Reference], now: frozenset[Reference]) -> bool:
    """Whether a reference is now about a different goal."""
    gone, come = ({replace(one, goal="") for one in said} for said in (before - now, now - before))
    return not gone.isdisjoint(come)


def _has_twins(week: Week) -> bool:
    """Whether a goal can be identified only by its position, because its text is not unique or contains no letters."""
    return any(not goal.id_written and goal.id != make_slug(goal.goal) for goal in week.goals)


def _list_goal_ids(week: Week) -> set[str]:
    return _collect_ids(week.goals)


def _collect_ids(goals: Sequence[Goal]) -> set[str]:
    return {goal.id for goal in goals}


def _collect_content(week: Week) -> set[object]:
    """Return everything in a week that must also be in the merged week if a side added it."""
    return {
        *(("goal", goal.id) for goal in week.goals),
        *(("learned", text) for text in week.learned),
        *(("week", one) for one in week.happened if one.goal is None),
        *(("week", one) for one in week.steps if one.goal is None),
        *week.log,
        *week.messages,
    }
