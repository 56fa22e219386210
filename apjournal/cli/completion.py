"""What a shell offers after Tab: the partners, weeks and goals of the journal.

These functions print nothing and leave out whatever cannot be read, because the shell would show an error at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from apjournal.cli.context import Context
from apjournal.errors import ApjError

_MOST = 20
"""The number of weeks that are offered before the user has typed anything."""
_RESULTS = ("done", "partly", "not_done", "dropped")
_DECISIONS = ("keep", "shrink")


def complete_handles(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the partners' handles that match what has been typed."""
    with suppress(ApjError, OSError):
        from apjournal.usecases import complete

        root = _find_root(ctx)
        return _choose(complete.list_partners(root), incomplete) if root else []
    return []


def complete_partners(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the matching handles. If the command also takes a week, add the weeks, because a week may come first."""
    found = complete_handles(ctx, incomplete)
    takes_week = any(each.name == "week" for each in ctx.command.params)
    return [*found, *complete_weeks(ctx, incomplete)] if takes_week else found


def complete_weeks(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the matching weeks: words such as `last`, and weeks with a file, as `2026-W48` or `W48`."""
    with suppress(ApjError, OSError):
        from apjournal.usecases import complete

        root, partner = _find_root(ctx), ctx.params.get("partner")
        weeks = complete.list_weeks(root, partner) if root else ()
        if incomplete[:1] in {"w", "W"}:
            return _choose(dict.fromkeys(week.partition("-")[2] for week in weeks[:52]), incomplete.upper())
        words = (*complete.RELATIVE_WEEKS, *complete.list_spoken_days(incomplete))
        return _choose((*words, *(weeks if incomplete else weeks[:_MOST])), incomplete)
    return []


def complete_results(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the matching goals, each with every possible result."""
    return _complete_goals(ctx, incomplete, _RESULTS)


def complete_decisions(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the matching goals, each with every possible decision."""
    return _complete_goals(ctx, incomplete, _DECISIONS)


def _complete_goals(ctx: click.Context, incomplete: str, answers: tuple[str, ...]) -> list[CompletionItem]:
    with suppress(ApjError, OSError):
        from apjournal.usecases import complete

        context = ctx.ensure_object(Context)
        if root := _find_root(ctx):
            goals = complete.list_goals(root, partner=context.as_, now=context.now, environ=context.environ)
            return [
                CompletionItem(f"{name}={answer}", help=_show_on_one_line(words))
                for name, words in goals.items()
                for answer in answers
                if f"{name}={answer}".startswith(incomplete)
            ]
    return []


def complete_journals(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the matching names of journals."""
    with suppress(ApjError, OSError):
        from apjournal.usecases import complete

        return _choose(complete.list_journal_names(ctx.ensure_object(Context).environ), incomplete)
    return []


def _find_root(ctx: click.Context) -> Path | None:
    from apjournal.usecases import complete

    context = ctx.ensure_object(Context)
    return complete.find_root_to_complete(context.start, lambda: context.environ)


def _choose(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def _show_on_one_line(words: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


class BashWithEquals(BashComplete):
    """Completion for bash, which splits a word such as `grant=done` at its equals sign."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is being typed, and that word.

        Bash splits words at an equals sign. They are joined again here.
        """
        args, incomplete = super().get_completion_args()
        words: list[str] = []
        for word in (*args, incomplete):
            if words and (word == "=" or words[-1].endswith("=")):
                words[-1] += word
            else:
                words.append(word)
        return words[:-1], words[-1]

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the completions without the part up to an equals sign, which bash does not replace."""
        done = incomplete.rpartition("=")[:2]
        return [
            CompletionItem(item.value.removeprefix("".join(done)), type=item.type, help=item.help)
            for item in super().get_completions(args, incomplete)
        ]


add_completion_class(BashWithEquals)
