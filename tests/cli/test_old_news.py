"""Old data shows its age: the time of the last successful fetch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, goals_kept, replay

Both = tuple[Person, Person]
NEXT_MONDAY = "2026-11-30T08:12+00:00"
LATER = "2026-11-30T09:30+00:00"
SAID = "as of Mon 30 Nov, 08:12"


@pytest.fixture
def fetched_early(tmp_path: Path) -> Person:
    """Ana, who has fetched on Monday before Ben shared his goals."""
    return replay(fetch_early, tmp_path)[0]


def fetch_early(folder: Path) -> Both:
    ana, ben = replay(goals_kept, folder)
    ana.apj("sync", at=NEXT_MONDAY)
    ben.apj("new-week", "-g", "Ride 60 km", "--no-edit", "--sync", "--without-report", at="2026-11-30T09:00+00:00")
    return ana, ben


def test_status_shows_the_time_of_the_last_fetch_when_a_partner_has_no_goals(fetched_early: Person) -> None:
    told = fetched_early.apj("status", at=LATER)
    assert SAID in told.out
    assert fetched_early.apj("status", "--json", at=LATER).json["as_of"] == "2026-11-30T08:12:00+00:00"
    fetched_early.apj("sync", at=LATER)
    assert "as of" not in fetched_early.apj("status", at=LATER).out


@pytest.mark.parametrize("line", [("review", "--no-fetch"), ("call", "--no-sync")])
def test_review_and_call_without_a_fetch_show_the_time_of_the_last_one(
    fetched_early: Person, line: tuple[str, ...]
) -> None:
    assert SAID in " ".join(fetched_early.apj(*line, at=LATER).out.split())
    assert fetched_early.apj(*line, "--json", at=LATER).json["as_of"] == "2026-11-30T08:12:00+00:00"


def test_review_after_a_fetch_shows_no_time(fetched_early: Person) -> None:
    assert "as of" not in fetched_early.apj("review", at=LATER).out


def test_review_offline_shows_the_time_of_the_last_successful_fetch(fetched_early: Person) -> None:
    shared = fetched_early.root.parent / "shared.git"
    shared.rename(shared.with_name("away.git"))
    told = " ".join(fetched_early.apj("review", at=LATER, code=None).out.split())
    assert SAID in told
    assert fetched_early.apj("status", "--json", at=LATER).json["as_of"] == "2026-11-30T08:12:00+00:00"


@pytest.mark.parametrize("noted", ["", "yesterday\n", None])
def test_an_unknown_fetch_time_is_null_in_json(fetched_early: Person, noted: str | None) -> None:
    stamp = fetched_early.root / ".git/apj/fetched"
    if noted is None:
        stamp.unlink()
    else:
        stamp.write_text(noted, "ascii")
    assert fetched_early.apj("status", "--json", at=LATER).json["as_of"] is None
    assert "as of" not in fetched_early.apj("status", at=LATER).out


def test_a_journal_without_a_remote_has_no_time_of_a_fetch(fetched_early: Person) -> None:
    fetched_early.git("remote", "remove", "origin")
    assert fetched_early.apj("status", "--json", at=LATER).json["as_of"] is None


def test_join_records_the_time_of_its_fetch(begun: Both) -> None:
    assert begun[1].apj("status", "--json").json["as_of"] is not None
