"""Read a week's file: turn bytes into a `Week`, with all findings."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from msgspec.structs import replace

from apjournal.format.read.body import find_keys_in_body, read_body_lines
from apjournal.format.read.events import read_amended, read_call, read_happened, read_learned
from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.read.goals import read_goals
from apjournal.format.read.outcomes import read_outcomes
from apjournal.format.read.read_file import check_header, read_file
from apjournal.format.read.result import Reading
from apjournal.format.read.typed.misplaced_goals import find_goals_elsewhere
from apjournal.format.read.typed.plain_weeks import find_report_in_body
from apjournal.format.read.typed.stray_lists import find_split_list, find_unread_titles
from apjournal.format.read.typed.typed_lines import read_typed_lines
from apjournal.format.read.typed.unread_keys import report_unread_keys
from apjournal.format.repair.misread_goals import report_results_in_goals
from apjournal.format.text import known_keys
from apjournal.format.text.document import Document, split_document
from apjournal.format.yaml.fields import TRUTHS, FieldFindings, build_key_table, read_boolean, read_fields, read_text
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar
from apjournal.model.finding import Finding
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.week import Week
from apjournal.patterns import make_pattern

_KEYS = build_key_table(*known_keys.WEEK)
_NEXT = make_pattern(rb"---\r?\n|[a-z_]+:")


def read_week(data: bytes, partner: Handle, week: IsoWeek, words: ResultWords = NO_WORDS) -> Reading[Week]:
    """Read the file of `partner` for `week`.

    Both come from the file's path, and the file's own values should agree with them. `words` are the user's own words
    for results.
    """
    reading = read_file(data, partial(_build_week, partner, week, words))
    value, meant = reading.value, reading.meant
    if value is None or meant is None or value.goals_elsewhere is None:
        return reading
    value = replace(value, goals_elsewhere=_find_goals_elsewhere(reading.findings))  # not the line in the repaired copy
    return replace(reading, value=value, meant=replace(meant, value=value))


def read_week_with_goals(data: bytes, partner: Handle, week: IsoWeek, words: ResultWords = NO_WORDS) -> Week | None:
    """Return a week, or None if it cannot be read or contains lines that look like goals but were not read as such.

    Compared with other versions, such a week would look as if its goals had been removed.
    """
    value = read_week(data, partner, week, words).value
    return None if value is None or value.goals_elsewhere is not None else value


def _build_week(
    partner: Handle,
    week: IsoWeek,
    words: ResultWords,
    document: Document,
    root: MappingNode | None,
    found: FieldFindings,
) -> Week:
    found.result_words = words
    values = read_fields(root, _KEYS, found) if root is not None else {}
    get = values.get
    if root is not None and not values.keys() <= _KEYS.keys():
        report_unread_keys(root, values, found)
    check_header(values, {"partner": partner, "week": week}, found)
    goals = read_goals(get("goals"), found)
    report_results_in_goals(values, goals, found)
    goal_names = GoalNames(tuple([goal.id for goal in goals]))
    is_empty = not goals and ("goals" not in values or values["goals"].is_null)
    body = read_typed_lines(document)
    plain = find_goals_elsewhere(document, root, body.lines, words) if is_empty else []
    if goals and document.has_front and ("outcomes" not in values or values["outcomes"].is_null):
        plain = find_report_in_body(document, body, len(goals), words) if root and not root.flow else []
    found += plain
    elsewhere = _find_goals_elsewhere(plain)
    parts = read_body_lines(document, body.lines, goal_names)
    found.places.update(parts.places)
    if document.has_front:
        found += find_split_list(document)
    if document.has_front or elsewhere is None:
        found += find_unread_titles(document, body)
        found += find_keys_in_body(document, body, words, may_move=root is None or not root.flow)
    skipped, reason = _read_report_skipped(get("report_skipped"), found)
    return Week(
        partner,
        week,
        goals,
        read_outcomes(get("outcomes"), goal_names, found),
        read_happened(get("happened"), goal_names, found),
        read_learned(get("learned"), found),
        read_call(get("call"), found),
        read_amended(get("amended"), goal_names, found),
        read_boolean(get("away"), found, "away") or False,
        skipped,
        reason,
        parts.steps,
        parts.log,
        parts.messages,
        document.body,
        elsewhere,
    )


def _find_goals_elsewhere(findings: Iterable[Finding]) -> int | None:
    return next((each.span.line for each in findings if each.code == "goals_elsewhere" and each.span), None)


def _read_report_skipped(node: Node | None, found: FieldFindings) -> tuple[bool, str | None]:
    """Read `report_skipped`: whether the report was skipped, and the reason (None if there is none)."""
    if node is None or node.is_null:
        return False, None
    if type(node) is Scalar and not node.sign and node.value.lower() in TRUTHS:
        return TRUTHS[node.value.lower()], None
    reason = read_text(node, found, "the reason for a skipped report")
    return reason is not None, reason


def is_extension_of(now: bytes, before: bytes) -> bool:
    """Whether `now` contains the whole front matter of `before` unchanged, followed by its end or by other keys.

    If so, `now` contains the goals of `before` unchanged, because a key at the beginning of a line ends any YAML
    before it. If `before` has no goals, the other keys may add some.
    """
    document, _ = split_document(before)
    if document is None or not document.has_front:
        return False
    front = before[: len(before) - len(document.text[document.front_end :].encode())]
    return now.startswith(front) and _NEXT.match(now, len(front)) is not None
