"""A build of the pages after another one: it makes what a build of everything makes, whatever is in its cache."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apjournal.render.site import pages
from tests.helpers.folders import everything
from tests.helpers.people import FIVE_LINES, Person, begun

CACHE = ".git/apj/site"
_NUMBERS = count()
_EDITS: dict[str, Callable[[Person, Person, int], object]] = {
    "a line of text": lambda ana, ben, _: ana.write("ana/2026-W48.md", ana.read("ana/2026-W48.md") + "And more.\n"),
    "a goal reworded": lambda ana, ben, n: ana.write("ana/2026-W48.md", FIVE_LINES.replace("Three", f"{n}")),
    "a goal carried from an older week": lambda ana, ben, n: ana.write(
        "ana/2026-W46.md", f"---\ngoals:\n  - {{id: runs, goal: Run {n}}}\n---\n"
    ),
    "a goal carried on": lambda ana, ben, n: ana.write(
        "ana/2026-W47.md", f"---\ngoals: [{{id: runs, goal: Run}}]\noutcomes: {{runs: done}}\nlearned: {n}\n---\n"
    ),
    "an older week removed": lambda ana, ben, _: (ana.root / "ana/2026-W46.md").unlink(missing_ok=True),
    "a broken week": lambda ana, ben, _: ana.write("ana/2026-W47.md", "---\ngoals: [\n"),
    "another name": lambda ana, ben, n: ana.write("ana/partner.md", f"---\nname: Ana {n}\n---\n"),
    "a report": lambda ana, ben, n: ana.apj("report", "2026-W48", "-o", f"1=partly, page {n}", code=None),
    "a later day": lambda ana, ben, _: setattr(ana, "now", "2026-12-02T09:00+01:00"),
    "a commit": lambda ana, ben, _: ana.apj("commit", code=None),
    "a sync": lambda ana, ben, n: (
        ben.write("ben/2026-W48.md", FIVE_LINES.replace("Three", f"{n}")),
        ben.apj("sync", code=None),
        ana.apj("review", "--keep", code=None),
    ),
}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> tuple[Person, Person]:
    ana, ben = begun(tmp_path_factory.mktemp("again"))
    ana.write("ana/2026-W48.md", FIVE_LINES)
    return ana, ben


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.sampled_from(sorted(_EDITS)), min_size=3, max_size=3, unique=True))
def test_after_any_edits_a_build_with_the_cache_equals_a_build_without_it(
    people: tuple[Person, Person], edits: list[str]
) -> None:
    ana, ben = people
    with TemporaryDirectory() as folder:
        for edit in edits:
            with suppress(AssertionError):
                _EDITS[edit](ana, ben, next(_NUMBERS))
            ana.apj("site", f"{folder}/again")
            kept = (ana.root / CACHE).read_bytes()
            (ana.root / CACHE).unlink()
            shutil.rmtree(f"{folder}/new", ignore_errors=True)
            ana.apj("site", f"{folder}/new")
            (ana.root / CACHE).write_bytes(kept)
            assert everything(Path(folder, "again")) == everything(Path(folder, "new")), edit


def test_after_an_edit_only_the_affected_pages_are_rendered_again(
    people: tuple[Person, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ = people
    ana.write("ana/2026-W48.md", FIVE_LINES)
    ana.write("ana/2026-W40.md", "---\ngoals: [Rest]\n---\n")
    rendered: list[str] = []
    render = pages._render_page
    monkeypatch.setattr(pages, "_render_page", lambda page, frame: (rendered.append(page.name), render(page, frame))[1])
    ana.apj("site", str(tmp_path / "pages"))
    rendered.clear()
    ana.write("ana/2026-W48.md", f"{FIVE_LINES}A quiet day.\n")
    ana.apj("site", str(tmp_path / "pages"))
    whole, moment = {"weeks.html", "parting.html", "search.html"}, {"index.html", "call.html"}
    assert set(rendered) == {"2026-W48.html", "weeks-2026.html", *whole, *moment}


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data.replace(b"Three runs", b"Eight runs")])
def test_a_damaged_cache_of_the_site_is_ignored(
    people: tuple[Person, Person], tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    ana, _ = people
    ana.write("ana/2026-W48.md", FIVE_LINES)
    ana.apj("site", str(tmp_path / "before"))
    data = (ana.root / CACHE).read_bytes()
    (ana.root / CACHE).write_bytes(damage(data))
    assert (ana.root / CACHE).read_bytes() != data
    ana.apj("site", str(tmp_path / "after"))
    assert everything(tmp_path / "after") == everything(tmp_path / "before")
