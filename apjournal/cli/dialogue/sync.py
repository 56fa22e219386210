"""Share the journal, for every command that offers it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.cli.questions.closing import format_dates
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.host_page import HostPage
from apjournal.model.views.sync import Note, NoteKind, SyncView
from apjournal.model.week import get_week_path
from apjournal.render.layout.page import make_bold
from apjournal.render.notes import format_note
from apjournal.render.screens import sync as render
from apjournal.usecases import sync as use
from apjournal.usecases.answers import keep_answers

_EXPLAIN_WHY = (
    "Your partner kept a copy that contains this goal, and will see that it is gone. apj writes "
    "your reason into your week. Enter: no reason, and apj does not ask again."
)
_EXPLAIN_TRANSLATE = (
    "Your partners do not have your results.txt, so their apj cannot read these results. Yes: apj replaces these "
    "words in your file, and changes nothing else. No: the file stays as it is, and is not shared."
)
_EXPLAIN_ME = (
    "Yes: you made the change, and apj adds this email address to your partner.md. No: your folder stays as it was."
)
_EXPLAIN_EMPTY = (
    "Yes: apj sends the whole journal to the new URL, and your partner has to set the same URL. No: nothing is sent. "
    "If the URL is "
    "wrong, correct it with git remote set-url."
)


def run_sync(context: Context, **wishes: bool) -> None:
    """Share my changes, fetch what is new, and show what was done."""
    view = ask_and_share(context, use.SyncChoices(**wishes))
    context.show_view(view, render.render_text)
    if context.interactive and not view.problems and not view.offline:
        from apjournal.cli.questions import closing

        closing.show_next_step(context)


def ask_and_share(context: Context, choices: use.SyncChoices = use.USUAL) -> SyncView:
    """Share as the user chose, and return what was done. In a terminal, ask for missing answers."""
    if context.interactive:
        missing = use.find_missing_answers(context.workspace)
        if _ask_to_translate(context, missing.in_own_words):
            missing = use.find_missing_answers(context.workspace)
        _ask_why(context, missing.removed)
    return use.sync_journal(
        context.workspace,
        write_page=_write_page,
        choices=choices,
        ask_yes=partial(_ask_yes, context) if context.interactive else None,
        when_committed=lambda commit: context.saved.append(f"your commit {commit[:7]}"),
    )


def _write_page(page: HostPage) -> str:
    from apjournal.render.host_page import render_page  # most partners have no page

    return render_page(page)


def _ask_yes(context: Context, question: Note) -> bool:
    explain = _EXPLAIN_EMPTY if question.kind is NoteKind.ASK_EMPTY_REMOTE else _EXPLAIN_ME
    return Talk(context.style).ask_yes(format_note(question), default=False, explain=explain)


def _ask_to_translate(context: Context, weeks: Iterable[IsoWeek]) -> bool:
    """Ask whether to write the English results in each of these weeks. Return whether any of them changed."""
    has_changed = False
    for week in weeks:
        path = get_week_path(context.workspace.me, week)
        question = (
            f"{path} has results in your own words. Replace them with the English ones, so that everyone can read "
            "the file?"
        )
        if Talk(context.style).ask_yes(question, explain=_EXPLAIN_TRANSLATE):
            use.translate_results(context.workspace, week)
            context.saved.append(f"the English results in {path}")
            has_changed = True
    return has_changed


def _ask_why(context: Context, removed: Iterable[use.Removed]) -> None:
    """Ask once for the reason for each kept goal that was removed since the last commit.

    Each answer is saved at once.
    """
    talk = Talk(context.style)
    for week, goal in removed:
        talk.show_paragraph(
            f"You removed a goal for {format_dates(context, week)} that your partner kept a copy of: ",
            make_bold(goal.goal),
        )
        if reason := talk.ask_line("Why?", enter="no reason", explain=_EXPLAIN_WHY):
            with keep_answers(context.workspace, (reason,)):
                use.write_reason(context.workspace, week, goal, reason)
            context.saved.append(f"your reason in {get_week_path(context.workspace.me, week)}")


def run_undo(context: Context) -> None:
    """Undo the last merge, and show the result."""
    context.show_view(use.undo_last_sync(context.workspace), render.render_text)
