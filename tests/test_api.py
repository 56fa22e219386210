"""The public API: other programs read a journal, with plain values, and without git."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeGuard, get_args
from xml.etree import ElementTree

import pytest
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

import apjournal
from apjournal import api
from apjournal.api import IsoWeek, State, UsageFault
from apjournal.model.json_fields import is_hidden
from tests.helpers.repos import counted_processes
from tests.render.golden import check_golden

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "example-journal"
NOW = datetime.fromisoformat("2026-11-25T10:00+01:00")
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")


SECTIONS = [section.partition("\n") for section in re.split(r"^##+ ", PAGE, flags=re.MULTILINE)]
EXAMPLES = [
    (title, code) for title, _, text in SECTIONS for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
]
"""The title and the code of each example on the page."""
PRINTED = {title: said for title, _, text in SECTIONS for said in re.findall(r"```text\n(.*?)```", text, re.DOTALL)}


@pytest.mark.parametrize(("title", "code"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_each_example_in_the_docs_prints_the_documented_output(title: str, code: str) -> None:
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.stderr, ran.stdout) == ("", PRINTED.get(title, ""))


def test_the_page_about_the_api_has_three_worked_examples_after_the_first() -> None:
    assert [title for title, _ in EXAMPLES][1:] == ["A chart in a notebook", "A bot's message", "A custom export"]


def test_the_example_notebook_shows_a_bar_for_each_result_without_loading_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cell = ast.parse(dict(EXAMPLES)["A chart in a notebook"])
    last = cell.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])  # pygal adds an importer, at which later imports would warn
    exec(compile(cell, "cell", "exec"), names)
    picture = eval(compile(ast.Expression(last.value), "cell", "eval"), names)._repr_svg_()
    svg = ElementTree.fromstring(picture)
    bars = svg.findall(".//{*}g[@class='bars']/{*}g/{*}rect[@height!='0.0']")
    heights = [float(bar.get("height", "0")) for bar in bars]
    results = {State.DONE, State.PARTLY, State.NOT_DONE, State.DROPPED}  # another day, open goals have no report
    goals = [goal for _, goal in apjournal.open(EXAMPLE).goals("ana") if goal.state in results]
    assert len(goals) == round(sum(heights) / min(height for height in heights if height))
    assert re.findall(r'(?:href|src)="(?!#)[^"]*"|url\((?!#)', picture) == []


# ---- what is stable


def test_every_public_name_and_signature_is_as_it_was_approved() -> None:
    surface = "".join(f"{line}\n" for name in api.__all__ for line in describe(name))
    check_golden("api.txt", re.sub(r"\b([a-z_]+\.)+(?=[A-Z]|date\b|time\b)", "", surface))


def test_every_type_reachable_from_a_journal_is_public() -> None:
    public = {getattr(api, name) for name in api.__all__}
    reached = {
        kind
        for one in public
        if is_value(one)
        for field in fields(one)
        if is_shown(field)
        for kind in find_classes(field.type)
        if kind.__module__.startswith("apjournal")
    }
    assert reached
    assert {kind.__name__ for kind in reached - public} == set()


def describe(name: str) -> Iterator[str]:
    """Describe a public name: its signature, and of a class the public attributes and methods."""
    value = getattr(api, name)
    if not isinstance(value, type):
        yield f"{name}{inspect.signature(value)}"
        return
    yield f"class {name}({', '.join(base.__name__ for base in value.__bases__)})"
    if issubclass(value, Enum):
        yield from (f"    {member.name} = {member.value!r}" for member in value)
        return
    known = fields(value) if is_value(value) else ()
    yield from (f"    {field.name}: {inspect.formatannotation(field.type)}" for field in known if is_shown(field))
    for key, member in sorted(vars(value).items()):
        if key.startswith("_") or key in {field.name for field in known}:
            continue
        if isinstance(member, property):
            yield f"    {key}: {inspect.signature(member.fget).return_annotation}"  # type: ignore[arg-type]
        elif callable(getattr(value, key)):
            yield f"    {key}{inspect.signature(getattr(value, key))}"
        else:
            yield f"    {key} = {member!r}"


def is_value(value: object) -> TypeGuard[type[Struct]]:
    return isinstance(value, type) and issubclass(value, Struct)


def is_shown(field: FieldInfo) -> bool:
    """Whether a field is public: the others are for screens."""
    return not field.name.startswith("_") and not is_hidden(field.type)


def find_classes(hint: Any) -> Iterator[type]:
    """Return every class in an annotation."""
    if isinstance(hint, type):
        yield hint
    for part in get_args(hint):
        yield from find_classes(part)


# ---- what they return


def test_load_returns_the_values_as_typed(tmp_path: Path) -> None:
    path = tmp_path / "2026-W48.md"
    path.write_text("---\nweek: 2026-W48\nstarted: 2026-11-23\nmood: yes\ncontent: mine\n---\nBody\n", "utf-8")
    post = apjournal.load(path)
    assert post.metadata == {"week": "2026-W48", "started": "2026-11-23", "mood": "yes", "content": "mine"}
    assert post.content == "Body"


def test_load_returns_no_values_for_a_file_without_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text("# Only a body\n", "utf-8")
    assert (apjournal.load(path).metadata, apjournal.load(path).content) == ({}, "# Only a body")


@pytest.mark.parametrize("text", [b"---\na: [1\n---\n", b"---\na: 1\n", b"---\n\xff\n---\n"])
def test_load_raises_a_value_error_for_an_invalid_file(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "broken.md"
    path.write_bytes(text)
    with pytest.raises(ValueError):
        apjournal.load(path)


def test_load_raises_an_os_error_for_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        apjournal.load(tmp_path / "nothing.md")


def test_an_opened_journal_has_partners_weeks_and_goals_with_states() -> None:
    journal = apjournal.open(EXAMPLE / "ana", now=NOW)
    assert journal.root == EXAMPLE
    assert journal.today == NOW.date()
    assert [partner.name for partner in journal.partners] == ["Ana Costa", "Ben Adler"]
    assert journal.agreement.areas == ("professional", "personal")
    weeks = journal.weeks("ben")
    assert [str(week.week) for week in weeks[:2]] == ["2026-W36", "2026-W37"]
    newest = journal.week("ben", "2026-W48")
    assert newest == weeks[-1]
    assert {goal.state for goal in weeks[-1].goals} == {State.OPEN}
    assert journal.week("ben", IsoWeek(2020, 1)) is None
    with pytest.raises(AttributeError):
        journal.partners[0].name = "Cleo"  # type: ignore[misc]


def test_the_api_computes_due_reports_for_the_given_time() -> None:
    later = apjournal.open(EXAMPLE, now=datetime.fromisoformat("2026-12-09T10:00+01:00"))
    week = later.week("ana", "2026-W48")
    assert week
    assert {goal.state for goal in week.goals} == {State.UNREPORTED}


def test_the_api_starts_no_git(demo: Path) -> None:
    with counted_processes() as started:
        assert apjournal.open(demo / "ana").weeks("ben")
    assert started == []


def test_a_missing_journal_and_an_unknown_partner_raise_faults(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="no journal"):
        apjournal.open(tmp_path)
    with pytest.raises(UsageFault, match="no partner cleo"):
        apjournal.open(EXAMPLE, now=NOW).weeks("cleo")
    with pytest.raises(ValueError):
        apjournal.open(EXAMPLE, now=NOW).week("ana", "W48")


def test_importing_the_package_imports_none_of_its_modules() -> None:
    code = (
        "import apjournal, sys; print(sorted(name for name in sys.modules if name.startswith(('apjournal', 'yaml'))))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "['apjournal']\n"
    with pytest.raises(AttributeError, match="no attribute 'save'"):
        _ = apjournal.save  # type: ignore[attr-defined]
