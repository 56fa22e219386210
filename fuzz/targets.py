"""What is fuzzed: each target takes any bytes, and ends without a fault, or something is wrong with apj.

A target is a plain function: the fuzzer calls it thousands of times a second, and `tests/test_fuzz.py` once for each of
the seeds. Where it needs more than one text, they are divided by a NUL, so that a crash can be read and made smaller by
hand. What may be raised is what the functions promise; every other exception is a finding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from unicodedata import category

import frontmatter
from markdown_it import MarkdownIt
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from apjournal.analysis.schedule import Schedule
from apjournal.analysis.week_record import compute_week_record
from apjournal.checks.hidden_characters import check_text
from apjournal.checks.week import check_week
from apjournal.errors import ApjError, BrokenFile
from apjournal.format.edit.kept import add_kept, complete_kept_line, merge_kept
from apjournal.format.edit.parked import add_parked, merge_parked, read_parked
from apjournal.format.edit.records import set_agreement, set_partner
from apjournal.format.edit.week import WeekEditor
from apjournal.format.merge.merge_week import merge_week
from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.frontmatter_handler import Handler
from apjournal.format.read.kept import read_kept
from apjournal.format.read.partner import read_partner
from apjournal.format.read.result import Reading
from apjournal.format.read.week import read_week
from apjournal.format.text.document import Document, encode_document, split_document
from apjournal.format.text.text import apply_text_edits
from apjournal.format.yaml import parser as yaml_parser
from apjournal.format.yaml.nodes import Fault, Node, Scalar
from apjournal.format.yaml.parser import PureParser
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.model.agreement import Agreement
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptLine
from apjournal.model.views.reading import PartnerSummary, ShowView, SummaryView
from apjournal.model.week import Amendment, CallRecord, Goal, Happened, LogLine, Medium, ObstacleKind, Outcome, Result
from apjournal.render import summary
from apjournal.render.documents import build_document, format_json
from apjournal.render.layout.page import (
    Page,
    Style,
    make_accent,
    make_bold,
    make_dim,
    make_red,
    measure_line,
    paint_lines,
    place_side_by_side,
    wrap_paragraph,
)
from apjournal.render.layout.text_width import clean_text, measure_width
from apjournal.render.screens import show
from apjournal.render.site.single import render_summary
from tests.format.touched import untouched

ANA, W48, NOW = Handle("ana"), IsoWeek(2026, 48), datetime(2026, 11, 25, 10, tzinfo=UTC)
COMMIT = KeptLine(W48, ANA, "5f2c81d" * 5 + "abcde", NOW)
SCHEDULE = Schedule(Agreement(), UTC)
ROUNDS = 20
"""How often `apj check --fix` repairs a file again."""

Read = Callable[[bytes], Reading[Any]]
READERS: tuple[Read, ...] = (
    partial(read_week, partner=ANA, week=W48),
    partial(read_partner, partner=ANA),
    read_agreement,
)


def front_matter(data: bytes) -> None:
    """Take any bytes as the file of a week: both parsers read the same, or find fault, and so do other programs."""
    found, _ = split_document(data)
    if found is not None:
        trees = [_tree(found, parser) for parser in (CParser, PureParser)]
        assert trees[0] == trees[1] or None in trees, "libyaml and PyYAML read it otherwise"
        week = read_week(data, ANA, W48).value
        if week is not None:
            check_week(week, found.text, partners=(ANA,))
    with suppress(ValueError):
        frontmatter.parse(data.decode("utf-8-sig", "replace"), handler=Handler())


def repairing(data: bytes) -> None:
    """Take any bytes as any file: what is found has a place in it, and repairing it goes on without a fault."""
    for read in READERS:
        _repaired(read, data)


def _tree(found: Document, parser: Callable[[str], Any]) -> object:
    """Return what a parser makes of front matter, with all places; None where it finds a fault."""

    def shape(node: Node) -> object:
        inner = node.value if isinstance(node, Scalar) else [shape(child) for child in node.children]
        return type(node).__name__, node.start, inner

    was, yaml_parser.PARSER = yaml_parser.PARSER, parser
    try:
        root = yaml_parser.build_nodes(found)
    except Fault:
        return None
    finally:
        yaml_parser.PARSER = was
    return "nothing" if root is None else shape(root)


def _repaired(read: Read, data: bytes) -> None:
    """Mend a file as `apj check --fix` does; an error has no value, and nothing else has none."""
    for _ in range(ROUNDS):
        reading = read(data)
        assert reading.broken == any(finding.level is Level.ERROR for finding in reading.findings)
        found, _ = split_document(data)
        text = "" if found is None else found.text
        check_text(text)
        for span in (finding.span for finding in reading.findings):
            assert span is None or found is None or 0 <= span.start <= span.end <= len(text)
        edits = [edit for finding in reading.findings for edit in finding.edits]
        if not edits or found is None:
            break
        data = encode_document(found, apply_text_edits(text, edits))


def edits(data: bytes) -> None:
    """Take `KIND TEXT NUL FILE`: a change of the file touches the lines that it has to, and no other."""
    head, _, file = data.partition(b"\0")
    text = head[1:].decode("utf-8", "surrogateescape").strip() or "words"
    with suppress(ApjError):
        set_partner(file, ANA, name=text, emails=(text,), left=NOW.date())
    with suppress(ApjError):
        set_agreement(file, areas=(text, "work"), review_on=NOW.date())
    with suppress(ApjError):
        before = WeekEditor.open_week(file, ANA, W48)
        goal = before.week.goals[-1].id if before.week.goals else "nothing"
        key, replaced, change = _change(head[:1], text, goal)
        after = change(before)
        assert untouched(before, after, key, replaced), "a line that the change does not concern is another"
        assert key == "log" or _body(after) == _body(before), "the body is another"
        assert after.data.startswith(b"\xef\xbb\xbf") == file.startswith(b"\xef\xbb\xbf")


def _change(kind: bytes, text: str, goal: str) -> tuple[str, frozenset[str], Callable[[WeekEditor], WeekEditor]]:
    """Return the key that a change writes, the goals whose entries it replaces, and the change."""
    changes: tuple[tuple[str, Callable[[WeekEditor], WeekEditor]], ...] = (
        ("goals", lambda week: week.add_goals([Goal(1, "", text), Goal(2, "", "Two runs")])),
        ("outcomes", lambda week: week.set_outcomes([Outcome(goal, Result.PARTLY, text)])),
        ("outcomes", lambda week: week.set_outcomes([Outcome(goal, Result.NOT_DONE, text, "two reasons")])),
        (
            "happened",
            lambda week: week.add_obstacles(
                [Happened(ObstacleKind.FOCUS, text), Happened(ObstacleKind.OTHER, text, goal)]
            ),
        ),
        ("learned", lambda week: week.add_learned(text)),
        ("call", lambda week: week.set_call(CallRecord(Medium.VOICE, 20, NOW.date()))),
        ("away", lambda week: week.mark_away()),
        ("report_skipped", lambda week: week.mark_report_skipped(text)),
        ("amended", lambda week: week.set_amendment(Amendment(goal, text))),
        ("log", lambda week: week.add_log_line(LogLine(NOW.date(), ObstacleKind.INTEREST, text))),
    )
    key, change = changes[(kind or b"\0")[0] % len(changes)]
    return key, frozenset({"*"} if key == "call" else {goal}), change


def _body(editor: WeekEditor) -> str:
    found, _ = split_document(editor.data)
    assert found is not None
    return found.body


def lists(data: bytes) -> None:
    """Take `BASE NUL MINE NUL THEIRS` as kept.md and as parked.md: read, add to, complete, merge without a loss."""
    base, mine, theirs = _versions(data)
    read = read_kept(mine).value
    for kept in read.lines if read else ():
        with suppress(ApjError):
            full = KeptLine(kept.week, kept.partner, kept.commit or COMMIT.commit, NOW)
            _reads_with(complete_kept_line(mine, full), full)
    with suppress(BrokenFile):
        _reads_with(add_kept(mine, COMMIT), COMMIT)
    assert "words" in read_parked(add_parked(mine, "words"))
    for merge in (merge_kept, merge_parked):
        merged = merge(base, mine, theirs)
        gone = _lines(mine) - _lines(merged)
        assert all(any(_is_fuller(line, short) for line in _lines(theirs)) for short in gone), "a line of mine is lost"


def _versions(data: bytes) -> tuple[bytes, bytes, bytes]:
    base, _, sides = data.partition(b"\0")
    mine, _, theirs = sides.partition(b"\0")
    return base, mine, theirs


def _reads_with(data: bytes, line: KeptLine) -> None:
    kept = read_kept(data).value
    assert kept is not None
    assert any((line.week, line.partner, line.commit) == (at.week, at.partner, at.commit) for at in kept.lines)


def _lines(data: bytes) -> set[bytes]:
    return {line.rstrip() for line in data.split(b"\n") if line.strip()}


def _is_fuller(line: bytes, short: bytes) -> bool:
    """Whether a line says more than another of the same kind, or the same with a tick."""
    words = {word.lower() for word in re.split(rb"[\s\[\]]+", short)} - {b"", b"x"}
    return words <= {word.lower() for word in re.split(rb"[\s\[\]]+", line)} | {b"-", b"*", b"+"}


def merging(data: bytes) -> None:
    """Take `BASE NUL MINE NUL THEIRS` as versions of a week: it is merged so that it reads, or left to a person."""
    base, mine, theirs = _versions(data)
    merged = merge_week(base, mine, theirs, partner=ANA, week=W48)
    if merged is not None:
        week, own = read_week(merged, ANA, W48).value, read_week(mine, ANA, W48).value
        assert week is not None
        assert own is None or set(own.log) - _logged(base) <= set(week.log), "a line of my log is lost"


def _logged(data: bytes) -> set[LogLine]:
    week = read_week(data, ANA, W48).value
    return set(week.log) if week else set()


def agreement(data: bytes) -> None:
    """Take `DAYS NUL FILE`: an agreement as somebody wrote it, and the calendar that follows from it."""
    head, _, file = data.partition(b"\0")
    found = read_agreement(file).value
    if found is not None:
        schedule = Schedule(found, UTC)
        now = NOW + timedelta(days=int.from_bytes(head[:2], "big", signed=True))
        week = schedule.find_week_to_plan(now)
        assert schedule.find_due_day(week) > schedule.find_call_day(week)
        coming = schedule.find_coming_call(now)
        assert coming >= now or schedule.is_now(coming, now) or coming.date() == now.date()
        assert schedule.find_period(now.date()).monday <= now.date() + timedelta(days=7)


def written(data: bytes) -> None:
    """Take `NAME NUL FILE`: wherever a week is written for others, what its partner wrote is text and nothing else."""
    head, _, file = data.partition(b"\0")
    week = read_week(file, ANA, W48).value
    if week is None:
        return
    record = compute_week_record(week, schedule=SCHEDULE, today=date(2026, 12, 1))
    name = head.decode("utf-8", "surrogateescape").strip() or "Ana"
    view = SummaryView(since=W48, until=W48, partners=(PartnerSummary(ANA, name, (record,)),))
    _is_text_in_markdown(summary.render_template(view, template="summary.md.j2"))
    _is_text_in_a_page(render_summary(view, name), [name, *(goal.goal for goal in week.goals)])
    assert json.loads(format_json(build_document(view))) == build_document(view)
    for style in (Style(), Style(width=30, color=True, utf8=False)):
        _is_clean(summary.render_text(view, style), style)
        _is_clean(show.render_text(ShowView(weeks=(record, record), names=((ANA, name),)), style), style)


_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_TOKENS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "text_special"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "strong_open", "strong_close"),
}
_TAGS = ("h1", "h2", "h3", "p", "ul", "li", "strong", "span", "section", "div")
_CLASSES = (("p", "label"), ("p", "lead"), ("p", "aside"), ("span", "label"), ("span", "outcome"), ("ul", "goals"))


def _is_text_in_markdown(written: str) -> None:
    assert not _foul(written), "a character that is not shown"
    tokens = [inner for token in _MARKDOWN.parse(written) for inner in (token, *(token.children or ()))]
    assert {token.type for token in tokens} <= _TOKENS, "it is more than text"
    assert sum(token.type == "heading_open" for token in tokens) == 3, "another heading"


def _is_text_in_a_page(written: str, texts: list[str]) -> None:
    page = _Elements()
    page.feed(written)
    assert page.found <= {(tag, ()) for tag in _TAGS} | _OWN, "an element or an attribute of somebody else's"
    assert all(clean_text(text).strip() in page.text for text in texts), "a text is another"
    assert not _foul(written.replace("\n", ""))


class _Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[Any, ...]]] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def _own_elements() -> set[tuple[str, tuple[Any, ...]]]:
    """Return what the page has that says nothing of a partner: its head, and the classes that it uses."""
    page = _Elements()
    page.feed(render_summary(SummaryView(since=W48, until=W48, partners=()), "2026-W48"))
    mark = ("span", (("class", "mark"), ("aria-hidden", "true")))
    return page.found | {(tag, (("class", name),)) for tag, name in _CLASSES} | {mark}


_OWN = _own_elements()


def screens(data: bytes) -> None:
    """Take any text on a terminal of any width: no escape sequence survives, and no line is too long."""
    room, text = (data[0] if data else 40), data[1:].decode("utf-8", "surrogateescape")
    shown = clean_text(text)
    assert clean_text(shown) == shown
    assert not _foul(shown)
    style = Style(width=room, color=room % 3 == 1, utf8=room % 3 != 2)
    page = Page(style)
    page.add_paragraph(make_accent(text), text, indent=2, hang=4)
    page.add_labelled(text[:20], make_bold(text), make_dim("words"))
    page.add_gap()
    page.add_lines(
        place_side_by_side([wrap_paragraph([make_red(text)], 20), wrap_paragraph([text], 10)], [20, 10], gap=2)
    )
    assert max(map(measure_line, page.lines), default=0) <= max(page.width, 32 + measure_width(shown[:20]))
    page.add_command(text[:30], text, text[30:])
    _is_clean(page.render_page(), style)
    _is_clean(paint_lines(wrap_paragraph([text], max(4, room)), style), style)


def _is_clean(screen: str, style: Style) -> None:
    plain = re.sub(r"\x1b\[(?:1|2|36|31|0)m", "", screen) if style.color else screen
    assert not any(_foul(line) for line in plain.split("\n")), "a character that drives a terminal, or is not seen"


def _foul(text: str) -> bool:
    """Whether a text holds a character that must not be shown, but for the joiner between two signs beyond ASCII."""
    joined = re.sub("(?<=[^\\x00-\\x7f])\u200d(?=[^\\x00-\\x7f])", "", text)
    return any(category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in joined.replace("\n", ""))


class _Told(Objects):
    """Objects of a git that knows a few objects, and ends after it has answered with `most` bytes."""

    def __init__(self, known: dict[str, tuple[bytes, bytes]], most: int) -> None:
        self._known = known
        self._most = most
        super().__init__(None)  # type: ignore[arg-type]  # it is never asked

    def _ready(self) -> Any:
        return _Pipes(self._known, self._most)


class _Pipes:
    """The pipes of one `git cat-file --batch`."""

    def __init__(self, known: dict[str, tuple[bytes, bytes]], most: int) -> None:
        self.known, self.most = known, most
        self.stdin, self.stdout = self, BytesIO()

    def write(self, asked: bytes) -> None:
        found = [(oid, *self.known.get(oid, (b"", b""))) for oid in asked.decode().split()]
        answers = [b"%s %s %d\n%s\n" % (oid.encode(), kind, len(data), data) for oid, kind, data in found if kind]
        self.stdout = BytesIO(b"".join(answers)[: self.most])

    def flush(self) -> None:
        """Nothing waits."""


def objects(data: bytes) -> None:
    """Take `CUT COMMIT NUL NUL TREE`: a commit and a tree of anybody's making, and answers that end in the middle."""
    commit, tree, blob = "c" * 40, "d" * 40, "e" * 40
    cut, (head, _, entries) = (data[0] if data else 0), data[1:].partition(b"\0\0")
    known = {
        commit: (b"commit", b"tree " + tree.encode() + b"\n" + head),
        tree: (b"tree", entries),
        blob: (b"blob", head),
    }
    with _Told(known, cut if cut > 127 else len(data) + 200) as told:
        found = told.read_commit(commit)
        if found is not None:
            assert not _foul(clean_text(f"{found.author_name} {found.author_email} {found.subject} {found.signature}"))
            assert found.at is None or found.at.isoformat()
            assert len(found.subject) <= 1000
        names = told.list_names(commit)
        assert all(isinstance(name, str) for name in names)
        told.read_many([(commit, name) for name in names[:5]])
        told.read_outlines((tree, blob, commit))
        assert told.read_blob(blob) in {None, head}


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (front_matter, repairing, edits, lists, merging, agreement, written, screens, objects)
}
