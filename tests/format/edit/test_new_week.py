"""The text of a new week."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.errors import UsageFault
from apjournal.format.edit.new_week import render_new_week, render_peer_week
from apjournal.format.edit.week import WeekEditor
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Goal, Message, MessageKind, Week

ANA, W48 = Handle("ana"), IsoWeek(2026, 48)


@pytest.fixture
def own_template(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own template of a week, which the test writes."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own_home))
    path = own_home / "apj" / "templates" / "week.md.j2"
    path.parent.mkdir(parents=True)
    return path


def test_a_new_week_is_read_as_a_week_without_goals() -> None:
    assert WeekEditor.open_week(render_new_week(ANA, W48), ANA, W48).week == Week(ANA, W48)


def test_a_new_week_with_goals_is_as_short_as_a_week_written_by_hand() -> None:
    editor = WeekEditor.open_week(render_new_week(ANA, W48), ANA, W48).add_goals([Goal(0, "", "Three runs")])
    assert editor.data.decode() == "---\ngoals:\n  - Three runs\n---\n"


SAID = (Message("ben", MessageKind.ASK, "Thursday?"), Message("ben", None, "Or Friday"))


def test_a_new_week_under_peer_support_has_sections_for_went_well_and_messages() -> None:
    data = render_peer_week(ANA, W48, went_well=(), said=(), to=["ben"])
    assert data.decode() == "---\n---\n\n## Went well\n\n## To ben\n"
    assert WeekEditor.open_week(data, ANA, W48).week.goals == ()


def test_answers_under_peer_support_are_written_below_their_headings() -> None:
    data = render_peer_week(ANA, W48, went_well=["Two quiet mornings"], said=SAID, to=["cem", "ben"])
    assert WeekEditor.open_week(data, ANA, W48).week.messages == SAID
    text = data.decode()
    assert "\n## Went well\n- Two quiet mornings\n\n## To cem\n\n## To ben\n- ask: Thursday?\n- Or Friday\n" in text


def test_a_week_template_that_loses_a_message_is_refused(own_template: Path) -> None:
    own_template.with_name("peer-week.md.j2").write_text("---\n---\n", "utf-8")
    with pytest.raises(UsageFault, match=r"peer-week\.md\.j2 leaves out a message"):
        render_peer_week(ANA, W48, went_well=(), said=SAID, to=["ben"])


def test_a_users_week_template_gets_the_days_of_the_week(own_template: Path) -> None:
    own_template.write_text("---\nweek: {{ week }}\n---\n# {{ partner }}, {{ monday }} to {{ sunday }}\n", "utf-8")
    expected = "---\nweek: 2026-W48\n---\n# ana, 2026-11-23 to 2026-11-29\n"
    assert render_new_week(ANA, W48).decode() == expected


@pytest.mark.parametrize(("text", "place"), [("---\ngoals: ]\n---\n", "line 2"), ("x" * 300_000, "larger")])
def test_a_template_that_makes_an_invalid_week_is_refused(own_template: Path, text: str, place: str) -> None:
    own_template.write_text(text, "utf-8")
    with pytest.raises(UsageFault, match=place):
        render_new_week(ANA, W48)
