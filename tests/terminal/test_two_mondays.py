"""Two Mondays on one terminal: answered one by one, typed ahead, and cancelled at each question."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.demo import copied
from tests.helpers.people import begin
from tests.helpers.repos import git
from tests.terminal.terminal import APJ, CTRL_C, ENTER, QUESTION, Desk, Terminal

FIRST, WEDNESDAY, SECOND = "2026-11-23T08:30+01:00", "2026-11-25T18:00+01:00", "2026-11-30T08:00+01:00"
WORDS, WAY, ONE_BY_ONE = "In a few words (Enter: skip) >", "[o]ther (Enter: skip) >", "[n]o, one by one"
SHARES = re.compile(rf"\[[Yy]/[Nn]\]|{re.escape(ONE_BY_ONE)}")
"""The questions that no line answers which was typed ahead."""


@dataclass(frozen=True)
class Stage:
    """One command of the story: when it is typed, and each question with its answer.

    `carried` goals are shown with their number like a question, but are not asked about.
    """

    name: str
    command: str
    at: str
    dialogue: tuple[tuple[str, str], ...]
    carried: int = 0


GOALS = Stage(
    "goals",
    "new-week",
    FIRST,
    (
        ("  1 >", "Send the draft to Ines"),
        ("  2 >", "Three runs"),
        ("  3 >", ""),
        ("Which goal is the hardest?  [1] [2] (Enter: skip) >", "1"),
        (WAY, "i"),
        ("  If (Enter: skip) >", "I open the site editor"),
        ("  then (Enter: skip) >", "I write one paragraph first"),
        ("Is another goal hard?  [2] (Enter: skip) >", ""),
        ("Share now? [Y/n]", "y"),
    ),
)
REPORT = Stage(
    "report, carry, goals",
    "new-week",
    SECOND,
    (
        ("(Enter: skip) >", "p"),
        (WORDS, "page 6 of 8"),
        ("[x] dropped (Enter: skip) >", "d"),
        ("(Enter: skip) >", "y"),
        ("[f]orgotten (Enter: skip) >", "w"),
        ("What did you learn? (Enter: skip) >", "Mornings are best"),
        ("Carry it over?  [k]eep it  [s]hrink it (Enter: leave it) >", "k"),
        ("  2 >", "Two runs"),
        ("  3 >", ""),
        ("Which goal is the hardest?  [2] (Enter: skip) >", ""),
        ("Share now? [Y/n]", "y"),
    ),
    carried=1,
)
CALL = Stage(
    "call",
    "call",
    SECOND,
    (
        ("(Enter: s) >", "w"),
        (f"{ONE_BY_ONE} (Enter: y) >", "y"),
    ),
)
STORY = (GOALS, REPORT, CALL)
STOPS = [
    pytest.param(stage, place, id=f"{stage.name} {place + 1}")
    for stage in STORY
    for place in range(len(stage.dialogue))
]


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The journal of the two before each stage, by its name, and under `end` as it is after the last."""
    folder, home = tmp_path_factory.mktemp("mondays"), tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("GIT_", "APJ_"))]:
            patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        now = folder / "now"
        ana, ben = begin(now)
        ana.apj("sync", at=FIRST)
        before = {}
        for stage in STORY:
            if stage is REPORT:
                ana.apj("log", "-i", "two hours of comparing fonts", at=WEDNESDAY)
            if stage is CALL:
                ben.apj("new-week", "-g", "Mark ten essays", "--no-edit", "--sync", at=SECOND)
            before[stage.name] = copied(now, folder / stage.name)
            desk = Desk(ana.root, home, stage.at)
            with begun(desk, stage) as terminal:
                for question, answer in stage.dialogue:
                    terminal.answer(question, answer, ENTER)
                assert "left over" not in terminal.end()
                assert len(QUESTION.findall(terminal.text)) == len(stage.dialogue) + stage.carried, terminal.text
        before["end"] = now
    return before


def begun(desk: Desk, stage: Stage) -> Terminal:
    """Start a stage's command from a shell, which says whether a line was left for it to run."""
    line = f"{' '.join(APJ)} {stage.command}; code=$?; if read -t 0; then echo left over; fi; exit $code"
    return Terminal("bash", "-c", line, cwd=desk.root, env=desk.env(), lines=60)


def at_desk(told: Mapping[str, Path], stage: Stage, tmp_path: Path, home: Path) -> Desk:
    return Desk(copied(told[stage.name], tmp_path / "journal") / "ana", home, stage.at)


def state(desk: Desk) -> dict[str, str]:
    """Return Ana's files, and her newest commit."""
    files = {str(path): path.read_text("utf-8") for path in sorted((desk.root / "ana").rglob("*.md"))}
    return files | {"HEAD": git(desk.root, "rev-parse", "HEAD")}


def shared_tip(desk: Desk) -> str:
    return git(desk.root.parent / "shared.git", "rev-parse", "main")


def test_two_partners_can_do_two_mondays_on_a_terminal(stages: Mapping[str, Path]) -> None:
    ana = stages["end"] / "ana"
    first, second = ((ana / f"ana/2026-{week}.md").read_text("utf-8") for week in ("W48", "W49"))
    for words in ("partly, page 6 of 8", "three-runs: done", "plan: worked", "learned: Mornings are best"):
        assert words in first
    for words in ("Send the draft to Ines", "decision: keep", "Two runs", "call: voice"):
        assert words in second
    assert "ben" in (ana / "ana/kept.md").read_text("utf-8")
    assert git(ana, "status", "--porcelain") == ""
    assert git(ana, "rev-parse", "HEAD") == git(stages["end"] / "shared.git", "rev-parse", "main")


@pytest.mark.parametrize("stage", STORY, ids=lambda stage: stage.name)
def test_answers_typed_ahead_have_the_same_effect_as_answers_typed_later(
    stage: Stage, stages: Mapping[str, Path], tmp_path: Path, own_home: Path
) -> None:
    desk = at_desk(stages, stage, tmp_path, own_home)
    before = shared_tip(desk)
    ahead = [answer for question, answer in stage.dialogue if not SHARES.search(question)]
    asked = [(question, answer) for question, answer in stage.dialogue if SHARES.search(question)]
    with begun(desk, stage) as terminal:
        terminal.press(*(f"{answer}{ENTER}" for answer in ahead), f"touch spilled{ENTER}")
        terminal.see("apj ignored what you typed ahead: touch spilled")
        for question, answer in asked[:-1]:
            terminal.answer(question, answer, ENTER)
        terminal.see(asked[-1][0])
        assert shared_tip(desk) == before
        terminal.press(asked[-1][1], ENTER)
        assert "left over" not in terminal.end()
    assert not (desk.root / "spilled").exists()
    later = {"goals": "report, carry, goals", "report, carry, goals": "call", "call": "end"}[stage.name]
    week = "2026-W48" if stage is GOALS else "2026-W49"
    expected = git(stages[later] / "ana", "log", "-1", "--format=%H", "--", f"ana/{week}.md")
    assert desk.read(f"ana/{week}.md") == f"{git(stages[later] / 'ana', 'show', f'{expected}:ana/{week}.md')}\n"


@pytest.mark.parametrize(("stage", "place"), STOPS)
def test_ctrl_c_at_any_question_of_a_monday_neither_loses_nor_shares_text(
    stage: Stage, place: int, stages: Mapping[str, Path], tmp_path: Path, own_home: Path
) -> None:
    desk = at_desk(stages, stage, tmp_path, own_home)
    before, tip = state(desk), shared_tip(desk)
    with desk.apj(stage.command, lines=60) as terminal:
        for question, answer in stage.dialogue[:place]:
            terminal.answer(question, answer, ENTER)
        terminal.see(stage.dialogue[place][0])
        said = " ".join(terminal.stop(CTRL_C).split())
    now = state(desk)
    assert shared_tip(desk) == tip
    assert git(desk.root, "fsck", "--strict", "--no-dangling", "--no-progress") == ""
    changed = {Path(path).name for path in now if now[path] != before.get(path) and path != "HEAD"}
    saved = re.search(r"Saved here but not shared: (.*?)\. Your later answers", said)
    if saved is None:
        assert "Your answers in this dialogue were discarded; nothing else changed." in said
        assert not changed
    else:
        named = set(re.findall(r"ana/(\S+\.md)", saved[1]))
        named |= {"kept.md"} if "your copy of Ben's goals" in saved[1] else set()
        assert changed == named
    assert before.keys() <= now.keys()
    if stage is not GOALS:
        assert "two hours of comparing fonts" in desk.read("ana/2026-W48.md")
