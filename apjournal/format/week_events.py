"""What else a week says of itself: what got in the way, what was learned, the call, why goals were amended."""

from __future__ import annotations

from apjournal.format.fields import Found, day, fields, names, text, truth, whole, word
from apjournal.format.goal_names import GoalNames
from apjournal.format.nodes import Mapping, Node, Scalar, Sequence, complex_key, content_end
from apjournal.format.quick import quick
from apjournal.format.shapes import items
from apjournal.format.week_goals import KINDS, kind_and_words
from apjournal.model.codes import finding
from apjournal.model.week import Amendment, CallRecord, Happened, Medium, PlanUse

MEDIA = {medium.value: medium for medium in Medium}

_make_happened, _make_amendment = quick(Happened), quick(Amendment)
_PLANS = {plan.value: plan for plan in PlanUse}
_HAPPENED_KEYS = names("kind", "note", "goal", "plan", "foreseen", *KINDS)
_CALL_KEYS = names("medium", "minutes", "date")
_LONGEST_CALL = 24 * 60


def read_happened(node: Node | None, goals: GoalNames, found: Found) -> tuple[Happened, ...]:
    """Return what got in the way: `KIND: note`, or mappings."""
    events = [_event(item, goals, found) for item in items(node, found, "happened", KINDS)]
    return tuple([event for event in events if event is not None])


def _event(item: Node, goals: GoalNames, found: Found) -> Happened | None:
    kind, words, values = kind_and_words(item, _HAPPENED_KEYS, "what happened", found)
    if kind is None:
        return None
    get = values.get
    before = len(found)
    event = _make_happened(
        kind,
        words or text(get("note"), found, "a note"),
        _goal(get("goal"), goals, found),
        word(get("plan"), _PLANS, found, "a plan"),
        truth(get("foreseen"), found, "foreseen"),
        item.span,
    )
    found.weaken(before)
    return event


def _goal(node: Node | None, goals: GoalNames, found: Found) -> str | None:
    name = text(node, found, "a goal's id")
    return None if name is None or node is None else goals.resolve(name, node, found)


def read_learned(node: Node | None, found: Found) -> tuple[str, ...]:
    """Return what was learned: a text, or a list of texts."""
    texts = node.children if type(node) is Sequence else (node,)
    learned = [text(each, found, "what was learned") for each in texts]
    return tuple([each for each in learned if each is not None])


def read_call(node: Node | None, found: Found) -> CallRecord | None:
    """Return how the partners talked: a medium, or a mapping."""
    before = len(found)
    call = _call(node, found)
    found.weaken(before)
    return call


def _call(node: Node | None, found: Found) -> CallRecord | None:
    if type(node) is Mapping:
        values = fields(node, _CALL_KEYS, found)
        return CallRecord(
            word(values.get("medium"), MEDIA, found, "a medium"),
            whole(values.get("minutes"), found, "minutes", 0, _LONGEST_CALL),
            day(values.get("date"), found, "the date of a call"),
        )
    medium = word(node, MEDIA, found, "a call")
    return None if medium is None else CallRecord(medium)


def read_amended(node: Node | None, goals: GoalNames, found: Found) -> tuple[Amendment, ...]:
    """Return why kept goals were changed: a mapping of ids to reasons."""
    if node is None or node.nothing:
        return ()
    if not isinstance(node, Mapping):
        from apjournal.format.amended import amended_keys  # of what does not read

        message = "amended names each goal by its id, with a colon and the reason after it"
        edits = amended_keys(node, goals, found)
        fix = "writes keys and values" if edits else None
        found.append(finding("shape", message, found.document.span(node.start, content_end(node)), fix, edits))
        return ()
    amendments: list[Amendment] = []
    keys: dict[str, Scalar] = {}
    for key, value in zip(node.children[::2], node.children[1::2], strict=True):
        if not isinstance(key, Scalar):
            found.append(complex_key(key))
            continue
        goal = goals.resolve(key.value, key, found)
        goals.once(goal, key, keys, found)
        reason = text(value, found, "a reason")
        if reason is not None:
            amendments.append(_make_amendment(goal, reason, found.document.span(key.start, value.end)))
        elif value.nothing:
            found.say("reason_missing", f'The amendment of "{key.value}" has no reason; write one after the colon', key)
    return tuple(amendments)
