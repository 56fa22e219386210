"""`apj demo`: a real journal of two example partners, from a story that ends this week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shlex import quote

from apjournal import templating
from apjournal.errors import ApjError, UsageFault
from apjournal.format.story import moved, read_story
from apjournal.model.isoweek import IsoWeek
from apjournal.model.story import Step
from apjournal.model.views.begin import BeginView
from apjournal.workspace.way_back import undone_on_failure as undone_on_failure

STORY = "story.yaml"


def steps(folder: Path, now: datetime) -> Iterator[Step]:
    """Give the story's steps, moved by whole weeks to end in the present one and not later than now.

    `{dir}` and `{shared}` are filled in. Raises `UsageFault` when something is in the folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageFault(f"There is something at {folder} already.", "Name a new folder: apj demo DIR")
    story = read_story(templating.find(STORY))
    weeks = IsoWeek.of(now.date()) - IsoWeek.of(story[-1].at.date())
    return (_placed(moved(step, weeks, latest=now), folder) for step in story)


def clone(folder: Path, who: str) -> Path:
    """Where one partner's clone of the demo is."""
    return folder / who


def _placed(step: Step, folder: Path) -> Step:
    places = {"{dir}": str(clone(folder, step.who)), "{shared}": str(folder / "shared.git")}
    return replace(step, run=tuple(places.get(word, word) for word in step.run))


def by_hand(folder: Path, step: Step) -> None:
    """Write or change a file as somebody does in an editor, without apj."""
    path = clone(folder, step.who) / step.path
    text = step.text
    if step.old is not None:
        before = path.read_text(encoding="utf-8")
        if before.count(step.old) != 1:
            raise ApjError(
                f"The story changes {step.path} at {step.at}, where it reads otherwise.", "This is a fault of apj."
            )
        text = before.replace(step.old, step.text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def made(folder: Path) -> BeginView:
    """Say what was made, and what to try."""
    where = f"apj -C {quote(str(clone(folder, 'ana')))}"
    return BeginView(
        path=str(folder),
        partner=None,
        shared=str(folder / "shared.git"),
        commit=None,
        next=(f"{where} status", f"{where} review", f"{where} insights"),
        lines=(f"Ana's clone is in {clone(folder, 'ana')}, Ben's in {clone(folder, 'ben')}.",),
    )
