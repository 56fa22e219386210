"""Edit a week. apj reads every edited file back, and keeps the edit only if the file then means what was intended."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from apjournal.format.edit.body import call_note_edit, log_edit, message_edit, normalize_log_line
from apjournal.format.edit.front_matter import (
    EditRefused,
    Edits,
    Front,
    Pair,
    UnsafeEdit,
    apply_edits,
    require_editable,
)
from apjournal.format.edit.goals import build_goal_edits
from apjournal.format.edit.outcomes import build_outcome_edits
from apjournal.format.edit.week_values import format_call, format_goal, format_happened, list_call_values
from apjournal.format.read.body import read_body
from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.read.week import read_week
from apjournal.format.text.document import Document
from apjournal.format.text.slug import compute_goal_ids
from apjournal.format.yaml.emit import Plain
from apjournal.format.yaml.nodes import MappingNode, Scalar
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.week import (
    Amendment,
    CallRecord,
    Goal,
    Happened,
    LogLine,
    Message,
    Obstacle,
    Outcome,
    Week,
    get_week_path,
)


class WeekEditor(Struct, frozen=True):
    """A week's file as bytes, and its value.

    Each change returns a new editor. Spaces around text are removed. Every change raises `EditRefused` if the file
    would not then mean what was intended.
    """

    data: bytes
    week: Week
    _document: Document
    _words: ResultWords = NO_WORDS

    @classmethod
    def open_week(cls, data: bytes, partner: Handle, week: IsoWeek, words: ResultWords = NO_WORDS) -> WeekEditor:
        """Return an editor of the file `data`. `words` are the user's own words for results.

        Raise `BrokenFile` if the file cannot be read, and `EditRefused` if its format is newer.
        """
        value, document = require_editable(read_week(data, partner, week, words), get_week_path(partner, week))
        return cls(data, value, document, words)

    def add_goals(self, goals: Sequence[Goal]) -> WeekEditor:
        """Add goals to a file that has none. Their order determines their numbers and computed ids.

        A goal that already has an id keeps it. If apj would compute another id here, the id is written into the file.
        """
        if self.week.goals:
            raise EditRefused(f"{self.week.path} already has goals.", f"To change its goals: apj edit {self.week.week}")
        numbered = _number_goals(goals)
        front = self._front
        edits = front.append_values("goals", [format_goal(goal) for goal in numbered], front.find_key("goals"))
        steps = read_body(self._document, GoalNames(tuple(goal.id for goal in numbered))).steps
        return self._apply_edits(edits, replace(self.week, goals=numbered, steps=steps))

    def append_goal(self, goal: Goal) -> WeekEditor:
        """Add a goal after the others in the file."""
        if not self.week.goals:
            return self.add_goals([goal])
        text, goals = goal.goal.strip(), self.week.goals
        *_, identity = compute_goal_ids(
            [(one.id if one.id_written else None, one.goal) for one in goals] + [(None, text)]
        )
        added = replace(goal, number=len(goals) + 1, id=identity, id_written=False, goal=text)
        front = self._front
        edits = front.append_values("goals", [format_goal(added)], front.find_key("goals"))
        steps = read_body(self._document, GoalNames((*(one.id for one in goals), identity))).steps
        return self._apply_edits(edits, replace(self.week, goals=(*goals, added), steps=steps))

    def reword_goal(self, identity: str, text: str, done_when: str | None) -> WeekEditor:
        """Change the text of the goal with the id `identity`, and its `done_when`.

        The id is written into the file, so it stays.
        """
        before = self._get_goal(identity)
        text, done_when = text.strip(), _strip_or_none(done_when)
        after = replace(before, goal=text, done_when=done_when, id_written=before.id_written or text != before.goal)
        return self._change_goal(before, after)

    def add_plans(self, identity: str, obstacles: Sequence[Obstacle]) -> WeekEditor:
        """Add obstacles, each with a plan, to the goal with the id `identity`."""
        before = self._get_goal(identity)
        return self._change_goal(before, replace(before, obstacles=(*before.obstacles, *obstacles)))

    def set_outcomes(self, outcomes: Sequence[Outcome]) -> WeekEditor:
        """Set the outcomes of some goals, in the form that the file uses. Other outcomes are unchanged."""
        given = {
            outcome.goal: replace(
                outcome, evidence=_strip_or_none(outcome.evidence), reason=_strip_or_none(outcome.reason)
            )
            for outcome in outcomes
        }
        before = {outcome.goal: outcome for outcome in self.week.outcomes}
        changed = [outcome for outcome in given.values() if before.get(outcome.goal) != outcome]
        if not changed:
            return self
        edits = build_outcome_edits(self._front, self.week.goals, changed)
        return self._apply_edits(edits, replace(self.week, outcomes=tuple({**before, **given}.values())))

    def add_obstacles(self, entries: Sequence[Happened]) -> WeekEditor:
        """Add obstacles that got in the way."""
        added = [replace(entry, note=_strip_or_none(entry.note)) for entry in entries]
        front = self._front
        edits = front.append_values("happened", [format_happened(entry) for entry in added], front.find_key("happened"))
        return self._apply_edits(edits, replace(self.week, happened=(*self.week.happened, *added)))

    def add_learned(self, text: str) -> WeekEditor:
        """Add one thing that was learned. A single value becomes the first item of a list."""
        text, front = text.strip(), self._front
        found = front.find_key("learned")
        if found is None or front.is_bare(found[1]):
            edits = front.set_key(front.root, "learned", text, found)
        elif isinstance(found[1], Scalar):
            raw = self._document.text[found[1].start : found[1].end]
            first = self.week.learned[0] if "\n" in raw else Plain(raw)
            edits = front.set_key(front.root, "learned", [first, text], found)
        else:
            edits = front.append_values("learned", [text], found)
        return self._apply_edits(edits, replace(self.week, learned=(*self.week.learned, text)))

    def set_call(self, call: CallRecord) -> WeekEditor:
        """Set how the partners talked, replacing an earlier entry."""
        front = self._front
        found = front.find_key("call")
        if found is not None and isinstance(found[1], MappingNode) and found[1].children:
            edits = front.update_keys(found[1], list_call_values(call))
        else:
            edits = front.set_key(front.root, "call", format_call(call), found)
        return self._apply_edits(edits, replace(self.week, call=call))

    def mark_away(self) -> WeekEditor:
        """Mark the week as away."""
        front = self._front
        edits = [] if self.week.away else front.set_key(front.root, "away", True, front.find_key("away"))
        return self._apply_edits(edits, replace(self.week, away=True))

    def mark_report_skipped(self, reason: str | None) -> WeekEditor:
        """Record that the report due before these goals was skipped, with the reason, if any."""
        front, reason = self._front, _strip_or_none(reason)
        edits = front.set_key(front.root, "report_skipped", reason or True, front.find_key("report_skipped"))
        return self._apply_edits(edits, replace(self.week, report_skipped=True, skip_reason=reason))

    def set_amendment(self, amendment: Amendment) -> WeekEditor:
        """Write why a kept goal was changed, replacing an earlier reason for the same goal."""
        amendment = replace(amendment, reason=amendment.reason.strip())
        front = self._front
        found = front.find_key("amended")
        if (
            found is not None
            and isinstance(found[1], MappingNode)
            and (pair := self._find_pair_of_goal(found[1], amendment.goal))
        ):
            edits = front.set_key(found[1], amendment.goal, amendment.reason, pair)
        else:
            edits = front.append_values("amended", {amendment.goal: amendment.reason}, found)
        before = {other.goal: other for other in self.week.amended}
        return self._apply_edits(
            edits, replace(self.week, amended=tuple({**before, amendment.goal: amendment}.values()))
        )

    def add_log_line(self, line: LogLine) -> WeekEditor:
        """Add a line at the end of the log. Line breaks in its text become spaces."""
        added, found = normalize_log_line(line), log_edit(self._document, line)
        if added is None or found is None:
            raise UnsafeEdit(self.week.path)
        edit, body = found
        return self._apply_edits([edit], replace(self.week, log=(*self.week.log, added), body=body))

    def add_call_note(self, text: str) -> WeekEditor:
        """Add a note at the end of the section `## Call`. Line breaks in its text become spaces."""
        found = call_note_edit(self._document, text)
        if found is None:
            raise UnsafeEdit(self.week.path)
        edit, body = found
        return self._apply_edits([edit], replace(self.week, body=body))

    def add_message(self, message: Message) -> WeekEditor:
        """Add a message at the end of its recipient's section. Line breaks in its text become spaces."""
        found = message_edit(self._document, message)
        if found is None:
            raise UnsafeEdit(self.week.path)
        edit, messages, body = found
        return self._apply_edits([edit], replace(self.week, messages=messages, body=body))

    def _get_goal(self, identity: str) -> Goal:
        goal = self.week.find_goal(identity)
        if goal is None:
            raise EditRefused(f'"{identity}" is no longer a goal of this week.', "Look at the week again.")
        return goal

    def _change_goal(self, before: Goal, after: Goal) -> WeekEditor:
        if after == before:
            return self
        goals = tuple(after if goal is before else goal for goal in self.week.goals)
        return self._apply_edits(build_goal_edits(self._front, before, after), replace(self.week, goals=goals))

    @property
    def _front(self) -> Front:
        return Front.open_front(self._document)

    def _find_pair_of_goal(self, mapping: MappingNode, goal: str) -> Pair | None:
        names = GoalNames(tuple(goal.id for goal in self.week.goals))
        return next((pair for pair in mapping.pairs if (names.find_id(pair[0].value) or pair[0].value) == goal), None)

    def _apply_edits(self, edits: Edits, intended: Week) -> WeekEditor:
        """Return the editor of the edited file. Raise `UnsafeEdit` if the file would not have the `intended` value."""
        data = apply_edits(self._document, edits, self.week.path)
        reading = read_week(data, self.week.partner, self.week.week, self._words)
        if (
            reading.value is None
            or reading.document is None
            or _sort_outcomes(reading.value) != _sort_outcomes(intended)
        ):
            raise UnsafeEdit(self.week.path)
        return WeekEditor(data, reading.value, reading.document, self._words)


def _number_goals(goals: Sequence[Goal]) -> tuple[Goal, ...]:
    """Return the goals with their numbers and ids. An id that a goal already has is marked as written if needed."""
    ids = compute_goal_ids([(goal.id if goal.id_written else None, goal.goal.strip()) for goal in goals])
    pairs = list(zip(goals, ids, strict=True))
    changed = [bool(goal.id) and goal.id != identity for goal, identity in pairs]
    if any(changed):
        written = [replace(goal, id_written=goal.id_written or now) for goal, now in zip(goals, changed, strict=True)]
        return _number_goals(written)
    return tuple(
        replace(goal, number=number, id=identity, goal=goal.goal.strip())
        for number, (goal, identity) in enumerate(pairs, 1)
    )


def _sort_outcomes(week: Week) -> Week:
    """Return the week with its outcomes by id. Their order has no meaning, and in a list they follow the goals."""
    return replace(week, outcomes=tuple(sorted(week.outcomes, key=lambda outcome: outcome.goal)))


def _strip_or_none(text: str | None) -> str | None:
    return (text or "").strip() or None
