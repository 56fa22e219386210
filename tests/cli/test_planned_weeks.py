"""A week without its year, in a command about the past: a planned week already counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, begun, replay

Both = tuple[Person, Person]
WEDNESDAY = "2026-11-25T10:00+01:00"
LAST_YEAR, PLANNED = "---\ngoals: [An old goal]\n---\n", "---\ngoals: [A plan]\n---\n"


@pytest.fixture
def years(tmp_path: Path) -> Both:
    """Ana has goals for W49 of last year."""
    return replay(write_last_year, tmp_path)


def write_last_year(folder: Path) -> Both:
    ana, ben = begun(folder)
    ana.now = ben.now = WEDNESDAY
    ana.write("ana/2025-W49.md", LAST_YEAR)
    ana.write("ana/2026-W48.md", PLANNED.replace("A plan", "This week"))
    ana.apj("sync")
    ben.apj("sync")
    return ana, ben


def test_a_week_number_means_a_planned_week_rather_than_that_of_last_year(years: Both) -> None:
    ana, ben = years
    lines = (("show", "W49"), ("show", "ana", "49"), ("summary", "--since", "W49", "--until", "W49"))
    for words in lines:
        assert "An old goal" in ana.apj(*words).out, words
    ana.write("ana/2026-W49.md", PLANNED)
    ana.apj("sync")
    ben.apj("sync")
    for words in lines:
        for person in years:
            assert "A plan" in person.apj(*words).out, words


def test_diff_accepts_a_planned_week(years: Both) -> None:
    ana, ben = years
    ana.write("ana/2026-W49.md", PLANNED)
    ana.apj("sync")
    ben.apj("review", "--keep", at=WEDNESDAY)
    ana.write("ana/2026-W49.md", PLANNED.replace("plan", "softer plan"))
    ana.apj("sync")
    ben.apj("sync")
    assert ben.apj("diff", "ana", "W49", "--json").json["week"] == "2026-W49"


def test_summary_since_the_number_of_a_planned_week_starts_in_the_past(years: Both) -> None:
    ana = years[0]
    ana.write("ana/2026-W49.md", PLANNED)
    told = ana.apj("summary", "--since", "W49", "--json", at=WEDNESDAY).json
    assert (told["since"], told["until"]) == ("2025-W49", "2026-W48")
    ana.apj("summary", "--since", "W48", "--until", "W47", code=2)


def test_away_with_a_week_number_marks_the_nearest_week(years: Both) -> None:
    ana = years[0]
    ana.apj("away", "W49", at=WEDNESDAY)
    assert "away: true" in ana.read("ana/2026-W49.md")


@pytest.mark.parametrize("command", ["search plan", "export", "insights", "summary"])
def test_a_week_number_after_since_is_never_a_week_in_the_future(years: Both, command: str) -> None:
    ana = years[0]
    ana.write("ana/2026-W49.md", PLANNED)
    told = ana.apj(*command.split(), "--since", "W49", "--json", at=WEDNESDAY).json
    if command == "export":
        assert [goal["week"] for goal in told["goals"]][:1] == ["2025-W49"]
    elif command == "search plan":
        assert [match["week"] for match in told["matches"]] == ["2026-W49"]
        assert ana.apj("search", "old", "--since", "W49", "--json").json["matches"][0]["week"] == "2025-W49"
    else:
        assert told.get("since", "2025-W49") == "2025-W49"
        assert "2025-W49" in ana.apj(command, "--since", "W49").out
