"""The editor, and the questions after it is closed.

A file that cannot be read is repaired, opened again at the faulty line, or left as it is.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.errors import ApjError, BrokenFile, NeedsAttention
from apjournal.model.finding import Finding
from apjournal.model.hints import make_broken_file
from apjournal.render.screens import check as render_check
from apjournal.render.screens import written as render
from apjournal.render.words.phrases import end_sentence
from apjournal.usecases import check as use_check
from apjournal.usecases import edit as use

if TYPE_CHECKING:
    from apjournal.model.views.check import CheckView

_EXPLAIN_GONE = (
    "Yes: apj restores the text from before you opened the editor. No: the file stays empty, and "
    "apj keeps a copy of its text."
)
_EXPLAIN_VI = "apj uses $VISUAL, $EDITOR or git's core.editor, and vi only if none of them is set."
_EXPLAIN_BROKEN = (
    "Edit: the editor opens again. Leave: apj does not change the file, and does not share it until the "
    "file can be read."
)
_EXPLAIN_FIX = f"Fix: apj makes the repair that is shown above. {_EXPLAIN_BROKEN}"


def edit_week(context: Context, name: str | None) -> None:
    """Open my file of a week in the editor, and end with the next step.

    If the command created the file and nobody changed it, remove it again.
    """
    workspace = context.workspace
    if context.interactive:
        from apjournal.cli.dialogue import resolve

        path = use.get_path_of_week(workspace, name) if name else None
        if resolve.run_resolve(context, path, partial(run_editor, context)):
            return
    before = workspace.records.weeks(workspace.me)
    path = use.prepare_week(workspace, name)
    try:
        reads = run_editor(context, path)
    finally:
        if use.remove_unfilled(workspace, path, before):
            context.print_hint(f"You left {path} empty, so apj removed the file.")
    if reads and context.interactive:
        from apjournal.cli.questions import closing

        closing.show_next_step(context)


def run_editor(context: Context, path: str, *, at_goals: bool = False) -> bool:
    """Open one of my files in an editor until it can be read or the user stops. Return whether it can be read.

    With `at_goals`, open it at the line of the first goal.
    """
    workspace = context.workspace
    line = use.find_line_of_goals(workspace, path) if at_goals else None
    if context.interactive and (name := use.find_unset_vi(workspace)):
        _announce_vi(context, path, name)
    while True:
        closed = use.open_editor(workspace, path, line)
        if closed.code:
            context.print_hint(f"The editor exited with code {closed.code}.")
        if closed.unseen:
            context.print_hint(
                f"{path} also changed while you edited it, and your version does not contain that change."
            )
            context.print_hint(f"apj kept that change in {use.format_copy_path(workspace, closed.unseen)}")
        if not _wait_for_editor(context, path, closed):
            return False
        broken = use.find_errors(workspace, path)
        while broken:
            if not context.interactive:
                stopped = make_broken_file(path, broken, "cannot be read")
                return _report_stopped(context, path, closed, stopped)
            _show_findings(context, _check_file(context, path))
            choice = _ask_what_next(Talk(context.style), broken)
            if choice == "l":
                return _report_unreadable(context, path)
            if choice == "e":
                line = broken[0].span.line if broken[0].span else None
                break
            checked = _check_file(context, path, fix=True)
            _show_findings(context, replace(checked, findings=()))
            broken = use.find_errors(workspace, path)
        else:
            context.show_view(use.build_view(workspace, path, closed), render.render_edited)
            show_remark(context, path)
            return True


def _announce_vi(context: Context, path: str, name: str) -> None:
    """Show how to quit an editor that the user did not choose, and wait until they have read it."""
    talk = Talk(context.style)
    talk.show_paragraph(
        f"No editor is set, so {path} opens in {name}. Type i to write. To save and leave, press Esc, then type `:wq` "
        "and press Enter. To leave without saving, type `:q!` instead. For another editor: export EDITOR=nano"
    )
    talk.ask_line("Press Enter to open it", explain=_EXPLAIN_VI)


def show_remark(context: Context, path: str) -> None:
    """Show the first finding in a readable file, if there is one."""
    for finding in _check_file(context, path).findings[:1]:
        context.print_hint(end_sentence(finding.message))


def _wait_for_editor(context: Context, path: str, closed: use.EditorResult) -> bool:
    """If the editor ended at once, wait until the user has closed the file. Offer to restore text that vanished.

    Return False if the file stays empty.
    """
    workspace = context.workspace
    talk = Talk(context.style)
    if closed.at_once and context.interactive:
        question = "The editor returned at once. Press Enter when you have saved and closed the file"
        talk.ask_line(
            question, explain="Your editor seems to have opened its own window. apj waits until you are done."
        )
        workspace.refresh()
    if not use.is_gone(workspace, path, closed):
        return True
    copy = use.get_copy(workspace, path)
    if not context.interactive:
        stopped = NeedsAttention(f"{path} is empty now.", f"Its previous text is in {copy}")
        return _report_stopped(context, path, closed, stopped)
    if talk.ask_yes(f"{path} is empty now. Restore its text?", explain=_EXPLAIN_GONE):
        use.restore_copy(workspace, path)
        return True
    talk.show_paragraph(f"The file stays empty. Its previous text is in {copy}")
    return False


def _report_stopped(context: Context, path: str, closed: use.EditorResult, problem: ApjError) -> bool:
    """Report what was written, and the `problem`, because nobody can be asked. Return False."""
    context.show_view(
        replace(use.build_view(context.workspace, path, closed), problems=(problem,)), render.render_edited
    )
    return False


def _check_file(context: Context, path: str, *, fix: bool = False) -> CheckView:
    return use_check.check_journal_files(context.workspace, [context.workspace.root / path], fix=fix, strict=False)


def _show_findings(context: Context, view: CheckView) -> None:
    context.print_result(render_check.render_text(view, context.style))


def _ask_what_next(talk: Talk, broken: tuple[Finding, ...]) -> str:
    """Ask what to do about a file that cannot be read, and return the letter.

    If apj can fix it, that is the default.
    """
    where = f"at line {broken[0].span.line}" if broken[0].span else "again"
    if any(finding.fix for finding in broken):
        question = f"[f]ix it  [e]dit it {where}  [l]eave it"
        return talk.ask_key(question, "fel", default="f", explain=_EXPLAIN_FIX)
    return talk.ask_key(f"[e]dit it {where}  [l]eave it", "el", default="e", explain=_EXPLAIN_BROKEN)


def _report_unreadable(context: Context, path: str) -> bool:
    context.exit_codes.append(BrokenFile.exit_code)
    context.print_hint("The file is unchanged. apj does not share it until it can be read.")
    Talk(context.style).show_next_step(f"apj edit {path.rpartition('/')[2].removesuffix('.md')}")
    return False
