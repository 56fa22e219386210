"""An alert is reported once, by whichever command meets it first. JSON always contains it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, Ran, goals_kept, replay

TOLD = "The shared history was rewritten."
WAY_ON = "apj sync --accept-rewrite"


@pytest.fixture
def ben(tmp_path: Path) -> Person:
    """Ben, after Ana has rewritten what he kept."""
    return replay(rewrite, tmp_path)[1]


def rewrite(folder: Path) -> tuple[Person, Person]:
    ana, ben = replay(goals_kept, folder)
    ana.rewrite_history("ana/2026-W48.md", "---\ngoals:\n  - Another\n---\n")
    return ana, ben


def times(ran: Ran, text: str) -> int:
    return " ".join((ran.out + ran.err).split()).count(text)


@pytest.mark.parametrize(
    "line", ["sync", "review --fetch --no-keep", "call --medium voice", "new-week next -g Runs --no-edit --sync"]
)
def test_a_rewritten_history_is_reported_once_with_the_next_command(ben: Person, line: str) -> None:
    ran = ben.apj(*line.split(), code=5)
    assert times(ran, TOLD) == 1
    assert times(ran, WAY_ON) == 1


def test_the_second_sync_of_a_command_says_that_nothing_was_sent(ben: Person) -> None:
    ran = ben.apj("call", "--medium", "voice", code=5)
    assert times(ran, "Nothing was sent, because of the rewritten history above.") == 1


def test_sync_json_contains_a_rewritten_history_as_alarm_and_as_error(ben: Person) -> None:
    document = ben.apj("sync", "--json", code=5).json
    assert document["alarms"][0]["message"] == document["error"]["message"] == TOLD
    assert WAY_ON in document["error"]["hint"]
