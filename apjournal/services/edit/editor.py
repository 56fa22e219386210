"""A person's editor: choose and start it, and save a copy of the text before the edit."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from apjournal.errors import ApjError
from apjournal.gitrepo.plumbing.config import get_personal_values
from apjournal.session.recovery_copies import list_recovery_copies, save_recovery_copy
from apjournal.session.workspace import Workspace
from apjournal.store.lock import EDITING, show_sign

AT_ONCE = 2.0
"""If an editor ends within this time (in seconds) and nothing changed, it may be running on in a window of its own."""
_ADVISED = ("nano", "vim", "vi", "notepad", "emacs", "micro", "hx")
_FALLBACKS = ("editor", "nano", "vi", "notepad")
_PLUS_LINE = {"vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "editor"}
_VI = {"vi", "vim", "nvim", "nvi", "elvis", "view"}
_GOTO = {"code", "codium", "cursor"}
_IN_TERMINAL = _PLUS_LINE - {"emacs", "emacsclient", "editor"} | {"hx", "helix", "ed", "pico", "mcedit"}
"""Editors that never run on in the background. If one of them ends soon, the user has closed it."""


class EditorFault(ApjError):
    """No editor could be started."""

    exit_code = 4


class EditorResult(Struct, frozen=True):
    """The result of editing a file.

    - `before`: the text before the edit.
    - `at_once`: whether the editor ended almost immediately.
    - `unseen`: a copy of text that another program wrote while the editor was open, if the edited text lacks it.
    """

    before: bytes
    at_once: bool
    code: int
    unseen: Path | None = None


def find_editor(workspace: Workspace) -> list[str]:
    """Choose the editor: `$VISUAL`, `$EDITOR`, the user's own `core.editor`, otherwise one that is installed.

    The setting is split as a shell would split it, but no shell runs it. Raise `EditorFault` if the program does not
    exist. Also raise it if the editor is only in this clone's own settings, because somebody else may have made the
    clone.
    """
    said, path = _find_setting(workspace), workspace.environ.get("PATH")
    if not said:
        # Without a terminal, an editor that nobody chose would wait forever for keys.
        there = _FALLBACKS if workspace.terminal else ()
        found = next((name for name in there if shutil.which(name, path=path)), None)
        if found is None:
            raise EditorFault("No editor is set.", _advise_editor(path))
        return [found]
    try:
        command = shlex.split(said.replace(os.sep, "/"))  # in a shell, the backslashes of Windows paths would be quotes
    except ValueError as error:
        raise EditorFault(
            f"The editor command {said} is not valid: {error}.", "Correct EDITOR, for example: export EDITOR=nano"
        ) from error
    if not command or shutil.which(command[0], path=path) is None:
        raise EditorFault(f"The editor {said.strip()} is not installed.", _advise_editor(path))
    return command


def find_unset_vi(workspace: Workspace) -> str | None:
    """Return the editor's name if nobody set an editor and apj would open vi, which does not show how to quit."""
    if _find_setting(workspace):
        return None
    program = Path(shutil.which(find_editor(workspace)[0], path=workspace.environ.get("PATH")) or "").resolve()
    return program.stem if program.stem in _VI else None


def _find_setting(workspace: Workspace) -> str | None:
    environ = workspace.environ
    return environ.get("VISUAL") or environ.get("EDITOR") or _read_editor_setting(workspace)


def _read_editor_setting(workspace: Workspace) -> str | None:
    """Return the editor in git's settings, or None.

    Raise `EditorFault` if it is only in the repository's own settings.
    """
    here = workspace.config.get("core.editor")
    if not here or not workspace.is_repository:
        return here
    own = get_personal_values(workspace.git, "core.editor")
    if not own:
        raise EditorFault(
            f"The editor {here} is set in this journal's .git/config. Somebody else may have written that "
            "file, so apj did not start the program.",
            f"If you want to use it, set it for yourself: git config --global core.editor {shlex.quote(here)}",
        )
    return own[-1]


def _advise_editor(path: str | None) -> str:
    """Return advice to set the editor at `path`, or to install one if `path` is None."""
    there = next((name for name in _ADVISED if shutil.which(name, path=path)), None)
    if there is None:
        return "Install an editor, such as nano, then set EDITOR to its name."
    return f"Set an editor that is installed here: export EDITOR={there}"


def build_command_at_line(command: Sequence[str], path: Path, line: int | None) -> list[str]:
    """Return the command that opens a file in an editor, at `line` if apj knows the editor's option for lines."""
    name = Path(command[0]).stem
    if line and name in _PLUS_LINE:
        return [*command, f"+{line}", str(path)]
    if line and name in _GOTO:
        return [*command, "--goto", f"{path}:{line}"]
    return [*command, str(path)]


def open_editor(workspace: Workspace, path: str, *, line: int | None = None) -> EditorResult:
    """Open one of my files in an editor, after saving a copy of it in `.git/apj/recover/`.

    Raise `EditorFault` if the editor does not start, and `GitFault` if the copy cannot be saved.
    """
    command = find_editor(workspace)
    before = workspace.folder.read(path) or b""
    if before:
        save_recovery_copy(workspace, path, before)
    copies, begun = list_recovery_copies(workspace, path), time.monotonic()
    try:
        with _ignore_interrupt(), show_sign(workspace.private_folder, EDITING):
            code = subprocess.run(
                build_command_at_line(command, workspace.root / path, line), env=workspace.environ, check=False
            ).returncode
    except OSError as error:
        raise EditorFault(
            f"The editor {command[0]} does not start: {error.strerror}.", "Set EDITOR to an editor that starts."
        ) from error
    soon = time.monotonic() - begun < AT_ONCE and Path(command[0]).stem not in _IN_TERMINAL
    workspace.refresh()
    now, new = (
        workspace.folder.read(path),
        [copy for copy in list_recovery_copies(workspace, path) if copy not in copies],
    )
    return EditorResult(before, soon and code == 0 and now == before, code, _find_unseen_copy(new, before, now or b""))


def _find_unseen_copy(copies: Sequence[Path], before: bytes, now: bytes) -> Path | None:
    """Return the newest copy that has lines which neither the former nor the current text contains, or None."""
    known = {*before.splitlines(), *now.splitlines()}
    return next((copy for copy in copies[-1:] if set(copy.read_bytes().splitlines()) - known), None)


@contextmanager
def _ignore_interrupt() -> Iterator[None]:
    """Ignore Ctrl-C while the editor runs, so that only the editor reacts to it.

    The editor does not inherit this handler, as it would inherit SIG_IGN.
    """
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
