"""Questions on a terminal: one key where one key is enough, a line where words are wanted.

They are asked only when both ends are terminals (`Context.interactive`), and written to stdout, where the
rest of the talk stands. Ctrl-C and the end of input leave through `click.Abort`, before anything is written.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

_ENTER = ("\r", "\n")


def key(question: str, choices: str, *, default: str, other: str | None = None) -> str:
    """Ask for one of the keys `choices`; Enter gives `default` (which may be "", for nothing).

    Any other key gives `other`; without it, it is waited for one that is a choice.
    """
    click.echo(f"{question} > ", nl=False)
    while True:
        pressed = click.getchar()
        if pressed in {"\x03", "\x04"}:
            raise click.Abort
        if pressed in _ENTER:
            click.echo()
            return default
        if pressed.lower() in choices:
            click.echo(pressed)
            return pressed.lower()
        if other is not None:
            click.echo()
            return other


def yes(question: str, *, default: bool = True) -> bool:
    """Ask a question that is answered by yes or no."""
    hint = "[Y/n]" if default else "[y/N]"
    return key(f"{question} {hint}", "yn", default="y" if default else "n") == "y"


def line(question: str, *, default: str = "") -> str:
    """Ask for a line of words; an empty one gives `default`."""
    shown = f"{question} [{default}]" if default else question
    answer: str = click.prompt(shown, default="", show_default=False, prompt_suffix=" > ")
    return answer.strip() or default


def numbered_lines(first: int) -> tuple[str, ...]:
    """Ask for lines, numbered from `first`, until an empty one."""
    lines: list[str] = []
    while answer := line(f"  {first + len(lines)}"):
        lines.append(answer)
    return tuple(lines)


def several(question: str, options: Sequence[str]) -> tuple[int, ...]:
    """Ask which of the numbered options: numbers apart by blanks or commas; gives their indexes."""
    for number, option in enumerate(options, 1):
        click.echo(f"  {number} {option}")
    while True:
        words = line(question).replace(",", " ").split()
        if all(word.isdigit() and 1 <= int(word) <= len(options) for word in words):
            return tuple(sorted({int(word) - 1 for word in words}))
        click.echo(f"  Numbers from 1 to {len(options)}, please.")
