"""Ask questions in a terminal. Every answer is a line that ends with Enter. `?` explains the question.

apj asks only if stdin and stdout are terminals (`Context.interactive`). The questions go to stdout, like the rest of
the dialogue. Input that was typed ahead answers the following questions, but never a yes-or-no question. Some of those
cannot be undone, so their answer must be typed after the question is shown. When the command ends, remaining input is
discarded, so that no shell runs it. Ctrl-C and the end of input raise `click.Abort`.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import click
from msgspec import Struct
from msgspec.structs import replace

from apjournal.cli.context import Context
from apjournal.cli.raw_keys import take_typed_ahead
from apjournal.errors import ApjError
from apjournal.patterns import make_pattern
from apjournal.render.layout.page import Page, Part, Style, join_words, unjoin_words
from apjournal.render.words.phrases import join_alternatives

EXPLAIN = "?"
_ANSWER = 4
"""The number of cells that stay free on a line for the beginning of an answer."""
_OPTION = make_pattern(r"(\w*)\[(\w)\]( ?)(\w*)")
"""Matches an option in a question: `[d]one`, `v[i]deo`, or `[x] dropped`."""


def _read_nothing(answer: str) -> tuple[str, str] | None:
    """Return None, which means that no other answers are allowed."""
    return None


class Talk(Struct, frozen=True):
    """Shows text and asks questions, in a style that the terminal supports."""

    style: Style

    def show_paragraph(self, *parts: Part, indent: int = 0, hang: int = 0) -> None:
        """Write a paragraph of its own."""
        page = Page(self.style)
        page.add_paragraph(*parts, indent=indent, hang=hang, whole=True)
        self.show_text(page.render_page())

    def show_next_step(self, command: str) -> None:
        """Write the next step as the last line."""
        page = Page(self.style)
        page.add_next_step(command)
        self.show_text(page.render_page())

    def show_text(self, text: str) -> None:
        """Write text that was already rendered for this terminal."""
        click.echo(text, nl=False, color=self.style.color)

    def show_gap(self) -> None:
        """Write an empty line."""
        click.echo()

    def ask_key(
        self, question: str, choices: str, *, default: str, explain: str, indent: int = 0, enter: str = ""
    ) -> str:
        """Ask for one of the letters `choices`, or for the word of an option such as `[d]one`, and return the letter.

        Enter returns `default`, which may be "". `enter` are the words with which the prompt says what Enter does. If
        it is empty, the prompt shows the default, or "skip".
        """
        allowed = {word: letter for word, letter in _list_words(question).items() if letter in choices}
        allowed |= {letter: letter for letter in choices}
        asked = self._set_question(question, f"(Enter: {enter or default or 'skip'}) >", indent)
        return self._ask_until_chosen(asked, allowed, choices, default, indent, explain)

    def ask_key_and_words(
        self,
        question: str,
        choices: str,
        *,
        explain: str,
        indent: int = 0,
        enter: str = "skip",
        read_other: Callable[[str], tuple[str, str] | None] = _read_nothing,
    ) -> tuple[str, str]:
        """Ask for one of the letters `choices`, and return it with the words after it, as in `p page 6 of 8`.

        After Enter, both results are "". `enter` is the word with which the prompt says what Enter does. Words without
        a letter are not an answer, and neither are words that begin with the pronoun "I". `read_other` returns the
        letter and the words in any other answer, or None.
        """
        allowed = {word: letter for word, letter in _list_words(question).items() if letter in choices}
        allowed |= {letter: letter for letter in choices}
        asked = self._set_question(question, f"(Enter: {enter}) >", indent)
        while answer := self._read_answer(asked, indent, explain):
            head, _, words = answer.partition(" ")
            letter = allowed.get(head.rstrip(",:;").casefold())
            if letter and not (words and head == "I"):
                return letter, words.strip()
            if (other := read_other(answer)) is not None:
                return other
            self._show_choices(choices, indent, and_words=True)
        return "", ""

    def drop_typed_ahead(self) -> None:
        """Discard what was typed ahead, before a question that shares something, so that no old line answers it."""
        _drop_typed_ahead()

    def ask_yes(self, question: str, *, explain: str, default: bool = True) -> bool:
        """Ask a yes-or-no question and return whether the answer is yes.

        Input that was typed before the question does not count.
        """
        self.drop_typed_ahead()
        asked = self._set_question(question, "[Y/n]" if default else "[y/N]")
        allowed = {"y": "y", "yes": "y", "n": "n", "no": "n"}
        return self._ask_until_chosen(asked, allowed, "yn", "y" if default else "n", 0, explain) == "y"

    def ask_line(
        self,
        question: str,
        *,
        explain: str,
        default: str = "",
        check: Callable[[str], object] | None = None,
        indent: int = 0,
        enter: str = "",
    ) -> str:
        """Ask for a line of text. An empty line returns `default`.

        If there is no default, `enter` are the words with which the prompt says what Enter does. If `check` raises an
        `ApjError`, its message is shown with `explain`, and the question is asked again. The error's hint is meant for
        the command line, so it is not shown.
        """
        hint = f"[{default}] >" if default else f"(Enter: {enter}) >" if enter else ">"
        asked = self._set_question(question, hint, indent)
        while True:
            answer = self._read_answer(asked, indent, explain) or default
            try:
                if check:
                    check(answer)
            except ApjError as error:
                self.show_paragraph(f"{error.message} {explain}", indent=indent)
            else:
                return answer

    def ask_lines(self, first: int, *, explain: str) -> tuple[str, ...]:
        """Ask for lines, numbered from `first`, until an empty line. Return the lines."""
        lines: list[str] = []
        while answer := self.ask_line(str(first + len(lines)), indent=2, explain=explain):
            lines.append(answer)
        return tuple(lines)

    def _ask_until_chosen(
        self, asked: str, allowed: dict[str, str], choices: str, default: str, indent: int, explain: str
    ) -> str:
        while answer := self._read_answer(asked, indent, explain):
            if letter := allowed.get(answer.casefold()):
                return letter
            self._show_choices(choices, indent)
        return default

    def _show_choices(self, choices: str, indent: int, *, and_words: bool = False) -> None:
        then = ", then a few words if you like" if and_words else ""
        self.show_paragraph(f"Type {join_alternatives(choices)}{then}, or {EXPLAIN} for an explanation.", indent=indent)

    def _read_answer(self, asked: str, indent: int, explain: str) -> str:
        """Return the answer to a question. If the answer is `?`, show the explanation and ask again."""
        *above, last = asked.split("\n")
        while True:
            for text in above:
                click.echo(text)
            answer = _read_line(last)
            if answer != EXPLAIN:
                return answer
            self.show_paragraph(explain, "  Ctrl-C cancels.", indent=indent)

    def _set_question(self, question: str, hint: str, indent: int = 0) -> str:
        """Return a question with its hint, wrapped between words if the terminal is too narrow.

        The user types the answer after the hint.
        """
        question = _OPTION.sub(lambda option: join_words(option[0]), question)
        page = Page(replace(self.style, color=False, width=self.style.width - _ANSWER))
        page.add_paragraph(f"{question} {join_words(hint)}", indent=indent, whole=True)
        return unjoin_words(page.render_page().removesuffix("\n")) + " "


def _list_words(question: str) -> dict[str, str]:
    """Return the letter for each word that may replace it: `done` for `[d]one`, `dropped` for `[x] dropped`."""
    found = (option.groups() for option in _OPTION.finditer(question.casefold()))
    return {rest if space else lead + letter + rest: letter for lead, letter, space, rest in found}


def _read_line(question: str) -> str:
    command = click.get_current_context()
    context = command.ensure_object(Context)
    if not context.asked:
        context.asked = True
        command.find_root().call_on_close(_drop_typed_ahead)
    _enable_line_editing()
    answer: str = click.prompt(question, prompt_suffix="", default="", show_default=False)
    return "".join(sign for sign in answer if unicodedata.category(sign) != "Cc").strip()


def _drop_typed_ahead() -> None:
    """Discard what was typed ahead in the terminal, and show what was discarded."""
    if words := take_typed_ahead():
        click.echo(f"apj ignored what you typed ahead: {words}", err=True)


def _enable_line_editing() -> None:
    """Enable arrow keys while a line is typed. Pasted lines stay separate lines."""
    if sys.platform == "win32":
        return  # the Windows console does that itself
    try:
        import readline
    except ImportError:
        return
    readline.set_auto_history(False)
    readline.parse_and_bind("set enable-bracketed-paste off")
