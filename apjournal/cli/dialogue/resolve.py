"""Choose between two versions of a file in a terminal, after a conflict or where it has conflict markers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.errors import BrokenFile, GitFault
from apjournal.model.views.resolve import Choice
from apjournal.render.notes import format_note
from apjournal.usecases import resolve as use

_OPTIONS = {"m": "[m]ine", "t": "[t]heirs", "f": "[f]irst", "s": "[s]econd", "b": "[b]oth"}
_EXPLAIN = (
    "Mine: the version on this device. Theirs: the shared version. Both: all lines of both versions, "
    "mine first. If that is not possible, "
    "apj quotes the other lines below mine. Nothing is lost, because both versions stay in the history. "
    "You can change the result afterwards with apj edit."
)
_EXPLAIN_MARKERS = (
    "First or second: keep only that version. Both: keep both, one after the other. apj keeps a copy of the file."
)


def run_resolve(context: Context, path: str | None, edit: Callable[[str], bool]) -> bool:
    """Ask about each conflict, or about the markers in one file. Return whether there were any.

    `edit` opens one of my weeks in the editor. An unresolved conflict sets the exit code of the command.
    """
    workspace, talk = context.workspace, Talk(context.style)
    marked = [one for one in use.list_marked_files(workspace) if path in {None, one}]
    for one in marked:
        if not _choose_versions(context, talk, one, edit):
            return True
    found = () if marked or path else use.list_conflicts(workspace)
    if found and not _choose_sides(context, talk, found):
        return True
    if marked or found:
        talk.show_next_step("apj sync")
    return bool(marked or found)


def _choose_sides(context: Context, talk: Talk, conflicts: Iterable[Choice]) -> bool:
    chosen = {}
    for conflict in conflicts:
        answer = _ask_choice(talk, f"{conflict.path} was changed on both sides.", conflict, "leave it", _EXPLAIN)
        if not answer:
            context.exit_codes.append(GitFault.exit_code)
            talk.show_paragraph("The file is unchanged. Sync stops until you resolve the conflict.")
            talk.show_next_step("apj edit")
            return False
        chosen[conflict.path] = conflict.texts[answer]
    for note in use.resolve_conflicts(context.workspace, chosen):
        talk.show_paragraph(format_note(note))
    talk.show_paragraph(f"Resolved: {', '.join(chosen)}.")
    return True


def _choose_versions(context: Context, talk: Talk, path: str, edit: Callable[[str], bool]) -> bool:
    """Ask about each conflict in a file and write the choices, or open the editor.

    Return whether the file is resolved.
    """
    texts = []
    is_week = use.is_week(path)
    enter = "open the editor" if is_week else "leave it"
    for choice in use.list_versions(context.workspace, path):
        title = f"{path} contains two versions of the same lines."
        answer = _ask_choice(talk, title, choice, enter, _EXPLAIN_MARKERS)
        if not answer:
            if is_week:
                return edit(path)
            context.exit_codes.append(BrokenFile.exit_code)
            talk.show_paragraph("The file is unchanged. apj does not share it until you resolve the conflict.")
            talk.show_next_step("apj edit")
            return False
        texts.append(choice.texts[answer])
    use.write_choices(context.workspace, path, texts)
    talk.show_paragraph(f"Resolved: {path}.")
    return True


def _ask_choice(talk: Talk, title: str, choice: Choice, enter: str, explain: str) -> str:
    """Show two versions and return the letter of the chosen one, or "" if the user chooses neither."""
    talk.show_paragraph(title)
    for label, lines in choice.sides:
        talk.show_paragraph(label, indent=2)
        for line in [line for line in lines if line.strip()] or ["(nothing)"]:
            talk.show_paragraph(line, indent=4)
    question = "  ".join(_OPTIONS[letter] for letter in choice.texts)
    return talk.ask_key(question, "".join(choice.texts), default="", enter=enter, explain=explain)
