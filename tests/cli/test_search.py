"""`apj search`: words in everything that the partners wrote."""

from __future__ import annotations

from tests.helpers.people import Person


def test_search_prints_the_newest_passages_first(kept: tuple[Person, Person]) -> None:
    ana, ben = kept
    ana.apj("log", "-i", "two hours of Fónts", at="2026-11-25T18:00+01:00")
    ana.apj("park", "a page about fonts")
    ben.write("ben/2026-W47.md", "---\ngoals:\n  - No fonts\n  - fonts: [\n---\n")
    ben.apj("sync", code=None)
    ben.write("ben/2026-W47.md", "---\ngoals:\n  - No fonts\n---\n")
    ben.apj("sync")
    ana.apj("sync")
    assert ana.apj("search", "FONTS").out.splitlines() == [
        "ana/2026-W48.md:8: log: two hours of Fónts",
        "ben/2026-W47.md:3: goal: No fonts",
        "ana/parked.md:2: parked: a page about fonts",
    ]
    assert ana.apj("search", "hours", "fonts", "--json").json == {
        "matches": [
            {
                "path": "ana/2026-W48.md",
                "line": 8,
                "column": 24,
                "partner": "ana",
                "week": "2026-W48",
                "field": "log",
                "text": "two hours of Fónts",
            }
        ]
    }
    assert ana.apj("search", "fonts", "--partner", "ben", "--since", "W40").out.startswith("ben/2026-W47.md:3: ")
    assert "parked" not in ana.apj("search", "fonts", "--since", "W47").out


def test_search_without_results_exits_with_0(ana: Person) -> None:
    ran = ana.apj("search", "no such words")
    assert (ran.out, ran.err) == ("", "Nothing was found. apj looks for passages that contain all of the words.\n")
    assert ana.apj("search", "no such words", "--json").json == {"matches": []}


def test_search_names_a_file_that_it_cannot_search(ana: Person) -> None:
    (ana.root / "ana/2026-W49.md").write_bytes(b"---\ngoals:\n  - Caf\xe9\n---\n")
    ran = ana.apj("search", "runs")
    assert ran.out == "ana/2026-W48.md:4: goal: Three runs\n"
    assert ran.err == "apj could not search ana/2026-W49.md. To see why: apj check\n"


def test_search_refuses_an_invalid_expression_in_one_sentence(ana: Person) -> None:
    assert "is not a regular expression: it is too large." in ana.apj("search", "--regex", "a{99999999999}", code=2).err
    assert "also matches empty text." in ana.apj("search", "--regex", r"\b", code=2).err


def test_search_with_an_expression_imports_no_file_of_the_current_directory(ana: Person) -> None:
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - Fonts\n---\n")
    for name in ("re.py", "json.py", "sitecustomize.py"):
        ana.write(name, "raise SystemExit(9)\n")
    assert ana.apj("search", "--regex", "f.nts").out == "ana/2026-W48.md:3: goal: Fonts\n"
