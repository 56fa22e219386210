"""Questions on a terminal: one key where one key is enough, a line where words are wanted.

They are asked only when both ends are terminals (`Context.interactive`), and written to stdout, where the
rest of the talk stands. Ctrl-C and the end of input leave through `click.Abort`, before anything is written.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

import click

from apjournal.cli import keys
from apjournal.errors import ApjError
from apjournal.render.terminal import Page, Part, Style


@dataclass(frozen=True)
class Talk:
    """Says things and asks things, in the style that the terminal can show."""

    style: Style

    def say(self, *parts: Part, indent: int = 0, hang: int = 0) -> None:
        """Say something in a paragraph of its own."""
        page = Page(self.style)
        page.say(*parts, indent=indent, hang=hang)
        click.echo(page.text(), nl=False, color=self.style.color)

    def next(self, command: str) -> None:
        """End with the next step."""
        page = Page(self.style)
        page.next(command)
        click.echo(page.text(), nl=False, color=self.style.color)

    def gap(self) -> None:
        """Leave a line free."""
        click.echo()

    def key(self, question: str, choices: str, *, default: str, indent: int = 0) -> str:
        """Ask for one of the keys `choices`; Enter gives `default` (which may be "", for nothing), others nothing."""
        return self._pressed(self._set(f"{question} >", indent), choices, default)

    def yes(self, question: str, *, default: bool = True) -> bool:
        """Ask a question that is answered by yes or no."""
        hint = "[Y/n]" if default else "[y/N]"
        return self._pressed(self._set(f"{question} {hint}"), "yn", "y" if default else "n") == "y"

    def enter(self, offer: str) -> bool:
        """Offer something at the end of a line that stands already: Enter takes it, any other key ends."""
        with keys.listening() as wait:
            click.echo(click.style(f"{offer} ", dim=True), nl=False, color=self.style.color)
            pressed = wait()
            click.echo()
        return pressed in keys.ENTER

    def line(
        self, question: str, *, default: str = "", check: Callable[[str], object] | None = None, indent: int = 0
    ) -> str:
        """Ask for a line of words; an empty one gives `default`.

        What `check` has to say against an answer (an `ApjError`) is told, and the question asked again.
        """
        asked = self._set(f"{question} [{default}] >" if default else f"{question} >", indent)
        *above, last = asked.split("\n")
        while True:
            for text in above:
                click.echo(text)
            answer = _read_line(last) or default
            try:
                if check:
                    check(answer)
            except ApjError as error:
                self.say(f"{error.message} {error.hint}", indent=indent)
            else:
                return answer

    def numbered_lines(self, first: int) -> tuple[str, ...]:
        """Ask for lines, numbered from `first`, until an empty one."""
        lines: list[str] = []
        while answer := self.line(str(first + len(lines)), indent=2):
            lines.append(answer)
        return tuple(lines)

    def _set(self, question: str, indent: int = 0) -> str:
        """Set a question, broken where the terminal is too narrow; the answer follows it."""
        page = Page(replace(self.style, color=False))
        page.say(question, indent=indent)
        return page.text().removesuffix("\n") + " "

    def _pressed(self, asked: str, choices: str, default: str) -> str:
        with keys.listening() as wait:
            click.echo(asked, nl=False)
            while True:
                pressed = wait()
                if pressed in keys.ENTER:
                    click.echo()
                    return default
                if pressed.lower() in tuple(choices):
                    click.echo(pressed)
                    return pressed.lower()


def _read_line(question: str) -> str:
    _ease_typing()
    answer: str = click.prompt(question, prompt_suffix="", default="", show_default=False)
    return "".join(sign for sign in answer if unicodedata.category(sign) != "Cc").strip()


def _ease_typing() -> None:
    """Let arrow keys work in a line that is typed; pasted lines stay lines."""
    if sys.platform == "win32":
        return  # its console does that itself
    try:
        import readline
    except ImportError:
        return
    readline.set_auto_history(False)
    readline.parse_and_bind("set enable-bracketed-paste off")
