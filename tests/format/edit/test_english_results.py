"""English results in place of words of the user's own table."""

from __future__ import annotations

import pytest

from apjournal.format.edit.english_results import write_english_results
from apjournal.format.read.result_words import parse_result_words
from apjournal.format.read.week import read_week
from tests.format.readings import ANA, W48

OWN = parse_result_words("fertig = done\nnicht erledigt = not done\n完了 = done\n", "results.txt")
GOALS = "goals:\n- Runs\n- Tides\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"---\n{GOALS}outcomes: [fertig, done]\n---\n", f"---\n{GOALS}outcomes: [done, done]\n---\n"),
        (f"\ufeff---\r\n{GOALS}outcomes: [完了]\r\n---\r\n", f"\ufeff---\r\n{GOALS}outcomes: [done]\r\n---\r\n"),
        ("Goals\n• Runs\n• Tides\n\nReport\n1. Fertig!, x\n", "Goals\n• Runs\n• Tides\n\nReport\n1. done, x\n"),
        (f"---\n{GOALS}---\nReport\n- “fertig 🎉”\n-\n", f"---\n{GOALS}---\nReport\n- “done, 🎉”\n-\n"),
        (f"---\n{GOALS}outcomes: [vertagt]\n---\n", f"---\n{GOALS}outcomes: [vertagt]\n---\n"),
        ("caf\udce9", "caf\udce9"),
    ],
    ids=["list", "CR LF and a byte order mark", "plain", "below front matter", "no result", "not UTF-8"],
)  # fmt: skip
def test_writing_english_results_changes_only_the_users_own_words(before: str, after: str) -> None:
    data = before.encode("utf-8", "surrogateescape")
    assert write_english_results(data, ANA, W48, OWN) == after.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("report", ["- fertig, S. 6\n- Nicht erledigt\n", "2. fertig\n1. fertig 👍\n"])
def test_a_week_with_english_results_means_the_same_without_the_users_own_words(report: str) -> None:
    typed = f"Goals\n- Runs\n- Tides\n\nReport\n{report}".encode()
    meant = read_week(typed, ANA, W48, OWN).value
    read = read_week(write_english_results(typed, ANA, W48, OWN), ANA, W48).value
    assert meant is not None
    assert read is not None
    assert read.outcomes == meant.outcomes
