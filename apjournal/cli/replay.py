"""Replaying the story of the example journal through the commands themselves."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from apjournal.cli.boundary import run
from apjournal.cli.context import Context
from apjournal.cli.main import apj
from apjournal.errors import ApjError, GitFault
from apjournal.model.story import Step
from apjournal.render import begin as render
from apjournal.usecases import demo as use


def demo(context: Context, folder: Path) -> None:
    """Play every step in the clone of whoever takes it, with the clock at its moment; nothing stays of a part."""
    context.say("Replaying thirteen weeks …")
    steps = use.steps(folder, context.now)
    with use.undone_on_failure(folder):
        for step in steps:
            if step.run:
                folder.mkdir(parents=True, exist_ok=True)
                _play(folder, step)
            else:
                use.by_hand(folder, step)
    context.show(use.made(folder), render.text)


def _play(folder: Path, step: Step) -> None:
    clone = use.clone(folder, step.who)
    place = Context(directory=clone if clone.exists() else folder, as_=step.who, clock=step.at)
    said, wrong = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(wrong):
        code = run(apj, step.run, place)
    if code == 0:
        return
    words = (wrong.getvalue() or said.getvalue()).strip()
    message = f"The story stops at {step.at:%Y-%m-%d %H:%M}, where apj {' '.join(step.run)} ends with {code}: {words}"
    if code == GitFault.exit_code:
        raise GitFault(message, "Nothing is left of it here; look at the disk, then run it again.")
    raise ApjError(message, "This is a fault of apj; a line about it is welcome.")
