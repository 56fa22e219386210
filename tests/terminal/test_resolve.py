"""A conflict in a terminal: `apj edit` asks which text to keep, and merges it. Enter changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.helpers.demo import copied
from tests.helpers.people import replay
from tests.helpers.repos import git
from tests.terminal.conftest import NEXT_MONDAY, first_week
from tests.terminal.terminal import ENTER, Desk

WEEK = "ana/2026-W48.md"
WHICH = "[m]ine  [t]heirs  [b]oth (Enter: leave it) >"
MARKED = "<<<<<<< Updated upstream\n- tea\n=======\n- coffee\n>>>>>>> Stashed changes\n"


@dataclass(frozen=True)
class Conflict:
    """A line of a file in Ana's folder, and what her laptop and her phone put in its place."""

    path: str
    line: str
    laptop: str
    phone: str


CONFLICTS = (
    Conflict(WEEK, "Three runs", "Three walks", "Three swims"),
    Conflict("ana/partner.md", "timezone: Europe/Lisbon", "timezone: Europe/Paris", "timezone: Asia/Tokyo"),
)


@pytest.fixture(scope="session")
def conflicts_as_built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The journal with each conflict, by its path: the laptop shared its text, and a sync stopped on the phone."""
    folder, home = tmp_path_factory.mktemp("conflicts"), tmp_path_factory.mktemp("nobody")
    built = {conflict.path: folder / str(number) for number, conflict in enumerate(CONFLICTS)}
    for conflict in CONFLICTS:
        root = built[conflict.path]
        replay(first_week, root)
        git(root, "clone", "-q", "shared.git", "phone")
        for name, value in (("apj.partner", "ana"), ("user.name", "Ana"), ("user.email", "ana@example.org")):
            git(root / "phone", "config", name, value)
        laptop, phone = (Desk(root / name, home, NEXT_MONDAY) for name in ("ana", "phone"))
        for desk, words in ((laptop, conflict.laptop), (phone, conflict.phone)):
            before = desk.read(conflict.path)
            assert conflict.line in before
            desk.write(conflict.path, before.replace(conflict.line, words))
            desk.piped("sync")
        assert b"apj edit" in phone.piped("sync").stderr
    return built


@pytest.fixture
def conflict_about() -> str:
    """The path of the conflict."""
    return WEEK


@pytest.fixture
def laptop(conflicts_as_built: Mapping[str, Path], conflict_about: str, tmp_path: Path, own_home: Path) -> Desk:
    """Ana's laptop, whose text is shared."""
    root = copied(conflicts_as_built[conflict_about], tmp_path / "journal", ("ana", "ben", "phone"))
    return Desk(root / "ana", own_home, NEXT_MONDAY)


@pytest.fixture
def phone(laptop: Desk) -> Desk:
    """Ana's phone, where the file has another text than her laptop shared, and on which a sync stopped."""
    return replace(laptop, root=laptop.root.parent / "phone")


@pytest.mark.parametrize(
    ("answer", "stands"),
    [("m", ["Three swims"]), ("theirs", ["Three walks"]), ("b", ["Three swims", "Three walks"])],
)
def test_the_chosen_side_of_a_conflict_is_merged_and_shared(
    laptop: Desk, phone: Desk, answer: str, stands: list[str]
) -> None:
    with phone.apj("edit") as terminal:
        shown = terminal.see(WHICH)
        assert "Three walks" in shown
        assert "Three swims" in shown
        said = terminal.press(answer, ENTER).end()
    assert f"Resolved: {WEEK}.\nNext: apj sync" in said
    assert b"two places" not in phone.piped("status").stdout
    assert phone.piped("sync").returncode == 0
    laptop.piped("sync")
    assert laptop.read(WEEK) == phone.read(WEEK)
    goals = ("Three swims", "Three walks")
    assert [goal for goal in goals if f"- {goal}\n" in laptop.read(WEEK)] == stands
    assert laptop.piped("check").returncode == 0
    assert laptop.piped("verify").returncode == 0


def test_pressing_enter_at_a_conflict_changes_no_file(phone: Desk) -> None:
    before = git(phone.root, "rev-parse", "HEAD")
    with phone.apj("edit") as terminal:
        assert "Next: apj edit" in terminal.answer(WHICH, ENTER).end(4)
    assert git(phone.root, "rev-parse", "HEAD") == before
    assert phone.piped("status").stdout.endswith(b"Next: apj edit\n")
    assert phone.piped("doctor").returncode == 1


def test_a_question_mark_at_a_conflict_explains_the_choices(phone: Desk) -> None:
    with phone.apj("edit") as terminal:
        terminal.answer(WHICH, "?", ENTER).see("Both: all lines")
        terminal.answer(WHICH, "m", ENTER).end()


def test_a_file_deleted_on_one_device_can_be_kept_or_deleted(laptop: Desk, phone: Desk) -> None:
    phone.write(WEEK, git(phone.root, "show", f"origin/main:{WEEK}") + "\n")
    with phone.apj("edit") as terminal:
        terminal.answer(WHICH, "t", ENTER).end()
    phone.piped("sync")
    laptop.piped("sync")
    for desk in (laptop, phone):
        desk.write("ana/notes.md", "one\n")
        desk.piped("sync")
    (laptop.root / "ana/notes.md").unlink()
    laptop.piped("sync", "--with-deletions")
    phone.write("ana/notes.md", "two\n")
    assert phone.piped("sync").returncode == 4
    with phone.apj("edit") as terminal:
        assert "(nothing)" in terminal.see("[m]ine  [t]heirs (Enter: leave it) >")
        terminal.press("t", ENTER).end()
    assert not (phone.root / "ana/notes.md").exists()
    assert phone.piped("sync").returncode == 0


@pytest.mark.parametrize(("answer", "stands"), [("f", "- tea\n"), ("second", "- coffee\n"), ("b", "- tea\n- coffee\n")])
@pytest.mark.parametrize("path", ["ana/notes.md", "agreement.md", WEEK])
def test_one_letter_at_the_question_resolves_conflict_markers_in_a_file(
    ana: Desk, path: str, answer: str, stands: str
) -> None:
    before = ana.read(path) if (ana.root / path).exists() else ""
    ana.write(path, before + MARKED)
    with ana.apj("edit") as terminal:
        terminal.answer("[f]irst  [s]econd  [b]oth (Enter: ", answer, ENTER)
        assert f"Resolved: {path}." in terminal.end()
    assert ana.read(path) == before + stands
    assert ana.piped("check", path).returncode == 0


def test_pressing_enter_leaves_a_note_with_conflict_markers_unchanged(ana: Desk) -> None:
    ana.write("ana/notes.md", MARKED)
    with ana.apj("edit") as terminal:
        terminal.answer("(Enter: leave it) >", ENTER).end(3)
    assert ana.read("ana/notes.md") == MARKED


def test_pressing_enter_opens_a_week_with_conflict_markers_in_the_editor(ana: Desk) -> None:
    before = ana.read(WEEK)
    ana.write(WEEK, before + MARKED)
    with ana.apj("edit", EDITOR="sed -i -e /^[<=>]/d") as terminal:
        terminal.answer("(Enter: open the editor) >", ENTER)
        terminal.end()
    assert ana.read(WEEK) == before + "- tea\n- coffee\n"


def test_edit_without_a_terminal_does_not_ask_about_a_conflict(phone: Desk) -> None:
    done = phone.piped("edit", EDITOR="true")
    assert b"[m]ine" not in done.stdout


@pytest.mark.parametrize("conflict_about", ["ana/partner.md"])
@pytest.mark.parametrize(
    ("answer", "zone", "quoted"), [("m", "Asia/Tokyo", False), ("t", "Europe/Paris", False), ("b", "Asia/Tokyo", True)]
)
def test_a_conflict_about_the_time_zone_in_a_partner_file_can_be_resolved(
    phone: Desk, answer: str, zone: str, quoted: bool
) -> None:
    with phone.apj("edit") as terminal:
        shown = terminal.see(WHICH)
        assert "timezone: Europe/Paris" in shown
        terminal.press(answer, ENTER).end()
    text = phone.read("ana/partner.md")
    assert [line for line in text.splitlines() if line.startswith("timezone:")] == [f"timezone: {zone}"]
    assert ("> timezone: Europe/Paris" in text) == quoted
    assert phone.piped("sync").returncode == 0
    assert phone.piped("check").returncode == 0
