"""The first evening: apj asks for what was not given, with the likely answer for Enter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.helpers.demo import copied
from tests.helpers.repos import commit, git, new_repository
from tests.terminal.terminal import CTRL_C, ENTER, Desk, Terminal

SUNDAY = "2026-11-22T20:00+01:00"
NAME = "Your name"
HANDLE = "Your handle, the name of your folder"
EMAIL = "Your email address, as it appears in commits"
ZONE = "Your time zone"
MODE = "Who reports?"
DAY = "The day of your call"
TIME = "The time of your call"
ACCEPT = "Do you accept this agreement? [y/N]"
DEVICE = "Are you Ana, on another device? [y/N]"
TALK = "Also answer six short questions about how you work together? [Y/n]"
PLACE = "(Enter: later) > "
AGAIN = "(Enter: try the same again) > "
DEFAULT = "Also use this journal from every other folder? [Y/n]"
QUESTIONS = (NAME, HANDLE, EMAIL, ZONE, MODE, DAY, TIME, TALK, PLACE)
SAID = (
    *("--partner", "ana", "--name", "Ana Costa", "--email", "ana@example.org", "--timezone", "Europe/Lisbon"),
    *("--mode", "two-sided", "--call-day", "monday", "--call-time", "09:00"),
)


def accept(terminal: Terminal, *questions: str) -> None:
    """Answer each question with Enter, and skip the talk about the agreement."""
    for question in questions:
        terminal.answer(question, *("n" if question == TALK else ""), ENTER)


SETTINGS = "[user]\n\tname = Ana Costa\n\temail = ana@example.org\n[apj]\n\tjournal = /elsewhere\n"


def sit_down(folder: Path, home: Path) -> Desk:
    """Return Ana's surroundings on the first evening: her name in git's settings, and a default journal elsewhere."""
    (home / ".gitconfig").write_text(SETTINGS, "utf-8")
    return Desk(folder, home, SUNDAY)


@pytest.fixture
def sofa(tmp_path: Path, own_home: Path) -> Desk:
    """An empty folder on the first evening."""
    return sit_down(tmp_path, own_home)


@pytest.fixture(scope="session")
def alone_as_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `alone`, created once and copied for each test."""
    there = sit_down(tmp_path_factory.mktemp("alone"), tmp_path_factory.mktemp("home"))
    assert there.piped("init", "ana", *SAID, "--shared", "ours.git").returncode == 0
    return there.root


@pytest.fixture
def alone(sofa: Desk, alone_as_built: Path) -> Desk:
    """The same place, with a journal of Ana's in it that waits for her partner."""
    copied(alone_as_built, sofa.root, ["ana"])
    return sofa


def test_pressing_enter_at_each_question_of_init_accepts_the_likely_answer(sofa: Desk) -> None:
    with sofa.apj("init", "journal") as terminal:
        terminal.answer(f"{NAME} [Ana Costa] > ", ENTER).answer(f"{HANDLE} [ana] > ", ENTER)
        terminal.answer(f"{EMAIL} [ana@example.org] > ", ENTER)
        terminal.answer(ZONE, "Europe/Lisbon", ENTER).answer(MODE, ENTER)
        terminal.answer(f"{DAY} [monday] > ", "Tue", ENTER).answer(f"{TIME} [09:00] > ", "8:30", ENTER)
        accept(terminal, TALK)
        terminal.answer(PLACE, "ours.git", ENTER)
        told = terminal.end()
    assert "Send your partner this line:\n  apj join " in told
    assert "Everyone who can open that folder can read this journal." in told
    assert "First make sure that your partner's computer can open this folder at this path" in told
    assert told.endswith("\n  apj new-week")
    agreement = sofa.read("journal/agreement.md")
    assert "mode: two-sided" in agreement
    assert "day: tuesday\n" in agreement
    assert 'time: "08:30"' in agreement
    assert "name: Ana Costa\nemail: ana@example.org" in sofa.read("journal/ana/partner.md")
    assert git(sofa.root / "ours.git", "log", "--format=%s") == "ana: the journal begins"


def test_init_keeps_the_answers_while_the_journal_cannot_be_written(sofa: Desk) -> None:
    with sofa.apj("init", "journal", *SAID[:-6]) as terminal:
        accept(terminal, MODE, DAY, TIME)
        terminal.answer(TALK, ENTER).answer("misses a call", "We ring each other", ENTER)
        for _ in range(5):
            terminal.answer("(Enter: skip) > ", ENTER)
        terminal.see(PLACE)
        (sofa.root / "journal").mkdir()
        there = sofa.root / "journal" / "README.md"
        there.write_text("Mine\n", "utf-8")
        terminal.answer("", ENTER).see("Nothing has been created yet, and your answers are")
        terminal.answer("Try again? [Y/n]", ENTER)
        assert "already contains README.md." in " ".join(terminal.see("Try again? [Y/n]").split())
        there.unlink()
        terminal.press(ENTER).end()
    assert "We ring each other" in sofa.read("journal/agreement.md")


def test_init_inside_another_repository_asks_first_and_enter_means_no(sofa: Desk) -> None:
    new_repository(sofa.root / "work")
    inside = Desk(sofa.root / "work", sofa.home, SUNDAY)
    where = "Begin the journal there anyway? [y/N]"
    with inside.apj("init", "ours") as terminal:
        assert "is inside another git repository" in " ".join(terminal.see(where).split())
        terminal.press(ENTER)
        assert "No journal was created." in terminal.end(1)
    assert not (inside.root / "ours").exists()
    with inside.apj("init", "ours", *SAID) as terminal:
        terminal.answer(where, "y", ENTER).answer(PLACE, "?", ENTER).see("An empty folder or an empty bare repository")
        terminal.answer(PLACE, "", ENTER).end()
    assert (inside.root / "ours/ana/partner.md").exists()


def test_join_shows_the_answers_that_were_given_in_init(sofa: Desk) -> None:
    with sofa.apj("init", "journal") as terminal:
        accept(terminal, NAME, HANDLE, EMAIL, ZONE, MODE, DAY, TIME)
        terminal.answer(TALK, ENTER).answer("misses a call? (Enter: skip) > ", "We ring the next day", ENTER)
        for question in ("How blunt", "What stays", "What kind of help"):
            terminal.answer(question, ENTER)
        terminal.answer("Until when", "2020-01-06", ENTER).answer("Mon 6 Jan 2020 is in the past.")
        terminal.answer("Until when", "+12w", ENTER).answer("How will you stop?", "We say so", ENTER)
        terminal.answer(PLACE, "ours.git", ENTER).end()
    text = sofa.read("journal/agreement.md")
    assert "\nreview_on: 2027-02-14\n" in text
    assert text.endswith(
        "---\n## When one of us misses a call\n\nWe ring the next day\n\n## How we stop\n\nWe say so\n"
    )
    with sofa.apj("join", "ours.git", "ben") as terminal:
        terminal.answer("or new here?", "new", ENTER)
        shown = terminal.see(ACCEPT)
    assert "When one of us misses a call\n\n  We ring the next day\n\n  How we stop\n\n  We say so\n" in shown
    assert "Review on Sun 14 Feb 2027." in shown


def test_the_handle_that_init_suggests_is_derived_from_the_typed_name(sofa: Desk) -> None:
    with sofa.apj("init", "journal") as terminal:
        terminal.answer(NAME, "Zoë van Dam", ENTER).see(f"{HANDLE} [zoe] > ")


def test_init_offers_once_to_make_the_journal_the_default_one(sofa: Desk) -> None:
    git(sofa.root, "config", "--global", "--unset", "apj.journal")
    for folder, answer, named in (("first", "n", ""), ("second", "", f"{sofa.root}/second\n")):
        with sofa.apj("init", folder) as terminal:
            accept(terminal, *QUESTIONS)
            terminal.answer(DEFAULT, answer, ENTER).end()
        assert git(sofa.root, "config", "--global", "--default", "", "apj.journal").strip() == named.strip()
    with sofa.apj("init", "third") as terminal:
        accept(terminal, *QUESTIONS)
        assert DEFAULT not in terminal.end()


@pytest.mark.parametrize(
    ("question", "wrong", "said"),
    [
        (HANDLE, "Ana B", "Ana B is not a valid handle."),
        (EMAIL, "nowhere", "An email address is needed"),
        (ZONE, "Lisbon", "There is no time zone Lisbon."),
        (DAY, "someday", "someday is not a day of the week."),
        (TIME, "nine", "nine is not a time of day."),
        (PLACE, "http://example.org/x", "http:// is not encrypted"),
    ],
)
def test_init_asks_again_after_an_invalid_answer(sofa: Desk, question: str, wrong: str, said: str) -> None:
    with sofa.apj("init", "journal") as terminal:
        accept(terminal, *QUESTIONS[: QUESTIONS.index(question)])
        terminal.answer(question, wrong, ENTER).answer(said).see(question)


def test_init_does_not_ask_for_what_its_options_give(sofa: Desk) -> None:
    with sofa.apj("init", "journal", *SAID, "--shared", "ours.git") as terminal:
        terminal.end()
        assert "?" not in terminal.text
        assert " > " not in terminal.text


LISTENS = "Who listens, and sets no goals? Type a handle > "


def test_init_asks_who_listens_in_a_one_sided_journal(sofa: Desk) -> None:
    with sofa.apj("init", "journal") as terminal:
        for question in (NAME, HANDLE, EMAIL, ZONE):
            terminal.answer(question, ENTER)
        terminal.answer(MODE, "o", ENTER).answer(LISTENS, ENTER).answer("A handle is needed").answer(
            LISTENS, "ben", ENTER
        )
        accept(terminal, DAY, TIME, TALK, PLACE)
        terminal.end()
    assert "listeners: [ben]" in sofa.read("journal/agreement.md")
    assert "keeps: []" in sofa.read("journal/ana/partner.md")


def test_ctrl_c_at_the_question_about_listeners_creates_no_file(sofa: Desk) -> None:
    with sofa.apj("init", "journal") as terminal:
        for question in (NAME, HANDLE, EMAIL, ZONE):
            terminal.answer(question, ENTER)
        terminal.answer(MODE, "o", ENTER).answer(LISTENS).stop(CTRL_C)
    assert list(sofa.root.iterdir()) == []


def test_init_from_asks_for_the_terms_but_not_for_my_name(alone: Desk) -> None:
    with alone.apj("init", "anew", "--from", "ana") as terminal:
        assert NAME not in terminal.see(MODE)
        terminal.press(ENTER)
        accept(terminal, DAY, TIME, TALK, PLACE)
        terminal.answer("Imported").end()
    assert "email: ana@example.org" in alone.read("anew/ana/partner.md")


@pytest.mark.parametrize("answered", range(len(QUESTIONS)))
def test_ctrl_c_at_any_question_of_init_creates_no_file(sofa: Desk, answered: int) -> None:
    with sofa.apj("init", "journal") as terminal:
        accept(terminal, *QUESTIONS[:answered])
        terminal.answer(QUESTIONS[answered]).stop(CTRL_C)
    assert list(sofa.root.iterdir()) == []


def test_init_reports_a_folder_in_use_before_its_first_question(alone: Desk) -> None:
    with alone.apj("init", "ana") as terminal:
        assert "apj status" in terminal.end(2)
        assert NAME not in terminal.text


def test_join_shows_the_agreement_and_asks_who_i_am(alone: Desk) -> None:
    git(alone.root, "config", "--global", "user.name", "Ben Adler")
    git(alone.root, "config", "--global", "user.email", "ben@example.org")
    with alone.apj("join", "ours.git", "ben") as terminal:
        terminal.answer("Are you ana, or new here? [new] > ", ENTER)
        terms = terminal.see(ACCEPT).replace("\n", " ")
        assert "Two-sided: you report to each other; every week." in terms
        assert "Calls on Mondays at 09:00 Europe/Lisbon, 20 minutes, voice." in terms
        assert "Nothing else is written down yet." in terms
        assert "What we agreed" not in terms
        terminal.press("y", ENTER)
        terminal.answer(NAME, ENTER).answer(f"{HANDLE} [ben] > ", ENTER)
        terminal.answer(EMAIL, ENTER).answer(ZONE, "Europe/Berlin", ENTER)
        assert terminal.end().endswith("\n  apj new-week")
    assert "timezone: Europe/Berlin" in alone.read("ben/ben/partner.md")
    assert git(alone.root / "ours.git", "log", "-1", "--format=%s") == "ben: joins"


def test_join_says_who_listens_before_asking_to_accept(sofa: Desk) -> None:
    one_sided = ["one-sided" if word == "two-sided" else word for word in SAID]
    assert sofa.piped("init", "ana", *one_sided, "--listener", "ben", "--shared", "ours.git").returncode == 0
    with sofa.apj("join", "ours.git", "ben", "--partner", "ben") as terminal:
        assert "Who listens: ben." in terminal.see(ACCEPT)


def test_join_asks_whether_an_existing_handle_that_i_typed_is_mine(alone: Desk) -> None:
    with alone.apj("join", "ours.git", "ben") as terminal:
        terminal.answer("or new here?", "new", ENTER).answer(ACCEPT, "y", ENTER).answer(NAME, "Ana Bell", ENTER)
        terminal.answer(f"{HANDLE} > ", "ana", ENTER).answer(DEVICE, ENTER).answer(HANDLE, "ana-bell", ENTER)
        terminal.answer(EMAIL, "bell@example.org", ENTER).answer(ZONE, ENTER).end()
    assert git(alone.root / "ours.git", "log", "-1", "--format=%an %s") == "Ana Bell ana-bell: joins"


def test_join_asks_no_further_question_once_i_type_my_own_handle(alone: Desk) -> None:
    before = git(alone.root / "ours.git", "rev-parse", "main")
    with alone.apj("join", "ours.git", "laptop") as terminal:
        terminal.answer("or new here?", "new", ENTER).answer(ACCEPT, "y", ENTER).answer(NAME, ENTER)
        terminal.answer(f"{HANDLE} > ", "ana", ENTER).answer(DEVICE, "y", ENTER)
        assert EMAIL not in terminal.end()
    assert git(alone.root / "laptop", "config", "apj.partner") == "ana"
    assert git(alone.root / "ours.git", "rev-parse", "main") == before


@pytest.mark.parametrize(
    ("wrong", "said", "then"),
    [("ssh://localhost:1/ours.git", "Nothing has been created yet", "later"), ("taken", "notes.txt", "ours.git")],
    ids=["unreachable", "taken"],
)
def test_init_asks_again_only_for_a_remote_that_does_not_work(sofa: Desk, wrong: str, said: str, then: str) -> None:
    new_repository(sofa.root / "taken")
    commit(sofa.root / "taken", {"notes.txt": "Notes"}, "notes")
    with sofa.apj("init", "journal") as terminal:
        terminal.answer(NAME, ENTER).answer(HANDLE, ENTER).answer(EMAIL, ENTER).answer(ZONE, ENTER)
        terminal.answer(MODE, ENTER).answer(DAY, "friday", ENTER).answer(TIME, "18:30", ENTER)
        accept(terminal, TALK)
        terminal.answer(PLACE, wrong, ENTER).answer(said)
        terminal.answer(AGAIN, ENTER).answer(said).answer(AGAIN, then, ENTER)
        assert ("Send your partner this line" in terminal.end()) == (then != "later")
    assert 'time: "18:30"' in sofa.read("journal/agreement.md")
    assert not (sofa.root / "later").exists()


def test_join_asks_again_where_the_journal_is_if_it_cannot_be_fetched(alone: Desk) -> None:
    new_repository(alone.root / "empty")
    with alone.apj("join", "ssh://localhost:1/ours.git") as terminal:
        terminal.answer("Nothing has been created yet").answer(AGAIN, ENTER).answer("Nothing has been created yet")
        terminal.answer(AGAIN, "ana", ENTER).answer("exists.").answer(AGAIN, "empty/.git", ENTER)
        terminal.answer(AGAIN, "ours.git", ENTER).answer("or new here?").stop(CTRL_C)
    assert sorted(path.name for path in alone.root.iterdir()) == ["ana", "empty", "ours.git"]


def test_join_does_not_ask_again_if_the_folder_is_not_free(alone: Desk) -> None:
    with alone.apj("join", "ours.git", "ana") as terminal:
        assert "Choose a new folder" in terminal.end(2)


def test_join_asks_again_if_the_typed_email_address_belongs_to_another_partner(alone: Desk) -> None:
    with alone.apj("join", "ours.git", "ben") as terminal:
        terminal.answer("or new here?", "new", ENTER).answer(ACCEPT, "y", ENTER).answer(NAME, "Ben", ENTER).answer(
            HANDLE, ENTER
        )
        terminal.answer(EMAIL, "ana@example.org", ENTER).answer("is Ana's email address.")
        terminal.answer(EMAIL, "ben@example.org", ENTER).answer(ZONE, ENTER).end()
    assert git(alone.root / "ours.git", "log", "-1", "--format=%ae") == "ben@example.org"


def test_join_refuses_a_handle_with_another_email_address_at_once(alone: Desk) -> None:
    with alone.apj("join", "ours.git", "ben", "--partner", "ana", "--email", "ben@example.org") as terminal:
        assert "This journal already has a partner ana, with a different email address." in terminal.end(2)


def test_pressing_enter_does_not_confirm_that_an_existing_handle_is_mine(alone: Desk) -> None:
    git(alone.root, "config", "--global", "user.email", "ben@example.org")
    with alone.apj("join", "ours.git", "ben") as terminal:
        terminal.answer("or new here? [new] > ", "ana", ENTER).answer(DEVICE, ENTER).answer(
            "or new here?", "new", ENTER
        )
        terminal.answer(ACCEPT, ENTER)
        assert "You have not joined, and nothing was changed." in terminal.end(1)
        assert "--" not in terminal.text
    assert not (alone.root / "ben").exists()


def test_join_asks_about_an_existing_handle_given_on_the_command_line(alone: Desk) -> None:
    with alone.apj("join", "ours.git", "ben", "--partner", "ana") as terminal:
        terminal.answer(DEVICE, "n", ENTER).see("Are you ana, or new here?")


def test_joining_on_a_second_machine_needs_only_my_handle_and_a_yes(alone: Desk) -> None:
    with alone.apj("join", "ours.git", "laptop") as terminal:
        terminal.answer("Are you ana, or new here? [ana] > ", ENTER).answer(DEVICE, "y", ENTER).end()
    assert git(alone.root / "laptop", "config", "apj.partner") == "ana"


@pytest.mark.parametrize("answers", [(), ("or new here?",), ("or new here?", NAME)], ids=["who", "name", "handle"])
def test_ctrl_c_at_any_question_of_join_creates_no_file(alone: Desk, answers: Sequence[str]) -> None:
    before = sorted(alone.root.iterdir())
    with alone.apj("join", "ours.git", "ben") as terminal:
        for question in answers:
            terminal.answer(question, "new", ENTER)
            if question == "or new here?":
                terminal.answer(ACCEPT, "y", ENTER)
        terminal.answer(("or new here?", NAME, HANDLE)[len(answers)]).stop(CTRL_C)
    assert sorted(alone.root.iterdir()) == before
