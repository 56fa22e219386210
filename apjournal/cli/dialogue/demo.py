"""Create the demo journal from its recorded history, or by replaying a story through the commands."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

from apjournal.cli.boundary import run_command
from apjournal.cli.context import Context
from apjournal.cli.main import apj
from apjournal.errors import ApjError, GitFault
from apjournal.model.story import StoryStep
from apjournal.render.screens import begin as render
from apjournal.usecases import demo as use


def run_demo(context: Context, folder: Path) -> None:
    """Create the demo journal. If that is impossible, remove what was created.

    The user's own story has no recorded history, so it is replayed through the commands.
    """
    use.check_place(folder)
    recording = use.read_recorded_history(context.now)
    with use.undo_on_failure(folder):
        if recording:
            context.print_hint("Creating thirteen weeks for two partners …")
            use.build_demo(folder, recording)
        else:
            context.print_hint("Replaying your own story; this takes a while …")
            replay_story(folder, context.now)
    context.show_view(use.build_view(folder), render.render_begin)


def replay_story(folder: Path, now: datetime) -> None:
    """Run every step of the story in its partner's clone, with the clock set to the step's time."""
    for step in use.list_steps(folder, now):
        if step.run:
            folder.mkdir(parents=True, exist_ok=True)
            _play_step(folder, step)
        else:
            use.edit_by_hand(folder, step)


def _play_step(folder: Path, step: StoryStep) -> None:
    clone = use.get_clone_path(folder, step.who)
    place = Context(directory=clone if clone.exists() else folder, as_=step.who, clock=step.at)
    said, wrong = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(wrong):
        code = run_command(apj, step.run, place)
    if code == 0:
        return
    words = (wrong.getvalue() or said.getvalue()).strip()
    message = f"The story stopped at {step.at:%Y-%m-%d %H:%M}. apj {' '.join(step.run)} exited with {code}: {words}"
    if code == GitFault.exit_code:
        raise GitFault(message, "apj removed the unfinished demo. Check the disk, then run the demo again.")
    raise ApjError(message, "This is a bug in apj. Please report it.")
