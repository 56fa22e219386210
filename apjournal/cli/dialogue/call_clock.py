"""The clock of a call: a line that counts the minutes of each part while the partners talk, and its keys."""

from __future__ import annotations

import time

import click

from apjournal.cli.context import Context
from apjournal.cli.dialogue import edit, report
from apjournal.cli.prompts import Talk
from apjournal.cli.raw_keys import ENTER, wait_for_key
from apjournal.errors import ApjError
from apjournal.model.views.call import CallPart, CallView
from apjournal.model.week import Week
from apjournal.render.screens import call as render
from apjournal.usecases import call as use
from apjournal.usecases import report as use_report
from apjournal.usecases.answers import keep_answers

_MINUTE = 60
_TICK = 1.0
_EXPLAIN_NOTE = "apj adds the note below `## Call` in your week, with the name of this part. Enter: no note."


class _Keys:
    """The keys that can be pressed while the clock runs, and what they do."""

    def __init__(self, context: Context, talk: Talk, view: CallView) -> None:
        self._context, self._talk, self._view = context, talk, view

    def show_help(self) -> None:
        """Show which keys can be pressed now."""
        known = {
            "Enter: go to the next part": True,
            "n: take a note": self._has_week(),
            "g: change your goals": self._find_goals(),
            "r: give your report": self._find_due(),
            "e: end the call": True,
        }
        self._talk.show_paragraph(f"{', '.join(key for key, is_there in known.items() if is_there)}.")

    def run_key(self, key: str, part: CallPart) -> None:
        """Do what a key is for, or show the help for an unknown key. Enter and `e` are handled by the caller.

        If that is not possible, show why, and the call continues.
        """
        try:
            self._run_key(key, part)
        except ApjError as error:
            self._context.report_problem(error)

    def _run_key(self, key: str, part: CallPart) -> None:
        if key == "n" and self._has_week():
            self._ask_note(part)
        elif key == "g" and (path := self._find_goals()):
            change_goals(self._context, path)
        elif key == "r" and (due := self._find_due()):
            report.ask_report(self._context, self._talk, due, may_wait=True)
        else:
            self.show_help()

    def _ask_note(self, part: CallPart) -> None:
        text = self._talk.ask_line("Note", explain=_EXPLAIN_NOTE, enter="none")
        if not text:
            return
        with keep_answers(self._context.workspace, (text,)):
            path = use.add_note(self._context.workspace, self._view.week, render.name_part(part), text)
        self._context.saved.append(f"your notes in {path}")

    def _has_week(self) -> bool:
        return use.is_noted(self._context.workspace, self._view.week)

    def _find_goals(self) -> str | None:
        return use.find_own_goals(self._context.workspace, self._view.week)

    def _find_due(self) -> Week | None:
        return use_report.find_due_report(self._context.workspace)


def change_goals(context: Context, path: str) -> None:
    """Open my goals in the editor. If that is not possible, show why, and the call continues."""
    try:
        edit.run_editor(context, path, at_goals=True)
    except ApjError as error:
        context.report_problem(error)
    else:
        context.saved.append(f"your goals in {path}")


def run_clock(context: Context, talk: Talk, view: CallView) -> int:
    """Count the minutes of each part that has minutes. Return the length of the call in whole minutes, rounded."""
    keys = _Keys(context, talk, view)
    keys.show_help()
    begun = time.monotonic()
    for part in view.parts:
        if part.minutes and not _run_part(talk, keys, part):
            break
    return round((time.monotonic() - begun) / _MINUTE)


def _run_part(talk: Talk, keys: _Keys, part: CallPart) -> bool:
    """Count the minutes of one part. Return False if the user ended the whole call."""
    begun = time.monotonic()
    while (key := _await_key(talk, part, begun)) not in {ENTER, "e"}:
        keys.run_key(key, part)
    return key == ENTER


def _await_key(talk: Talk, part: CallPart, begun: float) -> str:
    """Show the clock of a part until a key is pressed, and return that key."""
    try:
        while True:
            spent = time.monotonic() - begun
            click.echo(f"\r{render.render_clock(part, int(spent), talk.style)}", nl=False, color=talk.style.color)
            if key := wait_for_key(_TICK - spent % _TICK):
                return key
    finally:
        click.echo()
