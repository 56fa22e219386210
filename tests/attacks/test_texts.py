"""Texts that break parsers, control terminals, run templates, or have names that could mean another."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import repos
from tests.helpers.attacked import WEEK, Attacked
from tests.helpers.invariants import Watched
from tests.helpers.people import command_line
from tests.helpers.repos import children
from tests.helpers.rows import row

GOALS = "---\ngoals:\n  - {}\n---\n"
SECONDS = 4
"""The CPU time that a command may take with a hostile text. The load of the machine does not change it much."""


def shared(journal: Attacked, texts: Mapping[str, str | bytes]) -> dict[str, str]:
    """Let Ben share weeks with these texts by hand, and return the week of each."""
    weeks = {name: f"2026-W{number:02}" for number, name in enumerate(texts, 1)}
    journal.by_hand(journal.ben, {f"ben/{weeks[name]}.md": text for name, text in texts.items()})
    journal.ana.apj("sync")
    return weeks


def quickly(person: Watched, *line: str, code: int | None = None) -> str:
    """Run a command line that must end soon, and return its output."""
    begun = time.process_time()
    ran = person.apj(*line, code=code)
    assert time.process_time() - begun < SECONDS, line
    return ran.out + ran.err


def refused_and_read_on(journal: Attacked, texts: Mapping[str, str | bytes], codes: set[str]) -> None:
    """Check that unreadable texts are named with their positions and stop nothing, on either side."""
    ana = journal.ana
    weeks = shared(journal, texts)
    found = json.loads(quickly(ana, "check", "--json", code=1))["findings"]
    errors = {finding["path"]: finding for finding in found if finding["level"] == "error"}
    assert set(errors) == {f"ben/{week}.md" for week in weeks.values()}
    assert {finding["code"] for finding in errors.values()} <= codes
    assert all(finding["line"] for finding in errors.values() if finding["code"] != "file_size")
    for week in weeks.values():
        quickly(ana, "show", "ben", week, code=0)
    for line in (("show",), ("status",), ("review", "--no-fetch"), ("summary", "--since", "2026"), ("diff", "ben")):
        quickly(ana, *line)
    (first, *_) = texts.values()
    own = ana.root / "ana/2026-W49.md"
    own.write_bytes(first if isinstance(first, bytes) else first.encode("utf-8", "surrogatepass"))
    told = ana.apj("sync", "--json", code=3).json
    assert [skipped["path"] for skipped in told["skipped"]] == ["ana/2026-W49.md"]
    assert ana.apj("log", "a", "day").code == 0, "the week of today is another"
    own.unlink()


# ---- 31 to 38


@row(31)
def test_deep_front_matter_is_refused_at_once(journal: Attacked) -> None:
    deep = {f"{sign!r}": GOALS.format(sign * 15_000) for sign in ("[", "- ", "{a: ", "? ")}
    refused_and_read_on(journal, {**deep, "50 000": GOALS.format("[" * 50_000)}, {"depth", "yaml", "indicator"})


@row(32)
def test_yaml_alias_bombs_are_refused_at_once(journal: Attacked) -> None:
    keys = "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 30))
    lists = "".join(f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n in range(1, 30))
    bombs = {"merge keys": f"---\na0: &a0 {{k: v}}\n{keys}---\n", "lists": f"---\nb0: &b0 [x]\n{lists}---\n"}
    refused_and_read_on(journal, bombs, {"anchor", "indicator"})


@row(33)
def test_a_duplicate_key_is_an_error_that_names_both_lines(journal: Attacked) -> None:
    twice = "---\ngoals: [a]\noutcomes: [done]\noutcomes: [not done]\n---\n"
    refused_and_read_on(journal, {"outcomes": twice}, {"duplicate_key"})
    said = journal.ana.apj("check", code=1).out
    assert "lines 3 and 4" in said


@row(34)
def test_huge_numbers_and_impossible_dates_are_reported_at_their_fields(journal: Attacked) -> None:
    values = {
        "digits": "goals: [{goal: a, confidence: %s}]" % ("9" * 5000),
        "hex": "goals: [{goal: a, confidence: 0x%s}]" % ("f" * 5000),
        "date": "goals: [a]\ncall: {date: 2026-13-45}",
        "tag": "goals: [a]\ncall: {date: !!timestamp 2026-13-45}",
        "minutes": "goals: [a]\ncall: {minutes: -1e999}",
    }
    texts = {name: f"---\n{text}\n---\n" for name, text in values.items()}
    shared(journal, texts)
    findings = json.loads(quickly(journal.ana, "check", "--json"))["findings"]
    assert {one["code"] for one in findings} == {"number", "date", "tag"}
    assert {one["level"] for one in findings if one["code"] != "tag"} == {"warning"}


@row(35)
def test_words_that_yaml_would_convert_stay_as_text(journal: Attacked) -> None:
    words = ["no", "on", "1:30", "010", "1_000", ".nan", "0x1F", "2026-11-23", "1e3", "Yes", "off"]
    weeks = shared(journal, {"all": "---\ngoals:\n" + "".join(f"  - {word}\n" for word in words) + "---\n"})
    seen = journal.ana.apj("show", "ben", weeks["all"], "--json").json["weeks"][0]
    assert [goal["goal"] for goal in seen["goals"]] == words


@row(36)
def test_yaml_features_that_a_journal_does_not_use_are_refused(journal: Attacked) -> None:
    mark = journal.leaves_mark("yaml")
    texts = {
        "object": f"---\ngoals: !!python/object/apply:os.system ['{mark}']\n---\n",
        "set": "---\ngoals: !!set {a, b}\n---\n",
        "binary": "---\ngoals: !!binary aGk=\n---\n",
        "directive": "---\n%TAG ! tag:x\ngoals: [a]\n---\n",
        "documents": "---\ngoals: [a]\n...\n{b: c}\n---\n",
        "list key": "---\n? [a]\n: b\n---\n",
    }
    codes = {"tag", "documents", "complex_key", "yaml", "indicator", "fence", "open_front_matter"}
    refused_and_read_on(journal, texts, codes)


BYTES = {
    "utf-16": "---\ngoals: [a]\n---\n".encode("utf-16"),
    "surrogate": b"---\ngoals:\n  - \xed\xa0\x80\n---\n",
    "latin-1": b"---\ngoals:\n  - caf\xe9\n---\n",
    "overlong": b"---\ngoals:\n  - \xc0\x80\n---\n",
    "nul": b"---\ngoals:\n  - a\0b\n---\n",
}
MARKS = {
    "bom": b"\xef\xbb\xbf---\ngoals:\n  - Rest\n---\n",
    "crlf": b"---\r\ngoals:\r\n  - Rest\r\n---\r\nA line\r\n",
    "mixed": b"---\ngoals:\n  - Rest\n---\r\nA line\r\nAnother\n",
    "lone cr": b"---\ngoals:\n  - Rest\n---\nA line\rAnother\n",
    "nel": "---\ngoals:\n  - Rest\n---\nA line\x85Another\u2028And more\n".encode(),
    "nul in body": b"---\ngoals:\n  - Rest\n---\nA\0line\n",
}


@row(37)
def test_invalid_bytes_are_reported_at_their_line(journal: Attacked) -> None:
    refused_and_read_on(journal, BYTES, {"encoding", "control_character", "yaml"})


@row(37)
def test_byte_order_marks_and_line_endings_are_preserved(journal: Attacked) -> None:
    ana = journal.ana
    weeks = shared(journal, MARKS)
    for name, week in weeks.items():
        seen = ana.apj("show", "ben", week, "--json").json["weeks"][0]
        assert [goal["goal"] for goal in seen["goals"]] == ["Rest"], name
        assert (ana.root / f"ben/{week}.md").read_bytes() == MARKS[name]
    for name in ("bom", "crlf"):
        (ana.root / WEEK).write_bytes(MARKS[name])
        ana.apj("log", "a", "day")
        ana.apj("report", "-o", "1=done")
        ana.apj("sync")
        data = repos.git_bytes(ana.root, "show", f"HEAD:{WEEK}")
        assert data.startswith(b"\xef\xbb\xbf") is (name == "bom")
        assert (data.count(b"\r\n") == data.count(b"\n")) is (name == "crlf")


@row(38)
def test_files_above_the_size_limits_are_refused(journal: Attacked) -> None:
    texts = {
        "never closed": "---\ngoals: [a]\nmood: @b\n",
        "one line": "---\ngoals: [a]\n---\n" + "x" * 1_000_000,
        "many lines": "---\ngoals: [a]\n---\n" + "x\n" * 200_000,
        "front matter": "---\n" + "".join(f"k{n}: v\n" for n in range(9_000)) + "---\n",
    }
    refused_and_read_on(journal, texts, {"open_front_matter", "indicator", "file_size", "too_many"})


@row(38)
def test_a_huge_file_is_read_only_up_to_the_limit(journal: Attacked) -> None:
    ana = journal.ana
    for name, size in (("2026-W49.md", 100), ("2026-W50.md", 10)):
        with (ana.root / "ana" / name).open("wb") as file:
            file.write(b"---\ngoals: [a]\n---\n")
            file.truncate(size * 2**20)  # one line of zeros
    before, begun = read_so_far(), time.process_time()
    said = {
        line: command_line(*line.split(), folder=ana.root, as_="ana", code=None)
        for line in (
            "check --json",
            "show ana W49",
            "show ana W50",
            "status",
            "status --short",
            "summary",
            "sync --json",
        )
    }
    assert read_so_far() - before < 50 * 2**20
    assert time.process_time() - begun < 7 * SECONDS
    assert said["check --json"].json["errors"] == 2
    skipped = [each["path"] for each in said["sync --json"].json["skipped"]]
    assert skipped == ["ana/2026-W49.md", "ana/2026-W50.md"]
    for name in skipped:
        (ana.root / name).unlink()


def read_so_far() -> int:
    """Return how many bytes this process has read."""
    return int(Path("/proc/self/io").read_text("utf-8").split()[1])


@row(38)
def test_a_line_of_hyphens_in_the_body_does_not_end_the_front_matter(journal: Attacked) -> None:
    weeks = shared(journal, {"fence": "---\ngoals: [Rest]\n---\nA\n---\ngoals: [Work]\n---\n"})
    seen = journal.ana.apj("show", "ben", weeks["fence"], "--json").json["weeks"][0]
    assert [goal["goal"] for goal in seen["goals"]] == ["Rest"]


# ---- 39 to 44

MARKUP = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style><svg onload=alert(1)>", "<!-- hidden -->"),
    *("[a](javascript:alert(1))", "[a](java&#115;cript:alert(1))", "![a](http://tracker.example/x.gif)"),
    *("[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](vbscript:x)", "[a](file:///etc/passwd)", "<javascript:x>"),
    *("| a | b |", "# heading", "`code`", "**bold**", "$x^2$", "&lt;b&gt;", "~~~", "+++", "1. one"),
)


def quoted(texts: tuple[str, ...]) -> str:
    """Return a week whose goals are these texts."""
    return "---\ngoals:\n" + "".join(f"  - {json.dumps(text)}\n" for text in texts) + "---\n"


@row(39, 40)
def test_html_and_links_by_a_partner_are_plain_text_in_markdown(journal: Attacked) -> None:
    weeks = shared(journal, {"markup": quoted(MARKUP)})
    said = journal.ana.apj("summary", "--since", weeks["markup"], "--until", weeks["markup"], "--format", "md").out
    for sign in "<[`|$":
        assert not any(before != "\\" for before, here in pairwise(said) if here == sign), sign
    assert "javascript:alert" in said, "as words"


class Page(HTMLParser):
    """The parts of a page: its tags, its attributes, its text, and anything hidden."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.said, self.hidden = "", ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.said += data

    def handle_comment(self, data: str) -> None:
        self.hidden += data

    def unknown_decl(self, data: str) -> None:
        self.hidden += data


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "header", "footer"),
    *("h1", "h2", "h3", "p", "span", "ul", "ol", "li", "strong", "em", "del", "ins", "dl", "dt", "dd", "div", "small"),
    *("table", "thead", "tbody", "tr", "td", "th", "time"),
}
"""Of these no page can run, load or send anything."""
ATTRIBUTES = {
    "lang",
    "charset",
    "name",
    "content",
    "http-equiv",
    "class",
    "id",
    "colspan",
    "scope",
    "datetime",
    "aria-hidden",
}


@row(39, 40)
@pytest.mark.parametrize("line", ["summary --format html", "call --format html"])
def test_html_and_links_by_a_partner_are_plain_text_in_a_page(journal: Attacked, line: str) -> None:
    ana = journal.ana
    partner = journal.ben.read("ben/partner.md").replace("name: Ben Adler", f"name: {json.dumps(MARKUP[0])}")
    journal.by_hand(journal.ben, {"ben/2026-W48.md": quoted(MARKUP), "ben/partner.md": partner})
    ana.apj("sync")
    page = Page(ana.apj(*line.split()).out)
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert page.hidden == ""
    assert [text for text in MARKUP if text not in page.said] == []


@row(41)
def test_text_that_slows_down_markdown_parsers_is_rendered_quickly(journal: Attacked) -> None:
    bodies = {
        "quotes": ">" * 5000,
        "brackets": "[" * 20_000,
        "stars": "*" * 60_000,
        "links": "[a](" * 20_000,
        "table": "|" * 30_000 + "\n" + "|-" * 15_000,
        "steps": "## Steps\n" + "- [ ] 1: x\n" * 10_000,
        "log": "## Log\n" + "- 2026-01-01 stress: x\n" * 8000,
        "hyphens": "- " * 60_000,
    }
    weeks = shared(journal, {name: f"---\ngoals: [a]\n---\n{text}\n" for name, text in bodies.items()})
    for week in weeks.values():
        quickly(journal.ana, "show", "ben", week, code=0)
    quickly(journal.ana, "check")
    quickly(journal.ana, "summary", "--since", "2026", "--format", "md", code=0)


DRIVERS = (
    *("\x1b[2J\x1b[31mred", "\x9b31mred", "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\"),
    *("\x1b]52;c;aGk=\x07", "bell\x07", "over\rwritten", "back\b\b\b\bspace", "\x1bP+q\x1b\\", "\x1b[6n"),
    *("\x7f", "\x0e"),
)
TURNERS = (
    *("\u202egoal\u202c", "\u2066a\u2069", "\u200bzero", "\u2060", "\U000e0041\U000e0042", "\ufeff", "\u00ad"),
    *("\u061c", "\u3164", "\u115f", "\u2028line", "\u180e", "\ufff9a\ufffb"),
)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def hostile_journal(journal: Attacked, signs: tuple[str, ...]) -> dict[str, str]:
    """Let Ben put these characters wherever Ana sees his text, and return the places."""
    ben = journal.ben
    text = json.dumps("".join(signs))
    week = (
        f"---\ngoals:\n  - goal: {text}\n    done_when: {text}\n    area: {text}\n"
        f"    obstacles:\n      - kind: stress\n        if: {text}\n        then: {text}\n"
        f"outcomes:\n  - result: partly\n    evidence: {text}\n"
        f"happened:\n  - kind: unforeseen\n    note: {text}\nlearned: {text}\n---\n"
    )
    body = "".join(sign for sign in signs if sign.isprintable() or sign == "\u202egoal\u202c")
    week += f"## To ana\n- ask: {body}\n\n## Log\n- 2026-11-23 stress: {body}\n"
    partner = ben.read("ben/partner.md").replace("name: Ben Adler", f"name: {text}")
    files = {"ben/2026-W48.md": week, "ben/partner.md": partner, "ben/kept.md": ben.read("ben/kept.md") + f"- {body}\n"}
    journal.by_hand(ben, files, message="".join(signs).replace("\0", ""))
    return files


@pytest.mark.parametrize(
    "signs", [pytest.param(DRIVERS, marks=row(42), id="drivers"), pytest.param(TURNERS, marks=row(44), id="turners")]
)
def test_control_and_invisible_characters_are_shown_as_codes(journal: Attacked, signs: tuple[str, ...]) -> None:
    ana = journal.ana
    hostile_journal(journal, signs)
    said = [ana.apj("sync").out]
    for line in (
        *(("show", "ben"), ("status",), ("review",), ("diff", "ben"), ("summary",), ("check",), ("verify",)),
        *(("summary", "--format", "md"), ("summary", "--format", "html"), ("status", "--short"), ("doctor",)),
        *(("call",), ("call", "--format", "html"), ("agree", "--no-sign")),
    ):
        ran = ana.apj(*line, code=None)
        said.append(ran.out + ran.err)
    assert "<U+001B>" in "".join(said) or "<U+202E>" in "".join(said)
    codes = {finding["code"] for finding in ana.apj("check", "--json", code=None).json["findings"]}
    assert codes & {"hidden_character", "control_character", "line_break"}


@row(44)
def test_an_emoji_made_of_several_characters_is_not_split(journal: Attacked) -> None:
    weeks = shared(journal, {"emoji": GOALS.format(f"Play with {FAMILY}")})
    assert f"Play with {FAMILY}" in journal.ana.apj("show", "ben", weeks["emoji"]).out
    assert "hidden_character" not in journal.ana.apj("check", "--json").out


@row(43)
def test_text_that_looks_like_rich_markup_is_shown_literally(journal: Attacked) -> None:
    texts = (
        "[bold]x[/bold]",
        "[link=file:///etc/passwd]x[/link]",
        ":smile:",
        "[@click=app.quit]x[/]",
        "[red]",
        "\\[x]",
    )
    weeks = shared(journal, {"markup": quoted(texts)})
    for line in (("show", "ben", weeks["markup"]), ("summary", "--since", weeks["markup"])):
        said = journal.ana.apj(*line).out
        assert all(text in said for text in texts)


# ---- 45 and 46


HANDLES = ["\u0430na", "ANA", "con", "a.lock", "../x", "ana\n", "-x", "", "a" * 33, "nul", "git", "ana-", "a b"]


@row(45)
def test_a_confusable_or_invalid_handle_is_refused(journal: Attacked, own_home: Path) -> None:
    ana = journal.ana
    for handle in HANDLES:
        new = str(journal.root / "new")
        ana.apj("join", str(journal.shared), new, "--partner", handle, "--email", "c@example.org", code=2)
        assert not Path(new).exists()
        if handle in HANDLES[:6]:
            ana.apj("--as", handle, "sync", code=2)
            ana.apj("show", "--", handle, code=2)
    named = [handle for handle in HANDLES if handle and "/" not in handle and "\n" not in handle]
    tree = {f"{handle}/partner.md": "---\nname: Another Ana\nemail: ana@example.org\n---\n" for handle in named}
    journal.by_hand(journal.ben, tree)
    ana.apj("sync")
    assert [partner["partner"] for partner in ana.apj("status", "--json").json["partners"]] == ["ben"]
    assert "folder_name" in ana.apj("check", "--json", code=None).out


WEEKS = ["2026-W54", "2025-W53", "../../x", "2026-W01/..", "W00", "2026-W1x", "\uff12026-W01", "0000-W01", "2026-13-45"]


@row(46)
def test_a_week_that_the_calendar_does_not_have_is_reported(journal: Attacked) -> None:
    ana = journal.ana
    for week in WEEKS:
        for line in (("show", "ben", week), ("away", week), ("new-week", week, "--no-edit"), ("report", week)):
            ana.apj(*line, code=2)
        ana.apj("summary", "--since", week, code=2)
    files = {f"ben/{week}.md": GOALS.format("Rest") for week in WEEKS if "/" not in week}
    journal.by_hand(journal.ben, files)
    ana.apj("sync")
    assert [str(path) for path in ana.root.parent.glob("x*")] == []
    assert "Rest" not in ana.apj("show", "ben").out + ana.apj("summary", "--since", "2026").out
    assert "week_name" in ana.apj("check", "--json", code=None).out


# ---- 47 and 48

TEMPLATES = (
    *("{{ 7*7 }}", "{{ ''.__class__.__mro__ }}", "{% for x in range(10**9) %}x{% endfor %}", "{{ 'a'*10**9 }}"),
    *("{% include '/etc/passwd' %}", "{{ config }}", "{{goal}}", "${7*7}", "#{7*7}", "%(goal)s", "{0.__class__}"),
)


@row(47)
def test_templates_in_a_journal_and_template_code_in_a_goal_are_not_run(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    mine = "{{ 'OWNED' }} {% for goal in goals %}OWNED{% endfor %}"
    places = ("templates/summary.md.j2", "templates/week.md.j2", "ben/templates/summary.md.j2", "apj/week.md.j2")
    journal.by_hand(ben, {**dict.fromkeys(places, mine), "ben/2026-W49.md": quoted(TEMPLATES)})
    ana.apj("sync")
    said = ana.apj("show", "ben", "2026-W49").out
    assert all(text in said for text in TEMPLATES)
    summary = quickly(ana, "summary", "--since", "W48", "--until", "2026-W49", "--format", "md", code=0)
    assert "OWNED" not in summary
    assert "49" not in summary.replace("2026-W49", "").replace("2026-W49", "")
    ana.apj("new-week", "2026-W49", *(word for text in TEMPLATES for word in ("-g", text)), "--no-edit", "--no-sync")
    assert "OWNED" not in ana.read("ana/2026-W49.md")
    seen = ana.apj("show", "ana", "2026-W49", "--json").json["weeks"][0]
    assert [goal["goal"] for goal in seen["goals"]] == list(TEMPLATES)


EVERYWHERE = '=cmd|"/c calc"!A0\r\nBCC: x@example.org</script><title>\'"`;--\u2028+1,2\t@x {{7*7}} <U+001B> \\'


@row(48)
def test_hostile_text_passes_safely_through_every_output(journal: Attacked) -> None:
    ana = journal.ana
    text = EVERYWHERE
    ana.write("ana/2026-W49.md", f"---\ngoals:\n  - goal: {json.dumps(text)}\n    area: {json.dumps(text)}\n---\n")
    ana.apj("sync")
    for line in (
        ("show", "ana", "2026-W49"),
        ("summary", "--since", "2026-W49", "--until", "2026-W49"),
        ("diff", "ana", "2026-W49"),
    ):
        document = ana.apj(*line, "--json").json
        assert text in texts_of(document) or line[0] == "diff"
    markdown = ana.apj("summary", "--since", "2026-W49", "--until", "2026-W49", "--format", "md").out
    assert all(f"\n{beginning}" not in markdown for beginning in ("BCC", "=cmd", "<"))
    page = ana.apj("summary", "--since", "2026-W49", "--until", "2026-W49", "--format", "html").out
    assert {tag for tag in Page(page).tags if tag not in TAGS} == set()
    assert all(f"\n{beginning}" not in page for beginning in ("BCC", "=cmd"))
    assert "</script><title>" in Page(page).said
    output = journal.root / "out.md"
    ana.apj("summary", "--since", "2026-W49", "--until", "2026-W49", "--format", "md", "-o", str(output))
    assert output.read_text("utf-8") == markdown


def texts_of(value: Any) -> set[str]:
    """Return every text in a document."""
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {text for item in inner for text in texts_of(item)}


# ---- 70

READS = 500 if os.environ.get("APJ_EVERY_MOMENT") else 16


@row(70)
def test_many_commands_in_one_process_leave_no_file_or_process_open(journal: Attacked) -> None:
    ana = journal.ana
    ana.apj("show")
    ana.apj("sync")
    before = len(os.listdir("/proc/self/fd")), children()
    for _ in range(READS // 2):
        ana.apj("show")
        ana.apj("diff", "--json")
    ana.apj("sync")
    assert (len(os.listdir("/proc/self/fd")), children()) == before
