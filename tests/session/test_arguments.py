"""Arguments whose meaning depends on the journal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from apjournal.errors import UsageFault
from apjournal.model.isoweek import IsoWeek
from apjournal.session.arguments import join_to_one_line, parse_partner_and_week
from apjournal.session.workspace import Workspace

W48 = IsoWeek(2026, 48)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for handle in ("ana", "w48"):  # a handle may look like a week
        (tmp_path / handle).mkdir()
        (tmp_path / handle / "partner.md").write_text("", "utf-8")
    now = datetime.fromisoformat("2026-11-25T18:00+01:00")
    return Workspace(tmp_path, partner=None, now=now, environ={}, terminal=False)


@pytest.mark.parametrize(
    ("partner", "week", "found"),
    [
        (None, None, (None, None)),
        ("ana", None, ("ana", None)),
        ("ana", "W48", ("ana", W48)),
        ("this", None, (None, W48)),
        ("W48", None, (None, W48)),
        ("w48", None, ("w48", None)),
        ("w48", "this", ("w48", W48)),
        ("cleo", None, ("cleo", None)),
    ],
)
def test_a_single_argument_is_a_partner_if_possible_and_otherwise_a_week(
    workspace: Workspace, partner: str | None, week: str | None, found: tuple[str | None, IsoWeek | None]
) -> None:
    assert parse_partner_and_week(workspace, partner, week) == found


def test_the_second_argument_must_be_a_week(workspace: Workspace) -> None:
    with pytest.raises(UsageFault):
        parse_partner_and_week(workspace, "ana", "soon")


def test_the_words_of_a_note_are_joined_to_one_line() -> None:
    assert join_to_one_line(" two\n\thours  of fonts ") == "two hours of fonts"
    with pytest.raises(UsageFault):
        join_to_one_line(" \n")
